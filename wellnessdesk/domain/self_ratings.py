"""Double impact: how Wellness Peers see themselves at the beginning and at the end of a school year (seed 001).

What each says is theirs alone: it is sealed to nobody else. Others see numbers without names, and these only so:

- from `FEWEST` people on, as DOMAIN.md 4 asks of every count that leaves a center, for each item by itself;
- once a round: a coordinator closes it, and from then on nobody answers in it. Whoever could look before and after one
  more answer would read that answer in the difference; there is one look, and so there is no difference;
- not where all gave the same answer: then everybody's would be known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import self_rating_items
from wellnessdesk.domain.retention import school_year_end

SCALE = range(1, 6)
FEWEST = 11
NOT_SAID = 99
"""The value that counts who left an item out, or has nothing to compare it with."""
CHANGE = "change"
"""Beside the moments: how far somebody has come from the one to the other."""
_BEGINNING, _END = range(7, 13), range(3, 7)
"""Months."""


class Moment(StrEnum):
    """When a peer rates themselves."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a peer said of themselves; `change` is by how much each item differs from the beginning, where it can be
    known. `problem` says what is wrong with its seal."""

    id: str
    person: str
    year: int
    moment: Moment
    answers: Mapping[str, int] = field(default_factory=dict)
    change: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""

    def plain(self) -> dict[str, object]:
        """As JSON data, for sealing."""
        return {"answers": dict(self.answers), "change": dict(self.change)}


@dataclass(frozen=True, slots=True)
class Item:
    """How many gave each value to an item; empty, and `why`, where that is not shown."""

    id: str
    counts: Mapping[int, int] = field(default_factory=dict)
    why: str = ""

    @property
    def said(self) -> int:
        """How many are counted."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The average; None where nothing is shown."""
        return sum(value * number for value, number in self.counts.items()) / self.said if self.said else None


@dataclass(frozen=True, slots=True)
class Round:
    """A moment of a year, or the change: how many gave theirs, and, once it is `closed`, the items."""

    what: str
    given: int = 0
    closed: bool = False
    items: tuple[Item, ...] = ()

    @property
    def why(self) -> str:
        """Why nothing of it is shown, as a sentence; empty where something is."""
        if self.closed:
            return "" if any(one.counts for one in self.items) else few()
        if self.given < FEWEST:
            return few()
        return _("The round is open. Close it to see the results: from then on nobody can answer in it, so that no two "
                 "looks show what one more person said.")


def few() -> str:
    """Why numbers of few people are not shown."""
    return _("Shown from {n} people on: of fewer, a number could tell what somebody said.").format(n=FEWEST)


def school_year(day: date) -> int:
    """The year in which the school year of a day begins."""
    return school_year_end(day).year - 1


def moment_on(day: date) -> Moment | None:
    """What is asked on a day: the beginning until winter, the end from March on; in between nothing."""
    if day.month in _BEGINNING:
        return Moment.START
    return Moment.END if day.month in _END else None


def tidy(answers: Mapping[str, int]) -> dict[str, int]:
    """Answers of the scale to items that there are."""
    return {one: answers[one] for one in self_rating_items().ids() if answers.get(one) in SCALE}


def wrong(answers: Mapping[str, int]) -> str:
    """What cannot be kept, as a sentence; empty when it can."""
    return "" if answers else _("Answer one of them at least, or leave it for another day.")


def change(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """By how much each item differs that was answered both times."""
    return {one: after[one] - before[one] for one in after if one in before}


def counted(values: Mapping[str, int]) -> dict[str, int]:
    """A value for every item, so that each has as many counts as there are people."""
    return {one: values.get(one, NOT_SAID) for one in self_rating_items().ids()}


def shown(item: str, counts: Mapping[int, int]) -> Item:
    """What of the counts of an item may be shown."""
    said = {value: number for value, number in sorted(counts.items()) if value != NOT_SAID and number > 0}
    if sum(said.values()) < FEWEST:
        return Item(item, why=few())
    if len(said) == 1:
        return Item(item, why=_("All gave the same answer: shown, it would tell what each of them said."))
    return Item(item, said)


def from_plain(raw: Mapping[str, object]) -> tuple[dict[str, int], dict[str, int]]:
    """(answers, change) back from `Rating.plain`. Raises `ValueError` for what is none."""
    parts = raw.get("answers"), raw.get("change")
    if not all(isinstance(part, Mapping) and all(type(one) is int for one in part.values()) for part in parts):
        raise ValueError("no self-rating")
    answers, moved = parts
    return dict(answers), dict(moved)  # type: ignore[call-overload]


def moment_label(what: str) -> str:
    """A moment, or the change, as a person reads it."""
    return {Moment.START.value: _("At the beginning"), Moment.END.value: _("At the end"), CHANGE: _("Change")}[what]


def year_label(year: int) -> str:
    """For instance `School year 2026–2027`."""
    return _("School year {first}–{last}").format(first=year, last=year + 1)


def mean_text(mean: float | None) -> str:
    """An average with one decimal; a dash where there is none."""
    return "–" if mean is None else formats.number(round(mean, 1))
