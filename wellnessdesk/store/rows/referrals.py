"""The directory of who can help, and referrals: kind, status and days in the clear; whose and why is sealed."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class ResourceRow(Base):
    """An adult professional or an agency; nothing about any student."""

    __tablename__ = "resources"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    about: Mapped[str] = mapped_column(server_default="")
    for_whom: Mapped[str] = mapped_column(server_default="")
    languages: Mapped[str] = mapped_column(server_default="")
    cost: Mapped[str] = mapped_column(server_default="")
    contact: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    web: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    hours: Mapped[str] = mapped_column(server_default="")
    supports: Mapped[str] = mapped_column(server_default="")
    """For whom it is a home of their own: ids of the catalogue `identity_supports`, with spaces between."""
    verified: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default="1")


class ReferralRow(Base):
    """One referral under an opaque id; `steps` sealed versions (`referral`) say all about it.

    It names no student, as a flag does not: one made from a flag would lead to whose flag it is.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_day", "day"),
        Index("ix_referrals_open", "due", sqlite_where=text("closed_at IS NULL")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    day: Mapped[date]
    due: Mapped[date | None]
    steps: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    student_index: Mapped[bytes | None]
