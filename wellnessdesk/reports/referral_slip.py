"""A referral slip on one page: who comes, to whom, for what. Why stays at the center."""

from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Around, CheckBox, build, style, text, width

_NAMES = 42 * mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a slip says. `name` is the one the student wishes on slips; `language` only where one was told."""

    name: str
    grade: str
    to: str
    reach: tuple[str, ...]
    purpose: str
    day: date
    language: str = ""


def slip_pdf(slip: Slip, *, center: Center, by: str, paper: Paper = Paper.LETTER) -> bytes:
    """The slip as PDF, with room for an answer that comes back."""
    title = _("Referral")
    around = Around(mark=_("Demo center: everybody in it is made up.") if center.demo else "",
                    foot=(_("Given because the student or a caregiver agreed, for this purpose only. Do not pass it on "
                            "(34 CFR 99.33)."),))
    story: list[Flowable] = [
        text(center.name, style(12, bold=True, color=TEAL)), text(center.school, style(10, color=MUTED, after=6)),
        text(title, style(24, bold=True, after=8)), _table(_lines(slip), width(paper)),
        text(_("What it is for"), style(11, color=MUTED, before=12, after=3)),
        *(text(line or " ", style(13)) for line in slip.purpose.splitlines()),
        Spacer(0, 10), HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=8),
        text(_("Your answer to the center"), style(13, bold=True, after=4)),
        _answers((_("We can help. First meeting:"), _("We cannot help."))), Spacer(0, 26),
        HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=4),
        text(_("Date, name, telephone"), style(9, color=MUTED, after=8)),
        text(_("Sent by {name}").format(name=by), style(10, color=MUTED))]
    return build(story, title=title, author=center.name, around=around, paper=paper)


def _answers(choices: tuple[str, ...]) -> Table:
    rows = [[CheckBox(False), text(choice, style(12))] for choice in choices]
    return Table(rows, colWidths=[8 * mm, 100 * mm], hAlign="LEFT", style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))


def _lines(slip: Slip) -> list[tuple[str, str, bool]]:
    grade = _("Grade {grade}").format(grade=slip.grade) if slip.grade else ""
    return [(_("Student"), " · ".join(part for part in (slip.name, grade) if part), True),
            (_("Referred to"), slip.to, True), ("", "\n".join(slip.reach), False),
            (_("Language"), slip.language, False), (_("Day"), formats.date_long(slip.day), False)]


def _table(lines: list[tuple[str, str, bool]], line_width: float) -> Table:
    rows = [[text(name, style(11, color=MUTED)), [text(part, style(14 if strong else 12, bold=strong))
                                                  for part in words.splitlines()]]
            for name, words, strong in lines if words]
    return Table(rows, colWidths=[_NAMES, line_width - _NAMES], hAlign="LEFT", style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]))
