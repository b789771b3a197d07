"""A handoff page for the adult who takes over: made, and kept as a line of the student's disclosure log."""

from dataclasses import replace

from wellnessdesk.base.i18n import speaking
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.disclosures import NewDisclosure
from wellnessdesk.domain.flags import Flag
from wellnessdesk.domain.handoff import Handoff, HandoffPage, cleaned, wrong
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.student_facts import Audience, name_for
from wellnessdesk.domain.students import Student
from wellnessdesk.reports import handoff as report
from wellnessdesk.services import disclosures, flag_steps, flags, opened_flags, student_records
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import student_facts
from wellnessdesk.store.transaction import Transaction


@act("flags.handoff")
def proposed(desk: Desk, flag_id: str) -> Handoff:
    """What can be filled in already: the words of the flag, and what an earlier page of it said."""
    life = flags.life(desk, flag_id)
    return replace(life.handed[-1].filled, said=life.flag.words) if life.handed else Handoff(said=life.flag.words)


@act("flags.handoff")
def save(desk: Desk, flag_id: str, filled: Handoff, new: NewDisclosure, *, paper: Paper = Paper.LETTER,
         language: str = "en") -> bytes:
    """The page as PDF, for `new.recipient`, in English or Spanish. It goes out together with its line, or not at all.

    In the log this is a disclosure like others: an entry about the flag at the same moment would say whose it is.
    Raises `StepProblem` for what is missing, and `Problem` for a flag no adult has, or about nobody known.
    """
    filled = cleaned(filled)
    found = wrong(filled)
    if found:
        raise StepProblem(found)
    with desk.change("disclosures", "flags") as change:
        mark = flag_steps.require(change.tx, flag_id)
        flag_steps.require_taken_on(mark)
        flag = opened_flags.one(desk, change.tx, mark)
        student = student_records.there(change.tx, flag.student_id)
        disclosures.write(desk, change, student.id, new, about=filled.kept(flag_id))
        head = change.head.short() if change.head is not None else ""
        with speaking(language):
            return report.handoff_pdf(  # within the change: a page that cannot be made was not given out
                _page(desk, change.tx, flag, student), filled, catalogues.crisis_lines(), center=desk.center,
                by=desk.person.name, head=head, printed_at=desk.local(desk.clock.now()), paper=paper)


def _page(desk: Desk, tx: Transaction, flag: Flag, student: Student) -> HandoffPage:
    """For school staff: the name that the student wishes on slips, else the legal one."""
    taken_at = flag.mark.acknowledged_at or flag.mark.raised_at
    return HandoffPage(
        name=name_for(student, student_facts.get(tx, student.id), Audience.SLIPS), grade=student.grade,
        kind=catalogues.label("red_flags", flag.kind), raised_at=desk.local(flag.mark.raised_at),
        taken_by=flag.acknowledged_by, taken_at=desk.local(taken_at))
