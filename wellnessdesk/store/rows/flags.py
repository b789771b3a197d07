"""Flags: urgency, status and times in the clear; whose flag it is, who raised it and why is sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class FlagRow(Base):
    """One flag under an opaque id. `student_index` is the blind index, filled by a coordinator."""

    __tablename__ = "flags"
    __table_args__ = (
        Index("ix_flags_day", "day"),
        Index("ix_flags_open", "raised_at", sqlite_where=text("closed_at IS NULL")),
        Index("ix_flags_student", "student_index"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    urgency: Mapped[str]
    status: Mapped[str]
    day: Mapped[date]
    raised_at: Mapped[datetime] = mapped_column(Moment)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    acknowledged_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    student_index: Mapped[bytes | None]
    steps: Mapped[int] = mapped_column(server_default="0")
    """How many sealed steps (`flag step`, versions from 1) say what adults did about it."""
