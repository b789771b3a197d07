"""After how many minutes without a key or a mouse the program locks, by role (`SECURITY.md` A)."""

from wellnessdesk.domain.people import Role

WARNING_SECONDS = 30
"""So long before the lock it says that it will lock."""
DISTRICT_MINUTES = 10
"""At the district, where there are figures and no names; but its keys, which open every bundle."""
_WHERE_NOTES_ARE = (3, 4, 5)
_FRONT_DESK = (3, 4, 5, 10, 15)
"""Longer there only because the queue hides names and reasons, unless somebody has them shown."""


def choices(role: Role) -> tuple[int, ...]:
    """The minutes that may be set for a role."""
    return _FRONT_DESK if role is Role.FRONT_DESK else _WHERE_NOTES_ARE


def usual(role: Role) -> int:
    """The minutes that hold where nothing was set."""
    return 15 if role is Role.FRONT_DESK else 4


def minutes(role: Role, decided: object) -> int:
    """What holds for a role. `decided` is what the store keeps: whatever is not allowed there does not count."""
    wanted = decided.get(role.value) if isinstance(decided, dict) else None
    return wanted if type(wanted) is int and wanted in choices(role) else usual(role)


def limit(minutes: int, *, discreet: bool) -> int:
    """The minutes that count at this moment; the longer ones do not while names and reasons can be read."""
    return minutes if discreet else min(minutes, longest_with_names())


def longest_with_names() -> int:
    """The most minutes a screen may stand unattended on which more can be read than that somebody waits."""
    return max(_WHERE_NOTES_ARE)
