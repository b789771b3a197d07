"""Sessions: who with whom, when, and how far the note is; what was said is sealed, as are addenda and comments."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment

UNFINISHED = "note IN ('to_write', 'draft', 'signed', 'returned')"
"""What the partial index of unfinished notes covers; a query that says just this uses it."""


class SessionRow(Base):
    """One contact of a peer with a student, or with a group: then no student stands here, and who came is beside it."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_day", "day"),
        Index("ix_sessions_peer", "peer_id", "day"),
        Index("ix_sessions_second_peer", "second_peer_id", "day"),
        Index("ix_sessions_student", "student_id", "day"),
        Index("ix_sessions_unfinished", "note", "started_at", sqlite_where=text(UNFINISHED)),
        Index("ix_sessions_visit", "visit_id"),
        Index("ix_sessions_appointment", "appointment_id"),
        {"sqlite_autoincrement": True},  # a sealed flag may name the number of a session that was taken back
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id"))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("students.id"))
    peer_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    second_peer_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    origin: Mapped[str] = mapped_column(server_default="")
    place: Mapped[str] = mapped_column(server_default="")
    service: Mapped[str]
    tier: Mapped[int]
    day: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str]
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class SessionStudentRow(Base):
    """One student of a group. `remarks` counts the sealed ones about this student alone (`participant`)."""

    __tablename__ = "session_students"
    __table_args__ = (Index("ix_session_students_student", "student_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True, autoincrement=False)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, autoincrement=False)
    attendance: Mapped[str]
    remarks: Mapped[int] = mapped_column(server_default="0")


class NoteAddendumRow(Base):
    """What was added to a signed note, when and by whom; the words are sealed (`addendum`, version `number`)."""

    __tablename__ = "note_addenda"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class NoteReturnRow(Base):
    """A signed note that a coordinator gave back; the comment is sealed (`return`, version `number`)."""

    __tablename__ = "note_returns"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
