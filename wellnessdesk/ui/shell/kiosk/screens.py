"""What a student sees at the kiosk beside the number, and that it is done: why they came."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Guest
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceCards
from wellnessdesk.ui.kit.self_service import line, middle
from wellnessdesk.ui.shell.kiosk.wording import NOT_SAID, feelings, reasons


class ReasonScreen(QWidget):
    """Why they came and, if they like, how they feel. Emits `chosen(reason, feeling)`; 0 is no feeling."""

    chosen = Signal(str, int)
    back = Signal()

    def __init__(self, guest: Guest) -> None:
        super().__init__()
        self.reasons = ChoiceCards(_("What brings you here?"), reasons(), columns=5, upright=True)
        self.feelings = ChoiceCards(_("How do you feel right now?"), feelings(), columns=6, upright=True)
        self.feelings.set_value(NOT_SAID)
        for cards, name, choices in ((self.reasons, "reason", reasons()), (self.feelings, "feeling", feelings())):
            for choice in choices:
                cards.card(choice.key).setObjectName(f"kiosk.{name}.{choice.key}")
        self._go = button(_("Check in"), self._choose, icon="check-in", role="primary")
        self._go.setObjectName("kiosk.check_in")
        self._go.setEnabled(False)
        self._back = button(_("This is not me"), self.back.emit, icon="back")
        self._back.setObjectName("kiosk.not_me")
        self.reasons.changed.connect(lambda: self._go.setEnabled(self.reasons.value() is not None))
        self._lay_out(guest)
        self.setFocusProxy(self.reasons)

    def wait(self, busy: bool) -> None:
        """While it is written."""
        self._go.setEnabled(not busy)

    def enter(self) -> None:
        """The Enter key: who stands on a picture checks in, if a reason is chosen; else it presses the way back."""
        (self._back if self._back.hasFocus() else self._go).click()

    def _choose(self) -> None:
        self.chosen.emit(self.reasons.value() or "", int(self.feelings.value() or 0))

    def _lay_out(self, guest: Guest) -> None:
        column = middle(self)
        column.addWidget(line(_("Hello, {name}").format(name=guest.shown), "title"))
        column.addWidget(line(_("What brings you here?")))
        column.addWidget(self.reasons)
        column.addSpacing(6)
        column.addWidget(line(_("How do you feel right now? You need not say.")))
        column.addWidget(self.feelings)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._go)
        column.addLayout(row)
        column.addStretch(1)
