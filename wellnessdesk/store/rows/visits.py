"""Visits: times and categories only; what is corrected keeps its original beside it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
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
    number: Mapped[int | None]
    """The day's number, by which "next" is called without a name."""
    has_pass: Mapped[bool | None]
    feeling: Mapped[int | None]
    """1 to 5, only when the student chose to say."""
    period: Mapped[str] = mapped_column(server_default="")
    missed: Mapped[str] = mapped_column(server_default="")
    """The class that is missed."""
    language: Mapped[str] = mapped_column(server_default="")
    access: Mapped[str] = mapped_column(server_default="")
    party: Mapped[str | None]
    """The same for students who came in together."""
    resting_at: Mapped[datetime | None] = mapped_column(Moment)
    left_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    left_how: Mapped[str] = mapped_column(server_default="")


class VisitCorrectionRow(Base):
    """One fact of a visit that was set right: as it stood before, and by whom. Values are plain text."""

    __tablename__ = "visit_corrections"
    __table_args__ = (Index("ix_visit_corrections_visit", "visit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    fact: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]


class DropInRow(Base):
    """Somebody who came in without a name: counted, no more."""

    __tablename__ = "drop_ins"
    __table_args__ = (Index("ix_drop_ins_day", "day"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    arrived_at: Mapped[datetime] = mapped_column(Moment)
    origin: Mapped[str]
    reason: Mapped[str]


class AdultCallRow(Base):
    """A student's wish, said at the kiosk, to talk to an adult now."""

    __tablename__ = "adult_calls"
    __table_args__ = (Index("ix_adult_calls_open", "at", sqlite_where=text("answered_at IS NULL")),
                      {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
