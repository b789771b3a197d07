"""Sealed records of every kind: drafts, notes, flag bodies, closings, the coordinator's own agenda items."""

import secrets

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base


class SealedRow(Base):
    """One version of one sealed record. `record` is the id of what it belongs to.

    The row's own number is random: counted up, a flag would lie beside the draft it was raised from.
    """

    __tablename__ = "sealed"
    __table_args__ = (UniqueConstraint("kind", "record", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=lambda: secrets.randbits(63))
    kind: Mapped[str]
    record: Mapped[str]
    version: Mapped[int]
    blob: Mapped[bytes]
