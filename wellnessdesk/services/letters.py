"""Letters to caregivers, by template, in their language: looked at first, saved as PDF, and logged as a contact."""

from dataclasses import dataclass

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import LANGUAGES, _, speaking
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.contacts import Channel, Entry
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.referrals import tidy_words
from wellnessdesk.domain.student_facts import Audience, name_for
from wellnessdesk.reports import letter as report
from wellnessdesk.services import caregivers, contacts, student_records
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import student_facts
from wellnessdesk.store.transaction import Transaction

LONGEST = 1_200
"""Characters of own words: the letter stays on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """What is asked for: a template (an id of `letters`), its language, and words of one's own."""

    student: int
    caregiver: int
    template: str
    language: str = "en"
    words: str = ""


@act("letters.make")
def preview(desk: Desk, new: NewLetter) -> tuple[str, ...]:
    """The paragraphs as they would be sent; nothing is written. Raises `RuleStands` while a rule holds that was not
    read, `Problem` for an unknown template or words that are too many."""
    with desk.reading() as tx:
        return _paragraphs(desk, tx, new)


@act("letters.make")
def save(desk: Desk, new: NewLetter, paper: Paper = Paper.LETTER) -> bytes:
    """The letter as PDF; it is a contact, and written down as one. Raises as `preview`."""
    with desk.change("contacts") as change:
        paragraphs = _paragraphs(desk, change.tx, new)
        title = catalogues.label("letters", new.template)
        words = tidy_words(new.words)
        entry = Entry(student=new.student, caregiver=new.caregiver, channel=Channel.LETTER.value,
                      language=LANGUAGES[new.language], spoke=desk.person.name,
                      summary="\n".join(part for part in (_("Letter: {title}").format(title=title), words) if part))
        made = contacts.added(desk, change, entry, desk.today())
        change.record_sealed("letter.make", f"contact:{made.mark.id}", new.template)
    with speaking(new.language):
        return report.letter_pdf(paragraphs, center=desk.center, day=desk.today(), paper=paper)


def _paragraphs(desk: Desk, tx: Transaction, new: NewLetter) -> tuple[str, ...]:
    template = catalogues.letters().get(new.template)
    if template is None or new.language not in LANGUAGES:
        raise Problem(_("This letter is not in the center's list any more."))
    words = tidy_words(new.words)
    if len(words) > LONGEST:
        raise Problem(_("Keep it under {n} characters.").format(n=LONGEST))
    to = caregivers.require_read(desk, tx, new.student, new.caregiver)
    student = student_records.there(tx, new.student)
    name = name_for(student, student_facts.get(tx, student.id), Audience.CAREGIVERS)
    body = getattr(template.body, new.language)
    filled = body.format(caregiver=to.name, student=name, center=desk.center.name, school=desk.center.school,
                         sender=desk.person.name)
    greeting, first, *rest = [part.strip() for part in filled.split("\n\n")]
    return (greeting, first, *([words] if words else []), *rest)
