"""A letter to a caregiver on a page: the center, the day, and plain paragraphs."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable, Spacer

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text


def letter_pdf(paragraphs: Sequence[str], *, center: Center, day: date, paper: Paper = Paper.LETTER) -> bytes:
    """The letter as PDF, in the language in use. A line break within a paragraph stays one."""
    around = Around(head=center.name, mark=_("Demo center: everybody in it is made up.") if center.demo else "")
    story: list[Flowable] = [
        text(center.name, style(13, bold=True, color=TEAL)), text(center.school, style(11, color=MUTED, after=16)),
        text(formats.date_long(day), style(11, color=MUTED, after=18))]
    for paragraph in paragraphs:
        story += [text(line or " ", style(12)) for line in paragraph.splitlines()]
        story.append(Spacer(0, 10))
    return build(story, title=_("Letter"), author=center.name, around=around, paper=paper)
