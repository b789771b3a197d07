"""The week: when a Wellness Peer is on shift, and who is booked with whom. A series is one row a day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class ShiftRow(Base):
    """One peer's time at the center on one day; minutes are counted from midnight by the school's clock."""

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_day", "day"), Index("ix_shifts_peer", "peer_id", "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str | None]
    peer_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    starts: Mapped[int]
    ends: Mapped[int]
    room: Mapped[str]


class AppointmentRow(Base):
    """One appointment, kept when it is called off or missed; minutes as of a shift."""

    __tablename__ = "appointments"
    __table_args__ = (
        Index("ix_appointments_day", "day"),
        Index("ix_appointments_peer", "peer_id", "day"),
        Index("ix_appointments_student", "student_id", "day"),
        Index("ix_appointments_visit", "visit_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str | None]
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    peer_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    day: Mapped[date]
    starts: Mapped[int]
    ends: Mapped[int]
    room: Mapped[str]
    service: Mapped[str]
    state: Mapped[str]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
