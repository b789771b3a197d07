"""The self-ratings of a year as charts and tables, the same for the window and for paper."""

from collections import Counter
from collections.abc import Sequence

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import self_ratings as rules
from wellnessdesk.domain.catalogues import self_rating_items
from wellnessdesk.domain.charts import ChartSpec, Kind, Row
from wellnessdesk.domain.self_ratings import CHANGE, SCALE, Item, Round

Line = tuple[str, ...]


def means(rounds: Sequence[Round]) -> ChartSpec | None:
    """The averages of each item at the beginning and at the end; None while none can be shown."""
    shown = [one for one in rounds if one.what != CHANGE and not one.why]
    if not shown:
        return None
    return ChartSpec(
        key="impact", title=_("How peers see themselves, on average"), kind=Kind.COLUMNS, over=_("About themselves"),
        labels=tuple(str(entry.short) for entry in self_rating_items()),
        rows=tuple(Row(rules.moment_label(one.what), tuple(
            round(item.mean, 1) if item.mean is not None else None for item in one.items)) for one in shown))


def headings(what: str) -> Line:
    """Of the table of a round: how many gave each value, or how many came how far."""
    if what == CHANGE:
        return (_("About themselves"), _("Lower"), _("Same"), _("Higher"), _("Average"))
    return (_("About themselves"), *(formats.number(value) for value in SCALE), _("Average"))


def lines(one: Round) -> list[Line]:
    """A line for each item; of one that is not shown, dashes."""
    return [(_name(item), *(_change(item) if one.what == CHANGE else _values(item)), rules.mean_text(item.mean))
            for item in one.items]


def reasons(one: Round) -> list[str]:
    """Why items of a round that is shown are left out, each reason once with what it is about."""
    found: dict[str, list[str]] = {}
    for item in one.items:
        if item.why:
            found.setdefault(item.why, []).append(_name(item))
    return [f"{', '.join(names)}: {why}" for why, names in found.items()]


def _values(item: Item) -> Line:
    return tuple(formats.number(item.counts.get(value, 0)) if item.counts else "–" for value in SCALE)


def _change(item: Item) -> Line:
    if not item.counts:
        return ("–",) * 3
    signs = Counter[int]()
    for value, number in item.counts.items():
        signs[(value > 0) - (value < 0)] += number
    return tuple(formats.number(signs[sign]) for sign in (-1, 0, 1))


def _name(item: Item) -> str:
    entry = self_rating_items().get(item.id)
    return str(entry.label) if entry is not None else item.id
