"""Sessions that no front desk began: a peer writes down with whom, where and when; alone, for two, or for a group."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain import session_facts as rules
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.domain.session_facts import Attendance, NewSession, Participant
from wellnessdesk.domain.sessions import NoteBody, NoteState, Session
from wellnessdesk.services import appointments, calendar, peers
from wellnessdesk.services import sessions as notes
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, sealed, session_students, sessions, students
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Choices:
    """What a peer can choose from without seeing the roster.

    `students` are (id, name) of those they were with before, the newest first, and of their coming appointments;
    `peers` (id, name) of the others; `rooms` the center's own.
    """

    students: tuple[tuple[int, str], ...]
    peers: tuple[tuple[str, str], ...]
    rooms: tuple[str, ...]


@act("sessions.begin")
def choices(desk: Desk) -> Choices:
    """Students, peers and rooms for a new session; nobody whose record is closed to the peer."""
    coming = [(one.student_id, one.student) for one in appointments.coming(desk, most=10)]
    with desk.reading() as tx:
        known = session_students.been_with(tx, desk.person.id)
        closed = peers.closed_records(tx, desk.person)
        others = [(one.id, one.name) for one in people.in_role(tx, Role.PEER) if one.id != desk.person.id]
        rooms = calendar.kept(tx).rooms
    found = dict.fromkeys(one for one in [*coming, *known] if one[0] not in closed)
    return Choices(tuple(found), tuple(others), tuple(room.name for room in rooms))


@act("sessions.begin")
def find(desk: Desk, typed: str) -> tuple[int, str]:
    """(id, name) of the one student whose whole name, or number, was typed: a peer sees no roster.

    Raises `Problem` where that is nobody, or more than one, or where their record is closed to the peer.
    """
    with desk.reading() as tx:
        found = [one for one in students.everybody(tx, active_only=True) if peers.is_named(one, typed)]
        if len(found) == 1:
            peers.require_open(tx, desk.person, found[0].id)
    if not found:
        raise Problem(_("Nobody at this school is called that. Write the whole name or the student number."))
    if len(found) > 1:
        raise Problem(_("{n} students have this name. Write the student number.").format(
            n=formats.number(len(found))))
    return found[0].id, found[0].name


@act("sessions.begin")
def begin(desk: Desk, new: NewSession) -> Session:
    """Write down a session. Its note is to be written, unless the service needs none.

    Raises `Problem` where it cannot have been so: the students, a peer to whom one is closed, the times, the service.
    """
    with desk.change("sessions", "appointments") as change:
        _require_sound(desk, change, new, there=())
        alone = new.students[0] if len(new.students) == 1 and not new.group else None
        if new.appointment_id is not None:
            appointments.begin(change, new.appointment_id, desk.person.id, new.students[0])
        option = catalogues.service_options().get(new.service)
        number = sessions.add(
            change.tx, student_id=alone, peer_id=desk.person.id, second_peer_id=new.second_peer_id,
            service=new.service, tier=option.tier if option else 0, day=desk.center.day(new.started_at),
            started_at=new.started_at, ended_at=new.ended_at, origin=new.origin, place=new.place,
            appointment_id=new.appointment_id,
            note=NoteState.TO_WRITE if rules.needs_note(new.service) else NoteState.NOT_NEEDED)
        if alone is None:
            session_students.put(change.tx, number, [(one, Attendance.CAME) for one in new.students])
        change.record_sealed("session.add", f"session:{number}", _facts(change, number))
        return _there(change.tx, number)


@act("sessions.change")
def participants(desk: Desk, session_id: int) -> tuple[Participant, ...]:
    """Who belongs to a session of the peer's own, or in which they were the second; nobody closed to them."""
    with desk.reading() as tx:
        session = _there(tx, session_id)
        notes.require_of(desk, session)
        closed = peers.closed_records(tx, desk.person)
        return tuple(one for one in session_students.of_session(tx, session_id) if one.student_id not in closed)


@act("sessions.change")
def set_attendance(desk: Desk, session_id: int, wanted: Sequence[tuple[int, Attendance]]) -> tuple[Participant, ...]:
    """Write who of a group came, and who belongs to it; only until the note is signed. Raises `Problem`."""
    with desk.change("sessions") as change:
        session = notes.to_write(desk, change.tx, session_id)
        if session.student_id is not None:
            raise Problem(_("This session was with one student. Begin a new one for a group."))
        ids = [student for student, _attendance in wanted]
        before = {one.student_id for one in session_students.of_session(change.tx, session_id)}
        _require_students(change.tx, ids)
        for student in set(ids) - before:
            _require_open_to_all(change.tx, [desk.person, *_second(change.tx, session.second_peer_id)], student, ())
        session_students.put(change.tx, session_id, list(dict(wanted).items()))
        change.record_sealed("session.change", f"session:{session_id}", _facts(change, session_id))
        return session_students.of_session(change.tx, session_id)


@act("sessions.change")
def change_facts(desk: Desk, session_id: int, changed: NewSession) -> Session:
    """Set right where, when and with which peer a session was; its students and service stay. Raises as `begin`.

    One that began at the front desk keeps its times: those are set right there.
    """
    with desk.change("sessions") as change:
        session = notes.to_write(desk, change.tx, session_id)
        there = tuple(one.student_id for one in session_students.of_session(change.tx, session_id))
        if session.visit_id is not None:
            changed = replace(changed, started_at=session.started_at, ended_at=session.ended_at)
        was = (session.peer_id, session.second_peer_id or "")
        _require_sound(desk, change, replace(changed, students=there, service="", origin=changed.origin), there=was)
        sessions.change(change.tx, session_id, second_peer_id=changed.second_peer_id, origin=changed.origin,
                        place=changed.place, started_at=changed.started_at, ended_at=changed.ended_at,
                        day=desk.center.day(changed.started_at))
        change.record_sealed("session.change", f"session:{session_id}", _facts(change, session_id))
        return _there(change.tx, session_id)


@act("sessions.change")
def finish(desk: Desk, session_id: int) -> Session:
    """A session that still goes on ends now. One of a visit ends when the student leaves (`visits.check_out_own`)."""
    with desk.change("sessions") as change:
        session = notes.to_write(desk, change.tx, session_id)
        if session.ended_at is not None or session.visit_id is not None:
            raise Problem(_("This session has ended already."))
        sessions.change(change.tx, session_id, ended_at=max(change.now, session.started_at))
        change.record_sealed("session.change", f"session:{session_id}", _facts(change, session_id))
        return _there(change.tx, session_id)


@act("sessions.change")
def without_note(desk: Desk, session_id: int, service: str) -> Session:
    """A session of a service that asks for no note is done with its facts.

    Raises `Problem` for another service, and where a draft says more than which service it was.
    """
    option = catalogues.service_options().get(service)
    if option is None or option.needs_note:
        raise Problem(_("This kind of session needs a note."))
    with desk.change("sessions") as change:
        session = notes.to_write(desk, change.tx, session_id)
        draft = notes.draft_of(desk, change.tx, session)
        if draft is not None and draft != NoteBody(service=draft.service):
            raise Problem(_("There is a draft already. Finish the note, then sign it."))
        sealed.remove(change.tx, notes.DRAFT, str(session_id))
        notes.require_cleared_for(desk, change.tx, session, service)
        sessions.set_service(change.tx, session_id, service, option.tier)
        sessions.set_note(change.tx, session_id, NoteState.NOT_NEEDED, ended_at=session.ended_at or change.now)
        change.record_sealed("session.change", f"session:{session_id}", _facts(change, session_id))
        return _there(change.tx, session_id)


def facts_of(tx: Transaction, session: Session) -> str:
    """What the audit log keeps of a session's facts (`audit.verify`)."""
    return rules.written_as(
        appointment_id=session.appointment_id, second_peer_id=session.second_peer_id, origin=session.origin,
        place=session.place, day=session.day, started_at=session.started_at,
        students=[(one.student_id, one.attendance.value) for one in session_students.of_session(tx, session.id)])


def _facts(change: Act, session_id: int) -> str:
    """For a sealed entry: a session written down to raise a flag in it would stand in the log beside the flag."""
    return facts_of(change.tx, _there(change.tx, session_id))


def _require_sound(desk: Desk, change: Act, new: NewSession, *, there: Sequence[str]) -> None:
    """`there` are peers who were in the session already: what they were cleared for is not asked again."""
    wrong = rules.wrong_times(new.started_at, new.ended_at, change.now)
    if wrong:
        raise Problem(wrong)
    tx = change.tx
    rooms = {room.name for room in calendar.kept(tx).rooms}
    if new.place and new.place not in {*catalogues.load("session_places").ids(), *rooms}:
        raise Problem(_("This place is not in the list any more. Choose another."))
    if new.origin and new.origin not in catalogues.load("session_origins").ids():
        raise Problem(_("Choose how the session came about."))
    _require_students(tx, new.students)
    both = [desk.person, *_second(tx, new.second_peer_id)]
    if len({one.id for one in both}) < len(both):
        raise Problem(_("The second peer is somebody else than you."))
    wanted = (new.service,) if new.service else ()
    for student in new.students:
        _require_open_to_all(tx, both, student, wanted)
    for peer in both:
        if peer.id not in there:
            peers.require_cleared(desk, tx, peer, wanted, desk.center.day(new.started_at))


def _require_students(tx: Transaction, ids: Sequence[int]) -> None:
    if not ids or len(ids) > rules.MOST_STUDENTS or len(set(ids)) < len(ids):
        raise Problem(_("Choose between one and {most} students, each once.").format(
            most=formats.number(rules.MOST_STUDENTS)))
    if any((student := students.get(tx, one)) is None or not student.active for one in ids):
        raise Problem(_("A student is not on the roster any more. Ask your coordinator."))


def _require_open_to_all(tx: Transaction, both: Sequence[Person], student: int, wanted: tuple[str, ...]) -> None:
    """Neither peer may have a conflict of interest; whoever leads must be allowed to give the service."""
    for place, peer in enumerate(both):
        peers.require_suits(tx, peer, student, wanted if place == 0 else ())


def _second(tx: Transaction, peer_id: str | None) -> list[Person]:
    return [peers.require_peer(tx, peer_id)] if peer_id else []


def _there(tx: Transaction, session_id: int) -> Session:
    session = sessions.get(tx, session_id)
    if session is None:
        raise Problem(_("This session is not there any more."))
    return session
