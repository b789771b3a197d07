"""Figures of red flags, for coordinators alone: a count of one would tell who was seen going with an adult."""

from collections import Counter

from wellnessdesk.domain import flag_figures as rules
from wellnessdesk.domain.charts import ChartSpec, Span
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import flags, kept_counts


@act("flags.figures")
def charts(desk: Desk, span: Span) -> tuple[ChartSpec, ...]:
    """How soon adults had the flags raised in these days, how long until they closed; empty when there were none."""
    destroyed: Counter[str] = Counter()
    with desk.reading() as tx:
        marks = flags.raised_between(tx, span.first, span.last)
        for (urgency, _status), number in kept_counts.read(tx, kept_counts.FLAGS, span.first, span.last):
            destroyed[str(urgency)] += number
    return rules.specs(marks, destroyed, desk.clock.now()) if marks or destroyed else ()
