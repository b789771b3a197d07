"""The tables of an aggregate bundle: what is counted, by what, in words a district understands.

By month they are told by being bundles of months: a table of months in the bundle of a year would tell them again,
where nothing compares it with what the months' own bundles left blank.
"""

from datetime import date

from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.services.bundle_tables import (
    demographics,
    flags,
    referrals,
    representation,
    sessions,
    supervision,
    training,
    visits,
)
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period, today: date) -> list[CountTable]:
    """The true counts of a period as they are known today, nothing blanked yet."""
    return [
        *visits.tables(tx, period), *representation.tables(tx, period, today), *sessions.tables(tx, period),
        *flags.tables(tx, period), *referrals.tables(tx, period), *supervision.tables(tx, period),
        *training.tables(tx, period), *demographics.tables(tx, period)]
