"""What a Wellness Peer may do, and whose record is closed to them."""

from datetime import datetime

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
