"""A letter on a page: the center, the day, and plain paragraphs."""

from collections.abc import Iterator, Sequence
from datetime import date

from reportlab.platypus import Flowable, PageBreak, Spacer

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, language, speaking
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text


def letter_pdf(paragraphs: Sequence[str], *, center: Center, day: date, paper: Paper = Paper.LETTER) -> bytes:
    """The letter as PDF, in the language in use. A line break within a paragraph stays one."""
    return letters_pdf([(language(), paragraphs)], center=center, day=day, paper=paper)


def letters_pdf(letters: Sequence[tuple[str, Sequence[str]]], *, center: Center, day: date,
                paper: Paper = Paper.LETTER) -> bytes:
    """Letters, each as (language, paragraphs) and on a page of its own."""
    around = Around(head=center.name, mark=_("Demo center: everybody in it is made up.") if center.demo else "")
    story: list[Flowable] = []
    for spoken, paragraphs in letters:
        with speaking(spoken):
            story += [*([PageBreak()] if story else []), *_letter(paragraphs, center, day)]
    return build(story, title=_("Letter"), author=center.name, around=around, paper=paper)


def _letter(paragraphs: Sequence[str], center: Center, day: date) -> Iterator[Flowable]:
    yield text(center.name, style(13, bold=True, color=TEAL))
    yield text(center.school, style(11, color=MUTED, after=16))
    yield text(formats.date_long(day), style(11, color=MUTED, after=18))
    for paragraph in paragraphs:
        yield from (text(line or " ", style(12)) for line in paragraph.splitlines())
        yield Spacer(0, 10)
