"""How the peers of a school year see themselves, on paper: numbers without names, of eleven people or more."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import double_impact as words
from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.self_ratings import Round
from wellnessdesk.reports.charts import drawing, numbers
from wellnessdesk.reports.layout import MUTED, TEAL, Around, build, style, text, width

_NUMBER = 16 * mm


def impact_pdf(year: int, peers: int, rounds: Sequence[Round], *, center: Center, by: str, head: str,
               printed_at: datetime, paper: Paper = Paper.LETTER) -> bytes:
    """A year as PDF. `printed_at` is local, `by` the name of who saves it."""
    title = _("Double impact")
    around = Around(
        head=f"{title} · {rules.year_label(year)}",
        mark=_("Demo center: everybody in it is made up.") if center.demo else "",
        foot=(_("{center} · saved by {name}, {date}, {time}").format(
                  center=center.name, name=by, date=formats.date(printed_at.date()), time=formats.time(printed_at)),
              _("Numbers of {least} people or more, without names. Audit head {head}").format(
                  least=rules.FEWEST, head=head)))
    return build(list(_story(year, peers, rounds, title, center.name, width(paper))), title=title, author=center.name,
                 around=around, paper=paper)


def _story(year: int, peers: int, rounds: Sequence[Round], title: str, center: str, wide: float) -> Iterator[Flowable]:
    yield text(title, style(20, bold=True, color=TEAL, after=3))
    number = ngettext("{n} Wellness Peer", "{n} Wellness Peers", peers).format(n=formats.number(peers))
    yield text(f"{center} · {rules.year_label(year)} · {number}", style(11, color=MUTED, after=10))
    spec = words.means(rounds)
    if spec is not None:
        yield text(spec.title, style(13, bold=True, before=8, after=5))
        yield drawing(spec, wide)
    for one in rounds:
        yield KeepTogether(list(_round(one, wide)))


def _round(one: Round, wide: float) -> Iterator[Flowable]:
    yield text(rules.moment_label(one.what), style(13, bold=True, before=10, after=3))
    if one.why:
        yield text(one.why, style(10, color=MUTED))
        return
    headings = words.headings(one.what)
    rest = [_NUMBER] * (len(headings) - 1)
    yield numbers(headings, words.lines(one), [wide - sum(rest), *rest])
    for reason in words.reasons(one):
        yield text(reason, style(9, color=MUTED))
