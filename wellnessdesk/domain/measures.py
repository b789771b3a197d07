"""What is counted in bundles, and how the counts of different days and things go together.

What is said here of two counts is what the program sees to, or what a reader may take for granted. Where corrections,
or records that were destroyed, made it untrue of some days, nobody is taken to know it of those.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """How a count of a term or a year goes with those of its months."""

    EVENTS = auto()
    """Each on one day: months add up."""
    PERSONS = auto()
    """Each person once a period: at least those of any month, at most the sum of all."""
    STANDING = auto()
    """What is there at a time: next month it is much the same."""


PERSONS = frozenset({"students"})
STANDING = frozenset({"enrolled", "peers"})

Values = frozenset[tuple[str, str]]
"""Of columns: (column, code)."""


@dataclass(frozen=True, slots=True)
class Some:
    """Of what is counted, that with these values."""

    counted: str
    values: Values = frozenset()


def some(counted: str, **values: str) -> Some:
    """Of what is counted, that with these codes of columns."""
    return Some(counted, frozenset(values.items()))


STUDENTS, VISITS, SESSIONS, FLAGS = map(some, ("students", "visits", "sessions", "flags"))
WITHOUT = some("visits", waited="not_recorded")
"""Visits without a Wellness Peer."""
AT_MOST = (
    ((STUDENTS,), (VISITS,)),
    ((STUDENTS,), (some("enrolled"),)),
    ((some("asked"),), (STUDENTS,)),
    ((some("peers"),), (some("enrolled"),)),
    ((some("completed_referrals"),), (some("referrals"),)),
    ((some("closed_flags"),), (FLAGS,)),
    ((some("closed_flags", time_to_close="same_day"), some("flags", time_to_acknowledge="later")), (FLAGS,)),
)
"""Of the same days and the same further values, the first are together at most the second.

Students are asked once they are checked in, and a Wellness Peer is a student. What was completed or closed was made or
raised before: who knows when a center began knows it of its first month and its first year. A flag that is closed on
the day on which it was raised had an adult on that day.
"""
OFTEN_EQUAL = (
    ((VISITS,), (SESSIONS, WITHOUT)),
    ((some("visits", grade="other"),), (some("visits", visit_language="not_recorded"),)),
    ((some("sessions", grade="other"),), (some("sessions", language="not_recorded"),)),
)
"""The same, and where they are equal a reader may well take it for granted.

A Wellness Peer who is there for a visit begins a session; there may be others. Who comes without a name has no grade
and no language, nor has a group; there may be students of whom only the language is not known.
"""


def kind_of(counted: str) -> Kind:
    """Of which kind is what a table counts (`Layout.counted`); events, where it is not said."""
    return Kind.PERSONS if counted in PERSONS else Kind.STANDING if counted in STANDING else Kind.EVENTS
