"""What a made-up front desk wrote down beside a visit: its number and period, and now and then what was said.

Everything follows from the visit's number, so that the same facts give the same rows.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.visits import LeftHow, Limits
from wellnessdesk.services.demo.records import DemoDay, DemoVisit

LIMITS = Limits(capacity=20, minutes=60)
"""Of a made-up room: now and then it is nearly full."""
_DROP_IN_EVERY = 29
_REST_AFTER = timedelta(minutes=4)
_LANGUAGES = ("es", "es", "es", "vi", "tl")


class DeskFacts:
    """Says of each visit what stands beside it. `now` is the moment at which the facts stop."""

    def __init__(self, zone: str, now: datetime) -> None:
        self._zone, self._now = ZoneInfo(zone), now
        self._periods = [(period.start, period.end, period.id.removeprefix("p")) for period in catalogues.bell_times()]
        self._closes = max(period.end for period in catalogues.bell_times())

    def of(self, visit: DemoVisit, number: int) -> dict[str, object]:
        """The columns of a visit that is the day's `number`th."""
        at = visit.arrived_at.astimezone(self._zone).time()
        period = next((name for start, end, name in self._periods if start <= at < end), "")
        return {"number": number, "period": period, "has_pass": _pass(visit, in_class=period.isdecimal()),
                "feeling": 1 + _dice(visit, 5, 5) if _dice(visit, 1, 9) == 0 else None,
                "language": _LANGUAGES[_dice(visit, 2, len(_LANGUAGES))] if _dice(visit, 3, 17) == 0 else "",
                "resting_at": self.rests(visit), "left_how": self.left_how(visit)}

    def rests(self, visit: DemoVisit) -> datetime | None:
        """Half of those who take a break rest soon after they came."""
        at = visit.arrived_at + _REST_AFTER
        if visit.reason != "take_a_break" or visit.handed_at is not None or _dice(visit, 4, 2):
            return None
        return at if at < (visit.left_at or self._now) else None

    def left_how(self, visit: DemoVisit) -> str:
        """Who was still here at closing time was written in by the sweep."""
        if visit.left_at is None:
            return ""
        swept = visit.left_at.astimezone(self._zone).time() == self._closes
        return LeftHow.SWEEP.value if swept else LeftHow.DESK.value


def drop_ins(day: DemoDay) -> Iterator[DemoVisit]:
    """With whom somebody came along who gave no name."""
    return (visit for visit in day.visits if visit.number % _DROP_IN_EVERY == 0)


def drop_in_row(number: int, day: date, beside: DemoVisit) -> dict[str, object]:
    """That somebody."""
    return {"id": number, "day": day, "arrived_at": beside.arrived_at, "origin": "walk_in", "reason": "question"}


def _pass(visit: DemoVisit, *, in_class: bool) -> bool | None:
    return _dice(visit, 6, 12) > 0 if in_class else None


def _dice(visit: DemoVisit, salt: int, sides: int) -> int:
    """A number below `sides`, always the same for a visit, and another one for each salt."""
    return (visit.number * 2_654_435_761 + salt * 40_503) % 4_294_967_296 // 65_536 % sides
