"""What is counted in bundles, and how the counts of different days and things go together."""

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
WITHIN = (("students", "visits"), ("students", "enrolled"))
"""Where both are counted by the same values, the first is at most the second."""


def kind_of(counted: str) -> Kind:
    """Of which kind is what a table counts (`Layout.counted`); events, where it is not said."""
    return Kind.PERSONS if counted in PERSONS else Kind.STANDING if counted in STANDING else Kind.EVENTS
