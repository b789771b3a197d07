"""The receipt of a bundle: what left, to whom, and the hash of its file in digits and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import rows_held
from wellnessdesk.domain.bundle_words import kind_label, period_label
from wellnessdesk.domain.bundles import Bundle, Kind, Period
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.rows_held import RowsHeld
from wellnessdesk.reports.layout import LINE, MUTED, TEAL, Around, Bookmark, build, style, text, width

_NAMES = 48 * mm
_IN_A_LINE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A bundle and who stands behind it; `tables` are (title, numbers, blanks), `rows` is what a bundle of
    rows held; `words` those of its hash.
    """

    bundle: Bundle
    words: str
    day: datetime
    written_by: str
    approved_by: str
    tables: tuple[tuple[str, int, int], ...]
    rows: RowsHeld | None = None


def receipt_pdf(receipt: Receipt, *, center: Center, paper: Paper) -> bytes:
    """The receipt as PDF of a page."""
    title = _("Receipt of a bundle")
    mark = _("Demo center: everybody in it is made up.") if center.demo else ""
    return build(list(_story(title, receipt, center, paper)), title=title, author=center.name, paper=paper,
                 around=Around(head=title, mark=mark, foot=(receipt.bundle.file_name,)))


def _story(title: str, receipt: Receipt, center: Center, paper: Paper) -> Iterator[Flowable]:
    yield Bookmark(title)
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    yield text(center.school or center.name, style(10.5, color=MUTED, after=12))
    yield _table([(name, value) for name, value in _facts(receipt) if value], paper)
    yield text(_("The hash of the file (SHA-256)"), style(11.5, bold=True, color=TEAL, before=12, after=3))
    yield text(_("Read out these words, or compare the digits: then both of you know that it is this very file."),
               style(9.5, color=MUTED, after=5))
    for line in _lines(receipt.words.split(" ")):
        yield text(line, style(10.5, after=2))
    digits = receipt.bundle.hash
    yield text(" ".join(digits[at:at + 8] for at in range(0, len(digits), 8)), style(8.5, before=4, after=6))
    if holds := _holds(receipt):
        yield text(_("What it holds"), style(11.5, bold=True, color=TEAL, before=8, after=3))
        yield _table(holds, paper, 95 * mm)
    yield Spacer(0, 4 * mm)


def _facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    bundle = receipt.bundle
    yield _("For"), bundle.recipient.name
    yield _("Kind"), kind_label(bundle.kind)
    yield _("Period"), "" if bundle.kind is Kind.PACKET else period_label(Period.of(bundle.period))
    number = formats.number(bundle.sequence)
    yield _("Number"), number if bundle.kind is Kind.PACKET else _("{number}, version {version} of this period").format(
        number=number, version=formats.number(bundle.version))
    yield _("Purpose"), bundle.purpose
    yield _("Authority"), bundle.authority
    yield _("Until"), formats.date(bundle.ends_on) if bundle.ends_on else ""
    yield _("File"), bundle.file_name
    yield _("Size"), _("{bytes} bytes").format(bytes=formats.number(bundle.size)) if bundle.size else ""
    yield _("Written"), _("{day}, {time}, by {name}").format(
        day=formats.date_long(receipt.day.date()), time=formats.time(receipt.day), name=receipt.written_by)
    yield _("Approved by"), receipt.approved_by


def _holds(receipt: Receipt) -> list[tuple[str, str]]:
    tables = [(title, _numbers(numbers, blanks)) for title, numbers, blanks in receipt.tables]
    return tables if receipt.rows is None else [*rows_held.said(receipt.rows)]


def _numbers(numbers: int, blanks: int) -> str:
    return _("{numbers} numbers, {blanks} of them blank").format(
        numbers=formats.number(numbers), blanks=formats.number(blanks))


def _lines(words: list[str]) -> Iterator[str]:
    for at in range(0, len(words), _IN_A_LINE):
        yield "   ".join(words[at:at + _IN_A_LINE])


def _table(facts: list[tuple[str, str]], paper: Paper, names: float = _NAMES) -> Table:
    made = Table([[text(name, style(9.5, color=MUTED)), text(value, style(10.5))] for name, value in facts],
                 colWidths=[names, width(paper) - names])
    made.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                   ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                   ("LINEBELOW", (0, 0), (-1, -2), 0.4, LINE)])
    return made
