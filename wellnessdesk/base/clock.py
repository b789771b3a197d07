"""The time of day, passed in rather than looked up, so that tests and made-up centers can choose it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class ShiftedClock:
    """The computer's own clock, set to another moment: a made-up center lives at the time of its facts."""

    ahead: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class FixedClock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 9, 14, 17, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        """Move the clock on, for instance `advance(minutes=5)`."""
        self.moment += timedelta(**by)
