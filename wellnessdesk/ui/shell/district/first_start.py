"""The first start at a district: its name and passphrase, then the key that the centers are given."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import DistrictKey
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.new_passphrase import NewPassphrase
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.district.public_key import PublicKeyCard

_WIDTH = 680


class FirstStartScreen(Page):
    """Emits `finished(name, passphrase)`. What was typed stays when the language changes."""

    finished = Signal(str, str)

    def __init__(self, typed: dict[str, str]) -> None:
        super().__init__(_("Begin at your district"), _(
            "Bundles of the centers are opened and compared here. Everything stays encrypted on this computer."))
        self._typed = typed
        self.name = TextField(typed.get("name", ""), max_length=120)
        self.name.setObjectName("district.name")
        self.name.textChanged.connect(lambda text: typed.__setitem__("name", text))
        self.passphrase = NewPassphrase("district")
        self.passphrase.submitted.connect(self._finish)
        self.problem = Banner(tone="flag")
        self._go = button(_("Make the district's key"), self._finish, icon="key", role="primary")
        self._go.setObjectName("district.create")
        self._form = Form()
        self._name_field = self._form.field(_("Name of the district"), self.name,
                                            hint=_("As the centers know it. It stands on every report."))
        self._form.row(*self.passphrase.fields)
        self._form.add(label(_("10 characters or more, best four random words. Keep it where the district keeps such "
                               "things: without it no bundle can be opened, and nobody can look it up."), "muted",
                             wrap=True, small=True))
        self._lay_out()
        self.name.setFocus()

    def show_busy(self, busy: bool) -> None:
        """While the key is being made."""
        self._form.setEnabled(not busy)
        self._go.setEnabled(not busy)

    def show_problem(self, sentence: str) -> None:
        """Say why nothing was made."""
        self.show_busy(False)
        self.problem.say(_("Nothing was made"), sentence, "flag")

    def _finish(self) -> None:
        self._form.clear_errors()
        self.problem.say("")
        if not self.name.value():
            self._name_field.set_error(_("Enter the district's name."))
        self.passphrase.check()
        if not self._form.show_errors():
            self.show_busy(True)
            self.finished.emit(self.name.value(), self.passphrase.value())

    def _lay_out(self) -> None:
        card = Card()
        card.setFixedWidth(_WIDTH)
        for part in (self.problem, self._form, ButtonRow(self._go)):
            card.add(part)
        self.add(_at_left(card))
        self.add_stretch()


class NewKeyScreen(Page):
    """Right after the key was made: the centers are to be given it. Calls `done()`."""

    def __init__(self, shown: DistrictKey, done: Callable[[], object]) -> None:
        super().__init__(_("Give the centers this key"), _(
            "With it they encrypt their bundles, for you alone. It is no secret. You find it again under Keys."))
        go = button(_("Continue"), done, role="primary")
        go.setObjectName("district.continue")
        self.card = PublicKeyCard(shown)
        self.add(self.card)
        self.add(ButtonRow(go))
        self.add_stretch()
        go.setFocus()


def _at_left(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(part)
    row.addStretch(1)
    return row


