"""One student's records on paper, for somebody who asked for them: as it was shown before, and nothing else."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.disclosures import NewDisclosure, ground_label
from wellnessdesk.domain.packets import Draft, Section
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.students import grade_label
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text, width
from wellnessdesk.reports.listing import listing

_FIRST = 24 * mm


def packet_pdf(draft: Draft, sections: Sequence[Section], new: NewDisclosure, *, center: Center, by: str, head: str,
               printed_at: datetime, paper: Paper = Paper.LETTER) -> bytes:
    """The packet as PDF. `sections` are `domain.packets.sections`; `printed_at` is in the center's own time."""
    title = _("Student record")
    around = Around(
        head=f"{title} · {draft.name}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Names a student. Keep it locked away. Audit head {head}").format(head=head)))
    story = [*_top(title, draft, new, center), *(part for one in sections for part in _section(one, paper))]
    return build(story, title=title, author=center.name, paper=paper, around=around)


def _top(title: str, draft: Draft, new: NewDisclosure, center: Center) -> Iterator[Flowable]:
    student = draft.student
    facts = [_("Number {number}").format(number=student.student_number) if student.student_number else "",
             grade_label(student.grade), student.school or center.school]
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(draft.name, style(13, bold=True, after=1))
    yield text(" · ".join(fact for fact in facts if fact), style(11, color=MUTED, after=6))
    yield text(_("For {name}. {ground}. {purpose}").format(
        name=new.recipient.strip(), ground=ground_label(new.ground), purpose=new.purpose.strip()), style(11, after=4))
    yield text(_("Other students are not named: something else stands in brackets in their place. What is withheld "
                 "stands there with its ground."), style(10, color=MUTED, after=6))


def _section(section: Section, paper: Paper) -> Iterator[Flowable]:
    yield text(section.title, style(14, bold=True, color=TEAL, before=8, after=4))
    for name, words in section.texts:
        if name:
            yield text(name, style(9, bold=True, color=MUTED))
        for line in words.split("\n"):
            yield text(line, style(10.5, after=3))
    if section.rows:
        yield listing(section.headings, section.rows, _widths(section, width(paper)))
        yield Spacer(0, 6)
    elif not section.texts:
        yield text(section.nothing, style(10.5, color=MUTED, after=4))


def _widths(section: Section, whole: float) -> list[float]:
    """The first column is a day; the others share the rest, the last but one of a log getting most."""
    rest = whole - _FIRST
    shares = {4: (0.25, 0.45, 0.30) if section.headings[1] != _("Arrived") else (0.2, 0.2, 0.6)}.get(
        len(section.headings), (1.0,))
    return [_FIRST, *(rest * share for share in shares)]
