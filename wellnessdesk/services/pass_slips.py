"""Pass slips: for a student who leaves or has left, with the name they chose for slips."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.pass_slips import PassSlip, SlipSize
from wellnessdesk.domain.student_facts import Audience, name_for, pronouns_for
from wellnessdesk.reports import pass_slip as report
from wellnessdesk.services import student_records
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import settings, student_facts, visits

_SIZE = "pass_slip.size"


@act("visits.pass_slip")
def size(desk: Desk) -> SlipSize:
    """The paper that was used last."""
    with desk.reading() as tx:
        kept = settings.get(tx, _SIZE)
    return next((one for one in SlipSize if one.value == kept), SlipSize.CARD)


@act("visits.pass_slip")
def save(desk: Desk, visit_id: int, on: SlipSize) -> bytes:
    """The slip of a visit as PDF: a name as the student wishes it on slips, times, no reason. Raises `Problem`."""
    with desk.change() as change:
        visit = visits.get(change.tx, visit_id)
        if visit is None:
            raise Problem(_("This visit is not there any more."))
        student = student_records.there(change.tx, visit.student_id)
        facts = student_facts.get(change.tx, visit.student_id)
        settings.put(change.tx, _SIZE, on.value)
        change.record("visit.pass_slip", f"visit:{visit_id}")
    slip = PassSlip(name=name_for(student, facts, Audience.SLIPS), pronouns=pronouns_for(facts, Audience.SLIPS),
                    arrived=desk.local(visit.arrived_at),
                    left=desk.local(visit.left_at) if visit.left_at is not None else None)
    return report.slip_pdf(slip, center=desk.center, by=desk.person.name, size=on)
