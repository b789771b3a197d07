"""Words that are nearly the same: a letter left out, doubled, exchanged with its neighbor or mistaken for another.

RapidFuzz compares in C and holds the interpreter meanwhile, so it is given few words at a time: whoever types goes on.
"""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from wellnessdesk.base.progress import NO_PROGRESS, Progress

SHORTEST = 4
"""Shorter words are like too many others."""
_AT_A_TIME = 4_000
_TWO_SLIPS_FROM = 6
"""Letters from which on two slips are forgiven."""


def slips_forgiven(word: str) -> int:
    """How many slips make another word of this one, and not a different one."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < _TWO_SLIPS_FROM else 2


def similar(word: str, known: Sequence[str], progress: Progress = NO_PROGRESS) -> dict[str, int]:
    """The known words that this one may have been meant for, with the number of slips; both folded.

    Raises `Cancelled` between two portions.
    """
    most = slips_forgiven(word)
    found: dict[str, int] = {}
    for start in range(0, len(known), _AT_A_TIME):
        progress.check_cancelled()
        found.update({other: int(slips) for other, slips, _place in process.extract_iter(
            word, known[start : start + _AT_A_TIME], scorer=OSA.distance, score_cutoff=most)})
    return found
