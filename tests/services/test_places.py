"""Each person's own place outlives the session, and tells nobody anything."""


from tests.store.stores import raw
from wellnessdesk.domain.places import Place
from wellnessdesk.services import audit, places


def test_nobody_was_anywhere_before_they_ever_left(center):
    assert places.last(center.peer) is None


def test_the_newest_place_counts_and_each_person_has_their_own(center):
    places.remember(center.peer, Place("myday", "session:5"))
    places.remember(center.coordinator, Place("overview", unfolded=True))
    places.remember(center.peer, Place("myday", "session:6"))

    assert places.last(center.peer) == Place("myday", "session:6")
    assert places.last(center.coordinator) == Place("overview", unfolded=True)
    assert places.last(center.front) is None


def test_pages_that_were_folded_away_again_stay_so(center):
    places.remember(center.coordinator, Place("overview", unfolded=True))
    places.remember(center.coordinator, Place("overview"))

    assert places.last(center.coordinator) == Place("overview")


def test_what_is_too_long_to_be_a_place_is_cut(center):
    places.remember(center.peer, Place("myday", "a whole sentence about somebody " * 20))

    connection = raw(center.peer.store.path, center.peer.keys.store_key)
    assert connection.execute("SELECT max(length(detail)) FROM places").fetchone() == (80,)
    connection.close()


def test_where_somebody_looked_is_nobody_elses_business(center):
    before = audit.verify(center.coordinator).entries
    places.remember(center.peer, Place("myday", "session:5"))

    assert audit.verify(center.coordinator).entries == before
