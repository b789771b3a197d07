"""Hours of Wellness Peers that do not follow from other records, corrections of those that do, and pathways."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class HourEntryRow(Base):
    """Entered by hand, and decided on by a coordinator. `about` names the line it corrects where that follows from a
    session, class or meeting (`session:12`); `replaces` the entry it corrects. No entry is ever changed or deleted."""

    __tablename__ = "hour_entries"
    __table_args__ = (Index("ix_hour_entries_person", "person_id", "day"), Index("ix_hour_entries_state", "state"))

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    day: Mapped[date]
    minutes: Mapped[int]
    competency: Mapped[str]
    activity: Mapped[str]
    words: Mapped[str]
    about: Mapped[str]
    replaces: Mapped[str | None] = mapped_column(ForeignKey("hour_entries.id"))
    state: Mapped[str]
    entered_at: Mapped[datetime] = mapped_column(Moment)
    entered_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str]


class PathwayRow(Base):
    """That somebody is on a pathway, and what of it no other record tells (a diploma, a registration)."""

    __tablename__ = "pathways"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    pathway: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[date]
    facts: Mapped[str]
    """Id of a requirement -> the day since when it is met, as JSON."""
    certified_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class StatementRow(Base):
    """What the center stated about somebody and signed: a certificate, a letter of hours, a portfolio."""

    __tablename__ = "statements"
    __table_args__ = (Index("ix_statements_person", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    signature: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
