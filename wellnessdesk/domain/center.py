"""The center itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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

    def moment(self, day: date, minute: int) -> datetime:
        """The moment at so many minutes after midnight by the center's clocks."""
        at = datetime.combine(day, time()) + timedelta(minutes=minute)
        return at.replace(tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)
