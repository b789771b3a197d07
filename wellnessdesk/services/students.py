"""Finding students: by the beginnings of their names, by short forms, and in spite of a slip."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.name_index import NameIndex, first, short_forms
from wellnessdesk.domain.names import fold, search_key, ways
from wellnessdesk.domain.students import Student
from wellnessdesk.exchange import similar as slips
from wellnessdesk.services import peers
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import student_facts, students

_CACHE = "students"
_WORDS_HELD = 4
"""So many words of a query are looked at for slips: a name is no longer."""
Places = Callable[[str], set[int]]


class How(StrEnum):
    """By what a student was found."""

    NAME = "name"
    SHORT_FORM = "short_form"
    SIMILAR = "similar"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Found:
    """A student, by what they were found, and since when they are here today (None: they are not).

    `not_with` are the peers on shift with whom they cannot be.
    """

    student: Student
    how: How = How.NAME
    here_since: datetime | None = None
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Index:
    """Everybody on the roster, active or not, in the order of results; the places of who is."""

    students: tuple[Student, ...]
    active: frozenset[int]
    gone: frozenset[int]
    names: NameIndex
    short_forms: NameIndex
    numbers: NameIndex


@act("students.search")
def search(desk: Desk, query: str, limit: int = 12) -> list[Student]:
    """Active students whose names, short forms or number begin with the query's words, in any order.

    Accents and case are ignored. By name, those found by a short form last.
    """
    index = _index(desk)
    return [index.students[place] for place, _how in _by_beginnings(index, query, index.active, limit)]


@act("students.search")
def find(desk: Desk, query: str, limit: int = 12) -> list[Found]:
    """As `search`, and after those who are active whoever is not any more; each with since when they are here."""
    index = _index(desk)
    places = _by_beginnings(index, query, index.active, limit)
    if len(places) < limit:
        places += _by_beginnings(index, query, index.gone, limit - len(places))
    return _told(desk, [Found(index.students[place], how) for place, how in places])


@act("students.search")
def find_similar(desk: Desk, query: str, limit: int = 12, progress: Progress = NO_PROGRESS) -> list[Found]:
    """Active students whose names are nearly what was typed, the nearest first. Whom `search` finds is among them.

    For when `find` found too little: a few times slower. Raises `Cancelled`.
    """
    index, words = _index(desk), fold(query).split()
    if not words or len(words) > _WORDS_HELD or not any(slips.slips_forgiven(word) for word in words):
        return []
    found: dict[int, int] | None = None
    for word in words:
        theirs = _slips_of(index, word, progress)
        found = theirs if found is None else {
            place: found[place] + theirs[place] for place in found.keys() & theirs.keys()}
    best = sorted((slip, place) for place, slip in (found or {}).items() if place in index.active)
    nearest = best[0][0] if best else 0
    places = [place for slip, place in best if slip <= nearest + 1][:limit]
    return _told(desk, [Found(index.students[place], How.SIMILAR) for place in places])


@act("students.search")
def by_card(desk: Desk, card: str) -> Found | None:
    """Whose card this is; None when it is nobody's. A card that bears the student number itself is theirs as well."""
    with desk.reading() as tx:
        owner = student_facts.owner_of_card(tx, card)
        student = students.get(tx, owner) if owner is not None else students.of_number(tx, card)
    return _told(desk, [Found(student, How.CARD)])[0] if student is not None else None


@act("students.search")
def count(desk: Desk) -> int:
    """How many active students the roster has; 0 before the first import."""
    return len(_index(desk).active)


def worth_looking_for_similar(query: str, found: int) -> bool:
    """Whether so few were found that a slip of the fingers is likely, and the query is long enough to tell."""
    return found < 3 and any(slips.slips_forgiven(word) for word in fold(query).split())


def _by_beginnings(index: _Index, query: str, among: frozenset[int], limit: int) -> list[tuple[int, How]]:
    if not query.strip():
        return []
    named = _all_words(query, index.names.places) & among
    if fold(query).isdigit():
        named |= index.numbers.places(fold(query)) & among
    found = [(place, How.NAME) for place in first(named, limit)]
    if len(found) < limit:
        called = _all_words(query, lambda word: index.names.places(word) | index.short_forms.places(word)) & among
        found += [(place, How.SHORT_FORM) for place in first(called - named, limit - len(found))]
    return found


def _all_words(query: str, places: Places) -> set[int]:
    """Who has a word for each of the query's; two words may also stand for one (`names.matches`)."""
    found: set[int] = set()
    for way in ways(query):
        if way:
            found |= set.intersection(*map(places, way))
    return found


def _slips_of(index: _Index, word: str, progress: Progress) -> dict[int, int]:
    """For each student who may be meant by this word, with how many slips."""
    meant = slips.similar(word, index.names.beginnings(len(word) + 1), progress)
    if len(word) >= slips.SHORTEST:
        meant = {**slips.similar(word, index.names.beginnings(len(word)), progress), **meant}
    found: dict[int, int] = {}
    for beginning, slip in {**meant, word: 0}.items():
        for place in index.names.places(beginning):
            found[place] = min(slip, found.get(place, slip))
    return found


def _told(desk: Desk, found: list[Found]) -> list[Found]:
    """With since when each is here today, and whom they cannot be with."""
    if not found:
        return []
    ids = [one.student.id for one in found]
    with desk.reading() as tx:
        here, closed = student_facts.here_since(tx, desk.today(), ids), peers.closed_now(desk, tx, ids)
    return [Found(one.student, one.how, here.get(one.student.id), closed.get(one.student.id, ())) for one in found]


def _index(desk: Desk) -> _Index:
    found = desk.cache.get(_CACHE)
    if not isinstance(found, _Index):
        with desk.reading() as tx:
            found = _make_index(students.everybody(tx))
        desk.cache[_CACHE] = found
    return found


def _make_index(everybody: Iterable[Student]) -> _Index:
    ordered = tuple(sorted(everybody, key=lambda student: (fold(student.name), student.grade, student.id)))
    active, gone = (frozenset(place for place, student in enumerate(ordered) if student.active is here)
                    for here in (True, False))
    return _Index(
        ordered, active, gone, NameIndex(_key(student).split() for student in ordered),
        NameIndex(map(_short_forms, ordered)), NameIndex([fold(student.student_number)] for student in ordered))


def _key(student: Student) -> str:
    return search_key(given=student.given, family=student.family, preferred=student.preferred_given,
                      middle=student.middle)


def _short_forms(student: Student) -> Iterable[str]:
    given = [fold(name) for name in (student.preferred_given, student.given, f"{student.given} {student.middle}")]
    return short_forms(list(dict.fromkeys([*given, *(word for name in given for word in name.split())])))
