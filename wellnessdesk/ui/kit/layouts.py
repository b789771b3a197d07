"""Widgets over and beside each other, and an area that scrolls them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget


def stacked(*parts: QWidget | tuple[QWidget, int], spacing: int = 14) -> QWidget:
    """The parts over each other without a margin; one that comes with a number gets that share of the height."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for part in parts:
        widget, share = part if isinstance(part, tuple) else (part, 0)
        column.addWidget(widget, share)
    return holder


def beside(narrow: QWidget, wide: QWidget, width: int) -> QWidget:
    """A list of that width, and what is chosen in it in the room that is left."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    narrow.setFixedWidth(width)
    row.addWidget(narrow)
    row.addWidget(wide, 1)
    return holder


def scrolling(body: QWidget, name: str) -> QScrollArea:
    """An area without a frame that scrolls `body` up and down and takes no focus of its own."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(body)
    return area
