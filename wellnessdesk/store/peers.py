"""What peers may do, whose records are closed to them, who is on shift: as named queries."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import delete, insert, select

from wellnessdesk.domain.peers import Conflict, ConflictKind, Services
from wellnessdesk.domain.people import Role
from wellnessdesk.store.rows import ConflictRow, PeerServiceRow, PersonRow, ShiftRow, StudentRow
from wellnessdesk.store.transaction import Transaction

_KEPT = ""
"""The service of the row that says that a list is kept: an empty list is not the same as none."""


def services(tx: Transaction) -> dict[str, frozenset[str]]:
    """The lists that are kept, by peer; who is not among them may give everything."""
    found: dict[str, set[str]] = {}
    for peer, service in tx.session.execute(select(PeerServiceRow.peer_id, PeerServiceRow.service)):
        found.setdefault(peer, set()).add(service)
    return {peer: frozenset(named - {_KEPT}) for peer, named in found.items()}


def set_services(tx: Transaction, peer: str, wanted: Services) -> None:
    """Keep this list for a peer; None keeps none."""
    tx.session.execute(delete(PeerServiceRow).where(PeerServiceRow.peer_id == peer))
    if wanted is not None:
        tx.session.execute(insert(PeerServiceRow), [{"peer_id": peer, "service": one} for one in {_KEPT, *wanted}])


def conflicts(tx: Transaction) -> set[tuple[str, int]]:
    """(peer, student) of every record that is closed to somebody."""
    return {(row[0], row[1]) for row in tx.session.execute(select(ConflictRow.peer_id, ConflictRow.student_id))}


def closed_to(tx: Transaction, peer: str) -> frozenset[int]:
    """The students whose records are closed to a peer."""
    return frozenset(tx.session.scalars(select(ConflictRow.student_id).where(ConflictRow.peer_id == peer)))


def who_may_not(tx: Transaction, student: int) -> frozenset[str]:
    """The peers to whom a student's record is closed."""
    return frozenset(tx.session.scalars(select(ConflictRow.peer_id).where(ConflictRow.student_id == student)))


def closed_now(tx: Transaction, students: Collection[int], here: frozenset[str] | None) -> dict[int, tuple[str, ...]]:
    """The names of the peers who are here (with None: of all active ones) to whom these students' records are closed.

    A center has few such records: they are read whole, by a statement that is the same every time.
    """
    found: dict[int, tuple[str, ...]] = {}
    if students:
        for student, peer, name in tx.session.execute(_closed()):
            if student in students and (here is None or peer in here):
                found[student] = (*found.get(student, ()), name)
    return found


@cache  # asked with every keystroke of a search
def _closed() -> Any:
    return (select(ConflictRow.student_id, PersonRow.id, PersonRow.name)
            .join(PersonRow, PersonRow.id == ConflictRow.peer_id)
            .where(PersonRow.active, PersonRow.role == Role.PEER.value).order_by(PersonRow.name))


def conflicts_by_peer(tx: Transaction) -> dict[str, list[Conflict]]:
    """The records that are closed, by the peer they are closed to, the newest first."""
    found: dict[str, list[Conflict]] = {}
    for peer, conflict in _conflicts(tx):
        found.setdefault(peer, []).append(conflict)
    return found


def _conflicts(tx: Transaction) -> list[tuple[str, Conflict]]:
    query = (select(ConflictRow, StudentRow, PersonRow.name)
             .join(StudentRow, StudentRow.id == ConflictRow.student_id)
             .join(PersonRow, PersonRow.id == ConflictRow.declared_by)
             .order_by(ConflictRow.declared_at.desc(), ConflictRow.student_id))
    return [(row.peer_id, Conflict(
        student_id=student.id, grade=student.grade, kind=ConflictKind(row.kind), declared_by=name,
        declared_at=row.declared_at,
        student=f"{student.preferred_given or student.roster_preferred or student.given} {student.family}".strip()))
            for row, student, name in tx.session.execute(query)]


def declare(tx: Transaction, peer: str, student: int, kind: ConflictKind, at: datetime, by: str) -> None:
    """Close a student's record to a peer."""
    tx.session.execute(insert(ConflictRow).values(peer_id=peer, student_id=student, kind=kind.value, declared_at=at,
                                                  declared_by=by))


def withdraw(tx: Transaction, peer: str, student: int) -> None:
    """Open it again."""
    tx.session.execute(delete(ConflictRow).where(ConflictRow.peer_id == peer, ConflictRow.student_id == student))


def on_shift(tx: Transaction, day: date, minute: int) -> frozenset[str] | None:
    """The peers on shift at a minute of a day; None where no shift at all is kept for that day."""
    rows = tx.session.execute(select(ShiftRow.peer_id, ShiftRow.starts, ShiftRow.ends).where(ShiftRow.day == day)).all()
    if not rows:
        return None
    return frozenset(peer for peer, starts, ends in rows if starts <= minute < ends)
