"""What a Wellness Peer may do, whose record is closed to them, and what the program keeps of them beside."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class PeerServiceRow(Base):
    """A service that the coordinator lets a peer give."""

    __tablename__ = "peer_services"

    peer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)


class ConflictRow(Base):
    """A student whose record is closed to a peer: the peer as a student, a friend, a relative."""

    __tablename__ = "conflicts"
    __table_args__ = (Index("ix_conflicts_student", "student_id"),)

    peer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str]
    declared_at: Mapped[datetime] = mapped_column(Moment)
    declared_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class PeerFactsRow(Base):
    """What the program knows of a Wellness Peer beside their name."""

    __tablename__ = "peer_facts"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    languages: Mapped[str]
    """Ids of languages, as a JSON list."""
    born: Mapped[date | None]
    graduates: Mapped[date | None]


class ExitInterviewRow(Base):
    """That a peer who left was asked how it was; what they said is sealed."""

    __tablename__ = "exit_interviews"
    __table_args__ = (Index("ix_exit_interviews_person", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class SelfRatingRow(Base):
    """That a peer rated themselves at the beginning or end of a school year; how is sealed, to them alone."""

    __tablename__ = "self_ratings"
    __table_args__ = (Index("ix_self_ratings_person", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    year: Mapped[int]
    """In which the school year begins."""
    moment: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)


class SelfRatingCountRow(Base):
    """How many gave a value: no row says who, and coordinators see none of fewer than 11 people."""

    __tablename__ = "self_rating_counts"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    moment: Mapped[str] = mapped_column(primary_key=True)
    """At the beginning, at the end, or the change between them."""
    item: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
