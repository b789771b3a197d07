"""A peer's portfolio: a signed summary with its code, and behind it hours, trainings, certificates and pathways."""

from collections.abc import Iterator
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.hours import in_hours
from wellnessdesk.domain.portfolio import Portfolio, taken_apart
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.statements import Proof, kind_label
from wellnessdesk.reports import statement
from wellnessdesk.reports.hours_letter import facts
from wellnessdesk.reports.layout import MUTED, TEAL, Bookmark, build, style, text


def portfolio_pdf(proof: Proof, found: Portfolio, *, center: Center, today: date, paper: Paper) -> bytes:
    """The portfolio as PDF: the first page is signed, what follows is as the records stand `today`."""
    title = kind_label(proof.statement.kind)
    story = [*_signed(title, proof, center, paper), PageBreak(), *_records(found, today, paper)]
    return build(story, title=f"{title} · {proof.about}", author=center.name,
                 around=statement.around(f"{title} · {proof.about}", proof, center), paper=paper)


def _signed(title: str, proof: Proof, center: Center, paper: Paper) -> Iterator[Flowable]:
    pairs = taken_apart(proof.statement.body)
    yield Bookmark(title)
    yield text(title, style(13, bold=True, color=TEAL, after=2))
    yield text(proof.about, style(26, bold=True, after=4))
    yield text(" · ".join(dict.fromkeys(part for part in (center.name, center.school) if part)),
               style(10.5, color=MUTED, after=12))
    yield text(pairs[0][0], style(11.5, bold=True, after=4))
    yield facts(pairs[1:], paper)
    yield from statement.signed_by(proof)
    yield from statement.verifying(proof, paper)


def _records(found: Portfolio, today: date, paper: Paper) -> Iterator[Flowable]:
    yield text(_("As the center's records stand on {day}.").format(day=formats.date_long(today)),
               style(9, color=MUTED, after=6))
    yield from _part(_("What I did"), [(name, _hours(minutes)) for name, minutes in found.activities], paper)
    yield from _part(_("What it was good for"), [
        (catalogues.label("competencies", one) if one else _("Supervision and other"), _hours(minutes))
        for one, minutes in found.totals.competencies().items()], paper)
    yield from _part(_("Trainings"), [(one.title, formats.date(one.day)) for one in found.trained], paper)
    yield from _part(_("Certificates"), [(words, formats.date(day)) for day, words in found.certificates], paper)
    for one in found.pathways:
        yield KeepTogether(list(_part(
            _("On the way to: {what}").format(what=one.pathway.label),
            [(str(each.requirement.label), each.sentence()) for each in one.progress], paper,
            _("By the rules of {day}: {source}").format(
                day=formats.date(one.pathway.last_verified), source=one.pathway.source))))


def _part(title: str, pairs: list[tuple[str, str]], paper: Paper, below: str = "") -> Iterator[Flowable]:
    if pairs:
        yield Bookmark(title)
        yield text(title, style(13, bold=True, color=TEAL, before=6, after=3))
        yield facts(pairs, paper)
        if below:
            yield text(below, style(8, color=MUTED, before=2))
        yield Spacer(0, 4 * mm)


def _hours(minutes: int) -> str:
    return _("{n} hours").format(n=in_hours(minutes))
