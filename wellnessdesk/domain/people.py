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
    }[role]
