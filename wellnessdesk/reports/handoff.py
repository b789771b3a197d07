"""The handoff page: one page, whatever was written into it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepInFrame, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import CrisisLine
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.handoff import Handoff, HandoffPage
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.students import grade_label
from wellnessdesk.reports.layout import (
    FLAG,
    LINE,
    MARGIN,
    MUTED,
    SIZES,
    TEAL,
    Around,
    CheckBox,
    build,
    style,
    text,
    width,
)

_AROUND = 56 * mm
"""What head, foot and margins take of a page's height."""
_LABEL = 44 * mm


def handoff_pdf(page: HandoffPage, filled: Handoff, lines: Iterable[CrisisLine], *, center: Center, by: str, head: str,
                printed_at: datetime, paper: Paper = Paper.LETTER) -> bytes:
    """The page as PDF. `printed_at` is in the center's own time; lines not checked for long say so."""
    around = Around(
        mark=_("Demo center: everybody in it is made up.") if center.demo else _("Confidential"),
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Names a student. Keep it locked away. Audit head {head}").format(head=head)))
    wide, high = width(paper), SIZES[paper][1] - 2 * MARGIN - _AROUND + MARGIN
    story = list(_story(page, filled, lines, center, wide, printed_at))
    return build([KeepInFrame(wide, high, story, mode="shrink")], title=_("Handoff page"), author=center.name,
                 around=around, paper=paper)


def _story(page: HandoffPage, filled: Handoff, lines: Iterable[CrisisLine], center: Center, wide: float,
           now: datetime) -> Iterator[Flowable]:
    yield text(_("Handoff page"), style(20, bold=True, color=TEAL, after=3))
    about = " · ".join(part for part in (page.name, grade_label(page.grade), center.school) if part)
    yield text(about, style(13, bold=True, after=8))
    took = _("{name}, {date} at {time}").format(name=page.taken_by or "–", date=formats.date(page.taken_at.date()),
                                                time=formats.time(page.taken_at))
    raised = _("{date} at {time}").format(date=formats.date(page.raised_at.date()),
                                          time=formats.time(page.raised_at))
    yield _facts([(_("About"), page.kind), (_("First heard"), raised), (_("What was said"), filled.said),
                  (_("Who stayed with the student"), filled.stayed), (_("Which adult took over"), took),
                  (_("Back to class"), filled.back or "–")], wide)
    yield Spacer(0, 4 * mm)
    yield _ticked(filled.card, _("The student has the crisis card below."), wide)
    yield Spacer(0, 1.5 * mm)
    yield _ticked(filled.plan, _("A plan made by a clinician exists: ask the counselor. This page is not one."), wide)
    yield Spacer(0, 5 * mm)
    yield text(_("Crisis card"), style(13, bold=True, after=4))
    for line in lines:
        yield text(f"{line.label}: {line.how}", style(10.5, bold=True))
        checked = _("Last verified {date}").format(date=formats.date(line.last_verified))
        old = catalogues.stale(line, now.date())
        said = _("{checked}. Check it before you rely on it.").format(checked=checked) if old else checked
        yield text(f"{line.hours} {said}", style(9, color=FLAG if old else MUTED, after=3))
    yield Spacer(0, 8 * mm)
    yield _signatures(wide)


def _facts(rows: list[tuple[str, str]], wide: float) -> Table:
    cells = [[text(name, style(10, color=MUTED)), _paragraphs(words)] for name, words in rows]
    return Table(cells, colWidths=(_LABEL, wide - _LABEL), style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE)]))


def _paragraphs(words: str) -> list[Flowable]:
    return [text(line, style(11)) for line in words.splitlines() if line.strip()] or [text("–", style(11))]


def _ticked(on: bool, words: str, wide: float) -> Table:
    return Table([[CheckBox(on), text(words, style(11))]], colWidths=(7 * mm, wide - 7 * mm), style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]))


def _signatures(wide: float) -> Table:
    looks = style(9, color=MUTED)
    return Table([[text(_("Handed over by"), looks), "", text(_("Taken over by, time"), looks)]],
                 colWidths=(wide * 0.46, wide * 0.08, wide * 0.46), style=TableStyle([
                     ("LINEABOVE", (0, 0), (0, 0), 0.6, MUTED), ("LINEABOVE", (2, 0), (2, 0), 0.6, MUTED),
                     ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
