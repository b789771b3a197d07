"""Students of the roster, as the center knows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wellnessdesk.base.i18n import _

_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One student. `preferred_given` is used inside the center only, when the student wishes it."""

    id: int
    student_number: str
    given: str
    middle: str = ""
    family: str
    preferred_given: str = ""
    grade: str = ""
    school: str = ""
    birth_date: date | None = None
    active: bool = True
    sourced_id: str | None = None

    @property
    def name(self) -> str:
        """The name used inside the center."""
        return f"{self.preferred_given or self.given} {self.family}".strip()

    @property
    def hint(self) -> str:
        """A discreet way of telling equal names apart: the last three digits of the student number."""
        return self.student_number[-_DIGITS:]


@dataclass(frozen=True, slots=True)
class Listed:
    """A student a roster speaks of: who they are here (`id`; None for one who would be added), and their name."""

    id: int | None
    name: str


def not_on_roster(student: Student) -> str:
    """Why somebody who has left the school cannot be checked in; of several it says who."""
    return _("{name} is not on the roster any more. Ask your coordinator.").format(name=student.name)


def grade_label(grade: str) -> str:
    """For instance "Grade 9" for the roster's "09"; empty for none."""
    return _("Grade {grade}").format(grade=grade.lstrip("0") or grade) if grade else ""


def told_apart(student: Student, digits: str = "") -> str:
    """What tells this student from others of the same name, without saying more than needed."""
    shown = digits or student.hint
    number = _("number ends in {digits}").format(digits=shown) if shown else ""
    return " · ".join(part for part in (grade_label(student.grade), number) if part)


def digits_apart(students: Iterable[Student]) -> dict[int, str]:
    """By id, the last digits of each one's number: as many as tell those of one name and grade apart, at least three.

    For students who stand in one list.
    """
    listed = list(students)
    found = {student.id: student.hint for student in listed}
    for length in range(_DIGITS + 1, max((len(student.student_number) for student in listed), default=0) + 1):
        looks = Counter((student.name, student.grade, found[student.id]) for student in listed)
        alike = [student for student in listed if looks[student.name, student.grade, found[student.id]] > 1]
        found |= {student.id: student.student_number[-length:] for student in alike}
    return found
