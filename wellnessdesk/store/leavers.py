"""Students of whom nothing is kept any more but that they once were on the roster."""

from sqlalchemy import ColumnElement, and_, exists

from wellnessdesk.store.rows import ApplicationRow, LegalHoldRow, SessionRow, SessionStudentRow, StudentRow, VisitRow


def nothing_left() -> ColumnElement[bool]:
    """They are on no roster, have neither visit nor session nor application, and are not on hold."""
    return and_(
        ~StudentRow.active, ~exists().where(VisitRow.student_id == StudentRow.id),
        ~exists().where(SessionRow.student_id == StudentRow.id),
        ~exists().where(SessionStudentRow.student_id == StudentRow.id),
        ~exists().where(ApplicationRow.student_id == StudentRow.id),
        ~exists().where(LegalHoldRow.student_id == StudentRow.id, LegalHoldRow.lifted_at.is_(None)))
