"""Who can take whom: conflicts of interest close a record, a kept list limits services, shifts say who is there."""

import pytest

from tests.centers import first, handed_over, note
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import catalogues
from wellnessdesk.domain import peers as rules
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.services import audit, flags, note_search, peers, sessions, students, visits


def check_in(center, student=1, reason="talk_with_peer"):
    return visits.check_in(center.front, student, reason=reason, origin=first("visit_origins"))


def pia(center):
    return center.peer.person.id


def otto(center):
    return center.desks[SECOND_PEER].person.id


def choice(center, visit, peer):
    return next(one for one in peers.choices(center.front, visit.id) if one.person.id == peer)


def shift(center, peer, starts, ends):
    """A shift of today, in minutes."""
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("INSERT INTO shifts (peer_id, day, starts, ends, room) VALUES (?, ?, ?, ?, '')",
                       (peer, center.front.today().isoformat(), starts, ends))
    connection.commit()
    connection.close()


def test_with_nothing_decided_every_peer_is_free_and_may_give_everything(center):
    visit = check_in(center)
    found = peers.choices(center.front, visit.id)
    assert {one.person.name for one in found} == {"Pia Peer", SECOND_PEER}
    assert all((one.on_shift, one.may_give, one.closed, one.why_not, one.free) == (None, True, False, "", True)
               for one in found)
    assert peers.services(center.coordinator) == {pia(center): None, otto(center): None}


def test_a_closed_student_cannot_be_handed_over_and_the_others_can(center):
    peers.declare(center.coordinator, pia(center), 1, ConflictKind.FRIEND)
    visit = check_in(center)
    closed = choice(center, visit, pia(center))
    assert (closed.closed, closed.free) == (True, False)
    assert closed == peers.choices(center.front, visit.id)[-1]
    with pytest.raises(Problem, match="Pia Peer cannot be with this student: their record is closed") as refused:
        visits.hand_over(center.front, visit.id, pia(center))
    assert str(refused.value) == closed.why_not
    assert visits.hand_over(center.front, visit.id, otto(center)).peer == SECOND_PEER
    assert visits.hand_over(center.front, check_in(center, 2).id, pia(center)).peer == "Pia Peer"


def test_a_conflict_is_listed_with_who_declared_it_and_can_be_withdrawn_once(center):
    peers.declare(center.coordinator, pia(center), 1, ConflictKind.RELATIVE)
    (conflict,) = peers.conflicts(center.coordinator, pia(center))
    assert (conflict.student, conflict.grade, conflict.kind) == ("José Núñez", "10", ConflictKind.RELATIVE)
    assert (conflict.declared_by, conflict.declared_at) == ("Cora Coordinator", center.clock.now())
    with pytest.raises(Problem, match="closed to them already"):
        peers.declare(center.coordinator, pia(center), 1, ConflictKind.FRIEND)
    peers.withdraw(center.coordinator, pia(center), 1)
    assert peers.conflicts(center.coordinator, pia(center)) == []
    with pytest.raises(Problem, match="not closed to them any more"):
        peers.withdraw(center.coordinator, pia(center), 1)
    visits.hand_over(center.front, check_in(center).id, pia(center))
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("typed", ["Aaliyah Brown", "Jose", "Nobody Here", "", "  ", "99"])
def test_a_peer_learns_nothing_of_the_roster_by_guessing(center, typed):
    with pytest.raises(Problem, match="does not stand for one student"):
        peers.declare_own(center.peer, typed, ConflictKind.FRIEND)
    assert peers.own_closed(center.peer) == 0


@pytest.mark.parametrize("typed", ["jose NUNEZ", " José Núñez", "200001"])
def test_a_peer_declares_their_own_by_name_or_number(center, typed):
    peers.declare_own(center.peer, typed, ConflictKind.FRIEND)
    assert [one.student_id for one in peers.conflicts(center.coordinator, pia(center))] == [1]
    assert peers.own_closed(center.peer) == 1
    with pytest.raises(Denied):
        peers.withdraw(center.peer, pia(center), 1)
    assert audit.verify(center.admin).sound


def test_a_list_limits_what_a_peer_may_give_and_names_the_service(center):
    peers.set_services(center.coordinator, pia(center), frozenset({"tutoring"}))
    assert peers.services(center.coordinator)[pia(center)] == {"tutoring"}
    visit = check_in(center)
    refused = choice(center, visit, pia(center))
    assert (refused.may_give, refused.closed) == (False, False)
    with pytest.raises(Problem, match="Pia Peer does not give this service: Peer counseling"):
        visits.hand_over(center.front, visit.id, pia(center))
    visits.hand_over(center.front, check_in(center, 2, "tutoring").id, pia(center))


def test_a_reason_no_service_answers_is_helped_with_by_everybody(center):
    peers.set_services(center.coordinator, pia(center), frozenset())
    assert peers.services(center.coordinator)[pia(center)] == frozenset()
    visits.hand_over(center.front, check_in(center, reason="take_a_break").id, pia(center))
    with pytest.raises(Problem, match="does not give"):
        visits.hand_over(center.front, check_in(center, 2, "tutoring").id, pia(center))
    peers.set_services(center.coordinator, pia(center), None)
    assert choice(center, check_in(center, 3, "tutoring"), pia(center)).may_give
    assert audit.verify(center.admin).sound


def test_what_is_no_service_or_no_peer_is_refused(center):
    with pytest.raises(Problem, match="not in the list any more"):
        peers.set_services(center.coordinator, pia(center), frozenset({"surgery"}))
    with pytest.raises(Problem, match="no Wellness Peer any more"):
        peers.set_services(center.coordinator, center.front.person.id, None)
    with pytest.raises(Problem, match="no Wellness Peer any more"):
        peers.declare(center.coordinator, center.front.person.id, 1, ConflictKind.FRIEND)
    with pytest.raises(Problem, match="not on the roster"):
        peers.declare(center.coordinator, pia(center), 999, ConflictKind.FRIEND)


def test_every_service_a_reason_names_is_a_service():
    known = set(catalogues.service_options().ids())
    assert all(set(reason.services) <= known for reason in catalogues.visit_reasons())


def test_who_is_on_shift_and_free_comes_first(center):
    shift(center, otto(center), 9 * 60, 11 * 60)  # it is 10:00 at the school
    shift(center, pia(center), 12 * 60, 13 * 60)
    visit = check_in(center)
    first_one, second = peers.choices(center.front, visit.id)
    assert (first_one.person.name, first_one.on_shift, first_one.free) == (SECOND_PEER, True, True)
    assert (second.on_shift, second.free, second.why_not) == (False, False, "")
    center.clock.advance(hours=1)  # a shift ends with the minute it ends in
    assert not any(one.on_shift for one in peers.choices(center.front, visit.id))
    center.clock.advance(hours=1)
    assert choice(center, visit, pia(center)).on_shift


def test_who_is_with_somebody_is_not_free_and_it_says_with_whom(center):
    busy = visits.hand_over(center.front, check_in(center, 2).id, pia(center))
    visit = check_in(center, 1)
    found = choice(center, visit, pia(center))
    assert (found.with_visits, found.free) == ((busy,), False)
    assert choice(center, visit, otto(center)).free
    with pytest.raises(Problem, match="not there any more"):
        peers.choices(center.front, 999)


def test_a_record_that_is_closed_later_leaves_the_peers_day_once_its_note_is_signed(center):
    session = handed_over(center, 1, center.peer)
    peers.declare(center.coordinator, pia(center), 1, ConflictKind.FRIEND)
    assert [one.id for one in sessions.mine(center.peer)] == [session]
    flags.raise_flag(center.peer, session, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    sessions.sign(center.peer, session, note(text="zebrafinch"))
    assert sessions.mine(center.peer) == []
    with pytest.raises(Problem, match="closed to you"):
        sessions.read_note(center.peer, session)
    while not note_search.read_on(center.peer):
        pass
    assert note_search.find(center.peer, "zebrafinch").notes == ()
    assert sessions.read_note(center.coordinator, session).body.text == "zebrafinch"


@pytest.mark.parametrize(("statement", "told"), [
    ("DELETE FROM conflicts", "Whose records are closed"),
    ("DELETE FROM peer_services", "What a peer may give"),
    ("UPDATE peer_services SET service = 'tutoring' WHERE service <> ''", "What a peer may give"),
])
def test_what_sql_alone_opens_is_found_by_a_verification(center, statement, told):
    peers.declare(center.coordinator, pia(center), 1, ConflictKind.FRIEND)
    peers.set_services(center.coordinator, pia(center), frozenset({"peer_counseling"}))
    assert audit.verify(center.admin).sound
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute(statement)
    connection.commit()
    connection.close()
    assert told in audit.verify(center.admin).finding


def close(center, peer, student=1):
    peers.declare(center.coordinator, peer, student, ConflictKind.FRIEND)


def test_with_whom_a_student_cannot_be_is_said_in_the_search_at_the_check_in_and_while_they_wait(center):
    close(center, pia(center))
    assert [found.not_with for found in students.find(center.front, "núñez")] == [("Pia Peer",)]
    assert [found.not_with for found in students.find_similar(center.front, "nunze")] == [("Pia Peer",)]
    assert [found.not_with for found in students.find(center.front, "o'neil")] == [()]
    assert peers.not_with(center.front, 1) == ("Pia Peer",)
    visit, other = check_in(center), check_in(center, 2)
    assert (visit.not_with, other.not_with) == (("Pia Peer",), ())
    assert [one.not_with for one in visits.queue(center.front).waiting] == [("Pia Peer",), ()]
    visits.rest(center.front, visit.id)
    assert visits.queue(center.front).resting[0].not_with == ("Pia Peer",)
    visits.hand_over(center.front, visit.id, otto(center))
    assert visits.queue(center.front).with_peer[0].not_with == ()


def test_only_peers_on_shift_are_named_where_shifts_are_kept(center):
    for peer in (pia(center), otto(center)):
        close(center, peer)
    check_in(center)
    assert visits.queue(center.front).waiting[0].not_with == (SECOND_PEER, "Pia Peer")
    assert visits.queue(center.front).on_shift is None
    now = center.front.local(center.clock.now())
    shift(center, pia(center), now.hour * 60 + now.minute - 30, now.hour * 60 + now.minute + 30)
    assert visits.queue(center.front).waiting[0].not_with == ("Pia Peer",)
    assert visits.queue(center.front).on_shift == {pia(center)}
    center.clock.advance(minutes=30)
    assert visits.queue(center.front).waiting[0].not_with == ()
    assert visits.queue(center.front).on_shift == frozenset()


def test_a_peer_who_left_is_not_named(center):
    close(center, pia(center))
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE people SET active = 0 WHERE id = ?", (pia(center),))
    connection.commit()
    connection.close()
    assert peers.not_with(center.front, 1) == ()


def test_why_stays_with_the_coordinators_and_a_peer_asks_for_nobodys(center):
    close(center, pia(center))
    with pytest.raises(Denied):
        peers.conflicts(center.front, pia(center))
    with pytest.raises(Denied):
        peers.not_with(center.peer, 1)


def test_of_many_some_are_named():
    names = ["Ana Ruiz", "Ben Tran", "Cy Wu", "Di Xu"]
    assert [rules.not_with(names[:count]) for count in range(5)] == [
        "", "Not with Ana Ruiz", "Not with Ana Ruiz, Ben Tran", "Not with Ana Ruiz, Ben Tran and 1 more",
        "Not with Ana Ruiz, Ben Tran and 2 more"]
