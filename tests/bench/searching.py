"""Finding a student among fifty thousand: each keystroke of half-typed names, and of names with a slip in them."""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tests.bench.measure import Figure, figure, note, timed
from tests.bench.stores import BenchStore
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.people import Role
from wellnessdesk.services import students
from wellnessdesk.services.demo import names as made_up
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import students as rows

ROSTER = 50_000
_TYPED = ("garcia mar", "nguyen", "o'neil", "lopez j", "xiong", "zoe", "smith an", "pepe", "bob")
_SLIPS = ("gracia", "rodirgez", "nguyne", "hernadez", "maira lopes", "jhonson", "xoing", "zeo garcai")
_ROUNDS = 5


def prefix(store: BenchStore) -> Iterator[Figure]:
    """One keystroke; floor: the same beginning looked up in a sorted list of whole names, and no more."""
    with _large_roster(store) as (desk, names):
        students.search(desk, "warm up")
        typed = [name[:length] for name in _TYPED for length in range(1, len(name) + 1)] * _ROUNDS
        values = [timed(lambda query=query: students.find(desk, query)) for query in typed]
        floors = [timed(lambda query=query: _beginning_so(names, query)) for query in typed]
    yield figure("search.prefix", store.visits, values, floors)


def fuzzy(store: BenchStore) -> Iterator[Figure]:
    """The fallback; floor: RapidFuzz over every distinct word of the roster, once a word of the query."""
    with _large_roster(store) as (desk, names):
        students.search(desk, "warm up")
        words = sorted({word for name in names for word in name.split()})
        note(f"{len(names)} students, {len(words)} different words")
        values = [timed(lambda query=query: students.find_similar(desk, query)) for query in _SLIPS * _ROUNDS]
        floors = [timed(lambda query=query: _compare(query, words)) for query in _SLIPS * _ROUNDS]
    yield figure("search.fuzzy", store.visits, values, floors)


@contextmanager
def _large_roster(store: BenchStore) -> Iterator[tuple[Desk, list[str]]]:
    """The front desk of a copy whose roster was filled up, and all its names, folded and in order."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.FRONT_DESK)
        numbers = count(9_000_000)
        made = made_up.roster(5, max(0, ROSTER - students.count(desk)), desk.today(), desk.center.school)
        with desk.change("students") as change:
            rows.add_many(change.tx, [{
                "sourced_id": None, "student_number": str(next(numbers)), "given": one.given, "middle": one.middle,
                "family": one.family, "roster_preferred": one.preferred_given or "", "grade": one.grade,
                "school": one.school, "birth_date": one.birth_date, "active": True} for one in made])
            change.record("roster.accept", "roster")
        with desk.reading() as tx:
            names = sorted(fold(f"{one.family} {one.given}") for one in rows.everybody(tx))
        yield desk, names
        desk.close()


def _beginning_so(names: list[str], query: str) -> list[str]:
    start = bisect_left(names, query)
    return [name for name in names[start : start + 12] if name.startswith(query)]


def _compare(query: str, words: list[str]) -> None:
    for word in query.split():
        process.extract(word, words, scorer=OSA.distance, score_cutoff=2, limit=None)
