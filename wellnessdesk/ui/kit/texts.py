"""Labels and tooltips: always plain text, because what they show was typed by somebody."""

import html
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

LabelTone = Literal["", "title", "heading", "strong", "figure", "muted", "accent", "ok", "info", "flag", "danger"]


def label(
    text: str, tone: LabelTone = "", *, wrap: bool = False, small: bool = False, selectable: bool = False
) -> QLabel:
    """A text. `wrap` for sentences, `selectable` for what somebody may want to copy."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("tone", tone)
    made.setProperty("textSize", "small" if small else "")
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def plain_tooltip(text: str) -> str:
    """The text for a tooltip, which Qt would read as HTML (and open files for) as soon as it looks like that."""
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>") if "<" in text else text
