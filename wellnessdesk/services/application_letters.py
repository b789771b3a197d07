"""Letters to applicants on what was decided, kind and without a rating: one, or all in one PDF."""

from collections.abc import Sequence

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import LANGUAGES, _, language, speaking
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.applications import DECISIONS, Application
from wellnessdesk.domain.student_facts import Audience, name_for
from wellnessdesk.reports import letter as report
from wellnessdesk.services import papers
from wellnessdesk.services.applications import cycle_there, there
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import student_facts, students
from wellnessdesk.store.transaction import Transaction

MOST = 500
"""Letters in one file."""


@act("applications.print")
def letters(desk: Desk, ids: Sequence[str], spoken: str = "") -> bytes:
    """The letters to these applicants as one PDF, each on its own page, in English or Spanish (`en`, `es`).

    Without `spoken` each is in the language the center knows of them, else in the one in use. A letter is read at home
    too: it names a student as they are named to caregivers. Raises `Problem` for one not decided on.
    """
    if not 0 < len(ids) <= MOST:
        raise Problem(_("Choose whom to write to."))
    with desk.change() as change:
        made = [_letter(desk, change.tx, there(change.tx, one), spoken) for one in dict.fromkeys(ids)]
        paper = papers.kept(change.tx)
        change.record("application.letters", "applications", str(len(made)))
    return report.letters_pdf(made, center=desk.center, day=desk.today(), paper=paper)


def _letter(desk: Desk, tx: Transaction, one: Application, spoken: str) -> tuple[str, tuple[str, ...]]:
    template = catalogues.application_letters().get(one.state.value)
    if one.state not in DECISIONS or template is None:
        raise Problem(_("Nothing is decided about {name} yet.").format(name=one.name))
    student = students.get(tx, one.student) if one.student is not None else None
    facts = student_facts.get(tx, student.id) if student else None
    name = name_for(student, facts, Audience.CAREGIVERS) if student and facts else one.name
    known = facts.language.strip()[:2].casefold() if facts else ""
    chosen = spoken if spoken in LANGUAGES else known if known in LANGUAGES else language()
    cycle = cycle_there(tx, one.cycle)
    with speaking(chosen):
        filled = getattr(template.body, chosen).format(
            name=name, center=desk.center.name, school=desk.center.school, sender=desk.person.name, day=cycle.decides)
    return chosen, tuple(part.strip() for part in filled.split("\n\n"))
