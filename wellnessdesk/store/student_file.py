"""Everything there is of one student, as named queries."""

from datetime import date

from sqlalchemy import select

from wellnessdesk.domain.student_file import Contact, Stay
from wellnessdesk.store.rows import CaregiverRow, PersonRow, StudentCaregiverRow, VisitRow
from wellnessdesk.store.transaction import Transaction


def stays(tx: Transaction, student: int, *, day: date | None = None) -> list[Stay]:
    """All visits of a student, or those of a day, the newest first."""
    columns = (VisitRow.id, VisitRow.day, VisitRow.arrived_at, VisitRow.left_at, VisitRow.origin, VisitRow.reason)
    query = select(*columns, PersonRow.name.label("peer")).outerjoin(PersonRow, PersonRow.id == VisitRow.peer_id)
    query = query.where(VisitRow.student_id == student)
    if day is not None:
        query = query.where(VisitRow.day == day)
    rows = tx.session.execute(query.order_by(VisitRow.day.desc(), VisitRow.arrived_at.desc()))
    return [Stay(id=row.id, day=row.day, arrived_at=row.arrived_at, left_at=row.left_at, origin=row.origin,
                 reason=row.reason, peer=row.peer or "") for row in rows]


def contacts(tx: Transaction, student: int) -> list[Contact]:
    """The caregivers of a student, by name."""
    rows = tx.session.execute(
        select(CaregiverRow.given, CaregiverRow.family, CaregiverRow.language, StudentCaregiverRow.relation)
        .join(StudentCaregiverRow, StudentCaregiverRow.caregiver_id == CaregiverRow.id)
        .where(StudentCaregiverRow.student_id == student, CaregiverRow.active)
        .order_by(CaregiverRow.family, CaregiverRow.given))
    return [Contact(name=f"{row.given} {row.family}".strip(), relation=row.relation, language=row.language)
            for row in rows]
