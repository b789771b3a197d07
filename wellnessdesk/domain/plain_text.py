"""Words as people write them: without signs that cannot be seen and that change how the others are read."""

import unicodedata

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _

_KEPT = frozenset("\n\t\u200c\u200d\u200e\u200f") | frozenset(map(chr, range(0xE0020, 0xE0080)))
"""Lines, tabs, what Persian, Hindi, Arabic and emoji need between two signs, and the letters in some flags."""
_LINES = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})


def clean(text: str) -> str:
    """The text without control signs and without those that turn the direction of what follows.

    Every language keeps its own direction: that comes from its letters.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").translate(_LINES)
    return "".join(sign for sign in lines if sign in _KEPT or not _unseen(sign)).strip()


def required(text: str, most: int, missing: str) -> str:
    """The same; raises `Problem` with `missing` when nothing is left, or when it has more than `most` characters."""
    words = clean(text)
    if not words:
        raise Problem(missing)
    if len(words) > most:
        raise Problem(_("This is too long: {n} characters. Keep it under {most}; what you wrote is still here.").format(
            n=formats.number(len(words)), most=formats.number(most)))
    return words


def _unseen(sign: str) -> bool:
    """Controls, formats and halves of signs. What Python does not know yet stays: it may be next year's emoji."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs")
