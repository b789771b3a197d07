"""A pass slip on small paper. What is long is made smaller or broken; nothing leaves the slip."""

from io import BytesIO

from reportlab.lib.units import inch, mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, HRFlowable, KeepInFrame, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, language
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.pass_slips import PassSlip, SlipSize
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, register_fonts, style, text

SIZES = {SlipSize.LABEL: (62 * mm, 90 * mm), SlipSize.CARD: (4 * inch, 6 * inch), SlipSize.A6: (105 * mm, 148 * mm)}
_MARGINS = {SlipSize.LABEL: 4 * mm, SlipSize.CARD: 9 * mm, SlipSize.A6: 9 * mm}
_SCALE = {SlipSize.LABEL: 0.72, SlipSize.CARD: 1.0, SlipSize.A6: 1.0}


def slip_pdf(slip: PassSlip, *, center: Center, by: str, size: SlipSize = SlipSize.CARD) -> bytes:
    """The slip as a PDF of one page of its own size."""
    register_fonts()
    width, height = SIZES[size]
    margin, out = _MARGINS[size], BytesIO()
    pen = Canvas(out, pagesize=(width, height), lang=language())
    pen.setTitle(_("Pass"))
    pen.setAuthor(center.name)
    frame = Frame(margin, margin, width - 2 * margin, height - 2 * margin, leftPadding=0, rightPadding=0, topPadding=0,
                  bottomPadding=0)
    story = _story(slip, center, by, width - 2 * margin, _SCALE[size])
    frame.addFromList([KeepInFrame(width - 2 * margin, height - 2 * margin, story, mode="shrink")], pen)
    pen.showPage()
    pen.save()
    return out.getvalue()


def _story(slip: PassSlip, center: Center, by: str, width: float, scale: float) -> list[Flowable]:
    left = formats.time(slip.left) if slip.left is not None else "________"
    name = _("{name} ({pronouns})").format(name=slip.name, pronouns=slip.pronouns) if slip.pronouns else slip.name
    story: list[Flowable] = [
        text(center.name, style(11 * scale, bold=True, color=TEAL)),
        text(center.school, style(9 * scale, color=MUTED, after=8 * scale)),
        text(_("Pass"), style(22 * scale, bold=True, after=4 * scale)),
        text(name, style(17 * scale, bold=True, after=2 * scale)),
        text(formats.date_long(slip.arrived.date()), style(10 * scale, color=MUTED, after=8 * scale)),
        _times((_("Arrived"), formats.time(slip.arrived)), (_("Left"), left), width, scale),
        Spacer(0, 14 * scale),
        text(_("Signature"), style(9 * scale, color=MUTED, after=16 * scale)),
        HRFlowable(width="100%", thickness=0.6, color=LINE, spaceAfter=6 * scale),
        text(_("Given by {name}").format(name=by), style(8 * scale, color=MUTED)),
    ]
    if center.demo:
        story.append(text(_("Demo center: everybody in it is made up."), style(8 * scale, color=MUTED)))
    return story


def _times(one: tuple[str, str], other: tuple[str, str], width: float, scale: float) -> Table:
    names, values = style(9 * scale, color=MUTED), style(16 * scale, bold=True)
    rows = [[text(one[0], names), text(other[0], names)], [text(one[1], values), text(other[1], values)]]
    return Table(rows, colWidths=[width / 2, width / 2], hAlign="LEFT", style=TableStyle([
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("LINEABOVE", (0, 0), (-1, 0), 0.6, LINE), ("LINEBELOW", (0, 1), (-1, 1), 0.6, LINE)]))
