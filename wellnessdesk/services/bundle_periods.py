"""The periods of which a bundle can be made: those with visits, over, and whole. None is ever cut anew."""

from collections.abc import Iterator
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Period, Span
from wellnessdesk.domain.retention import school_year_end
from wellnessdesk.services import calendar
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import bundles, kept_counts, visits
from wellnessdesk.store.transaction import Transaction


@act("bundles.preview")
def offered(desk: Desk) -> list[Period]:
    """Months, then terms, then school years, each the newest first."""
    today = desk.today()
    with desk.reading() as tx:
        first = visits.first_day(tx)
        if first is None:
            return []
        year = Period.school_year(school_year_end(today).year - 1)
        found = [*_back(Period.month(today.year, today.month), first), *reversed(terms(tx)), *_back(year, first)]
        return [period for period in found if first <= period.last < today and not _partly_destroyed(tx, period)]


def terms(tx: Transaction) -> list[Period]:
    """The terms, the oldest first: those of which a bundle left, as they were then, and the calendar's beside them.

    A calendar that is changed afterwards does not move the days of a term that was already told of.
    """
    frozen = [period for period in map(Period.of, bundles.periods(tx)) if period.span is Span.TERM]
    others = [Period.term(term.first, term.last) for term in calendar.kept(tx).terms]
    return sorted([*frozen, *(one for one in others if not any(map(one.meets, frozen)))])


def require(tx: Transaction, period: Period, today: date) -> None:
    """Raise `Problem` for a period that is not over, a term that is not, or no longer, one, and for a longer period of
    which records were destroyed."""
    if period.last >= today:
        raise Problem(_("This period is not over yet. Choose one that is: a period leaves once, whole."))
    if period.span is Span.TERM and period not in terms(tx):
        raise Problem(_("These are not the days of a term. A term keeps the days of its first bundle."))
    if _partly_destroyed(tx, period):
        raise Problem(_("Records of these days were destroyed when their time came. Counts of them are kept by the "
                        "month: choose a month."))


def _partly_destroyed(tx: Transaction, period: Period) -> bool:
    """Counts of what is destroyed are kept by the month: who came in several months would count more than once."""
    return period.span is not Span.MONTH and kept_counts.some(tx, period.first, period.last)


def _back(period: Period, first: date) -> Iterator[Period]:
    while period.last >= first:
        yield period
        period = period.before()
