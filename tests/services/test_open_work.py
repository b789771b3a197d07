"""When a peer leaves, what they have not finished is seen, and handed on to somebody whom it is open to."""

from datetime import timedelta

import pytest

from tests.centers import first, handed_over, note
from tests.retained import shell
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.appointments import Wanted
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import Attendance, NewSession
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import (
    appointments,
    audit,
    begun_sessions,
    leaving,
    note_returns,
    open_work,
    peers,
    review_figures,
    sessions,
    telling,
)
from wellnessdesk.vault import unlock

KIND = next(iter(ConflictKind))


@pytest.fixture
def work(center):
    """A session without a note, a draft, a returned note and a signed one of the first peer, who is one no longer."""
    made = {}
    for student, name in enumerate(("to write", "draft", "returned", "signed"), 1):
        made[name] = handed_over(center, student, center.peer)
        center.clock.advance(minutes=5)
    sessions.save_draft(center.peer, made["draft"], note())
    for name in ("returned", "signed"):
        sessions.sign(center.peer, made[name], note())
    note_returns.give_back(center.coordinator, made["returned"], "x")
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    return made


def other(center):
    return center.desks[SECOND_PEER].person.id


def test_nothing_is_open_while_everybody_is_there(center):
    handed_over(center, 1, center.peer)
    assert open_work.of_who_left(center.coordinator) == ()


def test_what_is_not_finished_of_who_left_is_listed(center, work):
    (found,) = open_work.of_who_left(center.coordinator)
    assert found.person.name == "Pia Peer"
    assert [(one.id, one.note) for one in found.sessions] == [
        (work["to write"], NoteState.TO_WRITE), (work["draft"], NoteState.DRAFT),
        (work["returned"], NoteState.RETURNED)]


def test_appointments_to_come_are_open_work_too(center):
    day = center.coordinator.today() + timedelta(days=1)
    appointments.book(center.front, Wanted(student_id=1, peer_id=center.peer.person.id, day=day, starts=600, ends=630,
                                           service=first("service_options"), room=""))
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    (found,) = open_work.of_who_left(center.coordinator)
    assert ([one.day for one in found.appointments], found.number) == ([day], 1)


def test_a_session_without_a_note_is_handed_on_and_written_by_the_other(center, work):
    assert open_work.hand_on(center.coordinator, [work["to write"]], other(center)) == 1
    desk = center.desks[SECOND_PEER]
    assert work["to write"] in [one.id for one in sessions.mine(desk)]
    sessions.sign(desk, work["to write"], note())
    assert sessions.read_note(center.coordinator, work["to write"]).signer == SECOND_PEER
    verdict = audit.verify(center.admin)
    assert verdict.sound, verdict


def test_the_second_peer_of_a_session_writes_its_note_when_the_first_left_and_the_log_holds(center):
    made = begun_sessions.begin(center.peer, NewSession(
        students=(1, 4), started_at=center.clock.now(), place="library", second_peer_id=other(center))).id
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    open_work.hand_on(center.coordinator, [made], other(center))
    desk = center.desks[SECOND_PEER]
    begun_sessions.set_attendance(desk, made, [(1, Attendance.CAME), (4, Attendance.ABSENT)])
    begun_sessions.finish(desk, made)
    telling.told(desk, made)
    sessions.sign(desk, made, note())
    read = sessions.read_note(center.coordinator, made)
    assert (read.signer, read.session.second_peer) == (SECOND_PEER, "")
    unlock.follow(center.coordinator.keys, center.admin.keys.header)
    verdict = audit.verify(center.coordinator)
    assert verdict.sound, verdict


def test_a_session_of_a_student_closed_to_the_other_is_not_and_then_none_is(center, work):
    again = handed_over(center, 5, center.desks[SECOND_PEER])
    peers.declare(center.coordinator, other(center), 1, KIND)
    before = shell(center, "SELECT id, peer_id FROM sessions")
    with pytest.raises(Problem, match="closed to this peer"):
        open_work.hand_on(center.coordinator, [work["to write"]], other(center))
    with pytest.raises(Problem, match="still here"):
        open_work.hand_on(center.coordinator, [again], other(center))
    assert shell(center, "SELECT id, peer_id FROM sessions") == before


@pytest.mark.parametrize(("name", "said"), [("draft", "lock it instead"), ("returned", "then co-sign it")])
def test_what_was_begun_stays_its_authors(center, work, name, said):
    with pytest.raises(Problem, match=said):
        open_work.hand_on(center.coordinator, [work["to write"], work[name]], other(center))
    assert sessions.mine(center.desks[SECOND_PEER]) == []


def test_only_to_a_peer_and_only_something(center, work):
    with pytest.raises(Problem, match="no Wellness Peer"):
        open_work.hand_on(center.coordinator, [work["to write"]], center.peer.person.id)
    with pytest.raises(Problem, match="Choose what"):
        open_work.hand_on(center.coordinator, [], other(center))
    with pytest.raises(Problem, match="not there any more"):
        open_work.hand_on(center.coordinator, [999], other(center))


def test_the_log_notices_a_session_that_was_handed_back_past_the_program(center, work):
    open_work.hand_on(center.coordinator, [work["to write"]], other(center))
    assert audit.verify(center.admin).sound
    shell(center, "UPDATE sessions SET peer_id = ? WHERE id = ?", center.peer.person.id, work["to write"])
    assert not audit.verify(center.admin).sound


def test_how_the_notes_of_each_peer_fare(center, work):
    sessions.cosign(center.coordinator, work["signed"])
    late = handed_over(center, 5, center.desks[SECOND_PEER])
    center.clock.advance(hours=50)
    shell(center, "UPDATE sessions SET ended_at = started_at WHERE id = ?", late)
    sessions.sign(center.desks[SECOND_PEER], late, note())
    found = [(one.peer, one.signed, one.cosigned, one.returned, one.late, one.rate)
             for one in review_figures.of_peers(center.coordinator)]
    assert found == [(SECOND_PEER, 1, 0, 0, 1, 0.0), ("Pia Peer", 2, 1, 1, 0, 0.5)]
    center.clock.advance(days=100)
    assert review_figures.of_peers(center.coordinator) == []
