"""The last import of a roster: what it was, and what undoes it. Nothing here writes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from wellnessdesk.domain.roster import RosterPlan
from wellnessdesk.domain.timetables import Classes

Value = str | bool | date | None
Facts = tuple[int, Mapping[str, tuple[Value, Value]]]
"""Whose they are, and for each column what stood there before and what since."""
_DATES = {"birth_date"}
_STATE = "state "


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterImport:
    """One import, or one start of a school year (`rollover`). `source` is the file's name, `by` the person's."""

    id: int
    at: datetime
    by: str
    source: str
    counts: Mapping[str, int]
    rollover: bool = False
    undone_at: datetime | None = None


def counts(plan: RosterPlan) -> dict[str, int]:
    """How much a plan changes, by kind; the audit log and the list of imports say so."""
    return {
        "adds": len(plan.adds), "changes": len(plan.changes), "inactive": len(plan.becoming_inactive),
        "reactivated": len(plan.reactivated), "not taken": len(plan.not_taken),
        "caregivers": len(plan.caregivers.adds), "classes": len(plan.classes),
    }  # fmt: skip


def state_detail(fingerprint: str) -> str:
    """What the audit log keeps, after the counts, of how an act left the roster."""
    return f"{_STATE}{fingerprint}"


def state_told(detail: str) -> str:
    """The fingerprint in such a detail; empty in one of a version that kept none."""
    last = detail.rpartition(", ")[2]
    return last.removeprefix(_STATE) if last.startswith(_STATE) else ""


@dataclass(slots=True)
class Undo:
    """All that takes an import back exactly.

    `students` and `caregivers` are the first and last id added; `ties` are (student, caregiver, relation before,
    relation since), None where there was or is no tie; `classes` what students had before.
    """

    students: tuple[int, int] | None = None
    caregivers: tuple[int, int] | None = None
    student_facts: list[Facts] = field(default_factory=list)
    caregiver_facts: list[Facts] = field(default_factory=list)
    ties: list[tuple[int, int, str | None, str | None]] = field(default_factory=list)
    classes: list[tuple[int, Classes]] = field(default_factory=list)

    def written(self) -> str:
        """As it is kept."""
        return json.dumps({
            "students": self.students, "caregivers": self.caregivers, "ties": self.ties, "classes": self.classes,
            "student_facts": self.student_facts, "caregiver_facts": self.caregiver_facts,
        }, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


def undo_from(text: str) -> Undo:
    """Back from how it is kept. Raises `ValueError`, `KeyError` or `TypeError` for what we did not write."""
    kept = json.loads(text)
    return Undo(
        students=_range(kept["students"]), caregivers=_range(kept["caregivers"]),
        student_facts=[_facts(one) for one in kept["student_facts"]],
        caregiver_facts=[_facts(one) for one in kept["caregiver_facts"]],
        ties=[(student, caregiver, before, after) for student, caregiver, before, after in kept["ties"]],
        classes=[(student, tuple((period, title) for period, title in classes))
                 for student, classes in kept["classes"]])


def _range(kept: list[int] | None) -> tuple[int, int] | None:
    return (kept[0], kept[1]) if kept else None


def _facts(kept: tuple[int, dict[str, list[str | bool | None]]]) -> Facts:
    id_, columns = kept
    return id_, {name: (_value(name, old), _value(name, new)) for name, (old, new) in columns.items()}


def _value(name: str, kept: str | bool | None) -> Value:
    return date.fromisoformat(kept) if name in _DATES and isinstance(kept, str) else kept
