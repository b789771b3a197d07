"""Buttons whose shortcut answers at once, and keys without a button."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from wellnessdesk.ui.kit.buttons import button


def quick_button(
    name: str,
    text: str,
    on_click: Callable[[], object] | None,
    *,
    icon: str,
    shortcut: str,
    tooltip: str,
    checkable: bool = False,
) -> QPushButton:
    """A kit button with an object name; by a shortcut of Qt's own it would only act 0.1 s after the key."""
    made = button(text, on_click, icon=icon, shortcut=shortcut, tooltip=tooltip, checkable=checkable)
    made.setObjectName(name)
    made.setShortcut(QKeySequence())
    QShortcut(QKeySequence(shortcut), made).activated.connect(made.click)
    return made


def shortcut(parent: QWidget, keys: str, act: Callable[[], object]) -> None:
    """A key for what has no button: it stands in the menu of a row."""
    QShortcut(QKeySequence(keys), parent).activated.connect(act)
