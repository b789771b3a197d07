"""Red flags by urgency: how many were raised, how soon an adult had them, and how soon they were closed."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import flag_times
from wellnessdesk.domain.bundle_layouts import added, column, one_way, two_way
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.flags import FlagStatus, Urgency, urgency_label
from wellnessdesk.domain.tables import Column, CountTable
from wellnessdesk.store import flags
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of a period. Each flag is told in the month in which it was raised, taken on, closed: what became of it
    later would tell of single students, as one bundle of a month is held against the next."""
    raised = flags.counts(tx, period.first, period.last)
    acknowledged, closed = (found(tx, period.first, period.last) for found in (flags.acknowledged, flags.closed))
    return [
        one_way("flags_by_urgency", _("Red flags by urgency"),
                _("Every red flag raised in the period is counted once, except those raised by mistake."),
                counted="flags", by=_urgency(),
                found=added((urgency, n) for (urgency, status), n in raised.items()
                            if status != FlagStatus.WITHDRAWN)),
        two_way("flags_acknowledged", _("Red flags by how soon an adult had them"),
                _("Every red flag that an adult took on in the period is counted once, whenever it was raised."),
                counted="acknowledged_flags", rows=_urgency(),
                columns=column("time_to_acknowledge", _("Time"), _("From when it was raised until an adult had it."),
                               flag_times.acknowledged_labels()),
                found=((*codes, n) for codes, n in acknowledged.items())),
        two_way("flags_closed", _("Red flags by how soon they were closed"),
                _("Every red flag that was closed in the period is counted once, whenever it was raised."),
                counted="closed_flags", rows=_urgency(),
                columns=column("time_to_close", _("Time"), _("From when it was raised until it was closed."),
                               flag_times.closed_labels()),
                found=((*codes, n) for codes, n in closed.items()))]


def _urgency() -> Column:
    return column("urgency", _("Urgency"), _("How soon an adult had to act."),
                  tuple((urgency.value, urgency_label(urgency)) for urgency in Urgency))
