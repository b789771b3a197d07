"""Students of the roster. Email, telephone and password columns of a roster file are never stored."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base


class StudentRow(Base):
    """One student; inactive ones stay, for their visits do."""

    __tablename__ = "students"
    __table_args__ = (Index("ix_students_number", "student_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sourced_id: Mapped[str | None] = mapped_column(unique=True)
    student_number: Mapped[str]
    given: Mapped[str]
    middle: Mapped[str]
    family: Mapped[str]
    roster_preferred: Mapped[str]
    preferred_given: Mapped[str]
    grade: Mapped[str]
    school: Mapped[str]
    birth_date: Mapped[date | None]
    active: Mapped[bool]
