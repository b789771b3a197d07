"""Districts that may receive bundles, and the record of each bundle."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class RecipientRow(Base):
    """A district and its public age key."""

    __tablename__ = "recipients"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    age_key: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class BundleRow(Base):
    """One bundle: to whom, for which period, why, and the hash of its file. `sequence` counts per recipient."""

    __tablename__ = "bundles"

    id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    period: Mapped[str]
    purpose: Mapped[str]
    path: Mapped[str]
    hash: Mapped[str]
    previous_hash: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str]
