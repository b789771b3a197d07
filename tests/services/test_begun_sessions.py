"""Sessions a peer begins themselves: where, when, with whom; groups, two peers, and nobody closed to either."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.centers import SECRET_WORDS, handed_over, note
from tests.shell import everything
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.appointments import State, Wanted
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.session_facts import Attendance, NewSession
from wellnessdesk.domain.sessions import NoteBody, NoteState
from wellnessdesk.services import (
    appointments,
    audit,
    begun_sessions,
    note_search,
    participants,
    peers,
    sessions,
    student_pages,
    telling,
)
from wellnessdesk.services.sessions import NoteLocked
from wellnessdesk.vault import sealing


def new(center, *students, minutes=20, **changes):
    now = center.clock.now()
    return replace(NewSession(students=students, started_at=now - timedelta(minutes=minutes), ended_at=now,
                              origin="informal", place="library"), **changes)


def begin(center, *students, **changes):
    made = begun_sessions.begin(center.peer, new(center, *students, **changes))
    telling.told(center.peer, made.id)
    return made


def test_a_talk_in_the_library_is_written_down_and_its_note_signed(center):
    made = begin(center, 1)
    assert (made.who, made.place, made.origin, made.note) == ("José Núñez", "library", "informal", NoteState.TO_WRITE)
    assert made.ended_at - made.started_at == timedelta(minutes=20)
    assert sessions.sign(center.peer, made.id, note()).note is NoteState.SIGNED
    assert sessions.read_note(center.coordinator, made.id).body == note()


def test_a_peer_finds_a_student_by_the_whole_name_or_the_number_and_not_by_less(center):
    assert begun_sessions.find(center.peer, "jose nunez") == (1, "José Núñez")
    assert begun_sessions.find(center.peer, "200004")[0] == 4
    with pytest.raises(Problem, match="Nobody at this school"):
        begun_sessions.find(center.peer, "José")
    with pytest.raises(Problem, match="2 students have this name"):
        begun_sessions.find(center.peer, "Aaliyah Brown")
    with pytest.raises(Denied):
        begun_sessions.find(center.front, "José Núñez")


def test_whose_record_is_closed_is_nowhere_to_be_chosen(center):
    begin(center, 1)
    assert begun_sessions.choices(center.peer).students == ((1, "José Núñez"),)
    peers.declare(center.coordinator, center.peer.person.id, 1, ConflictKind.FRIEND)
    assert begun_sessions.choices(center.peer).students == ()
    with pytest.raises(Problem, match="closed to you"):
        begun_sessions.find(center.peer, "José Núñez")
    with pytest.raises(Problem, match="closed to this peer"):
        begun_sessions.begin(center.peer, new(center, 2, 1))
    assert [one.id for one in sessions.mine(center.peer)] == [1]  # the note that waits, and nothing new


def test_a_second_peer_to_whom_somebody_is_closed_cannot_be_there(center):
    other = center.desks[SECOND_PEER].person.id
    peers.declare(center.coordinator, other, 2, ConflictKind.RELATIVE)
    with pytest.raises(Problem, match="Otto Other cannot be with this student"):
        begun_sessions.begin(center.peer, new(center, 2, second_peer_id=other))
    with pytest.raises(Problem, match="somebody else than you"):
        begun_sessions.begin(center.peer, new(center, 2, second_peer_id=center.peer.person.id))


def test_the_second_peer_sees_the_session_and_reads_the_note_but_does_not_write_it(center):
    other = center.desks[SECOND_PEER]
    made = begin(center, 1, second_peer_id=other.person.id)
    assert [one.id for one in sessions.mine(other)] == [made.id]
    with pytest.raises(Denied):
        sessions.save_draft(other, made.id, note())
    sessions.sign(center.peer, made.id, note())
    assert sessions.read_note(other, made.id).body == note()
    while not note_search.read_on(other):
        pass
    assert len(note_search.find(other, "zebrafinch").notes) == 1
    peers.declare(center.coordinator, other.person.id, 1, ConflictKind.FRIEND)
    assert sessions.mine(other) == []
    with pytest.raises(Problem, match="closed to you"):
        sessions.read_note(other, made.id)


def test_what_is_said_of_one_of_a_group_stays_out_of_the_others_records(center):
    made = begin(center, 1, 2, 3)
    assert (made.student_id, made.size, made.who) == (None, 3, "Group of 3 students")
    body = note(service="support_groups", remarks=((1, "cried at the end"), (2, " ")))
    sessions.save_draft(center.peer, made.id, body)
    assert sessions.read_draft(center.peer, made.id).remarks == ((1, "cried at the end"),)
    sessions.sign(center.peer, made.id, body)
    read = sessions.read_note(center.coordinator, made.id)
    assert read.remarks == ((1, "cried at the end"),)
    assert (read.body.remarks, read.body.text) == ((), body.text)
    assert {one.student_id for one in read.participants} == {1, 2, 3}


def test_a_remark_about_somebody_outside_the_group_is_refused_and_nothing_is_signed(center):
    made = begin(center, 1, 2)
    with pytest.raises(Problem, match="not in the group any more"):
        sessions.sign(center.peer, made.id, note(remarks=((5, "who?"),)))
    assert sessions.mine(center.peer)[0].note is NoteState.TO_WRITE


def test_attendance_is_kept_and_who_did_not_come_need_not_be_told(center):
    made = begun_sessions.begin(center.peer, new(center, 1, 2))
    there = begun_sessions.set_attendance(center.peer, made.id, [
        (1, Attendance.CAME), (2, Attendance.ABSENT), (4, Attendance.CAME)])
    assert {one.student_id: one.attendance for one in there} == {
        1: Attendance.CAME, 2: Attendance.ABSENT, 4: Attendance.CAME}
    assert {one.student_id for one in telling.to_tell(center.peer, made.id)} == {1, 4}
    peers.declare(center.coordinator, center.peer.person.id, 3, ConflictKind.FRIEND)
    with pytest.raises(Problem, match="closed to this peer"):
        begun_sessions.set_attendance(center.peer, made.id, [(1, Attendance.CAME), (3, Attendance.CAME)])
    telling.told(center.peer, made.id)
    sessions.sign(center.peer, made.id, note())
    with pytest.raises(NoteLocked):
        begun_sessions.set_attendance(center.peer, made.id, [(1, Attendance.CAME)])


def test_a_group_is_on_the_page_of_each_of_its_students(center):
    made = begin(center, 1, 2)
    for student in (1, 2):
        assert [one.id for one in student_pages.for_coordinator(center.coordinator, student).sessions] == [made.id]
        assert [one.id for one in student_pages.for_peer(center.peer, student).sessions] == [made.id]
    assert student_pages.for_coordinator(center.coordinator, 3).sessions == ()


def test_a_session_for_an_appointment_marks_it_as_kept(center):
    peer, now = center.peer.person.id, center.peer.local(center.clock.now())
    minute = now.hour * 60 + now.minute
    booked = appointments.book(center.front, Wanted(student_id=1, day=now.date(), starts=minute, ends=minute + 30,
                                                    peer_id=peer)).now[0]
    made = begin(center, 1, appointment_id=booked.id, origin="appointment")
    assert made.appointment_id == booked.id
    assert appointments.between(center.front, now.date(), now.date())[0].state is State.ARRIVED
    with pytest.raises(Problem, match="not open any more"):
        begun_sessions.begin(center.peer, new(center, 2, appointment_id=booked.id))


def test_a_session_of_a_visit_says_how_the_student_came_and_where(center):
    session = sessions.mine(center.peer)[0] if handed_over(center, 1, center.peer) else None
    assert (session.origin, session.place) == ("walk_in", "center")


def test_a_service_without_a_note_needs_none_and_may_have_one(center):
    made = begin(center, 1, 2, service="orientation")
    assert (made.note, made.tier) == (NoteState.NOT_NEEDED, 1)
    sessions.save_draft(center.peer, made.id, note(service="orientation"))
    assert sessions.sign(center.peer, made.id, note(service="orientation")).note is NoteState.SIGNED
    walked = handed_over(center, 3, center.peer)
    sessions.save_draft(center.peer, walked, note(text="something"))
    with pytest.raises(Problem, match="a draft already"):
        begun_sessions.without_note(center.peer, walked, "orientation")
    sessions.save_draft(center.peer, walked, NoteBody(service="orientation"))
    assert begun_sessions.without_note(center.peer, walked, "orientation").note is NoteState.NOT_NEEDED
    with pytest.raises(Problem, match="needs a note"):
        begun_sessions.without_note(center.peer, walked, "tutoring")
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize(("changes", "said"), [
    ({"started_at": timedelta(minutes=5), "ended_at": None}, "still to come"),
    ({"started_at": -timedelta(days=15)}, "more than two weeks ago"),
    ({"started_at": -timedelta(hours=9)}, "at most 8 hours"),
    ({"ended_at": -timedelta(hours=1)}, "after the beginning"),
    ({"place": "behind the gym with Marco"}, "not in the list"), ({"origin": "rumor"}, "came about"),
    ({"students": ()}, "between one and 40"), ({"students": (1, 1)}, "each once"),
    ({"students": (99,)}, "not on the roster"), ({"students": tuple(range(1, 60))}, "between one and 40")])
def test_what_cannot_have_been_is_said_and_nothing_is_written(center, changes, said):
    now = center.clock.now()
    moved = {name: now + value if isinstance(value, timedelta) else value for name, value in changes.items()}
    with pytest.raises(Problem, match=said):
        begun_sessions.begin(center.peer, new(center, 1, **moved))
    assert sessions.mine(center.peer) == []


def test_a_service_a_peer_may_not_give_is_refused(center):
    peers.set_services(center.coordinator, center.peer.person.id, frozenset({"tutoring"}))
    with pytest.raises(Problem, match="does not give this service"):
        begun_sessions.begin(center.peer, new(center, 1, service="peer_counseling"))


def test_facts_are_set_right_until_the_note_is_signed_and_a_clock_set_back_does_no_harm(center):
    made = begin(center, 1, ended_at=None)
    changed = replace(new(center, 1), place="gym", started_at=made.started_at + timedelta(minutes=5))
    after = begun_sessions.change_facts(center.peer, made.id, changed)
    assert (after.place, after.started_at) == ("gym", made.started_at + timedelta(minutes=5))
    going = begin(center, 2, ended_at=None)
    center.clock.advance(minutes=-60)
    assert begun_sessions.finish(center.peer, going.id).ended_at == going.started_at
    center.clock.advance(minutes=60)
    sessions.sign(center.peer, made.id, note())
    with pytest.raises(NoteLocked):
        begun_sessions.change_facts(center.peer, made.id, changed)
    with pytest.raises(Problem, match="ended already"):
        begun_sessions.finish(center.peer, going.id)


@pytest.mark.parametrize(("statement", "said"), [
    ("UPDATE sessions SET place = 'gym' WHERE id = 1", "not as entry"),
    ("UPDATE sessions SET second_peer_id = NULL WHERE id = 1", "not as entry"),
    ("UPDATE session_students SET attendance = 'absent' WHERE student_id = 3", "not as entry"),
    ("DELETE FROM session_students WHERE student_id = 3", "not as entry"),
    ("DELETE FROM sessions WHERE id = 1", "is not there"),
    ("INSERT INTO sessions (student_id, peer_id, origin, place, service, tier, day, started_at, note) SELECT "
     "student_id, peer_id, origin, place, service, tier, day, started_at, note FROM sessions WHERE id = 1",
     "no entry wrote it down"),
    ("DELETE FROM acknowledgements WHERE student_id = 1", "facts of a student")])
def test_the_judge_notices_what_sql_does_to_a_session(center, statement, said):
    begin(center, 1, second_peer_id=center.desks[SECOND_PEER].person.id)
    begin(center, 2, 3)
    assert audit.verify(center.coordinator).sound
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("PRAGMA foreign_keys = OFF")
    assert connection.execute(statement).rowcount >= 1
    connection.close()
    assert said in audit.verify(center.coordinator).finding


@pytest.mark.parametrize("statements", [
    ("UPDATE session_students SET remarks = 0", "DELETE FROM sealed WHERE kind = 'participant'"),
    ("UPDATE sealed SET blob = x'00' WHERE kind = 'participant'",),
    ("UPDATE sealed SET blob = substr(blob, 1, length(blob) - 1) || x'00' WHERE kind = 'participant'",)])
def test_what_a_note_of_a_group_says_of_one_student_alone_cannot_be_taken_out_unseen(center, statements):
    made = begin(center, 1, 2)
    sessions.sign(center.peer, made.id, note(service="support_groups", remarks=((1, "cried at the end"),)))
    assert audit.verify(center.coordinator).sound
    connection = raw(center.front.store.path, center.front.keys.store_key)
    for statement in statements:
        assert connection.execute(statement).rowcount >= 1
    connection.close()
    for reader in (center.coordinator, center.admin):
        assert "says of one student alone is not there" in audit.verify(reader).finding


def test_what_its_author_writes_anew_of_one_student_alone_is_found(center):
    """Its author can make a seal that fits, as for the note itself."""
    made = begin(center, 1, 2)
    sessions.sign(center.peer, made.id, note(service="support_groups", remarks=((1, "cried at the end"),)))
    with center.peer.reading() as tx:
        ((place, _blob),) = participants.records(tx, made)
    blob = sealing.seal(center.peer.keys, place, {"words": "nothing happened"})
    connection = raw(center.peer.store.path, center.peer.keys.store_key)
    connection.execute("UPDATE sealed SET blob = ? WHERE kind = 'participant'", (blob,))
    connection.close()
    assert sessions.read_note(center.coordinator, made.id).remarks == ((1, "nothing happened"),)
    assert "says of one student alone is not there" in audit.verify(center.coordinator).finding


def test_whoever_writes_themselves_into_a_session_by_sql_is_given_no_note_or_is_found(center):
    """As its second peer. Only a peer gets a box at all, and of everybody the log tells."""
    walked = handed_over(center, 1, center.peer)
    for name in (SECOND_PEER, "Ada Admin", "Frank Desk"):
        connection = raw(center.front.store.path, center.front.keys.store_key)
        connection.execute("UPDATE sessions SET second_peer_id = ? WHERE id = ?",
                           (center.desks[name].person.id, walked))
        connection.close()
        assert "a second peer whom no entry wrote down" in audit.verify(center.coordinator).finding
    sessions.sign(center.peer, walked, note())
    assert SECRET_WORDS.encode() not in everything(center.front)
    assert SECRET_WORDS.encode() in everything(center.peer)  # the control


def test_an_attendance_that_sql_made_up_closes_no_note(center):
    made = begin(center, 1, 2)
    sessions.sign(center.peer, made.id, note(service="support_groups"))
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE session_students SET attendance = 'perhaps' WHERE student_id = 1")
    connection.close()
    there = sessions.read_note(center.coordinator, made.id).participants
    assert [one.attendance for one in there] == [Attendance.CAME, Attendance.CAME]
    assert "not as entry" in audit.verify(center.coordinator).finding


def test_whatever_was_done_with_sessions_the_log_and_the_records_agree(center):
    made = begin(center, 1, ended_at=None)
    begun_sessions.change_facts(center.peer, made.id, new(center, 1, place="gym", minutes=5))
    walked = handed_over(center, 2, center.peer)
    begun_sessions.change_facts(center.peer, walked, new(center, 2, place="library"))
    group = begin(center, 3, 4)
    begun_sessions.set_attendance(center.peer, group.id, [(3, Attendance.CAME), (5, Attendance.ABSENT)])
    sessions.sign(center.peer, group.id, note(remarks=((3, "asked a good question"),)))
    assert audit.verify(center.coordinator).sound
    assert audit.verify(center.admin).sound


def test_nobody_reaches_into_anothers_session(center):
    made, other = begin(center, 1, 2), center.desks[SECOND_PEER]
    for tried in (lambda: begun_sessions.participants(other, made.id), lambda: begun_sessions.finish(other, made.id),
                  lambda: begun_sessions.set_attendance(other, made.id, [(1, Attendance.CAME)]),
                  lambda: telling.told(other, made.id)):
        with pytest.raises(Denied):
            tried()
