"""Legal holds, what was destroyed, and the counts that stay when records go."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment, day_of


class LegalHoldRow(Base):
    """One hold on everything about one student; the sealed record of kind `hold` under its id says why."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index("ix_legal_holds_student", "student_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    placed_at: Mapped[datetime] = mapped_column(Moment)
    placed_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Moment)
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date] = day_of(lifted_at)


class DestructionRow(Base):
    """One destruction of records; `facts` is what its certificate says, as JSON."""

    __tablename__ = "destructions"

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    facts: Mapped[str]


class KeptCountRow(Base):
    """How many records of a kind a day had before they were destroyed; `fact` is a reason, service or tier."""

    __tablename__ = "kept_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
