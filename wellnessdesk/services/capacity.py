"""How many students the room bears at once, and for how long: read with the queue, set by whoever runs the center."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.visits import MOST_CAPACITY, MOST_MINUTES, USUAL_LIMITS, Limits
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction

KEY = "visits.room"


@act("visits.room")
def limits(desk: Desk) -> Limits:
    """What holds."""
    with desk.reading() as tx:
        return decided(tx)


@act("visits.set_room")
def set_limits(desk: Desk, wanted: Limits) -> None:
    """Set it. Raises `Problem` for numbers no room has."""
    if not (0 <= wanted.capacity <= MOST_CAPACITY and 0 <= wanted.minutes <= MOST_MINUTES):
        raise Problem(_("A room holds up to {students} students, for up to {minutes} minutes.").format(
            students=MOST_CAPACITY, minutes=MOST_MINUTES))
    with desk.change("visits", "room") as change:
        write(change.tx, wanted)
        change.record("room.set", "center", detail(wanted))


def write(tx: Transaction, wanted: Limits) -> None:
    """Keep limits that were found to be sound."""
    settings.put(tx, KEY, {"capacity": wanted.capacity, "minutes": wanted.minutes})


def detail(wanted: Limits) -> str:
    """What the audit log keeps of the limits: all of them."""
    return f"capacity:{wanted.capacity} minutes:{wanted.minutes}"


def decided(tx: Transaction) -> Limits:
    """What was set; the usual limits where nothing was, or where it was spoiled."""
    kept = settings.get(tx, KEY)
    plain = kept if isinstance(kept, dict) else {}
    return Limits(_number(plain.get("capacity"), MOST_CAPACITY, USUAL_LIMITS.capacity),
                  _number(plain.get("minutes"), MOST_MINUTES, USUAL_LIMITS.minutes))


def _number(value: object, most: int, usual: int) -> int:
    return value if type(value) is int and 0 <= value <= most else usual
