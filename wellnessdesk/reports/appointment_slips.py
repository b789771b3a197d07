"""Slips that send for a student: who, when, where; never why. Several a page, to be cut apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import EDGE, MUTED, TEAL, Around, build, style, text, width

_COLUMNS = 2
_HEIGHT = 46 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a slip says. `name` is the one the student wishes on slips; `lesson` is the period and class, if known."""

    name: str
    grade: str
    day: date
    time: str
    room: str = ""
    lesson: str = ""


def slips_pdf(slips: Sequence[Slip], *, center: Center, printed_at: datetime, paper: Paper = Paper.LETTER) -> bytes:
    """The slips as PDF, in the order given. `printed_at` is in the center's own time."""
    title = _("Appointment slips")
    around = Around(mark=_("Demo center: everybody in it is made up.") if center.demo else "",
                    foot=(_("{center} · printed {date}, {time}. Cut apart; shred what is left over.").format(
                        center=center.name, date=formats.date(printed_at.date()), time=formats.time(printed_at)),))
    return build([_sheet(slips, center, paper)], title=title, author=center.name, paper=paper, around=around)


def _sheet(slips: Sequence[Slip], center: Center, paper: Paper) -> Flowable:
    if not slips:
        return text(_("No appointments."), style(11))
    cells: list[list[Flowable]] = [_slip(slip, center) for slip in slips]
    cells += [[] for _empty in range(-len(cells) % _COLUMNS)]
    rows = [cells[start:start + _COLUMNS] for start in range(0, len(cells), _COLUMNS)]
    table = Table(rows, colWidths=[width(paper) / _COLUMNS] * _COLUMNS, rowHeights=[_HEIGHT] * len(rows))
    table.setStyle(TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("GRID", (0, 0), (-1, -1), 0.5, EDGE, None, (3, 3)),
        ("LEFTPADDING", (0, 0), (-1, -1), 5 * mm), ("RIGHTPADDING", (0, 0), (-1, -1), 5 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 4 * mm)]))
    return table


def _slip(slip: Slip, center: Center) -> list[Flowable]:
    grade = _("Grade {grade}").format(grade=slip.grade) if slip.grade else ""
    rest = [part for part in (slip.lesson, slip.room) if part]
    return [
        text(_shorter(center.name, 46), style(9, bold=True, color=TEAL, after=3)),
        text(" · ".join(part for part in (_shorter(slip.name, 60), grade) if part), style(12, bold=True, after=3)),
        text(formats.date_long(slip.day), style(10)),
        text(_("Please come at {time}.").format(time=slip.time), style(10, bold=True, after=3)),
        text(_shorter(" · ".join(rest), 80), style(9, color=MUTED, after=2)),
        text(_("Show this slip to your teacher."), style(8, color=MUTED))]


def _shorter(words: str, most: int) -> str:
    """A slip has room for so many characters: longer ones would push the rest over its edge."""
    return words if len(words) <= most else f"{words[:most - 1].rstrip()}…"
