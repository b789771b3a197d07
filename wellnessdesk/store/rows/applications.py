"""Applications to become a Wellness Peer. What applicants wrote, recommendations and interviews are sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment, day_of


class CycleRow(Base):
    """One round of applications, with its dates and what applicants are asked and judged by."""

    __tablename__ = "application_cycles"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    opens: Mapped[date]
    closes: Mapped[date]
    decides: Mapped[date]
    places: Mapped[int]
    criteria: Mapped[str]
    """Questions of the form, skills of the rubric, and what must be met, as JSON."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ApplicationRow(Base):
    """One application. `student_id` is missing, and `name` there, of who is not on the roster."""

    __tablename__ = "applications"
    __table_args__ = (Index("ix_applications_cycle", "cycle_id"), Index("ix_applications_student", "student_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("application_cycles.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    name: Mapped[str]
    came: Mapped[str]
    """By the kiosk, a file, or entered by a coordinator."""
    state: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    """The account made for who was chosen."""
    day: Mapped[date] = day_of(at)


class RecommendationRow(Base):
    """What a member of staff said for or against an application; their name and words are sealed."""

    __tablename__ = "recommendations"
    __table_args__ = (Index("ix_recommendations_application", "application_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"))
    strength: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class RatingRow(Base):
    """One rater's form of an application: each has their own."""

    __tablename__ = "application_ratings"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    rater_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    scores: Mapped[str]
    """Skill -> points, as JSON."""
    at: Mapped[datetime] = mapped_column(Moment)


class InterviewRow(Base):
    """Notes of an interview, by one of those who held it."""

    __tablename__ = "interviews"
    __table_args__ = (Index("ix_interviews_application", "application_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
