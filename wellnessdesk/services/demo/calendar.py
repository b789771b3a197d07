"""The school calendar of a made-up center: school days, holidays, breaks, and which weeks are busy.

A Californian public high school as they usually are: mid August to early June, the federal holidays, Lincoln's
birthday (Education Code 37220), a week at Thanksgiving, two at New Year, one in spring.
"""

from datetime import date, timedelta
from functools import cache

MONDAY, WEDNESDAY, THURSDAY, FRIDAY = 0, 2, 3, 4
_BY_WEEKDAY = (1.15, 1.0, 0.95, 1.0, 0.9)


def is_school_day(day: date) -> bool:
    """Whether there are classes."""
    return day.weekday() <= FRIDAY and day not in _closed(school_year(day)) and _in_term(day)


def last_school_day(day: date) -> date:
    """The day itself, or the last one before it with classes."""
    while not is_school_day(day):
        day -= timedelta(days=1)
    return day


def school_days(first: date, last: date) -> list[date]:
    """Every school day from `first` to `last`, both included."""
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if is_school_day(day)]


def school_year(day: date) -> int:
    """The year in which the school year of `day` began; it changes on July 1."""
    return day.year if day.month >= 7 else day.year - 1


def busyness(day: date) -> float:
    """How many visits the day brings, where 1 is usual: Mondays, ends of quarters and above all exams bring more."""
    return _BY_WEEKDAY[day.weekday()] * _season(day)


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier (February 28 for a leap day)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _season(day: date) -> float:
    year = school_year(day)
    for last in (_winter_break(year), _last_day(year) + timedelta(days=1)):
        if timedelta() < last - day <= timedelta(days=14):
            return 1.5
    if day.month == 5 and day.day <= 15:
        return 1.25
    quarter_ends = (day.month, day.day // 10) in {(10, 1), (3, 1)}
    return 1.15 if quarter_ends else 1.0


def _in_term(day: date) -> bool:
    year = school_year(day)
    return _first_day(year) <= day <= _last_day(year)


def _first_day(year: int) -> date:
    return _on_or_after(date(year, 8, 12), WEDNESDAY)


def _last_day(year: int) -> date:
    return _on_or_after(date(year + 1, 6, 5), THURSDAY)


def _winter_break(year: int) -> date:
    return _on_or_after(date(year, 12, 20), MONDAY)


@cache
def days_off(year: int) -> tuple[tuple[str, str, date, date], ...]:
    """(English name, Spanish name, first day, last day) of what is free in the school year that began in `year`."""
    following = year + 1
    thanksgiving = _on_or_after(date(year, 11, 22), THURSDAY)
    spring = _on_or_after(date(following, 3, 25), MONDAY)
    single = (
        ("Labor Day", "Día del Trabajo", _on_or_after(date(year, 9, 1), MONDAY)),
        ("Indigenous Peoples’ Day", "Día de los Pueblos Indígenas", _on_or_after(date(year, 10, 8), MONDAY)),
        ("Veterans Day", "Día de los Veteranos", _observed(date(year, 11, 11))),
        ("Martin Luther King Jr. Day", "Día de Martin Luther King Jr.", _on_or_after(date(following, 1, 15), MONDAY)),
        ("Lincoln’s Birthday", "Natalicio de Lincoln", _lincoln(following)),
        ("Presidents’ Day", "Día de los Presidentes", _on_or_after(date(following, 2, 15), MONDAY)),
        ("Memorial Day", "Día de los Caídos", _on_or_after(date(following, 5, 25), MONDAY)))
    breaks = (
        ("Thanksgiving break", "Descanso de Acción de Gracias", thanksgiving - timedelta(days=3), 4),
        ("Winter break", "Vacaciones de invierno", _winter_break(year), 11),
        ("Spring break", "Vacaciones de primavera", spring, 4))
    spans = [*((en, es, day, day) for en, es, day in single),
             *((en, es, first, first + timedelta(days=more)) for en, es, first, more in breaks)]
    return tuple(sorted(spans, key=lambda span: span[2]))


def terms(year: int) -> tuple[tuple[str, str, date, date], ...]:
    """(English name, Spanish name, first day, last day) of the two semesters of the school year."""
    fall, spring = _winter_break(year) - timedelta(days=3), _winter_break(year) + timedelta(days=14)
    return (("Fall semester", "Semestre de otoño", _first_day(year), fall),
            ("Spring semester", "Semestre de primavera", spring, _last_day(year)))


@cache
def _closed(year: int) -> frozenset[date]:
    """Days of the school year that began in `year` on which there are no classes although it is term."""
    return frozenset(first + timedelta(days=n) for _en, _es, first, last in days_off(year)
                     for n in range((last - first).days + 1))


def _lincoln(year: int) -> date:
    """The Friday of the week of February 12, which makes a long weekend."""
    birthday = date(year, 2, 12)
    return birthday + timedelta(days=FRIDAY - birthday.weekday())


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _observed(holiday: date) -> date:
    """A holiday on a Saturday is kept on Friday, one on a Sunday on Monday (5 USC 6103)."""
    return holiday + timedelta(days={5: -1, 6: 1}.get(holiday.weekday(), 0))
