"""Screens at which somebody serves themself on the center's computer: the number, and that it is done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import i18n
from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit import clipboard
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import LabelTone, label

_FIELD, _BANNER, _KEY_WIDTH, _KEY_HEIGHT = 440, 680, 140, 66
_LONGEST_NUMBER = 40


def head(center: str, prefix: str, speak: Callable[[str], object], leave: Callable[[], object]) -> QWidget:
    """Whose computer it is, its languages, and the door for the staff; objects are named with `prefix`."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconLabel("heart", "accent", 34))
    row.addWidget(label(center, "strong"))
    row.addStretch(1)
    for code, name in i18n.LANGUAGES.items():
        language = button(name, partial(speak, code), checkable=True)
        language.setChecked(code == i18n.language())
        language.setObjectName(f"{prefix}.language.{code}")
        row.addWidget(language)
    staff = button(_("For the staff"), leave, icon="lock", role="quiet", icon_only=True)
    staff.setObjectName(f"{prefix}.staff")
    row.addWidget(staff)
    return made


class NumberScreen(QWidget):
    """Card or number. Emits `given(number)`."""

    given = Signal(str)

    def __init__(self, title: str) -> None:
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
        column = middle(self)
        column.addWidget(line(title, "title"))
        column.addWidget(line(_("Hold your card to the reader, or type your student number."), "muted"))
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


class DoneScreen(QWidget):
    """What was done, large, until somebody touches it or goes. Emits `done`."""

    done = Signal()

    def __init__(self, title: str, text: str, icon: str, *, number: int | None = None) -> None:
        super().__init__()
        column = middle(self)
        column.addStretch(1)
        column.addWidget(IconLabel(icon, "accent", 96), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(line(title, "title"))
        if number is not None:
            column.addWidget(line(_("Your number: {number}").format(number=number), "title"))
        column.addWidget(line(text))
        column.addSpacing(18)
        again = button(_("Done"), self.done.emit, icon="ok", role="primary")
        again.setObjectName("kiosk.done")
        again.setFixedWidth(_FIELD)
        column.addWidget(again, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column = column
        column.addStretch(2)
        self.setFocusProxy(again)

    def offer(self, text: str, act: Callable[[], object]) -> None:
        """Something more that may be done now, below."""
        more = button(text, act, icon="next")
        more.setObjectName("kiosk.more")
        self._column.insertSpacing(self._column.count() - 1, 12)
        self._column.insertWidget(self._column.count() - 1, more, 0, Qt.AlignmentFlag.AlignHCenter)


def middle(screen: QWidget) -> QVBoxLayout:
    """The column of such a screen."""
    column = QVBoxLayout(screen)
    column.setContentsMargins(48, 4, 48, 4)
    column.setSpacing(8)
    return column


def line(text: str, tone: LabelTone = "") -> QLabel:
    """A text in the middle."""
    made = label(text, tone, wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return made


def _as_key(made: QPushButton, name: str) -> QPushButton:
    made.setObjectName(name)
    made.setFixedSize(_KEY_WIDTH, _KEY_HEIGHT)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the focus, for keys and scanners
    return made
