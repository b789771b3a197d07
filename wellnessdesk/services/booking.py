"""What every booking rests on: what stands against one, and how appointments are named and written."""

from collections.abc import Sequence

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import appointments as rules
from wellnessdesk.domain.appointments import Appointment, Checked, State, Wanted
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.services import calendar, peers
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import appointments, people, students
from wellnessdesk.store.transaction import Transaction


def checked(desk: Desk, tx: Transaction, wanted: Wanted, moved: int | None) -> Checked:
    """Everything that stands against a booking, or against moving one (its id) there; the worst first."""
    timely = rules.wrong_time(wanted, desk.today())
    if timely:
        return Checked((timely,))
    kept = calendar.kept(tx)
    who = why_not_they(desk, tx, wanted, kept)
    others = [one for one in appointments.between(tx, wanted.day, wanted.day) if one.id != moved]
    refused = (*who, *rules.clashes(wanted, others, kept.room(wanted.room)))
    return Checked(refused, warnings(tx, wanted, kept))


def warnings(tx: Transaction, wanted: Wanted, kept: SchoolCalendar) -> tuple[str, ...]:
    """What somebody should know before they book it all the same."""
    peer = people.get(tx, wanted.peer_id) if wanted.peer_id else None
    return tuple(rules.warnings(wanted, peer.name if peer else "", kept.day(wanted.day),
                                appointments.shifts(tx, wanted.day, wanted.day)))


def why_not_they(desk: Desk, tx: Transaction, wanted: Wanted, kept: SchoolCalendar) -> list[str]:
    """What stands against it on any day: the student, the room, the peer."""
    reasons = []
    student = students.get(tx, wanted.student_id)
    if student is None or not student.active:
        reasons.append(_("This student is not on the roster any more. Ask your coordinator."))
    if wanted.room and kept.rooms and kept.room(wanted.room) is None:
        reasons.append(_("The room “{room}” is not in the list any more.").format(room=wanted.room))
    if wanted.peer_id is not None:
        try:
            peers.require_may_take(desk, tx, peers.require_peer(tx, wanted.peer_id), wanted.student_id,
                                   (wanted.service,) if wanted.service else (), max(wanted.day, desk.today()))
        except Problem as problem:
            reasons.append(str(problem))
    return reasons


def require_cleared(desk: Desk, tx: Transaction, one: Appointment) -> None:
    """Raise `Problem` where an appointment that is put back is with a peer who is not cleared for it (any more)."""
    peer = people.get(tx, one.peer_id) if one.peer_id else None
    if peer is not None:
        peers.require_cleared(desk, tx, peer, (one.service,) if one.service else (), max(one.day, desk.today()))


def refuse(reasons: Sequence[str]) -> None:
    """Raise `Problem` where something stands against it."""
    if reasons:
        raise Problem("\n".join(reasons))


def place(tx: Transaction, appointment_id: int, wanted: Wanted) -> None:
    """Put an appointment there."""
    appointments.change(tx, appointment_id, day=wanted.day, starts=wanted.starts, ends=wanted.ends, room=wanted.room,
                        peer_id=wanted.peer_id, service=wanted.service)


def there(tx: Transaction, appointment_id: int) -> Appointment:
    """The appointment of this id. Raises `Problem` for one that is gone."""
    found = appointments.get(tx, appointment_id)
    if found is None:
        raise Problem(_("This appointment is not there any more."))
    return found


def booked(tx: Transaction, appointment_id: int) -> Appointment:
    """The same, while its student has not come and it is not called off. Raises `Problem`."""
    found = there(tx, appointment_id)
    if found.state is not State.BOOKED:
        raise Problem(_("This appointment is not open any more: {state}.").format(
            state=rules.state_label(found.state)))
    return found


def all_of(tx: Transaction, ids: Sequence[int]) -> tuple[Appointment, ...]:
    """Those of these ids that are there, in this order."""
    return tuple(one for one in (appointments.get(tx, each) for each in ids) if one is not None)


def subject(ids: Sequence[int]) -> str:
    """How the audit log names an act on some appointments."""
    return f"appointment:{ids[0]}"


def named(ids: Sequence[int]) -> str:
    """What the audit log keeps of some appointments: their numbers (`audit.verify`)."""
    return " ".join(str(one) for one in ids)
