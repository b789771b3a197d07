"""What the page says about roles, passphrases and a center with too few of one role."""

from collections.abc import Sequence

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Person, Role, role_label
from wellnessdesk.ui.kit.choices import Choice

ROLE_ICONS = {
    Role.FRONT_DESK: "check-in", Role.PEER: "heart", Role.COORDINATOR: "supervision", Role.ADMINISTRATOR: "key",
}  # fmt: skip


def role_choices() -> list[Choice]:
    """The roles as cards: what each may see, in a line."""
    see = {
        Role.FRONT_DESK: _("Checks students in and out. Never sees notes."),
        Role.PEER: _("Sees their own sessions and notes, nobody else's."),
        Role.COORDINATOR: _("Reads all notes and flags, and leads supervision."),
        Role.ADMINISTRATOR: _("Looks after people and the roster. Cannot read notes."),
    }
    return [Choice(role.value, role_label(role), ROLE_ICONS[role], see[role]) for role in ROLES_OF_PEOPLE]


def advice(people: Sequence[Person]) -> tuple[str, str]:
    """What the center should do about its people, and why; two empty texts when there is nothing to say."""
    active = [person.role for person in people if person.active]
    if active.count(Role.ADMINISTRATOR) == 1:
        return (_("There is only one administrator"),
                _("Add a second one. If the only one forgets the passphrase or leaves, nobody can add people."))
    if active.count(Role.COORDINATOR) == 1:
        return (_("There is only one coordinator"),
                _("Add a second one if you can. Nobody else can read flags and notes while the only one is away."))
    return "", ""
