"""A letter that states a peer's hours, signed, with the code by which anybody verifies it."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.portfolio import taken_apart
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.statements import Proof, kind_label
from wellnessdesk.reports import statement
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Bookmark, Rows, build, style, text, width

_VALUE = 40 * mm


def hours_letter_pdf(proof: Proof, *, center: Center, paper: Paper) -> bytes:
    """The letter as PDF; what it says is what was signed, and nothing else."""
    title = kind_label(proof.statement.kind)
    return build(list(_story(title, proof, center, paper)), title=f"{title} · {proof.about}", author=center.name,
                 around=statement.around(title, proof, center), paper=paper)


def facts(pairs: Sequence[tuple[str, str]], paper: Paper) -> Rows:
    """Names at the left, values at the right, a line between two."""
    rows = [[text(name, style(10.5)), text(value, style(10.5, bold=True, right=True))] for name, value in pairs]
    return Rows(rows, colWidths=[width(paper) - _VALUE, _VALUE], style=TableStyle([
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)]))


def _story(title: str, proof: Proof, center: Center, paper: Paper) -> Iterator[Flowable]:
    pairs = taken_apart(proof.statement.body)
    yield Bookmark(title)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(" · ".join(dict.fromkeys(part for part in (center.name, center.school) if part)),
               style(10.5, color=MUTED, after=14))
    yield text(_("To whom it may concern:"), style(11, after=8))
    yield text(_("{name} served at {center} as a Wellness Peer, a trained student who supports others under the "
                 "supervision of an adult. These are the hours that our records show.").format(
                     name=proof.about, center=center.name), style(11, after=10))
    yield text(pairs[0][0], style(11.5, bold=True, after=4))
    yield facts(pairs[1:], paper)
    yield Spacer(0, 3 * mm)
    yield text(_("Hours with students follow from the records of the sessions, training and supervision from signed "
                 "attendance; what was entered by hand was approved by a coordinator."),
               style(9, color=MUTED))
    yield from statement.signed_by(proof)
    yield from statement.verifying(proof, paper)
