"""A bare store for tests of the store: no people, no keys but its own."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from wellnessdesk.domain.people import Person, Role
from wellnessdesk.store import engine, people, sessions, students, visits
from wellnessdesk.store.transaction import Store, Transaction, create_store

KEY = bytes(range(32))
NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
DAY = date(2026, 9, 14)
PEER, COORDINATOR = "pia", "cora"


def new_store(folder: Path) -> Store:
    """An empty store of the newest schema."""
    return create_store(folder / "center.db", KEY)


def raw(store_path: Path, key: bytes = KEY) -> Any:
    """The file as somebody with an SQL shell and the store key sees it: none of our settings, no authorizer."""
    connection = dbapi2.connect(str(store_path), isolation_level=None)
    engine.set_key(connection, key)
    return connection


def with_people(tx: Transaction) -> None:
    """Two people and three students."""
    for person in (Person(PEER, "Pia Peer", Role.PEER), Person(COORDINATOR, "Cora", Role.COORDINATOR)):
        people.add(tx, person, NOW)
    students.add_many(tx, [
        {"sourced_id": f"s{n}", "student_number": f"20000{n}", "given": given, "middle": "", "family": "Doe",
         "roster_preferred": "", "grade": "10", "school": "Oak", "birth_date": None, "active": True}
        for n, given in enumerate(("Ann", "Ben", "Cid"), 1)])


def visit(tx: Transaction, student: int = 1, day: date = DAY) -> int:
    """A visit that is waiting."""
    return visits.add(tx, student_id=student, day=day, arrived_at=NOW, origin="walk_in", reason="take_a_break")


def session(tx: Transaction, of_visit: int | None = None, peer: str = PEER) -> int:
    """A session going on."""
    return sessions.add(tx, visit_id=of_visit, student_id=1, peer_id=peer, service="", tier=0, day=DAY, started_at=NOW)
