"""The closing sweep: whoever was never checked out, with a likely time, confirmed all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import Because, Forgotten, LeftHow, Stage, Visit
from wellnessdesk.services import periods
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.visits import undo_check_out
from wellnessdesk.store import sessions, visits
from wellnessdesk.store.transaction import Transaction

_BACK_DAYS = 400
"""A school year and the summer after it. What is older is not looked for each time: there are a million visits."""


@act("visits.sweep")
def forgotten(desk: Desk) -> tuple[Forgotten, ...]:
    """Everybody of earlier days who was never checked out, and everybody who is here today, the oldest first."""
    today, now = desk.today(), desk.clock.now()
    with desk.reading() as tx:
        found = visits.not_left(tx, today - timedelta(days=_BACK_DAYS), today)
        ended = sessions.ends_of_visits(tx, [visit.id for visit in found])
    return tuple(_propose(desk, visit, ended.get(visit.id), now) for visit in found)


@act("visits.sweep")
def overdue(desk: Desk) -> int:
    """How many of earlier days were never checked out."""
    today = desk.today()
    with desk.reading() as tx:
        return len(visits.not_left(tx, today - timedelta(days=_BACK_DAYS), today - timedelta(days=1)))


@act("visits.sweep")
def sweep(desk: Desk, confirmed: Mapping[int, datetime]) -> tuple[Visit, ...]:
    """Check out all these visits at these times, or none. Who has left meanwhile is passed over.

    Raises `Problem` for a time before the arrival or in the future.
    """
    swept: list[Visit] = []
    with desk.change("visits", "sessions", audited=False) as change:
        for visit_id, at in sorted(confirmed.items()):
            visit = visits.get(change.tx, visit_id)
            if visit is None or visit.stage is Stage.LEFT:
                continue
            _require_possible(visit, at, change.now)
            visits.leave(change.tx, visit_id, at, desk.person.id, LeftHow.SWEEP.value)
            sessions.end_of_visit(change.tx, visit_id, at)
            change.record("visit.sweep", f"visit:{visit_id}", f"left:{at:%Y-%m-%dT%H:%MZ}")
            swept.append(_again(change.tx, visit))
    return tuple(swept)


@act("visits.sweep")
def take_back(desk: Desk, visit_ids: Sequence[int]) -> None:
    """Undo a sweep, but for those of whom something else was done since."""
    with desk.change("visits", "sessions", audited=False) as change:
        for visit_id in visit_ids:
            visit = visits.get(change.tx, visit_id)
            if visit is not None and visit.steps.left_how == LeftHow.SWEEP.value:
                undo_check_out(desk, change, visit)


def _propose(desk: Desk, visit: Visit, session_ended: datetime | None, now: datetime) -> Forgotten:
    at, because = _likely(desk, visit, session_ended)
    if at > now:
        at, because = now, Because.NOW
    sure = visit.day < desk.today() or now >= periods.closing(desk, visit.day)
    return Forgotten(visit, max(at, visit.since), because, sure)


def _likely(desk: Desk, visit: Visit, session_ended: datetime | None) -> tuple[datetime, Because]:
    """The end of their session, of the period in which they were last seen, or of the day."""
    if session_ended is not None and session_ended >= visit.since:
        return session_ended, Because.SESSION
    period = periods.period_at(desk, visit.since)
    if period is not None:
        return periods.end_of(desk, visit.day, period), Because.PERIOD
    return periods.closing(desk, visit.day), Because.CLOSING


def _require_possible(visit: Visit, at: datetime, now: datetime) -> None:
    if not visit.since <= at <= now:
        raise Problem(_("{name} cannot have left before they came or after now. Choose another time.").format(
            name=visit.student))


def _again(tx: Transaction, visit: Visit) -> Visit:
    return visits.get(tx, visit.id) or visit
