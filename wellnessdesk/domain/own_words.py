"""What somebody wrote in their own words, made safe to keep: whatever was pasted stays legible, and has an end."""

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _

_KEPT = frozenset("\n\t")
_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Signs that turn the direction of what follows them, beyond the text they stand in: Arabic or Hebrew needs none."""


def cleaned(text: str) -> str:
    """The text without signs nobody can see (control characters, turns of direction), and without blanks around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in lines if (sign >= " " and not "\x7f" <= sign <= "\x9f" and sign not in _TURNS)
                   or sign in _KEPT).strip()


def required(text: str, most: int, missing: str) -> str:
    """The same; raises `Problem` with `missing` when nothing is left, or when it has more than `most` characters."""
    words = cleaned(text)
    if not words:
        raise Problem(missing)
    if len(words) > most:
        raise Problem(_("This is too long: {n} characters. Keep it under {most}; what you wrote is still here.").format(
            n=formats.number(len(words)), most=formats.number(most)))
    return words
