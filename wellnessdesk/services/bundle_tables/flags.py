"""Red flags by urgency: those that were raised, by how soon an adult had them, and how soon flags were closed."""

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import flag_times
from wellnessdesk.domain.bundle_layouts import column, two_way
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.flags import Urgency, urgency_label
from wellnessdesk.domain.tables import Column, CountTable
from wellnessdesk.store import flags
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of a period."""
    acknowledged, closed = (found(tx, period.first, period.last) for found in (flags.acknowledged, flags.closed))
    return [
        two_way("flags_by_urgency", _("Red flags by urgency and how soon an adult had them"),
                _("Every red flag raised in the period is counted once, except those raised by mistake."),
                counted="flags", rows=_urgency(),
                columns=column("time_to_acknowledge", _("Time"), _("From when it was raised until an adult had it."),
                               flag_times.acknowledged_labels()),
                found=((*codes, n) for codes, n in acknowledged.items())),
        two_way("flags_closed", _("Red flags by urgency and how soon they were closed"),
                _("Every red flag that was closed in the period is counted once, whenever it was raised."),
                counted="closed_flags", rows=_urgency(),
                columns=column("time_to_close", _("Time"), _("From when it was raised until it was closed."),
                               flag_times.closed_labels()),
                found=((*codes, n) for codes, n in closed.items()))]


def _urgency() -> Column:
    return column("urgency", _("Urgency"), _("How soon an adult had to act."),
                  tuple((urgency.value, urgency_label(urgency)) for urgency in Urgency))
