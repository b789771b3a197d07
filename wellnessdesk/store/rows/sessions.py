"""Sessions: who with whom, when, and how far the note is; what was said is sealed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment

UNFINISHED = "note IN ('to_write', 'draft', 'signed')"
"""What the partial index of unfinished notes covers; a query that says just this uses it."""


class SessionRow(Base):
    """One contact of a peer with a student."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_day", "day"),
        Index("ix_sessions_peer", "peer_id", "day"),
        Index("ix_sessions_unfinished", "note", "started_at", sqlite_where=text(UNFINISHED)),
        Index("ix_sessions_visit", "visit_id"),
        {"sqlite_autoincrement": True},  # a sealed flag may name the number of a session that was taken back
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    peer_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    service: Mapped[str]
    tier: Mapped[int]
    day: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str]
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_at: Mapped[datetime | None] = mapped_column(Moment)
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
