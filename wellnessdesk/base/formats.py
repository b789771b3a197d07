"""Dates, times and numbers as a person of the chosen language writes them."""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache, lru_cache, wraps
from typing import TypeVar

from babel import Locale, dates, numbers

from wellnessdesk.base.i18n import language, ngettext

T = TypeVar("T")

_LOCALES = {"en": "en_US", "es": "es_US"}


def _locale() -> str:
    return _LOCALES[language()]


def _kept(write: Callable[[T, str], str]) -> Callable[[T], str]:
    """Write each value once in each language: a list or a calendar asks for the same few of them hundreds of times."""
    written = lru_cache(maxsize=4_096)(write)

    @wraps(write)
    def write_here(value: T) -> str:
        return written(value, _locale())

    return write_here


@_kept
def date(day: dt.date, locale: str) -> str:
    """For instance `Sep 14, 2026`."""
    return dates.format_date(day, "medium", locale=locale)


@_kept
def date_short(day: dt.date, locale: str) -> str:
    """For instance `Sep 14`: the year goes without saying."""
    return dates.format_skeleton("MMMd", day, locale=locale)


def date_long(day: dt.date) -> str:
    """For instance `Monday, September 14, 2026`."""
    return dates.format_date(day, "full", locale=_locale())


def weekday(day: dt.date) -> str:
    """For instance `Monday`."""
    return dates.format_date(day, "EEEE", locale=_locale())


def month(day: dt.date) -> str:
    """For instance `September 2026`."""
    return dates.format_date(day, "LLLL y", locale=_locale())


def month_short(day: dt.date) -> str:
    """For instance `Sep 2026`."""
    return dates.format_date(day, "LLL y", locale=_locale())


def time(moment: dt.datetime) -> str:
    """For instance `10:42 AM`; the moment is already in the center's zone."""
    return minute_of_day(moment.hour * 60 + moment.minute)


def hour(of_day: int) -> str:
    """For instance `8 AM` for 8."""
    return dates.format_skeleton("h", dt.datetime(2026, 1, 1, of_day), locale=_locale()).replace("\u202f", " ")  # noqa: DTZ001 - no moment


@_kept
def number(value: float, locale: str) -> str:
    """With the thousands and decimal signs of the language."""
    return numbers.format_decimal(value, locale=locale)


def percent(share: float) -> str:
    """For instance `42%` for 0.42."""
    return numbers.format_percent(share, locale=_locale())


def minutes(count: int) -> str:
    """For instance `5 min` or `1 h 12 min`; from two days on in whole days, `4 days`."""
    if count < 60:
        return ngettext("{n} min", "{n} min", count).format(n=number(count))
    if count >= 48 * 60:
        days = count // (24 * 60)
        return ngettext("{n} day", "{n} days", days).format(n=number(days))
    hours, rest = divmod(count, 60)
    if not rest:
        return ngettext("{h} h", "{h} h", hours).format(h=number(hours))
    return ngettext("{h} h {m} min", "{h} h {m} min", hours).format(h=number(hours), m=rest)


@_kept
def minute_of_day(minute: int, locale: str) -> str:
    """A time of day given in minutes from midnight, for instance `10:42 AM`; 1440 is midnight again."""
    moment = dt.datetime(2000, 1, 1) + dt.timedelta(minutes=minute)  # noqa: DTZ001 - no moment
    return dates.format_time(moment, "short", locale=locale).replace("\u202f", " ")


def weekday_name(weekday: int) -> str:
    """For instance `Monday` for 0."""
    return dates.format_date(dt.date(2001, 1, 1) + dt.timedelta(days=weekday), "EEEE", locale=_locale())


def weekday_short(day: dt.date) -> str:
    """For instance `Mon`."""
    return dates.format_date(day, "EEE", locale=_locale())


@cache
def _language_codes() -> dict[str, str]:
    """Codes of two or three letters, by themselves and by the names of their languages in English and in Spanish."""
    english, spanish = (Locale.parse(locale).languages for locale in ("en", "es"))
    codes = [str(code) for code in english if len(str(code)) <= 3]
    named = {str(names[code]).casefold(): code for names in (spanish, english) for code in codes if code in names}
    return named | {code: code for code in codes}


def language_code(name: str) -> str:
    """The code of a language by its name in English or Spanish, or of a code with a region; "" for none we know."""
    plain = name.strip().casefold()
    return _language_codes().get(plain) or _language_codes().get(re.split("[-_]", plain)[0], "")


def language_name(code: str) -> str:
    """The language of a code such as `es`, by its name; what is no code is a name already."""
    known = Locale.parse(_locale()).languages
    return str(known.get(code.replace("-", "_").partition("_")[0].lower(), code))
