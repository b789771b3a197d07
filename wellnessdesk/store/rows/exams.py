"""Practice and exams of Wellness Peers. What an observer wrote and what was answered are sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class PracticeRow(Base):
    """A role play or scenario that somebody observed, and how it went: 1 to 4."""

    __tablename__ = "practice"
    __table_args__ = (Index("ix_practice_person", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    observer_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    scenario: Mapped[str]
    day: Mapped[date]
    rating: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class QuestionBankRow(Base):
    """A version of a question bank; an attempt is scored by the version it was begun with."""

    __tablename__ = "question_banks"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    module_id: Mapped[str]
    """The module that who passes has; empty for a quiz."""
    asked: Mapped[int]
    """How many of its questions an attempt asks; 0: all."""
    pass_percent: Mapped[int]
    body: Mapped[str]
    """The questions, as JSON."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ExamAttemptRow(Base):
    """One attempt; all are kept. `ended_at` is missing of one that goes on."""

    __tablename__ = "exam_attempts"
    __table_args__ = (
        ForeignKeyConstraint(["bank_id", "version"], ["question_banks.id", "question_banks.version"]),
        Index("ix_exam_attempts_person", "person_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    bank_id: Mapped[str]
    version: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    score: Mapped[int | None]
    """How many answers were right."""
    out_of: Mapped[int]
    passed: Mapped[bool | None]
