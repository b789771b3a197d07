"""Visits: times and categories only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class VisitRow(Base):
    """One visit; `day` is the center's calendar day, so that no query has to convert time zones."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_day", "day"),
        Index("ix_visits_student", "student_id", "day"),
        {"sqlite_autoincrement": True},  # a number taken back is never given again: the audit log still names it
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    day: Mapped[date]
    arrived_at: Mapped[datetime] = mapped_column(Moment)
    origin: Mapped[str]
    reason: Mapped[str]
    peer_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    handed_at: Mapped[datetime | None] = mapped_column(Moment)
    left_at: Mapped[datetime | None] = mapped_column(Moment)
