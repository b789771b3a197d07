"""The three things a student sees at the kiosk: the number, why they came, that it is done."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.kiosk import Guest
from wellnessdesk.ui.kit import clipboard
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceCards
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import LabelTone, label
from wellnessdesk.ui.shell.kiosk.wording import NOT_SAID, feelings, reasons

_FIELD, _BANNER, _KEY_WIDTH, _KEY_HEIGHT = 440, 680, 140, 66
_LONGEST_NUMBER = 40


class NumberScreen(QWidget):
    """Card or number. Emits `given(number)`."""

    given = Signal(str)

    def __init__(self, center: str) -> None:
        super().__init__()
        self.problem = Banner(tone="flag")
        self.problem.setFixedWidth(_BANNER)
        self.field = TextField(max_length=_LONGEST_NUMBER)
        self.field.setObjectName("kiosk.number")
        self.field.setAccessibleName(_("Your student number"))
        self.field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field.setFixedWidth(_FIELD)
        clipboard.shut_out(self.field)
        self.field.returnPressed.connect(self._give)
        self.field.textEdited.connect(lambda _text: self.problem.say(""))
        self._go = button(_("Go on"), self._give, icon="next", role="primary")
        self._go.setObjectName("kiosk.go")
        self._go.setFixedWidth(_FIELD)
        column = _middle(self)
        column.addWidget(_line(_("Welcome to {center}").format(center=center), "title"))
        column.addWidget(_line(_("Hold your card to the reader, or type your student number."), "muted"))
        column.addSpacing(8)
        told = QHBoxLayout()  # aligned by itself it would not grow with its text
        told.addStretch(1)
        told.addWidget(self.problem)
        told.addStretch(1)
        column.addLayout(told)
        for part in (self.field, self._pad(), self._go):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setFocusProxy(self.field)

    @property
    def empty(self) -> bool:
        """Whether nobody has begun anything here."""
        return not self.field.text() and self.problem.isHidden()

    def say(self, sentence: str) -> None:
        """What is wrong with the number; it can be typed anew at once."""
        self.field.clear()
        self.problem.say(sentence, tone="flag", icon="help")
        self.field.setFocus()

    def wait(self, busy: bool) -> None:
        """While the number is looked for. The field stays, so that no key of a scanner is lost."""
        self._go.setEnabled(not busy)

    def _give(self) -> None:
        if self.field.value():
            self.given.emit(self.field.value())

    def _pad(self) -> QWidget:
        """Digits for a finger; whoever has keys types them."""
        pad = QWidget()
        pad.setFixedWidth(_FIELD)
        grid = QGridLayout(pad)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._key(digit), place // 3, place % 3)
        grid.addWidget(self._icon_key("close", _("Clear"), self.field.clear, "kiosk.clear"), 3, 0)
        grid.addWidget(self._key("0"), 3, 1)
        grid.addWidget(self._icon_key("back", _("Take the last one back"), self.field.backspace, "kiosk.back"), 3, 2)
        return pad

    def _key(self, digit: str) -> QPushButton:
        return _as_key(button(digit, lambda: self.field.insert(digit)), f"kiosk.key.{digit}")

    def _icon_key(self, icon: str, name: str, act: Callable[[], object], key: str) -> QPushButton:
        return _as_key(button(name, act, icon=icon, icon_only=True), key)


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
        column = _middle(self)
        column.addWidget(_line(_("Hello, {name}").format(name=guest.shown), "title"))
        column.addWidget(_line(_("What brings you here?")))
        column.addWidget(self.reasons)
        column.addSpacing(6)
        column.addWidget(_line(_("How do you feel right now? You need not say.")))
        column.addWidget(self.feelings)
        column.addSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._go)
        column.addLayout(row)
        column.addStretch(1)


class DoneScreen(QWidget):
    """What was done, large, until somebody touches it or goes. Emits `done`."""

    done = Signal()

    def __init__(self, title: str, text: str, icon: str, *, number: int | None = None) -> None:
        super().__init__()
        column = _middle(self)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "accent", 96), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(_line(title, "title"))
        if number is not None:
            column.addWidget(_line(_("Your number: {number}").format(number=number), "title"))
        column.addWidget(_line(text))
        column.addSpacing(18)
        again = button(_("Done"), self.done.emit, icon="ok", role="primary")
        again.setObjectName("kiosk.done")
        again.setFixedWidth(_FIELD)
        column.addWidget(again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.setFocusProxy(again)


def _middle(screen: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(screen)
    column.setContentsMargins(48, 4, 48, 4)
    column.setSpacing(8)
    return column


def _line(text: str, tone: LabelTone = "") -> QLabel:
    made = label(text, tone, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _as_key(made: QPushButton, name: str) -> QPushButton:
    made.setObjectName(name)
    made.setFixedSize(_KEY_WIDTH, _KEY_HEIGHT)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the focus, for keys and scanners
    return made
