"""How long items stay on the agendas of a group: from the first they were on until they were closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wellnessdesk.domain.supervision import ItemKind

TALKED = "talked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An item on one agenda, without its wording. `place` orders the sections; `held` says that the meeting was."""

    group: int
    day: date
    held: bool
    section: str
    place: int
    kind: str
    ref: str
    carried: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """An item over all agendas of a group. `section` is where it first stood, `closed` None while it waits."""

    section: str
    first: date
    closed: date | None
    carried: int

    @property
    def days(self) -> int | None:
        """From the first agenda until it was closed."""
        return max(0, (self.closed - self.first).days) if self.closed is not None else None


def lives(listed: Iterable[Listed], agendas: Mapping[int, Sequence[date]]) -> list[Life]:
    """The life of every item. `agendas` are the days of all agendas of each group, in order.

    An item is closed when a later agenda stands without it: on the last meeting it was on, when it was talked about
    there, else on the day of that agenda, for its fact ended by itself (a note was signed, a referral attended). What
    a coordinator added is closed once it was talked about: no fact brings it back.
    """
    on: dict[tuple[int, str, str], list[Listed]] = {}
    for one in sorted(listed, key=lambda one: one.day):
        on.setdefault((one.group, one.kind, one.ref), []).append(one)
    return [_life(stays, agendas.get(group, ())) for (group, _kind, _ref), stays in on.items()]


def _life(stays: Sequence[Listed], agendas: Sequence[date]) -> Life:
    last = stays[-1]
    after = next((day for day in agendas if day > last.day), None)
    talked = last.held and last.state == TALKED
    closed = last.day if talked and (after is not None or last.kind == ItemKind.OWN) else after
    return Life(section=stays[0].section, first=stays[0].day, closed=closed,
                carried=max(one.carried for one in stays))
