"""Start of a school year: everybody up one grade, and who has finished becomes inactive. Nothing here writes."""

from collections.abc import Iterable, Iterator

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.roster import FieldChange, KnownStudent, RosterPlan, StudentChange

_BEFORE_FIRST = {"PK": "TK", "TK": "K", "K": "1", "KG": "1"}
GRADES = tuple(str(number) for number in range(1, 13))


def last_grade(grades: Iterable[str]) -> str:
    """The highest of a school's grades, 12 where it has none: what its oldest students finish."""
    return str(max((int(grade) for grade in grades if grade in GRADES), default=12))


def plan(known: Iterable[KnownStudent], last: str) -> RosterPlan:
    """What the new school year changes, where `last` is the school's last grade.

    A grade that is no number (and none before the first) stays; it is told how many have one.
    """
    active = [one for one in known if one.active]
    done = tuple(one for one in active if one.grade in GRADES and int(one.grade) >= int(last))
    changes = tuple(_up(active, last))
    unknown = len(active) - len(done) - len(changes)
    return RosterPlan(changes=changes, becoming_inactive=done, unchanged=unknown,
                      standing=tuple(_warnings(unknown)))


def _up(active: Iterable[KnownStudent], last: str) -> Iterator[StudentChange]:
    for one in active:
        above = _above(one.grade)
        if above and not (one.grade in GRADES and int(one.grade) >= int(last)):
            yield StudentChange(one, (FieldChange("grade", one.grade, above),))


def _above(grade: str) -> str:
    """The next grade; "" where nobody can tell."""
    if grade in GRADES:
        return str(int(grade) + 1)
    return _BEFORE_FIRST.get(grade.upper(), "")


def _warnings(unknown: int) -> Iterator[str]:
    if unknown:
        yield ngettext("{n} student has no grade from 1 to 12 and stays as they are.",
                       "{n} students have no grade from 1 to 12 and stay as they are.", unknown).format(n=unknown)
    yield _("Do this once a year, when the old year is over. The next roster from your school corrects who repeats.")
