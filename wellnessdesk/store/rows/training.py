"""Training of Wellness Peers: modules the center made or changed, classes with attendance, and who has which module.

Nothing about a student stands here. Shipped modules are in the catalogue; a row is the center's own, or a new version.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class ModuleRow(Base):
    """A module as it is taught from `since` on; `until` where it is not taught any more after that day."""

    __tablename__ = "modules"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    minutes: Mapped[int]
    delivery: Mapped[str]
    competency: Mapped[str]
    track: Mapped[str]
    lapses_months: Mapped[int | None]
    prerequisites: Mapped[str]
    """Ids of modules, as a JSON list."""
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class ClassRow(Base):
    """A module taught to a group on a day."""

    __tablename__ = "classes"
    __table_args__ = (Index("ix_classes_day", "day"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[str]
    version: Mapped[int]
    day: Mapped[date]
    minutes: Mapped[int]
    place: Mapped[str]
    led_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class ClassAttendanceRow(Base):
    """Who was there, and how many minutes of it count."""

    __tablename__ = "class_attendance"
    __table_args__ = (Index("ix_class_attendance_person", "person_id"),)

    class_id: Mapped[int] = mapped_column(ForeignKey("classes.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    state: Mapped[str]
    minutes: Mapped[int]


class CompletionRow(Base):
    """That somebody has a module; the gate reads nothing else."""

    __tablename__ = "completions"
    __table_args__ = (Index("ix_completions_person", "person_id"), Index("ix_completions_class", "class_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    module_id: Mapped[str]
    version: Mapped[int]
    day: Mapped[date]
    how: Mapped[str]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("classes.id"))
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    lapses_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
