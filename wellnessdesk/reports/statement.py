"""What every signed paper has: who signed, the code that holds words and signature, and how anybody verifies them."""

from collections.abc import Iterator

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer, Table

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import statements as rules
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.statements import Proof
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Around, Bookmark, style, text, width

CODE = 56 * mm
_QUIET = 4
"""Modules of white around a code, as the standard asks."""
_GAP = 7 * mm


def around(title: str, proof: Proof, center: Center) -> Around:
    """What stands around the pages of a signed paper."""
    return Around(head=title, mark=_("Demo center: everybody in it is made up.") if center.demo else "",
                  foot=(_("{center} · statement {id}").format(center=center.name, id=proof.statement.id),))


def code(payload: str, side: float = CODE) -> Drawing:
    """A QR code of `side` points that holds this text (UTF-8). Level L: more of correction makes the boxes smaller."""
    drawn = Drawing(side, side)
    drawn.add(QrCodeWidget(payload, barWidth=side, barHeight=side, barLevel="L", barBorder=_QUIET))
    return drawn


def verifying(proof: Proof, paper: Paper) -> Iterator[Flowable]:
    """The code, beside it how to verify, and below the key; stays together on a page."""
    yield KeepTogether([
        HRFlowable(width="100%", thickness=0.6, color=LINE, spaceBefore=6, spaceAfter=8),
        Bookmark(_("How anybody can verify this")), _beside(proof, paper),
        text(_("The key (save this line as center.key):"), style(8.5, color=MUTED, before=4, after=1)),
        text(proof.key, style(7.5)),
        text(_("Fingerprint: {print}").format(print=proof.fingerprint), style(7.5, color=MUTED))])


def _beside(proof: Proof, paper: Paper) -> Table:
    words: list[Flowable] = [
        text(_("How anybody can verify this"), style(11.5, bold=True, color=TEAL, after=4)),
        text(_("1. Scan the code with any program that shows its text, and save the text as code.txt."),
             style(9, after=2)),
        text(_("2. Ask the center, by a phone number you found yourself, whether the key below is theirs and whether "
               "it still stands by this statement."), style(9, after=2)),
        text(_("3. On any computer with OpenSSH, type these three lines:"), style(9, after=2)),
        *(text(line, style(7.5, after=1.5)) for line in rules.steps(proof.statement)),
        text(_("“Good signature” means: nobody has changed a letter of it since it was signed."),
             style(9, before=3)),
    ]
    made = Table([[code(rules.payload(proof.statement)), words]],
                 colWidths=[CODE + _GAP, width(paper) - CODE - _GAP])
    made.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                   ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0)])
    return made


def signed_by(proof: Proof) -> Iterator[Flowable]:
    """Who signed, and when."""
    yield Spacer(0, 5 * mm)
    yield text(proof.signed_by, style(13, bold=True))
    yield text(_("Coordinator · signed on {date}").format(date=formats.date_long(proof.day)),
               style(10.5, color=MUTED, after=6))
