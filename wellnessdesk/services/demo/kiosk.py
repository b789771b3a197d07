"""In a made-up center some students ask for an adult at the kiosk: it runs for a minute, then somebody comes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

from wellnessdesk.domain import kiosk
from wellnessdesk.services.demo.records import DemoVisit
from wellnessdesk.services.kiosk import FOR_AN_ADULT, ORIGIN
from wellnessdesk.vault import primitives

Deed = tuple[datetime, str, str, str, str]
"""When, who (a key of the facts, or the kiosk), action, subject, detail."""
_BEGINS, _ENDS, _ANSWERED = timedelta(seconds=-40), timedelta(seconds=60), timedelta(seconds=75)


class KioskFacts:
    """Asked about one visit after the other, in the order of arrival. `seed` is the kiosk's key, the same each time."""

    def __init__(self) -> None:
        self.seed = primitives.new_key()
        self._public = primitives.sign_public(self.seed)
        self._free_from: datetime | None = None
        self._numbers = count(1)

    def takes(self, visit: DemoVisit) -> bool:
        """Whether this visit began at the kiosk: one of their own accord, for an adult, that is over by now."""
        begins, answered = visit.arrived_at + _BEGINS, visit.arrived_at + _ANSWERED
        if (visit.origin, visit.reason) != (ORIGIN, FOR_AN_ADULT) or visit.left_at is None or visit.left_at < answered:
            return False
        if self._free_from is not None and begins <= self._free_from:
            return False
        self._free_from = answered
        return True

    def deeds(self, visit: DemoVisit) -> tuple[dict[str, object], Iterator[Deed]]:
        """The row of the call, and everything that was done around it."""
        number, at, desk, about = next(self._numbers), visit.arrived_at, visit.checked_in_by, f"visit:{visit.number}"
        row: dict[str, object] = {"id": number, "at": at, "visit_id": visit.number, "answered_at": at + _ANSWERED}
        return row, iter([
            (at + _BEGINS, desk, kiosk.START, kiosk.KIOSK, kiosk.key_detail(self._public)),
            (at, kiosk.KIOSK, kiosk.CHECK_IN, about, ""),
            (at, kiosk.KIOSK, kiosk.CALL, f"call:{number}", about),
            (at + _ENDS, desk, kiosk.STOP, kiosk.KIOSK, ""),
            (at + _ANSWERED, desk, "adult.answer", f"call:{number}", "")])


def call_row(row: dict[str, object], day: date, answered_by: str) -> dict[str, object]:
    """As it stands in the store."""
    return {**row, "day": day, "answered_by": answered_by}
