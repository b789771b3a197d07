"""What the center itself knows of a student, as named queries."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from wellnessdesk.store.rows import StudentFactsRow, VisitRow
from wellnessdesk.store.transaction import Transaction


def owner_of_card(tx: Transaction, card: str) -> int | None:
    """The student who has this card."""
    return tx.session.execute(
        select(StudentFactsRow.student_id).where(StudentFactsRow.card_number == card)).scalar()


def here_since(tx: Transaction, day: date, of: Sequence[int]) -> dict[int, datetime]:
    """When those of these students who are still here came today."""
    rows = tx.session.execute(
        select(VisitRow.student_id, func.min(VisitRow.arrived_at).label("since"))
        .where(VisitRow.day == day, VisitRow.left_at.is_(None), VisitRow.student_id.in_(of))
        .group_by(VisitRow.student_id))
    return {row.student_id: row.since for row in rows}
