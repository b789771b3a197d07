"""The front desk: hand over, let rest, back to the queue, check out, and take the last step back."""

from dataclasses import replace

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.domain.peers import services_of_reason
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.domain.visits import LeftHow, Queue, Stage, Steps, Visit
from wellnessdesk.services import appointments, capacity, peers, visit_merges
from wellnessdesk.services.arrivals import AlreadyHere as AlreadyHere
from wellnessdesk.services.arrivals import check_in as check_in
from wellnessdesk.services.arrivals import check_in_group as check_in_group
from wellnessdesk.services.arrivals import drop_in as drop_in
from wellnessdesk.services.arrivals import undo_drop_in as undo_drop_in
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import drop_ins, people, sessions, visit_trail, visits
from wellnessdesk.store import peers as peer_rows
from wellnessdesk.store.transaction import Transaction

_SHOWN_LEFT = 30


@act("visits.queue")
def queue(desk: Desk) -> Queue:
    """Who waits, is with a peer, rests, left today; who is on shift, who comes next, and what the room bears."""
    day = desk.today()
    with desk.reading() as tx:
        on_shift = peers.on_shift(desk, tx)
        here, left, left_count = visits.of_day(tx, day, _SHOWN_LEFT)
        here = _with_conflicts(tx, here, on_shift)
        stages = {stage: tuple(visit for visit in here if visit.stage is stage) for stage in Stage}
        return Queue(
            waiting=stages[Stage.WAITING], with_peer=stages[Stage.WITH_PEER], resting=stages[Stage.RESTING],
            left=tuple(left), left_count=left_count, drop_ins=drop_ins.of_day(tx, day), on_shift=on_shift,
            coming=appointments.coming_today(desk, tx), limits=capacity.decided(tx))


@act("visits.hand_over")
def hand_over(desk: Desk, visit_id: int, peer_id: str) -> Visit:
    """Hand a student who waits or rests over to a Wellness Peer; this begins a session.

    Raises `Problem` where the peer cannot take this student: a conflict of interest, or a service they do not give.
    """
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        if visit.stage is Stage.RESTING:
            visit = _return(desk, change, visit)
        if visit.stage is not Stage.WAITING:
            raise Problem(_("This student is not waiting any more."))
        peer = people.get(change.tx, peer_id)
        if peer is None or peer.role is not Role.PEER or not peer.active:
            raise Problem(_("This Wellness Peer cannot take students now."))
        peers.require_may_take_visit(desk, change.tx, peer, visit)
        visits.hand_over(change.tx, visit_id, peer_id, change.now)
        booked = appointments.came_for(change.tx, visit_id)
        session = sessions.add(change.tx, visit_id=visit_id, student_id=visit.student_id, peer_id=peer_id,
                               day=visit.day, started_at=change.now, origin=visit.origin, place="center",
                               appointment_id=booked)
        change.record("visit.hand_over", f"visit:{visit_id}", f"session:{session}")
        return _visit(change.tx, visit_id)


@act("visits.rest")
def rest(desk: Desk, visit_id: int) -> Visit:
    """Let a student rest a while, whether they waited or were with a peer; a session still going on ends."""
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        if visit.stage not in (Stage.WAITING, Stage.WITH_PEER):
            raise Problem(_("This student is resting already, or has left."))
        visits.rest(change.tx, visit_id, change.now)
        sessions.end_of_visit(change.tx, visit_id, change.now)
        change.record("visit.rest", f"visit:{visit_id}")
        return _visit(change.tx, visit_id)


@act("visits.to_queue")
def to_queue(desk: Desk, visit_id: int) -> Visit:
    """Back to those who wait, from a peer or from resting. A session still going on ends; its note stays to write."""
    with desk.change("visits", "sessions") as change:
        return _return(desk, change, _visit(change.tx, visit_id))


@act("visits.check_out")
def check_out(desk: Desk, visit_id: int) -> Visit:
    """The student leaves; a session still going on ends with it."""
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        _leave(desk, change, visit, LeftHow.DESK)
        change.record("visit.check_out", f"visit:{visit_id}")
        return _visit(change.tx, visit_id)


@act("visits.check_out_own")
def check_out_own(desk: Desk, visit_id: int) -> Visit:
    """The student with whom a Wellness Peer is leaves; their session ends with it. Raises `Denied` for another's."""
    with desk.change("visits", "sessions") as change:
        visit = _visit(change.tx, visit_id)
        access.require_own_session(desk.person.id, desk.person.role, visit.peer_id or "")
        _leave(desk, change, visit, LeftHow.PEER)
        change.record("visit.peer_check_out", f"visit:{visit_id}")
        return _visit(change.tx, visit_id)


def _leave(desk: Desk, change: Act, visit: Visit, how: LeftHow) -> None:
    if visit.stage is Stage.LEFT:
        raise Problem(_("This student has already left."))
    visits.leave(change.tx, visit.id, change.now, desk.person.id, how.value)
    sessions.end_of_visit(change.tx, visit.id, change.now)


@act("visits.undo")
def undo(desk: Desk, visit_id: int) -> Visit | None:
    """Take the last step of a visit back, whatever it was; None when that was the check-in, and the visit is gone.

    A hand-over cannot be taken back once the peer has begun the note. The audit log keeps both steps.
    """
    with desk.change("visits", "sessions", "appointments") as change:
        _undo_last(desk, change, _visit(change.tx, visit_id))
        _require_still_cleared(desk, change.tx, visit_id)
        return visits.get(change.tx, visit_id)


def _require_still_cleared(desk: Desk, tx: Transaction, visit_id: int) -> None:
    """Whoever a student is put back with must be cleared for it now, too."""
    visit = visits.get(tx, visit_id)
    if visit is None or visit.stage is not Stage.WITH_PEER:
        return
    peer = people.get(tx, visit.peer_id or "")
    if peer is not None:
        peers.require_cleared(desk, tx, peer, services_of_reason(visit.reason), desk.today())


def _undo_last(desk: Desk, change: Act, visit: Visit) -> None:
    overwrote = visit_trail.newest_step(change.tx, visit.id)
    if overwrote is not None and overwrote.after == visit.steps:  # nothing was done with the visit since
        if overwrote.kind == visit_trail.MERGED:
            visit_merges.part(change, visit, overwrote)
        else:
            _undo_return(change, visit, overwrote)
    elif visit.stage is Stage.LEFT:
        undo_check_out(desk, change, visit)
    elif visit.stage is Stage.RESTING:
        _undo_rest(change, visit)
    elif visit.stage is Stage.WITH_PEER:
        _undo_hand_over(change, visit)
    else:
        appointments.let_go(change, visit.id)
        visits.remove(change.tx, visit.id)
        change.record("visit.undo_check_in", f"visit:{visit.id}")


def undo_check_out(desk: Desk, change: Act, visit: Visit) -> None:
    """Let a student who left be here again. Raises `Problem` when they have checked in since."""
    if visits.open_of_student(change.tx, visit.student_id, visit.day) is not None:
        raise Problem(_("This student has checked in again since then."))
    if visit.left_at is not None:
        sessions.reopen_of_visit(change.tx, visit.id, visit.left_at)
    visits.leave(change.tx, visit.id, None)
    _require_still_cleared(desk, change.tx, visit.id)
    change.record("visit.undo_check_out", f"visit:{visit.id}")


def _undo_rest(change: Act, visit: Visit) -> None:
    if visit.steps.resting_at is not None:
        sessions.reopen_of_visit(change.tx, visit.id, visit.steps.resting_at)
    visits.rest(change.tx, visit.id, None)
    change.record("visit.undo_rest", f"visit:{visit.id}")


def _undo_hand_over(change: Act, visit: Visit) -> None:
    session = sessions.of_visit(change.tx, visit.id)
    if session is not None and session.note is not NoteState.TO_WRITE:
        raise Problem(_("The Wellness Peer has already begun the note, so this cannot be undone."))
    if session is not None:
        sessions.remove(change.tx, session.id)
    visits.hand_over(change.tx, visit.id, None, None)
    change.record("visit.undo_hand_over", f"visit:{visit.id}")


def _return(desk: Desk, change: Act, visit: Visit) -> Visit:
    if visit.stage not in (Stage.WITH_PEER, Stage.RESTING):
        raise Problem(_("This student is waiting already, or has left."))
    sessions.end_of_visit(change.tx, visit.id, change.now)
    visit_trail.returned(change.tx, visit.id, change.now, desk.person.id, visit.steps)
    visits.put_steps(change.tx, visit.id, Steps())
    change.record("visit.to_queue", f"visit:{visit.id}")
    return _visit(change.tx, visit.id)


def _undo_return(change: Act, visit: Visit, step: visit_trail.Step) -> None:
    sessions.reopen_of_visit(change.tx, visit.id, step.at)
    visits.put_steps(change.tx, visit.id, visit_trail.steps_of(step.before))
    visit_trail.forget(change.tx, step)
    change.record("visit.undo_to_queue", f"visit:{visit.id}")


def _with_conflicts(tx: Transaction, here: list[Visit], on_shift: frozenset[str] | None) -> list[Visit]:
    """Those who are with nobody, with the peers they cannot be with."""
    alone = {Stage.WAITING, Stage.RESTING}
    closed = peer_rows.closed_now(tx, {visit.student_id for visit in here if visit.stage in alone}, on_shift)
    return [replace(visit, not_with=closed[visit.student_id]) if visit.stage in alone and visit.student_id in closed
            else visit for visit in here]


def _visit(tx: Transaction, visit_id: int) -> Visit:
    visit = visits.get(tx, visit_id)
    if visit is None:
        raise Problem(_("This visit is not there any more."))
    return visit
