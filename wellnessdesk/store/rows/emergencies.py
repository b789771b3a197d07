"""Emergency access: who stood in for a coordinator, until when, and who reviewed it; the reason is sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment, day_of


class EmergencyRow(Base):
    """One grant of emergency access; the sealed record of kind `emergency` under its id says why."""

    __tablename__ = "emergencies"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    granted_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    day: Mapped[date] = day_of(reviewed_at)
