"""Finding students."""

from dataclasses import dataclass

from wellnessdesk.domain.names import fold, matches, search_key
from wellnessdesk.domain.students import Student
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import students

_CACHE = "students"


@dataclass(frozen=True, slots=True)
class _Known:
    key: str
    student: Student


@act("students.search")
def search(desk: Desk, query: str, limit: int = 12) -> list[Student]:
    """Active students whose names or number begin with the query's words, in any order; accents and case ignored.

    Those whose family or given name begins with the first word come first, then by name.
    """
    typed = query.strip()
    if not typed:
        return []
    hits = [known for known in _index(desk) if _fits(typed, known)]
    hits.sort(key=lambda known: fold(known.student.name))
    return [known.student for known in hits[:limit]]


@act("students.search")
def count(desk: Desk) -> int:
    """How many active students the roster has; 0 before the first import."""
    return len(_index(desk))


def _fits(query: str, known: _Known) -> bool:
    return matches(query, known.key) or (query.isdigit() and known.student.student_number.startswith(query))


def _index(desk: Desk) -> list[_Known]:
    found = desk.cache.get(_CACHE)
    if not isinstance(found, list):
        with desk.reading() as tx:
            found = [_Known(_key(student), student) for student in students.everybody(tx, active_only=True)]
        desk.cache[_CACHE] = found
    return found


def _key(student: Student) -> str:
    return search_key(given=student.given, family=student.family, preferred=student.preferred_given,
                      middle=student.middle)
