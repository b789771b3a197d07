"""After how many minutes of quiet the program locks itself: read by everybody's window, set by the administrator."""

from collections.abc import Mapping

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import locking
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import settings

KEY = "lock.minutes"


@act("lock.minutes")
def minutes(desk: Desk) -> dict[Role, int]:
    """The minutes for each role."""
    with desk.reading() as tx:
        decided = settings.get(tx, KEY)
    return {role: locking.minutes(role, decided) for role in ROLES_OF_PEOPLE}


@act("lock.set")
def set_minutes(desk: Desk, wanted: dict[Role, int]) -> None:
    """Set the minutes of some roles; the others stay. Raises `Problem` for minutes a role may not have."""
    for role, number in wanted.items():
        if number not in locking.choices(role):
            raise Problem(_("Where notes are open, the lock comes after 3 to 5 minutes; at the front desk after 15 at "
                            "the latest."))
    with desk.change("locking") as change:
        decided = settings.get(change.tx, KEY)
        after = {role.value: wanted.get(role, locking.minutes(role, decided)) for role in ROLES_OF_PEOPLE}
        settings.put(change.tx, KEY, after)
        change.record("lock.set", "center", detail(after))


def detail(decided: Mapping[str, object]) -> str:
    """What the audit log keeps of the minutes: all of them (`audit.verify`)."""
    return " ".join(f"{role}:{number}" for role, number in decided.items())
