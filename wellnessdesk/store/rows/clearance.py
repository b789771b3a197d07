"""Overrides of the clearance gate: a coordinator's, for some days; why is sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class ClearanceOverrideRow(Base):
    """A peer may give a service all the same, from one day to another, both included."""

    __tablename__ = "clearance_overrides"
    __table_args__ = (Index("ix_clearance_overrides_until", "until"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    service: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
