"""Destroying what is kept beside the records of who left: their families, and whose record was closed to whom.

Both go with visits; they are of no class of their own.
"""

from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select

from wellnessdesk.domain.people import Role
from wellnessdesk.store import retention, roster_imports
from wellnessdesk.store.leavers import nothing_left
from wellnessdesk.store.rows import (
    Base,
    CaregiverRow,
    ConflictRow,
    ContactRuleRow,
    PersonRow,
    StudentCaregiverRow,
    StudentClassRow,
    StudentRow,
)
from wellnessdesk.store.transaction import Transaction

_AT_ONCE = 500
"""SQLite takes so many values in one question at least."""


def families(tx: Transaction) -> int | None:
    """Destroy the classes of students of whom nothing is left, and their caregivers who belong to nobody else.

    Gives how many caregivers went; None where nothing went that a roster wrote. A caregiver of whom a rule for calls
    is kept stays. What would undo the last import names them all, and goes.
    """
    left = select(StudentRow.id).where(nothing_left())
    theirs = list(tx.session.scalars(
        select(StudentCaregiverRow.caregiver_id).where(StudentCaregiverRow.student_id.in_(left)).distinct()))
    ties = _destroy(tx, StudentCaregiverRow, StudentCaregiverRow.student_id.in_(left))
    classes = _destroy(tx, StudentClassRow, StudentClassRow.student_id.in_(left))
    if not ties + classes:
        return None
    roster_imports.forget_undo(tx)
    needed = or_(exists().where(StudentCaregiverRow.caregiver_id == CaregiverRow.id),
                 exists().where(ContactRuleRow.caregiver_id == CaregiverRow.id))
    return sum(_destroy(tx, CaregiverRow, CaregiverRow.id.in_(theirs[start : start + _AT_ONCE]), ~needed)
               for start in range(0, len(theirs), _AT_ONCE))


def conflicts(tx: Transaction, until: date) -> tuple[str, ...]:
    """Destroy conflicts of interest declared until a day, of peers who left and about students of whom nothing is left.

    Gives them as `peer/student`. Those about students on hold stay; so do those of who is a peer still, for they keep
    a record closed.
    """
    declared = ConflictRow.declared_at < datetime.combine(until, time(), UTC)
    peer = exists().where(PersonRow.id == ConflictRow.peer_id, PersonRow.active, PersonRow.role == Role.PEER.value)
    student = exists().where(and_(StudentRow.id == ConflictRow.student_id, nothing_left()))
    which = and_(declared, or_(~peer, student), ConflictRow.student_id.not_in(retention.held_students(tx)))
    names = tuple(f"{row[0]}/{row[1]}" for row in tx.session.execute(
        select(ConflictRow.peer_id, ConflictRow.student_id).where(which)))
    _destroy(tx, ConflictRow, which)
    return names


def _destroy(tx: Transaction, row: type[Base], *which: ColumnElement[bool]) -> int:
    done = tx.session.execute(delete(row).where(*which), execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]
