"""Who can help, on paper: entries of the directory, large enough to be read by a tired eye, to be given away."""

from collections.abc import Sequence
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.resources import Resource, cost_text, field_label, languages_text
from wellnessdesk.reports.layout import FLAG, LINE, MUTED, TEAL, Around, build, style, text, width

_NAMES = 44 * mm
"""The width of what stands at the left of each line."""


def card_pdf(entries: Sequence[Resource], *, center: Center, today: date, paper: Paper = Paper.LETTER) -> bytes:
    """The entries, one below the other, in the language in use; each says when somebody last checked it."""
    title = _("Who can help")
    around = Around(head=title, mark=_("Demo center: everybody in it is made up.") if center.demo else "",
                    foot=(_foot(center, today),))
    story: list[Flowable] = [
        text(center.name, style(12, bold=True, color=TEAL)),
        text(title, style(24, bold=True, after=2)),
        text(_("You can call yourself, or ask an adult at the center to call with you."),
             style(12, color=MUTED, after=10))]
    for one in entries:
        story.append(KeepTogether(_entry(one, today, width(paper))))
    return build(story, title=title, author=center.name, around=around, paper=paper)


def _foot(center: Center, today: date) -> str:
    return _("{center} · {date}. In danger, call 911. To talk to somebody now, call or text 988.").format(
        center=center.name, date=formats.date(today))


def _entry(one: Resource, today: date, line_width: float) -> list[Flowable]:
    rows = [[text(name, style(11, color=MUTED)), text(words, style(13, bold=strong))]
            for name, words, strong in _lines(one) if words]
    parts: list[Flowable] = [HRFlowable(width="100%", thickness=0.8, color=LINE, spaceBefore=6, spaceAfter=8),
                             text(one.name, style(17, bold=True, after=2)),
                             text(catalogues.label("resource_kinds", one.kind), style(11, color=TEAL, after=4))]
    if one.about:
        parts.append(text(one.about, style(13, after=4)))
    if rows:
        parts.append(Table(rows, colWidths=[_NAMES, line_width - _NAMES], hAlign="LEFT", style=TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)])))
    return [*parts, Spacer(0, 2), _verified(one, today), Spacer(0, 4)]


def _lines(one: Resource) -> list[tuple[str, str, bool]]:
    supports = ", ".join(catalogues.label("identity_supports", each) for each in one.supports)
    values = [("phone", one.phone, True), ("email", one.email, False), ("web", one.web, False),
              ("contact", one.contact, False), ("address", one.address, False), ("hours", one.hours, False),
              ("languages", languages_text(one), False), ("cost", cost_text(one), False),
              ("for_whom", one.for_whom, False), ("supports", supports, False)]
    return [(field_label(name), words, strong) for name, words, strong in values]


def _verified(one: Resource, today: date) -> Flowable:
    if one.verified is None:
        return text(_("Nobody has checked this entry yet. Call before you go."), style(10, color=FLAG))
    said = _("Last checked {date}.").format(date=formats.date(one.verified))
    if one.stale(today):
        return text(_("{last_checked} That is long ago: call before you go.").format(last_checked=said),
                    style(10, color=FLAG))
    return text(said, style(10, color=MUTED))
