"""Observed practice: role plays and scenarios that a coordinator watched, and how each went.

It gives no hours by itself: it is an observation of some minutes, mostly within a class or a supervision meeting whose
minutes count already, and a portfolio that counted them twice would state too much. A role play outside of these is
entered by hand (the activity `role_play`), and a coordinator approves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues

LEAST, MOST = 1, 4
LONGEST_WORDS = 2_000
MOST_ASKED = 20
"""How often a service may ask for practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A scenario somebody played while `observer` watched, rated `LEAST` to `MOST`.

    `words` are for the peer and coordinators, empty for whoever cannot open them; `ended_at`: entered by mistake.
    """

    id: str
    person: str
    observer: str
    scenario: str
    day: date
    rating: int
    at: datetime
    ended_at: datetime | None = None
    words: str = field(default="", repr=False)
    problem: str = ""


def scenario_label(scenario: str) -> str:
    """What a scenario is called."""
    return catalogues.label("scenarios", scenario)


def rating_label(rating: int) -> str:
    """A rating in words."""
    return {1: _("not yet"), 2: _("with help"), 3: _("alone"), 4: _("could show others")}.get(rating, "")


def good_enough(ratings: Iterable[int], least: int) -> int:
    """How many of these ratings count where at least `least` is asked."""
    return sum(one >= least for one in ratings)


def wrong(scenario: str, day: date, rating: int, today: date) -> str:
    """What stands against an entry, as a sentence; empty when it will do."""
    if scenario not in catalogues.scenarios().ids():
        return _("Choose what was practiced.")
    if day > today:
        return _("Practice is entered once somebody watched it: {day} is still to come.").format(day=formats.date(day))
    if not LEAST <= rating <= MOST:
        return _("Say how it went: a number from {least} to {most}.").format(least=LEAST, most=MOST)
    return ""
