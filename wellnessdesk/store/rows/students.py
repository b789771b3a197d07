"""Students of the roster, what the center itself knows of them, and their caregivers.

Of a student, email, telephone and password columns of a roster file are never stored; no password of anybody is.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


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


class StudentFactsRow(Base):
    """What the center adds to a student; an import cannot reach it. No row: nothing was added yet."""

    __tablename__ = "student_facts"
    __table_args__ = (Index("ix_student_facts_card", "card_number", unique=True),)

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, autoincrement=False)
    pronouns: Mapped[str]
    language: Mapped[str]
    access_needs: Mapped[str]
    card_number: Mapped[str | None]
    """Apart from the student number: a card is lost and replaced, and must not tell whose it is."""
    audiences: Mapped[str]
    """JSON: where the preferred name and the pronouns are used, as the student chose."""


class AcknowledgementRow(Base):
    """A text that a student was told, or a consent given, with its version."""

    __tablename__ = "acknowledgements"
    __table_args__ = (Index("ix_acknowledgements_student", "student_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    kind: Mapped[str]
    version: Mapped[str]
    day: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class StudentClassRow(Base):
    """Which class a student has in which period, from the roster."""

    __tablename__ = "student_classes"

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, autoincrement=False)
    period: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]


class CaregiverRow(Base):
    """A caregiver, with the ways to reach them."""

    __tablename__ = "caregivers"

    id: Mapped[int] = mapped_column(primary_key=True)
    sourced_id: Mapped[str | None] = mapped_column(unique=True)
    given: Mapped[str]
    family: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    sms: Mapped[str]
    language: Mapped[str]
    active: Mapped[bool]


class StudentCaregiverRow(Base):
    """Who is a caregiver of whom, and how they are related."""

    __tablename__ = "student_caregivers"
    __table_args__ = (Index("ix_student_caregivers_caregiver", "caregiver_id"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, autoincrement=False)
    caregiver_id: Mapped[int] = mapped_column(ForeignKey("caregivers.id"), primary_key=True, autoincrement=False)
    relation: Mapped[str]


class RosterImportRow(Base):
    """One import that was taken: how much it changed and, for the last one, what undoes it (JSON)."""

    __tablename__ = "roster_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    counts: Mapped[str]
    undo: Mapped[str]
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
