"""The shift coverage of a week on paper: the picture, where nobody is there, and the languages."""

from collections.abc import Iterator
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import coverage as rules
from wellnessdesk.domain import coverage_words as words
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.coverage import Coverage
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports.charts import drawing, numbers
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text, width

_DAY, _NUMBER = 62 * mm, 28 * mm


def coverage_pdf(found: Coverage, *, center: Center, by: str, head: str, printed_at: datetime,
                 paper: Paper = Paper.LETTER) -> bytes:
    """A week as PDF. `printed_at` is local, `by` the name of who saves it."""
    title = _("Shift coverage")
    week = _("Week of {date}").format(date=formats.date(found.monday))
    around = Around(
        head=f"{title} · {week}", mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Names nobody. Audit head {head}").format(head=head)))
    return build(list(_story(found, f"{center.name} · {week}", width(paper))), title=title, author=center.name,
                 around=around, paper=paper)


def _story(found: Coverage, below: str, wide: float) -> Iterator[Flowable]:
    spec = rules.week(found)
    yield text(_("Shift coverage"), style(20, bold=True, color=TEAL, after=3))
    yield text(below, style(11, color=MUTED, after=10))
    yield KeepTogether([text(spec.title, style(13, bold=True, before=8, after=5)), drawing(spec, wide),
                        text(spec.note, style(9, color=MUTED, before=3))])
    yield text(_("Nobody is there"), style(13, bold=True, before=10, after=3))
    gaps = words.gaps(found)
    if gaps:
        yield numbers(words.gap_headings(), gaps, [_DAY, wide * 0.4])
    else:
        yield text(words.no_gap(), style(10, color=MUTED))
    yield text(_("Languages"), style(13, bold=True, before=10, after=3))
    yield numbers(words.spoken_headings(), words.spoken(found), [_DAY, *[_NUMBER] * 3])
