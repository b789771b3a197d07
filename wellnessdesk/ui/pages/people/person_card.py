"""What can be done with the person selected in the list."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.people import Person, role_label
from wellnessdesk.ui.kit.buttons import Role as ButtonRole
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label


class PersonCard(Card):
    """The name, a line, and the acts. `act(key)` is called with `forgotten`, `role`, `deactivate` or `back`."""

    def __init__(self, me: str, act: Callable[[str], object]) -> None:
        super().__init__(_("Choose somebody in the list"))
        self._me = me
        self._about = label("", "muted", wrap=True)
        acts: tuple[tuple[str, str, str, ButtonRole], ...] = (
            ("forgotten", _("Forgot passphrase…"), "key", "secondary"),
            ("role", _("Change role…"), "people", "secondary"),
            ("deactivate", _("Deactivate…"), "lock", "danger"),
            ("back", _("Bring back…"), "undo", "secondary"))
        self._buttons = {key: self._button(key, text, icon, role, act) for key, text, icon, role in acts}
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._about, 1)
        for one in self._buttons.values():
            row.addWidget(one)
        self.add(row)
        self.show_person(None)

    def show_person(self, person: Person | None, *, only: bool = False) -> None:
        """Offer what can be done with this person."""
        self.heading.setText(person.name if person is not None else _("Choose somebody in the list"))
        self._about.setText(self._what_about(person, only))
        offered = self._offered(person, only)
        for key, one in self._buttons.items():
            one.setVisible(key in offered)

    def focus_first(self) -> None:
        """To the first act that is offered."""
        for one in self._buttons.values():
            if one.isVisibleTo(self):
                one.setFocus()
                return

    def _offered(self, person: Person | None, only: bool) -> set[str]:
        if person is None or person.id == self._me:
            return set()
        if not person.active:
            return {"back"}
        return {"forgotten"} if only else {"forgotten", "role", "deactivate"}

    def _what_about(self, person: Person | None, only: bool) -> str:
        if person is None:
            return _("Then you can give them a new passphrase or another role, deactivate them, or bring them back.")
        if person.id == self._me:
            return _("This is you. Change your own passphrase in the File menu; for the rest, ask another "
                     "administrator.")
        if only and person.active:
            return _("The only coordinator. Once there is another one, this one can leave or get another role.")
        return role_label(person.role) if person.active else _("No longer signs in")

    @staticmethod
    def _button(key: str, text: str, icon: str, role: ButtonRole, act: Callable[[str], object]) -> QPushButton:
        made = button(text, lambda: act(key), icon=icon, role=role)
        made.setObjectName(f"people.act.{key}")
        return made
