"""The backups that were made, and what their restore showed."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class BackupRow(Base):
    """One backup file. `audit_sequence` is the newest entry it holds; `finding` says why a restore failed."""

    __tablename__ = "backups"
    __table_args__ = (Index("ix_backups_made_at", "made_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str]
    folder: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    hash: Mapped[str]
    audit_sequence: Mapped[int]
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str]
    finding: Mapped[str]
