"""The front desk: check in, hand over, check out, and take the last step back."""

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.domain.visits import Queue, Stage, Visit
from wellnessdesk.services import peers
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import people, sessions, students, visits
from wellnessdesk.store.transaction import Transaction

_SHOWN_LEFT = 30


class AlreadyHere(Problem):
    """The student has not left since an earlier check-in."""


@act("visits.check_in")
def check_in(desk: Desk, student_id: int, *, reason: str, origin: str) -> Visit:
    """Check a student in; `reason` and `origin` are ids of their catalogues.

    Raises `AlreadyHere`, or `Problem` for a student who is not (any more) on the roster.
    """
    day = desk.today()
    with desk.change("visits") as change:
        student = students.get(change.tx, student_id)
        if student is None or not student.active:
            raise Problem(_("This student is not on the roster any more. Ask your coordinator."))
        before = visits.open_of_student(change.tx, student_id, day)
        if before is not None:
            raise AlreadyHere(_already_here(desk, _visit(change.tx, before)))
        visit = visits.add(change.tx, student_id=student_id, day=day, arrived_at=change.now, origin=origin,
                           reason=reason)
        change.record("visit.check_in", f"visit:{visit}")
        return Visit(id=visit, student_id=student_id, student=student.name,
                     called=student.preferred_given or student.given, family=student.family, grade=student.grade,
                     hint=student.hint, day=day, arrived_at=change.now, origin=origin, reason=reason)


@act("visits.queue")
def queue(desk: Desk) -> Queue:
    """Who waits, who is with a peer, who left today."""
    with desk.reading() as tx:
        here = visits.still_here(tx, desk.today())
        return Queue(
            waiting=tuple(visit for visit in here if visit.stage is Stage.WAITING),
            with_peer=tuple(visit for visit in here if visit.stage is Stage.WITH_PEER),
            left=tuple(visits.left_today(tx, desk.today(), _SHOWN_LEFT)),
            left_count=visits.count_left(tx, desk.today()))


@act("visits.hand_over")
def hand_over(desk: Desk, visit_id: int, peer_id: str) -> Visit:
    """Hand a waiting student over to a Wellness Peer; this begins a session.

    Raises `Problem` where the peer cannot take this student: a conflict of interest, or a service they do not give.
    """
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        if visit.stage is not Stage.WAITING:
            raise Problem(_("This student is not waiting any more."))
        peer = people.get(change.tx, peer_id)
        if peer is None or peer.role is not Role.PEER or not peer.active:
            raise Problem(_("This Wellness Peer cannot take students now."))
        peers.require_may_take_visit(change.tx, peer, visit)
        visits.hand_over(change.tx, visit_id, peer_id, change.now)
        session = sessions.add(change.tx, visit_id=visit_id, student_id=visit.student_id, peer_id=peer_id, service="",
                               tier=0, day=visit.day, started_at=change.now)
        change.record("visit.hand_over", f"visit:{visit_id}", f"session:{session}")
        return _visit(change.tx, visit_id)


@act("visits.check_out")
def check_out(desk: Desk, visit_id: int) -> Visit:
    """The student leaves; a session still going on ends with it."""
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        if visit.stage is Stage.LEFT:
            raise Problem(_("This student has already left."))
        visits.leave(change.tx, visit_id, change.now)
        sessions.end_of_visit(change.tx, visit_id, change.now)
        change.record("visit.check_out", f"visit:{visit_id}")
        return _visit(change.tx, visit_id)


@act("visits.undo")
def undo(desk: Desk, visit_id: int) -> Visit | None:
    """Take the last step of a visit back: the check-out, then the hand-over, then the check-in (None: it is gone).

    A hand-over cannot be taken back once the peer has begun the note. The audit log keeps both steps.
    """
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        if visit.left_at is not None:
            _undo_check_out(change, visit)
        elif visit.peer_id is not None:
            _undo_hand_over(change, visit)
        else:
            visits.remove(change.tx, visit_id)
            change.record("visit.undo_check_in", f"visit:{visit_id}")
        return visits.get(change.tx, visit_id)


def _undo_check_out(change: Act, visit: Visit) -> None:
    if visits.open_of_student(change.tx, visit.student_id, visit.day) is not None:
        raise Problem(_("This student has checked in again since then."))
    if visit.left_at is not None:
        sessions.reopen_of_visit(change.tx, visit.id, visit.left_at)
    visits.leave(change.tx, visit.id, None)
    change.record("visit.undo_check_out", f"visit:{visit.id}")


def _undo_hand_over(change: Act, visit: Visit) -> None:
    session = sessions.of_visit(change.tx, visit.id)
    if session is not None and session.note is not NoteState.TO_WRITE:
        raise Problem(_("The Wellness Peer has already begun the note, so this cannot be undone."))
    if session is not None:
        sessions.remove(change.tx, session.id)
    visits.hand_over(change.tx, visit.id, None, None)
    change.record("visit.undo_hand_over", f"visit:{visit.id}")


def _visit(tx: Transaction, visit_id: int) -> Visit:
    visit = visits.get(tx, visit_id)
    if visit is None:
        raise Problem(_("This visit is not there any more."))
    return visit


def _already_here(desk: Desk, visit: Visit) -> str:
    return _("{name} is already here since {time}.").format(
        name=visit.student, time=formats.time(desk.local(visit.arrived_at)))
