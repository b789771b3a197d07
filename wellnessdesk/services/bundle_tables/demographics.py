"""What students said of themselves: a table a question, by the dated set of options they chose from."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, demographics
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.demographics import DECLINED, Count
from wellnessdesk.domain.tables import Column, CountTable, Layout
from wellnessdesk.store import demographics as kept
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of the months that begin in a period; none where nobody was asked."""
    counts = kept.counts(tx, _first_of_month(period.first), period.last)
    return [_of(category, counts) for category in demographics.categories()] if counts else []


def _of(category: str, counts: Sequence[Count]) -> CountTable:
    mine = [one for one in counts if one.category == category]
    asked = tuple(dict.fromkeys([*(one.id for one in demographics.options(category)), DECLINED]))
    sets = sorted({one.set_id for one in counts})
    keys = [(set_id, option) for set_id in sets for option in _options(set_id, asked, mine)]
    labels = tuple((option, demographics.label(option)) for option in dict.fromkeys(option for _set, option in keys))
    found: Counter[tuple[tuple[str, ...], str]] = Counter()
    for one in mine:
        found[(one.set_id, one.option), ""] += one.n
    return CountTable.of(Layout(
        name=f"asked_by_{category}", title=_("Asked of students: {question}").format(
            question=catalogues.label("demographic_categories", category)),
        description=_("Every student who was asked in a month that begins in the period is counted once. What they "
                      "left open is counted as not said."),
        counted="asked", row_keys=tuple(keys), rows=(
            Column(name="options_of", title=_("Options of"), type="date",
                   description=_("The day of the set of options they chose from.")),
            Column(name=category, title=_("Answer"), description=_("What they chose."), labels=labels))), found)


def _options(set_id: str, asked: Sequence[str], mine: Sequence[Count]) -> Sequence[str]:
    """All of the set that is asked now; of an older one, what was chosen."""
    if set_id == demographics.set_id():
        return asked
    return [*sorted({one.option for one in mine if one.set_id == set_id} - {DECLINED}), DECLINED]


def _first_of_month(day: date) -> date:
    """The first month that begins on this day or after it: so each month is in one term only."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=31)).replace(day=1)
