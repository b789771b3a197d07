"""Letters that the bundled font lacks, as the desktop draws them: what makes PDFs knows no window, and asks here."""

from dataclasses import dataclass
from typing import Protocol

Step = tuple[str, tuple[float, ...]]
"""A stroke: `m` (move), `l` (line) or `c` (curve) and its points. An em is 1000, y goes up."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A sign of some font. Whoever draws the same sign again gives the same object."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A letter that has colors, as emoji do."""

    wide: int
    tall: int
    colors: bytes
    """Red, green and blue of each dot, row by row from the top."""
    cover: bytes
    """How much each dot hides of what is below it."""
    box: tuple[float, float, float, float]
    """Left, foot, width and height, on the scale of strokes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What moves together when somebody walks through the line with the arrow keys: a letter with its marks, mostly."""

    words: str
    advance: float = 0.0
    signs: tuple[tuple[Outline, float, float], ...] = ()
    """Outlines and where they lie: a letter and its marks."""
    picture: Picture | None = None
    known: bool = True
    """Whether any font of this computer has it."""
    turned: bool = False
    """Whether it stands in a run that is read from the right: a bracket there looks the other way."""


class Lettering(Protocol):
    """What draws letters."""

    def line(self, words: str, bold: bool) -> tuple[Letter, ...]:
        """The letters of a line from the left to the right, as they are seen."""


class _Nobody:
    def line(self, words: str, bold: bool) -> tuple[Letter, ...]:
        """No letter is known."""
        return tuple(Letter(letter, known=False) for letter in words)


_in_use: list[Lettering] = [_Nobody()]


def use(lettering: Lettering) -> None:
    """Ask this one from now on. Until then (the command line without a window) no letter is known."""
    _in_use[:] = [lettering]


def line(words: str, bold: bool) -> tuple[Letter, ...]:
    """The letters of a line from the left to the right, as the desktop sets them."""
    return _in_use[0].line(words, bold)
