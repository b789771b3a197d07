"""Shifts: when a Wellness Peer is at the center. Set by coordinators; a peer sees their own."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import appointments as rules
from wellnessdesk.domain.appointments import LeftOut, Shift
from wellnessdesk.domain.people import Role
from wellnessdesk.services import calendar
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.peers import require_cleared, require_peer
from wellnessdesk.services.repeating import weekly
from wellnessdesk.store import appointments
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ShiftsDone:
    """What an act did, for `undo`: the shifts that went, and those that came. `left_out`: days without one."""

    gone: tuple[Shift, ...] = ()
    made: tuple[Shift, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@act("shifts.see")
def between(desk: Desk, first: date, last: date) -> list[Shift]:
    """The shifts of these days, by time; a peer's own only."""
    own = desk.person.id if desk.person.role is Role.PEER else None
    with desk.reading() as tx:
        return appointments.shifts(tx, first, last, peer=own)


@act("shifts.set")
def add(desk: Desk, wanted: Shift, weekly_until: date | None = None) -> ShiftsDone:
    """Give a peer a shift (its `id` does not count), every week until a day where that is wanted.

    Days without classes and those on which the peer has a shift at that time are left out. Raises `Problem` where the
    first one cannot be.
    """
    with desk.change("shifts", "peers") as change:
        peer = require_peer(change.tx, wanted.peer_id)
        _refuse(rules.wrong_time(wanted, desk.today()) or _clash(change.tx, wanted))
        require_cleared(desk, change.tx, peer, (), wanted.day)
        kept = calendar.kept(change.tx)
        days = weekly(wanted.day, weekly_until)
        reasons = {day: kept.day(day).closed or _clash(change.tx, replace(wanted, day=day)) for day in days[1:]}
        taken = [day for day in days if not reasons.get(day)]
        series = uuid.uuid4().hex if len(taken) > 1 else None
        ids = appointments.add_shifts(change.tx, [replace(wanted, day=day, series=series) for day in taken])
        made = _all(change.tx, ids)
        change.record("shift.add", f"person:{wanted.peer_id}", detail((), made))
        return ShiftsDone(made=made,
                          left_out=tuple(LeftOut(day, reason) for day, reason in reasons.items() if reason))


@act("shifts.set")
def move(desk: Desk, shift_id: int, wanted: Shift) -> ShiftsDone:
    """Give one shift another time, day or room. Raises `Problem` where the peer has another one then."""
    with desk.change("shifts", "peers") as change:
        before = _there(change.tx, shift_id)
        wanted = replace(wanted, id=shift_id, peer_id=before.peer_id, peer=before.peer)
        _refuse(rules.wrong_time(wanted, desk.today()) or _clash(change.tx, wanted))
        appointments.change_shift(change.tx, shift_id, day=wanted.day, starts=wanted.starts, ends=wanted.ends,
                                  room=wanted.room)
        made = _all(change.tx, [shift_id])
        change.record("shift.move", f"person:{before.peer_id}", detail((), made))
        return ShiftsDone(gone=(before,), made=made)


@act("shifts.set")
def remove(desk: Desk, shift_id: int, *, following: bool = False) -> ShiftsDone:
    """Take a shift away; with `following` also those of its series that come after it."""
    with desk.change("shifts", "peers") as change:
        first = _there(change.tx, shift_id)
        gone = appointments.shifts_of_series(change.tx, first.series, first.day) if following and first.series else []
        gone = gone or [first]
        appointments.remove_shifts(change.tx, [one.id for one in gone])
        change.record("shift.remove", f"person:{first.peer_id}", detail(gone, ()))
        return ShiftsDone(gone=tuple(gone))


@act("shifts.set")
def remove_all(desk: Desk, peer_id: str) -> ShiftsDone:
    """Take away every shift of somebody from today on: they leave. Raises `Problem` where there is none."""
    with desk.change("shifts", "peers") as change:
        gone = appointments.shifts(change.tx, desk.today(), date.max, peer=peer_id)
        if not gone:
            raise Problem(_("No shift is to come."))
        appointments.remove_shifts(change.tx, [one.id for one in gone])
        change.record("shift.remove", f"person:{peer_id}", detail(gone, ()))
        return ShiftsDone(gone=tuple(gone))


@act("shifts.set")
def undo(desk: Desk, done: ShiftsDone) -> None:
    """Take back what an act did. Raises `Problem` when one of the shifts was changed since."""
    with desk.change("shifts", "peers") as change:
        ids = [one.id for one in done.made]
        if _all(change.tx, ids) != done.made:
            raise Problem(_("This was changed since, so it cannot be undone."))
        appointments.remove_shifts(change.tx, ids)
        for one in done.gone:
            _refuse(_clash(change.tx, one))
        back = _all(change.tx, appointments.add_shifts(change.tx, done.gone))
        first = (*done.made, *done.gone)[0]
        change.record("shift.undo", f"person:{first.peer_id}", detail(done.made, back))


def detail(gone: Iterable[Shift], made: Iterable[Shift]) -> str:
    """What the audit log keeps of shifts by their numbers: which were taken away, and how others stand now."""
    return " ".join([*(f"{one.id}=" for one in gone), *(f"{one.id}={written(one)}" for one in made)])


def written(shift: Shift) -> str:
    """What it keeps of one: the day, and a fingerprint of whose it is, when and where."""
    told = f"{shift.peer_id} {shift.starts} {shift.ends} {shift.room}"
    return f"{shift.day}:{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _clash(tx: Transaction, wanted: Shift) -> str:
    for one in appointments.shifts(tx, wanted.day, wanted.day, peer=wanted.peer_id):
        if one.id != wanted.id and rules.overlap(one, wanted):
            return _("{peer} already has a shift then: {time}.").format(
                peer=one.peer, time=rules.span(one.starts, one.ends))
    return ""


def _refuse(reason: str) -> None:
    if reason:
        raise Problem(reason)


def _there(tx: Transaction, shift_id: int) -> Shift:
    found = appointments.shift(tx, shift_id)
    if found is None:
        raise Problem(_("This shift is not there any more."))
    return found


def _all(tx: Transaction, ids: list[int]) -> tuple[Shift, ...]:
    return tuple(one for one in (appointments.shift(tx, each) for each in ids) if one is not None)
