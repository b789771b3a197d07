"""The people who may sign in, and their roles."""

from dataclasses import dataclass
from enum import StrEnum

from wellnessdesk.base.i18n import _


class Role(StrEnum):
    """What a person is at the center; decides everything they may see and do."""

    FRONT_DESK = "front_desk"
    PEER = "peer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    KIOSK = "kiosk"
    """No person's: the screen at which students check themselves in (`domain.kiosk`)."""


ROLES_OF_PEOPLE = tuple(role for role in Role if role is not Role.KIOSK)
"""The roles that somebody can be given."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. Never deleted, so that their name stays on what they did."""

    id: str
    name: str
    role: Role
    active: bool = True


def role_label(role: Role) -> str:
    """The role's name as a person reads it."""
    return {
        Role.FRONT_DESK: _("Front desk"),
        Role.PEER: _("Wellness Peer"),
        Role.COORDINATOR: _("Coordinator"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.KIOSK: _("Kiosk"),
    }[role]


def kiosk_is_nobody() -> str:
    """Why nobody can be given that role."""
    return _("The kiosk is nobody's role. It is started by whoever is at the front desk.")
