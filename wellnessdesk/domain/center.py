"""The center itself."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """Name, school and time zone of the one center in a store; `demo` marks made-up ones."""

    id: str
    name: str
    school: str
    time_zone: str
    demo: bool = False

    def local(self, moment: datetime) -> datetime:
        """The moment in the center's own time."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def day(self, moment: datetime) -> date:
        """The center's calendar day of a moment."""
        return self.local(moment).date()
