"""What a letter of hours and a portfolio state about a peer, and what a portfolio shows beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.hours import Kind, Totals, in_hours, kind_label
from wellnessdesk.domain.pathways import Standing


@dataclass(frozen=True, slots=True)
class Trained:
    """A training that somebody completed."""

    title: str
    day: date
    lapses_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """What stands behind a signed summary, as the records are when it is printed."""

    totals: Totals
    activities: tuple[tuple[str, int], ...]
    """What was done, with its minutes; the most first."""
    trained: tuple[Trained, ...] = ()
    pathways: tuple[Standing, ...] = ()
    certificates: tuple[tuple[date, str], ...] = ()


def hours_words(totals: Totals, first: date, last: date) -> str:
    """What a letter of hours states, a line a fact: `name: value`."""
    return "\n".join((_("From {first} to {last}").format(first=formats.date(first), last=formats.date(last)),
                      *_of_kinds(totals), *_of_competencies(totals)))


def portfolio_words(totals: Totals, *, since: date, last: date, trained: int) -> str:
    """What a portfolio states."""
    return "\n".join((_("Wellness Peer from {first} to {last}").format(
        first=formats.date(since), last=formats.date(last)), *_of_kinds(totals),
        _("{name}: {value}").format(name=_("Trainings completed"), value=formats.number(trained))))


def taken_apart(body: str) -> list[tuple[str, str]]:
    """The lines of what was stated as name and value; a line without a value has an empty one."""
    pairs = (line.partition(": ") for line in body.split("\n"))
    return [(name, value) for name, _colon, value in pairs]


def _of_kinds(totals: Totals) -> Iterator[str]:
    for kind in Kind:
        if totals.of(kind):
            yield _hours(kind_label(kind), totals.of(kind))
    yield _hours(_("In all"), totals.of())


def _of_competencies(totals: Totals) -> Iterator[str]:
    for competency, minutes in totals.competencies().items():
        if competency:
            yield _hours(catalogues.label("competencies", competency), minutes)


def _hours(name: str, minutes: int) -> str:
    return _("{name}: {value}").format(name=name, value=_("{n} hours").format(n=in_hours(minutes)))
