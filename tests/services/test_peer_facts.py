"""What a coordinator writes down about a peer: who may, what cannot be, and that the log bears it out."""

from dataclasses import replace
from datetime import date

import pytest

from tests.centers import fresh_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.services import audit, peer_facts
from wellnessdesk.services.flag_steps import StepProblem


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    made = fresh_center(tmp_path_factory.mktemp("facts") / "center")
    yield made
    made.admin.close()


def facts(center, **more):
    return PeerFacts(person=center.peer.person.id, **more)


def shell(center, statement):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_what_is_known_is_kept_in_the_order_of_the_catalogue(center):
    told = facts(center, languages=("en", "es", "klingon", "es"), born=date(2010, 2, 28), graduates=date(2028, 6, 8))

    kept = peer_facts.save(center.coordinator, told)

    assert kept == replace(told, languages=("es", "en"))
    assert peer_facts.of_peer(center.coordinator, center.peer.person.id) == kept
    assert (kept.age(date(2026, 2, 27)), kept.age(date(2026, 2, 28))) == (15, 16)
    assert audit.verify(center.coordinator).sound
    shell(center, "UPDATE peer_facts SET born = '2001-02-28'")
    assert "knows of a peer" in audit.verify(center.coordinator).finding
    shell(center, "UPDATE peer_facts SET born = '2010-02-28'")


def test_what_is_taken_away_again_leaves_nothing(center):
    peer_facts.save(center.coordinator, facts(center, languages=("vi",)))
    peer_facts.save(center.coordinator, facts(center))

    assert peer_facts.of_peer(center.coordinator, center.peer.person.id) == facts(center)
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize(("field", "more"), [
    ("born", {"born": date(2020, 1, 1)}), ("born", {"born": date(2031, 1, 1)}), ("born", {"born": date(1899, 1, 1)}),
    ("graduates", {"graduates": date(2040, 6, 1)}),
    ("graduates", {"born": date(2010, 1, 1), "graduates": date(2009, 6, 1)})])
def test_a_day_that_cannot_be_is_told_at_its_field(center, field, more):
    before = peer_facts.of_peer(center.coordinator, center.peer.person.id)

    with pytest.raises(StepProblem) as told:
        peer_facts.save(center.coordinator, facts(center, **more))

    assert list(told.value.found) == [field]
    assert peer_facts.of_peer(center.coordinator, center.peer.person.id) == before


def test_nobody_but_coordinators_and_of_nobody_but_peers(center):
    for desk in (center.peer, center.front, center.admin):
        with pytest.raises(Denied):
            peer_facts.save(desk, facts(center))
    with pytest.raises(Problem, match="no Wellness Peer"):
        peer_facts.save(center.coordinator, PeerFacts(person=center.front.person.id, languages=("es",)))


def test_a_row_that_somebody_spoiled_is_read_as_nothing_known(center):
    peer_facts.save(center.coordinator, facts(center, languages=("vi",)))
    for spoiled in ("'{'", "'7'", "'[7, null]'"):
        shell(center, f"UPDATE peer_facts SET languages = {spoiled}")  # noqa: S608 - of this test
        assert peer_facts.of_peer(center.coordinator, center.peer.person.id) == facts(center)
