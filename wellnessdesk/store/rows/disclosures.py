"""To whom identified records of a student went; recipient and purpose are sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class DisclosureRow(Base):
    """One disclosure; the sealed record of kind `disclosure` under its id says to whom and why."""

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_student", "student_id", "day"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
