"""Text as it was meant: what somebody pasted may carry signs that are not seen and turn what is."""

import unicodedata

_KEPT = "\n\t"
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that set or end a direction; one left open turns the words of whoever writes after it."""


def plain(text: str) -> str:
    """Without control characters and turns of direction, lines ended alike, accents composed, no blanks around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", "".join(filter(_kept, lines))).strip()


def _kept(sign: str) -> bool:
    return sign in _KEPT or (sign not in _TURNS and unicodedata.category(sign) not in ("Cc", "Cs"))
