"""A recovery kit on one sheet of paper: the words, the same as a QR code, whose envelope, what to do with it."""

from collections.abc import Iterator
from io import BytesIO

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, KeepInFrame, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, language
from wellnessdesk.domain.recovery import KitName, Paper, Sheet, opens, stays_closed
from wellnessdesk.reports.layout import (
    BOLD,
    FLAG,
    FLAG_BACK,
    FLAG_LINE,
    INK,
    LINE,
    MUTED,
    TEAL,
    register_fonts,
    style,
    text,
)

_SIZES = {Paper.LETTER: LETTER, Paper.A4: A4}
_WIDTH = 174 * mm
_HEIGHT = 246 * mm
"""What both sizes of paper have inside their margins, so that one layout serves both."""
_WORD_COLUMNS = 4
_QR = 46 * mm
_GAP = 7 * mm


def kit_pdf(sheet: Sheet, paper: Paper = Paper.LETTER) -> bytes:
    """The kit as a PDF of one page. Whatever the center is called, it stays one page: it is set smaller."""
    register_fonts()
    out = BytesIO()
    width, height = _SIZES[paper]
    pen = Canvas(out, pagesize=(width, height), lang=language())
    pen.setTitle(title(sheet.kit))
    pen.setAuthor(sheet.center)
    frame = Frame((width - _WIDTH) / 2, (height - _HEIGHT) / 2, _WIDTH, _HEIGHT, leftPadding=0, rightPadding=0,
                  topPadding=0, bottomPadding=0)
    frame.addFromList([KeepInFrame(_WIDTH, _HEIGHT, list(_story(sheet)), mode="shrink")], pen)
    pen.showPage()
    pen.save()
    return out.getvalue()


def title(kit: KitName) -> str:
    """What the paper is called."""
    return _("Recovery kit {letter}").format(letter=kit.letter)


def _story(sheet: Sheet) -> Iterator[Flowable]:
    yield _head(sheet)
    yield Spacer(0, 5 * mm)
    yield _envelope(sheet.kit)
    yield Spacer(0, 6 * mm)
    yield text(_("The 24 words"), style(12.5, bold=True, after=2.5))
    yield _words(sheet.words)
    yield Spacer(0, 6 * mm)
    yield _code_and_meaning(sheet)
    yield Spacer(0, 6 * mm)
    yield text(_("What to do"), style(12.5, bold=True, after=3))
    yield _steps(sheet.kit)
    yield Spacer(0, 5 * mm)
    yield _foot(sheet)


def _head(sheet: Sheet) -> Table:
    left: list[Flowable] = [
        text(title(sheet.kit), style(24, bold=True, color=TEAL, after=2)),
        text(_("{center} · {school}").format(center=sheet.center, school=sheet.school), style(11, color=MUTED))]
    secret = _("Demo center: everybody in it is made up.") if sheet.demo else _("Secret. Do not copy.")
    wide = min(pdfmetrics.stringWidth(secret, BOLD, 9.5) + 20, 62 * mm)
    right = Table([[text(secret, style(9.5, bold=True, color=FLAG))]], colWidths=(wide,), style=TableStyle([
        ("BACKGROUND", (0, 0), (-1, -1), FLAG_BACK), ("BOX", (0, 0), (-1, -1), 0.6, FLAG_LINE),
        ("ROUNDEDCORNERS", [6, 6, 6, 6]), ("LEFTPADDING", (0, 0), (-1, -1), 9), ("RIGHTPADDING", (0, 0), (-1, -1), 9),
        ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]), hAlign="RIGHT")
    return Table([[left, right]], colWidths=(_WIDTH - 62 * mm, 62 * mm), style=TableStyle([
        ("ALIGN", (1, 0), (1, 0), "RIGHT"), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]))


def _envelope(kit: KitName) -> Table:
    """Whose envelope it goes into, and what to write on that."""
    whose = {
        KitName.A: _("For the administrator. Write on the envelope: “WellnessDesk kit A, school safe”."),
        KitName.B: _("For the principal. Write on the envelope: “WellnessDesk kit B, principal only”. The "
                     "administrator must not have it."),
    }[kit]
    return Table([[text(whose, style(11.5, bold=True))]], colWidths=(_WIDTH,), style=TableStyle([
        ("BOX", (0, 0), (-1, -1), 1.1, TEAL), ("ROUNDEDCORNERS", [6, 6, 6, 6]), ("LEFTPADDING", (0, 0), (-1, -1), 12),
        ("TOPPADDING", (0, 0), (-1, -1), 7), ("BOTTOMPADDING", (0, 0), (-1, -1), 10)]))


def _words(words: tuple[str, ...]) -> Table:
    rows: list[list[Table]] = []
    for at in range(0, len(words), _WORD_COLUMNS):
        rows.append([_word(at + place, word) for place, word in enumerate(words[at:at + _WORD_COLUMNS], 1)])
    return Table(rows, colWidths=(_WIDTH / _WORD_COLUMNS,) * _WORD_COLUMNS, style=TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.6, LINE), ("BOX", (0, 0), (-1, -1), 0.9, MUTED),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 6),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))


def _word(number: int, word: str) -> Table:
    return Table([[text(f"{number}.", style(9.5, color=MUTED, right=True)), text(word, style(13, bold=True))]],
                 colWidths=(8 * mm, _WIDTH / _WORD_COLUMNS - 8 * mm - 10), style=TableStyle([
                     ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                     ("RIGHTPADDING", (0, 0), (0, 0), 5), ("RIGHTPADDING", (1, 0), (1, 0), 0),
                     ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                     ("BOTTOMPADDING", (0, 0), (0, 0), 1.2)]))


def _code_and_meaning(sheet: Sheet) -> Table:
    heading, words = style(11, bold=True, after=1.5), style(10.5)
    said = [text(_("What it opens"), heading), text(opens(sheet.kit), words), Spacer(0, 3 * mm),
            text(_("What stays closed"), heading), text(stays_closed(sheet.kit), words), Spacer(0, 3 * mm),
            text(_("The square holds the same as the 24 words, for a code scanner plugged into the computer."),
                 style(9.5, color=MUTED))]
    return Table([[_qr(sheet.code), said]], colWidths=(_QR + _GAP, _WIDTH - _QR - _GAP), style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]))


def _steps(kit: KitName) -> Table:
    rows = [[text(f"{number}.", style(10.5, bold=True, color=TEAL)), text(step, style(10.5))]
            for number, step in enumerate(_to_do(kit), 1)]
    return Table(rows, colWidths=(7 * mm, _WIDTH - 7 * mm), style=TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]))


def _to_do(kit: KitName) -> tuple[str, ...]:
    never = _("Never take a picture of this page, and never send it or keep it on a computer. Delete the file it was "
              "printed from.")
    if kit is KitName.A:
        return (
            _("Now: seal this page in an envelope, sign over the flap and lock it in the school safe."),
            _("If the computer is lost or broken: install WellnessDesk on another one, choose “Restore a backup”, and "
              "type the words in order."),
            _("Every three months: open “Recovery” in WellnessDesk, choose “Check kit A”, and seal the page in a new "
              "envelope."),
            never)
    return (
        _("Now: seal this page in an envelope, sign over the flap and give it to the principal."),
        _("If the only coordinator left or forgot their passphrase: the administrator opens “Recovery” in "
          "WellnessDesk, and the principal types the words in order. Nobody else looks."),
        _("Every three months: with a coordinator, open “Recovery”, choose “Check kit B”, and seal the page in a new "
          "envelope."),
        never)


def _foot(sheet: Sheet) -> Table:
    mark = _("Mark of this kit: {mark}. The page “Recovery” shows the mark of the kit in use. If it is another one, "
             "this paper opens only older backups: destroy it once none of them is needed.").format(mark=sheet.mark)
    printed = _("Made {date}").format(date=formats.date(sheet.printed_on))
    return Table([[text(mark, style(9, color=MUTED)), text(printed, style(9, color=MUTED, right=True))]],
                 colWidths=(_WIDTH - 42 * mm, 42 * mm), style=TableStyle([
                     ("LINEABOVE", (0, 0), (-1, 0), 0.6, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                     ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]))


def _qr(code: str) -> Drawing:
    """Level M bears a crease or a stain over a seventh of it; the white border is part of the code."""
    drawing = Drawing(_QR, _QR)
    drawing.add(QrCodeWidget(code, barWidth=_QR, barHeight=_QR, barBorder=2, barLevel="M", barFillColor=INK))
    return drawing
