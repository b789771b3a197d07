"""What students say of themselves at a screen of their own: questions and options as a dated set, kept as counts alone.

Nothing joins an answer to a person or a minute: kept is how many chose an option in a month, and that a student was
asked this school year, so that nobody is asked twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import DemographicOption

DECLINED = "declined"
"""The option of every question for who would rather not say, and of what was left open."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose an option in a month (`2026-11`); `set_id` is the day of the set of options they chose from."""

    month: str
    set_id: str
    category: str
    option: str
    n: int


def categories() -> tuple[str, ...]:
    """The questions, by id, in their order."""
    return catalogues.load("demographic_categories").ids()


def options(category: str) -> tuple[DemographicOption, ...]:
    """What may be chosen for a question, but for `DECLINED`."""
    return tuple(one for one in catalogues.demographic_options() if one.category == category)


def set_id() -> str:
    """The day of the set that is asked now: another set of options has another day."""
    return max(one.last_verified for one in catalogues.demographic_options()).isoformat()


def month_of(day: date) -> str:
    """How a month is named."""
    return f"{day:%Y-%m}"


def label(option: str) -> str:
    """An option in words."""
    return _("I would rather not say") if option == DECLINED else catalogues.label("demographic_options", option)


def whole(answers: Mapping[str, str]) -> dict[str, str]:
    """An option for every question: what was left open is declined. Raises `Problem` for what cannot be chosen."""
    if not set(answers) <= set(categories()):
        raise Problem(_("Choose one of the answers."))
    found = {category: answers.get(category, DECLINED) for category in categories()}
    if any(option not in {DECLINED, *(one.id for one in options(category))} for category, option in found.items()):
        raise Problem(_("Choose one of the answers."))
    return found
