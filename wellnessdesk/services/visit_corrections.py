"""Setting facts of a visit right. How they stood before stays beside it, with who changed them and when."""

from collections.abc import Mapping
from datetime import datetime

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import FACTS, FEELINGS, Correction, Visit
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import sessions, visit_trail, visits


@act("visits.correct")
def corrections(desk: Desk, visit_id: int) -> tuple[Visit, tuple[Correction, ...]]:
    """A visit as it stands, and what of it was set right, the newest first. Raises `Problem` when it is gone."""
    with desk.reading() as tx:
        visit = visits.get(tx, visit_id)
        found = visit_trail.corrections(tx, visit_id)
    if visit is None:
        raise Problem(_("This visit is not there any more."))
    return visit, tuple(found)


@act("visits.correct")
def correct(desk: Desk, visit_id: int, wanted: Mapping[str, object]) -> Visit:
    """Set facts right; `wanted` names some of `FACTS`. What is as it was already is no correction.

    Raises `Problem` for a time that cannot be, for a departure of who is still here, and when nothing differs.
    """
    with desk.change("visits", "sessions") as change:
        visit = visits.get(change.tx, visit_id)
        if visit is None:
            raise Problem(_("This visit is not there any more."))
        differing = {fact: wanted[fact] for fact in FACTS if fact in wanted and wanted[fact] != value_of(visit, fact)}
        if not differing:
            raise Problem(_("Nothing was changed."))
        _require_possible(desk, visit, differing, change.now)
        for fact, value in differing.items():
            visit_trail.correct(change.tx, visit_id, change.now, desk.person.id, fact,
                                _text(value_of(visit, fact)), _text(value))
        visits.set_facts(change.tx, visit_id, **differing)
        if isinstance(left := differing.get("left_at"), datetime) and visit.left_at is not None:
            sessions.move_end_of_visit(change.tx, visit_id, visit.left_at, left)
        change.record("visit.correct", f"visit:{visit_id}", " ".join(differing))
        return visits.get(change.tx, visit_id) or visit


def value_of(visit: Visit, fact: str) -> object:
    """A fact of a visit, by its name in `FACTS`."""
    for holder in (visit.facts, visit.steps, visit):
        if hasattr(holder, fact):
            return getattr(holder, fact)
    raise KeyError(fact)


def _require_possible(desk: Desk, visit: Visit, wanted: Mapping[str, object], now: datetime) -> None:
    arrived, left = (wanted.get(fact, value_of(visit, fact)) for fact in ("arrived_at", "left_at"))
    if not isinstance(arrived, datetime) or desk.center.day(arrived) != visit.day:
        raise Problem(_("The arrival must stay on the day of the visit."))
    if "left_at" in wanted and (visit.left_at is None or not isinstance(left, datetime)):
        raise Problem(_("This student is still here. Check them out first."))
    between = [at for at in (visit.steps.handed_at, visit.steps.resting_at) if at is not None]
    until = left if isinstance(left, datetime) else now
    if not arrived <= min([*between, until]) or not max([arrived, *between]) <= until <= now:
        raise Problem(_("These times do not follow one another. Nobody leaves before they come, or after now."))
    feeling = wanted.get("feeling")
    if feeling is not None and feeling not in FEELINGS:
        raise Problem(_("A feeling is a number from 1 to 5."))


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
