"""Two check-ins of one student that were one visit, made into one; and apart again."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import Visit, merged
from wellnessdesk.services.desk import Act, Desk, act
from wellnessdesk.store import visit_trail, visits


@act("visits.merge")
def others(desk: Desk, visit_id: int) -> tuple[Visit, ...]:
    """The other visits of the same student on the same day, with which this one could be merged."""
    with desk.reading() as tx:
        visit = visits.get(tx, visit_id)
        found = visits.of_student(tx, visit.student_id, visit.day) if visit else []
    return tuple(one for one in found if one.id != visit_id)


@act("visits.merge")
def merge(desk: Desk, visit_id: int, other_id: int) -> Visit:
    """Make two visits of a student of one day into the earlier one, which goes as far as the later did.

    Sessions, appointments and what was set right go with it. Raises `Problem` for visits that do not belong together.
    """
    with desk.change("visits", "sessions") as change:
        found = [visit for one in {visit_id, other_id} if (visit := visits.get(change.tx, one)) is not None]
        kept, *rest = sorted(found, key=lambda visit: (visit.arrived_at, visit.id))
        if len(rest) != 1 or (rest[0].student_id, rest[0].day) != (kept.student_id, kept.day):
            raise Problem(_("Only two visits of one student on one day can be merged."))
        later, after = rest[0], merged(kept.steps, rest[0].steps)
        visit_trail.merge(change.tx, kept.id, later.id, change.now, desk.person.id, kept.steps, after)
        visits.put_steps(change.tx, kept.id, after)
        change.record("visit.merge", f"visit:{kept.id}", f"visit:{later.id}")
        made = visits.get(change.tx, kept.id)
    return made or kept


def part(change: Act, visit: Visit, step: visit_trail.Step) -> None:
    """Undo a merge: both visits are there again as they were."""
    gone = visit_trail.part(change.tx, visit.id, step)
    visits.put_steps(change.tx, visit.id, visit_trail.steps_of(step.before["kept"]))
    visit_trail.forget(change.tx, step)
    change.record("visit.undo_merge", f"visit:{visit.id}", f"visit:{gone}")
