"""Supervision: groups, their meetings with agenda, attendance and actions; marked sessions; wellbeing checks.

What was said, decided and agreed on is sealed; the rows say when, who was there, and how far it came.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class SupervisionGroupRow(Base):
    """Who meets every so many weeks, from which day on; `starts` is the minute of the day, `minutes` the length."""

    __tablename__ = "supervision_groups"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    starts: Mapped[int]
    minutes: Mapped[int]
    every: Mapped[int]
    room: Mapped[str]
    one_to_one: Mapped[bool]
    ended_on: Mapped[date | None]


class SupervisionMemberRow(Base):
    """Somebody in a group from a day on, until a day; who comes back has a second row."""

    __tablename__ = "supervision_members"
    __table_args__ = (Index("ix_supervision_members_person", "person_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("supervision_groups.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date | None]
    leads: Mapped[bool]


class MeetingRow(Base):
    """A meeting that was prepared, held or missed; its id is the day it was planned for and its group."""

    __tablename__ = "meetings"
    __table_args__ = (UniqueConstraint("group_id", "day"), Index("ix_meetings_day", "day"))

    id: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("supervision_groups.id"))
    day: Mapped[date]
    starts: Mapped[int]
    minutes: Mapped[int]
    state: Mapped[str]
    why: Mapped[str]
    """Of a missed one: the id of a reason."""
    built_at: Mapped[datetime | None] = mapped_column(Moment)
    built_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    begun_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    papers: Mapped[int]
    """How many sealed minutes there are: the signed ones, and then what was added to them."""


class MeetingItemRow(Base):
    """One item: what it points to, its place, time and state. Its wording is made from the facts when it is read."""

    __tablename__ = "meeting_items"
    __table_args__ = (Index("ix_meeting_items_meeting", "meeting_id", "position"),
                      Index("ix_meeting_items_ref", "ref"))

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    position: Mapped[int]
    section: Mapped[str]
    kind: Mapped[str]
    ref: Mapped[str]
    minutes: Mapped[int]
    carried: Mapped[int]
    state: Mapped[str]
    written: Mapped[bool]
    """Whether something about it is sealed: its outcome, decision or the coordinator's own remark."""
    seconds: Mapped[int]
    """How long it was talked about."""


class MeetingAttendanceRow(Base):
    """Who was there, and how many minutes of it count."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (Index("ix_meeting_attendance_person", "person_id"),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    state: Mapped[str]
    minutes: Mapped[int]


class SupervisionActionRow(Base):
    """What somebody took on in a meeting; the words, and which item they are about, are sealed.

    In the clear it would join a flag to whoever goes on with it, most often its raiser.
    """

    __tablename__ = "supervision_actions"
    __table_args__ = (
        Index("ix_supervision_actions_meeting", "meeting_id"),
        Index("ix_supervision_actions_open", "owner_id", sqlite_where=text("done_at IS NULL")))

    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    owner_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    due: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class SessionMarkRow(Base):
    """A session somebody wants to talk about in supervision; why is sealed."""

    __tablename__ = "session_marks"
    __table_args__ = (Index("ix_session_marks_session", "session_id"),
                      Index("ix_session_marks_open", "at", sqlite_where=text("ended_at IS NULL")))

    id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"))
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class WellbeingCheckRow(Base):
    """That somebody told how they are; what they told is sealed."""

    __tablename__ = "wellbeing_checks"
    __table_args__ = (Index("ix_wellbeing_checks_person", "person_id", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
