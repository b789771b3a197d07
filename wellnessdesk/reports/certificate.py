"""A certificate on paper: framed, to be hung up; below the frame the code by which anybody verifies it."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.statements import Proof, kind_label
from wellnessdesk.reports import statement
from wellnessdesk.reports.layout import EDGE, MUTED, TEAL, Bookmark, build, style, text, width

_ROOM, _SIGNED = 9 * mm, 110 * mm


def certificate_pdf(proof: Proof, *, center: Center, paper: Paper) -> bytes:
    """The certificate as PDF of one page; what it says is what was signed, and nothing else."""
    title = kind_label(proof.statement.kind)
    framed = Table([[list(_framed(title, proof, center))]], colWidths=[width(paper)], style=TableStyle([
        ("BOX", (0, 0), (-1, -1), 1.2, TEAL, None, None, None, 2, 2.4), ("TOPPADDING", (0, 0), (-1, -1), _ROOM),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _ROOM), ("LEFTPADDING", (0, 0), (-1, -1), _ROOM),
        ("RIGHTPADDING", (0, 0), (-1, -1), _ROOM)]))
    story = [Bookmark(title), framed, Spacer(0, 5 * mm), *statement.verifying(proof, paper)]
    return build(story, title=f"{title} · {proof.about}", author=center.name,
                 around=statement.around(title, proof, center), paper=paper)


def _framed(title: str, proof: Proof, center: Center) -> Iterator[Flowable]:
    yield text(" · ".join(dict.fromkeys(part for part in (center.name, center.school) if part)),
               style(11, color=MUTED, middle=True))
    yield text(title, style(30, bold=True, color=TEAL, before=10, after=10, middle=True))
    yield text(_("This is to certify what {center} has on record of").format(center=center.name),
               style(11, color=MUTED, middle=True))
    yield text(proof.about, style(26, bold=True, before=4, after=10, middle=True))
    what, *more = proof.statement.body.split("\n")
    yield text(what, style(14, after=5, middle=True))
    for line in more:
        yield text(line, style(11.5, after=3, middle=True))
    yield Spacer(0, 12 * mm)
    yield Table([["", [text(proof.signed_by, style(13, bold=True, middle=True)), text(
        _("Coordinator · signed on {date}").format(date=formats.date_long(proof.day)),
        style(10.5, color=MUTED, middle=True))], ""]], colWidths=[None, _SIGNED, None],
        style=TableStyle([("LINEABOVE", (1, 0), (1, 0), 0.8, EDGE)]))
