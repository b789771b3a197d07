"""Labels and tooltips: always plain text, because what they show was typed by somebody."""

import html
import re
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

_ENDLESS, _PIECE = re.compile(r"\S{24,}"), re.compile(r"\S{12}(?=\S{3})")
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


def breakable(text: str) -> str:
    """For a label that wraps: with places to break in words no column has room for, of which Qt knows none."""
    return _ENDLESS.sub(lambda word: _PIECE.sub(lambda part: f"{part[0]}\u200b", word[0]), text)


def shortened(text: str, most: int) -> str:
    """At most so many letters of a text, where it stands whole elsewhere."""
    return text if len(text) <= most else f"{text[:most - 1].rstrip()}…"


def plain_tooltip(text: str) -> str:
    """The text for a tooltip, which Qt would read as HTML (and open files for) as soon as it looks like that."""
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>") if "<" in text else text
