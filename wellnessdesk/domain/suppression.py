"""What a reader of all that has left can still find out about a blank."""

from dataclasses import dataclass

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
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

    def said(self) -> str:
        """What can still be found out, as a sentence."""
        if self.high is not None:
            return _("Whoever has every bundle can find out that it is between {low} and {high}.").format(
                low=formats.number(self.low), high=formats.number(self.high))
        if self.low:
            return _("Whoever has every bundle can find out that it is {low} or more.").format(
                low=formats.number(self.low))
        return _("Nobody can find out how large it is.")
