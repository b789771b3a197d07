"""Applications from a table (a form on the web, a spreadsheet): which column is what, and what would be taken."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import Cycle
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.roster import LineNotTaken

NUMBER, NAME = "student_number", "full_name"
"""What a column can be beside the answer to a question (then it is the question's id)."""
_LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Look:
    """A table before it is read: its columns, and what they are taken for (target -> header)."""

    header: tuple[str, ...]
    proposed: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that can be taken: of a student of the roster, or (`student` None) of a name nobody there has."""

    line: int
    name: str
    student: int | None
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: nothing is written yet."""

    cycle: int
    file: str
    lines: tuple[Line, ...]
    not_taken: tuple[LineNotTaken, ...]


def targets(cycle: Cycle) -> tuple[tuple[str, str], ...]:
    """(what a column can be, how a person reads it)."""
    return ((NUMBER, _("Student number")), (NAME, _("Whole name")),
            *((one.id, str(one.label)) for one in cycle.criteria.questions))


def proposed(cycle: Cycle, header: Sequence[str], known: Mapping[str, str], kept: object) -> dict[str, str]:
    """What the columns are taken for: as somebody said before, else by the names of roster columns and of questions."""
    if isinstance(kept, dict) and kept and set(map(str, kept.values())) <= set(header):
        return {str(target): str(name) for target, name in kept.items()}
    found = {target: known[target] for target in (NUMBER, NAME) if target in known}
    left = [name for name in header if name not in found.values()]
    for question in cycle.criteria.questions:
        best = max(left, key=lambda name: _likeness(name, question.label.en, question.label.es), default="")
        if best and _likeness(best, question.label.en, question.label.es) >= _LIKE:
            found[question.id] = best
            left.remove(best)
    return found


def _likeness(name: str, *labels: str) -> float:
    return max(difflib.SequenceMatcher(None, fold(name), fold(label)).ratio() for label in labels)
