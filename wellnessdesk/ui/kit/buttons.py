"""Buttons by what they are for, rows of them, and big cards to choose from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.ui.kit import icons
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.texts import label, plain_tooltip

Role = Literal["secondary", "primary", "danger", "danger-primary", "quiet", "link", "row", "nav", "toast"]
"""At most one `primary` a page; `danger` destroys; `quiet` is a text to press, and
`link` one that stands flush with the fields above it; `row` fits a table's row."""

_ICON_TONES: dict[str, tuple[Tone, Tone]] = {
    "primary": ("on_accent", "on_accent"),
    "danger": ("danger", "danger"),
    "danger-primary": ("on_danger", "on_danger"),
    "quiet": ("accent", "accent"),
    "row": ("accent", "accent"),
    "nav": ("muted", "accent"),
    "toast": ("on_toast", "on_toast"),
}


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    icon: str = "",
    role: Role = "secondary",
    shortcut: str = "",
    tooltip: str = "",
    checkable: bool = False,
    icon_only: bool = False,
) -> QPushButton:
    """A button. Its shortcut also stands in its tooltip; `icon_only` keeps the text for tooltip and screen readers."""
    made = QPushButton("" if icon_only else text)
    made.setProperty("role", role)
    made.setProperty("iconOnly", icon_only)
    made.setAccessibleName(text.replace("&", ""))
    made.setAutoDefault(False)
    made.setCheckable(checkable)
    if icon:
        tone, checked = _ICON_TONES.get(role, ("ink", "accent"))
        made.setIcon(icons.icon(icon, tone, checked))
        made.setIconSize(QSize(18 if icon_only else 22, 18) if role != "nav" else QSize(26, 20))  # wider: a gap
    describe(made, tooltip or (text if icon_only else ""), shortcut)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of a button's menu. `key` is its object name."""

    key: str
    text: str
    act: Callable[[], object]
    icon: str = ""


def menu_button(text: str, entries: Sequence[MenuEntry], *, name: str, icon: str = "") -> QPushButton:
    """A button of this object name that unfolds what can be done besides; its menu is called `name`.menu."""
    made = button(text, icon=icon)
    made.setObjectName(name)
    menu = QMenu(made)
    menu.setObjectName(f"{name}.menu")
    menu.setAccessibleName(text.replace("&", ""))
    for entry in entries:
        action = menu.addAction(entry.text, entry.act)
        action.setObjectName(entry.key)
        if entry.icon:
            action.setIcon(icons.icon(entry.icon))
    made.setMenu(menu)
    return made


def describe(widget: QPushButton, tooltip: str, shortcut: str = "") -> None:
    """Give a button its tooltip and shortcut, so that the one tells of the other."""
    keys = QKeySequence(shortcut)
    shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
    widget.setToolTip(plain_tooltip(" ".join(part for part in (tooltip, f"({shown})" if shown else "") if part)))
    widget.setAccessibleDescription(tooltip)
    if shortcut:
        widget.setShortcut(keys)


class ButtonRow(QWidget):
    """Buttons of a page, form or dialog: at the right the one that gets on with it, before it the others."""

    def __init__(self, primary: QPushButton, *others: QPushButton, left: tuple[QPushButton, ...] = ()) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        for each in left:
            row.addWidget(each)
        row.addStretch(1)
        for each in (*others, primary):
            row.addWidget(each)


class FaceButton(QPushButton):
    """A button whose face is a layout of its own; it grows with what stands on it."""

    def __init__(self, name: str, role: str, *, upright: bool) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setAccessibleName(name)
        self.setAutoDefault(False)
        self.setSizePolicy(_tall_as_needed())
        self.face = QBoxLayout(_DOWN if upright else _ACROSS, self)
        self.face.setContentsMargins(16, 12, 16, 12)

    def let_clicks_through(self) -> None:
        """To be called when the face is finished: whatever stands on it does not take the clicks."""
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return self.face.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.face.totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.totalHeightForWidth(width)


class CardButton(FaceButton):
    """A big button with an icon, a word and a line that says more, all wrapping."""

    def __init__(self, title: str, detail: str = "", icon: str = "", *, upright: bool = False) -> None:
        super().__init__(title, "choice", upright=upright)
        self.setAccessibleDescription(detail)
        self._upright = upright
        self.face.setSpacing(12 if upright else 14)
        if not upright:
            self.face.setContentsMargins(16, 12, 28, 12)  # room for the tick
        self._tick = icons.IconLabel("ok", "accent", 16, self)
        self._tick.hide()
        self.toggled.connect(self._tick.setVisible)
        self.face.addStretch(1 if upright else 0)
        if icon:
            middle = Qt.AlignmentFlag.AlignHCenter if upright else Qt.AlignmentFlag.AlignVCenter
            self.face.addWidget(icons.IconLabel(icon, "accent", 40 if upright else 24), 0, middle)
        self.face.addLayout(self._texts(title, detail), 0 if upright else 1)
        self.face.addStretch(1 if upright else 0)
        self.let_clicks_through()

    def say(self, detail: str) -> None:
        """Say something else below the word."""
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleDescription(detail)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tick.move(self.width() - 26, 10 if self._upright else (self.height() - 16) // 2)

    def _texts(self, title: str, detail: str) -> QVBoxLayout:
        self._detail = label(detail, "muted", wrap=True, small=not self._upright)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        for line in (label(title, "heading" if self._upright else "strong", wrap=True), self._detail):
            texts.addWidget(line)
            if self._upright:
                line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        texts.addStretch(1)
        if not detail:
            self._detail.hide()
        return texts


_DOWN = QBoxLayout.Direction.TopToBottom
_ACROSS = QBoxLayout.Direction.LeftToRight


def _tall_as_needed() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy
