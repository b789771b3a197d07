"""What the cells of a roster mean: dates, grades, roles and states, as written by many systems."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _

_DATES = (
    re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<month>\d{1,2})(?P<sign>[-/.])(?P<day>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)(?: .*)?"),
)
_LIST_MARKS = re.compile(r"[,;|]")
_FORMULA = re.compile(r"[=+@]|-[\d(=+@]")
_PERIOD = re.compile(r"(?:period|per|p)?[\s.]*0*(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_LONGEST_PERIOD, _MOST_PERIODS = 20, 12
_LANGUAGES = {"eng": "en", "spa": "es", "vie": "vi", "chi": "zh", "00": "en", "01": "es", "02": "vi"}
"""As libraries write languages (ISO 639-2), and as California's CALPADS does."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_FIRST_YEAR = 1900

_CAREGIVER_ROLES = {"parent", "guardian", "relative"}
# OneRoster 1.1 `RoleType` and 1.2 `RoleEnum`, but for students and caregivers.
_STAFF_ROLES = {
    "administrator", "aide", "counselor", "districtadministrator", "principal", "proctor",
    "siteadministrator", "systemadministrator", "teacher",
}  # fmt: skip


class RosterRole(StrEnum):
    """What somebody in a roster is to us."""

    STUDENT = "student"
    CAREGIVER = "caregiver"
    STAFF = "staff"
    UNKNOWN = "unknown"


@lru_cache(maxsize=4096)  # the same terms and birthdays again and again
def read_date(cell: str, today: date) -> date | None:
    """The date in a cell: year first (ISO 8601, with or without a time), or month/day/year as in the US.

    None when it is no date. A year of two digits lies at most twenty years after `today`.
    """
    found = next((match for form in _DATES if (match := form.fullmatch(cell))), None)
    if not found:
        return None
    try:
        return date(_full_year(found["year"], today), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _full_year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= today.year - 2000 + 20 else 1900)


def read_birth_date(cell: str, today: date) -> date | None:
    """The date of birth in a cell; None when it is no date, before 1900 or after `today`."""
    day = read_date(cell, today)
    return day if day and day.year >= _FIRST_YEAR and day <= today else None


def read_list(cell: str) -> list[str]:
    """The entries of a cell that may hold several."""
    return [entry for part in _LIST_MARKS.split(cell) if (entry := part.strip())]


@lru_cache(maxsize=256)  # few values, many lines, in this and what follows
def read_grade(entry: str) -> str:
    """A grade as people write it: "09" (CEDS) is "9", "KG" is "K"."""
    return {"KG": "K"}.get(entry.upper(), entry.lstrip("0") or entry)


@lru_cache(maxsize=1024)
def read_periods(cell: str) -> tuple[str, ...]:
    """The periods of a class, each once: "Period 01" and "P1" are "1", what is no number stays as it is."""
    periods = (_period(entry) for entry in read_list(cell))
    return tuple(dict.fromkeys(period for period in periods if period))[:_MOST_PERIODS]


def _period(entry: str) -> str:
    number = _PERIOD.fullmatch(entry)
    return (number[1] if number else entry)[:_LONGEST_PERIOD]


@lru_cache(maxsize=256)
def read_language(cell: str) -> str:
    """A language as people write it: "Spanish" and "es-MX" are "es"; one we do not know stays as it is."""
    return _LANGUAGES.get(cell.casefold()) or formats.language_code(cell) or cell[:40]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text; no name begins so."""
    return _FORMULA.match(text) is not None


def formula_taken() -> str:
    """What is remarked on a line with one."""
    return _("A name begins like a formula of a spreadsheet. It was taken as plain text and computes nothing.")


@lru_cache(maxsize=256)
def read_role(entry: str) -> RosterRole:
    """What a role of OneRoster means here, whatever its case."""
    role = _letters(entry)
    if role == "student":
        return RosterRole.STUDENT
    if role in _CAREGIVER_ROLES:
        return RosterRole.CAREGIVER
    return RosterRole.STAFF if role in _STAFF_ROLES else RosterRole.UNKNOWN


@lru_cache(maxsize=256)
def caregiver_role(cell: str) -> str:
    """The word for a caregiver's role in a cell that may hold several; "" when none is."""
    roles = (_letters(entry) for entry in read_list(cell))
    return next((role for role in roles if role in _CAREGIVER_ROLES), "")


def is_to_be_deleted(status: str) -> bool:
    """Whether a status marks its record as deleted at the source."""
    return _letters(status) == "tobedeleted"


def is_inactive(status: str) -> bool:
    """Whether a status says inactive (OneRoster 1.0, and still seen). An empty status is active."""
    return _letters(status) == "inactive"


def is_no(cell: str) -> bool:
    """Whether a yes-or-no cell says no; anything else, and nothing, is yes."""
    return cell.casefold() in {"false", "f", "no", "n", "0"}


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold())
