"""Moves of agenda items: shown at once, kept in order, and a key held down becomes few changes instead of many."""

from dataclasses import dataclass, replace

from wellnessdesk.domain.supervision import Agenda, Item
from wellnessdesk.ui.pages.supervision.model import Key, key_of


@dataclass(frozen=True, slots=True)
class Move:
    """An item of a meeting's agenda that goes down (negative: up) by so many places."""

    meeting: str
    key: Key
    places: int


class Moves:
    """What was moved on the screen and is not kept yet."""

    def __init__(self) -> None:
        self._waiting: list[Move] = []
        self._under_way = False

    @property
    def idle(self) -> bool:
        """Whether everything that was moved is kept."""
        return not self._waiting and not self._under_way

    def add(self, agenda: Agenda, item: Item, places: int) -> Agenda:
        """Move an item, no further than the ends; the agenda as it then is."""
        items, key = list(agenda.items), key_of(item)
        at = [key_of(each) for each in items].index(key)
        to = max(0, min(len(items) - 1, at + places))
        items.insert(to, items.pop(at))
        moved = to - at
        if self._waiting and (self._waiting[-1].meeting, self._waiting[-1].key) == (agenda.meeting.id, key):
            moved += self._waiting.pop().places
        if moved:
            self._waiting.append(Move(agenda.meeting.id, key, moved))
        return replace(agenda, items=tuple(items))

    def next(self) -> Move | None:
        """The move to be kept next; None while one is under way, and when there is none."""
        if self._under_way or not self._waiting:
            return None
        self._under_way = True
        return self._waiting.pop(0)

    def kept(self) -> None:
        """The move under way is kept."""
        self._under_way = False

    def forget(self) -> None:
        """One could not be kept, so those after it mean nothing."""
        self._waiting.clear()
        self._under_way = False
