"""What students said of themselves: a table a question, by the dated set of options they chose from."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, demographics
from wellnessdesk.domain.bundle_layouts import added, column, one_way, two_way
from wellnessdesk.domain.bundles import Period
from wellnessdesk.domain.demographics import DECLINED, Count
from wellnessdesk.domain.tables import CountTable
from wellnessdesk.store import demographics as kept
from wellnessdesk.store.transaction import Transaction


def tables(tx: Transaction, period: Period) -> list[CountTable]:
    """Those of the months that begin in a period; none where nobody was asked. Raises `Problem` for spoiled counts."""
    counts = kept.counts(tx, _first_of_month(period.first), period.last)
    asked = _asked(counts)
    return [_of(category, _chosen(counts, category, asked), sorted(asked))
            for category in demographics.categories()] if asked else []


def _asked(counts: Sequence[Count]) -> dict[str, int]:
    """How many were asked, by set: each of its questions has as many answers."""
    answers: Counter[tuple[str, str]] = Counter()
    for one in counts:
        answers[one.set_id, one.category] += one.n
    return {set_id: max(n for (of, _category), n in answers.items() if of == set_id) for set_id, _one in answers}


def _chosen(counts: Sequence[Count], category: str, asked: dict[str, int]) -> list[tuple[str, str, int]]:
    """(option, set, number); a set without the question is as one in which everybody left it open."""
    said = [(one.option, one.set_id, one.n) for one in counts if one.category == category]
    left_open = added((set_id, -n) for _option, set_id, n in said)
    return [*said, *((DECLINED, set_id, number + left_open[set_id]) for set_id, number in asked.items())]


def _of(category: str, found: list[tuple[str, str, int]], sets: Sequence[str]) -> CountTable:
    """One-way; where the options changed within the period, also by set: all questions share its total."""
    options = [one.id for one in demographics.options(category)]
    known = dict.fromkeys([*options, *sorted(code for code, *_rest in found)])
    by = column(category, _("What they said"), _("What they chose."), tuple(
        (code, demographics.label(code)) for code in sorted(known, key=lambda code: code == DECLINED)))
    days = tuple((set_id, _day(set_id)) for set_id in sets)
    name, title = f"asked_by_{category}", _("Asked of students: {question}").format(
        question=catalogues.label("demographic_categories", category))
    about = _("Every student who was asked in a month that begins in the period is counted once. What they left open "
              "is counted as not said. Options of {day}.").format(day=", ".join(day for _set, day in days))
    if len(sets) == 1:
        return one_way(name, title, about, counted="asked", by=by, found=added((code, n) for code, _set, n in found))
    options_of = column("options_of", _("Options of"), _("The day of the set of options they chose from."), days)
    return two_way(name, title, about, counted="asked", rows=by, columns=options_of, found=found)


def _day(set_id: str) -> str:
    """Raises `Problem` for what is no day: somebody wrote it into the store, and nothing of it is to leave."""
    try:
        return formats.date(date.fromisoformat(set_id))
    except ValueError as error:
        raise Problem(_("The counts of what students said of themselves were changed outside the program. Have the "
                        "audit log verified before you write a bundle.")) from error


def _first_of_month(day: date) -> date:
    """The first month that begins on this day or after it: so each month is in one term only."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=31)).replace(day=1)
