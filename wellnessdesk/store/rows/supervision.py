"""Agendas of supervision and their items; an item of the coordinator's own words is sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class AgendaRow(Base):
    """The agenda of one week, named by its Monday."""

    __tablename__ = "agendas"

    week: Mapped[date] = mapped_column(primary_key=True)
    built_at: Mapped[datetime] = mapped_column(Moment)
    built_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class AgendaItemRow(Base):
    """One item: what it points to, its place, time and tick. Its wording is made from the facts when it is read."""

    __tablename__ = "agenda_items"
    __table_args__ = (Index("ix_agenda_items_week", "week", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(ForeignKey("agendas.week"))
    position: Mapped[int]
    section: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    minutes: Mapped[int]
    carried: Mapped[int]
    done: Mapped[bool]
