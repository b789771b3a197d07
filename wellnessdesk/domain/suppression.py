"""What a reader of all that has left can still find out about a blank."""

from dataclasses import dataclass

from wellnessdesk.domain.tables import Place, Why


@dataclass(frozen=True, slots=True)
class Finding:
    """One blank of a table, why it is one, and all that somebody with every bundle so far can find out about it.

    It lies from `low` to `high`; `high` is `None` where nothing limits it. `withheld` is the title of a table that no
    blanks could make safe: it does not leave at all.
    """

    table: str
    place: Place
    why: Why
    low: int
    high: int | None
    withheld: str = ""
