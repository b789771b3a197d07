"""Students of the roster, as the center knows them."""

from dataclasses import dataclass
from datetime import date


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
        return self.student_number[-3:]


@dataclass(frozen=True, slots=True)
class Listed:
    """A student a roster speaks of: who they are here (`id`; None for one who would be added), and their name."""

    id: int | None
    name: str
