"""Figures of the center as charts: when students come, why, and how long they wait. Nobody's name, and no small print.

Inside the center nothing is suppressed: who may see these may see each visit. On paper they say that they stay inside.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from wellnessdesk.domain import access, catalogues
from wellnessdesk.domain import charts as rules
from wellnessdesk.domain.charts import Arrivals, ChartSpec, Span
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports import charts as report
from wellnessdesk.services import flag_figures
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import charts, kept_counts, visits


@dataclass(frozen=True, slots=True)
class Figures:
    """All charts of some days, and how many visits they are about."""

    span: Span
    visits: int
    specs: tuple[ChartSpec, ...]


@act("charts.see")
def spans(desk: Desk) -> list[Span]:
    """The weeks, months and school years of which there can be figures, the newest first."""
    with desk.reading() as tx:
        return rules.spans(desk.today(), visits.first_day(tx))


@act("charts.see")
def counts(desk: Desk, span: Span) -> Figures:
    """Visits by weekday and hour, by weekday, by reason; those of destroyed months by reason only."""
    with desk.reading() as tx:
        came = charts.arrivals(tx, span.first, span.last)
        kept = kept_counts.read(tx, kept_counts.VISITS, span.first, span.last)
    arrivals = _arrivals(desk, came)
    by_reason = Counter(_kept_reasons(kept))
    for _quarter, reason, number in came:
        by_reason[reason] += number
    uncounted = sum(number for _fact, number in kept)
    labelled = Counter[str]()
    for reason, number in by_reason.items():
        labelled[catalogues.label("visit_reasons", reason)] += number
    return Figures(span, sum(by_reason.values()), (
        rules.by_hour(arrivals, uncounted), rules.by_weekday(arrivals), rules.by_reason(list(labelled.items()))))


@act("charts.waiting")
def waiting(desk: Desk, span: Span) -> ChartSpec:
    """How long students waited for a Wellness Peer, by the hour they came."""
    by_hour: dict[int, Counter[int]] = defaultdict(Counter)
    with desk.reading() as tx:
        for quarter, minutes, number in charts.waits(tx, span.first, span.last):
            by_hour[_local(desk, quarter).hour][max(0, minutes)] += number
    return rules.waiting(by_hour)


@act("charts.print")
def save(desk: Desk, span: Span, paper: Paper = Paper.LETTER) -> bytes:
    """All of it as PDF, each chart with its table; recorded. Of red flags only where a coordinator saves it."""
    figures, waits = counts(desk, span), waiting(desk, span)
    flags = flag_figures.charts(desk, span) if access.allowed(desk.person.role, "flags.figures") else ()
    with desk.change() as change:
        head = change.record("charts.print", "charts", span.key)
    return report.charts_pdf(
        (*figures.specs, waits, *flags), span, figures.visits, center=desk.center, by=desk.person.name,
        head=head.short(), printed_at=desk.local(desk.clock.now()), paper=paper)


def _arrivals(desk: Desk, came: list[tuple[int, str, int]]) -> Arrivals:
    in_quarter: Counter[int] = Counter()
    for quarter, _reason, number in came:
        in_quarter[quarter] += number
    found: Counter[tuple[int, int]] = Counter()
    for quarter, number in in_quarter.items():
        local = _local(desk, quarter)
        found[local.weekday(), local.hour] += number
    return Arrivals(found)


def _kept_reasons(kept: list[tuple[kept_counts.Fact, int]]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for (_grade, _origin, reason), number in kept:
        found[str(reason)] += number
    return found


def _local(desk: Desk, quarter: int) -> datetime:
    return desk.local(datetime.fromtimestamp(quarter * charts.QUARTER_MS / 1000, UTC))
