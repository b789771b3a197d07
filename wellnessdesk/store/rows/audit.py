"""The audit chain, one row an entry."""

from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base


class AuditRow(Base):
    """One link; `at` is in milliseconds since 1970 UTC, exactly as it was hashed."""

    __tablename__ = "audit"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[int]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    hash: Mapped[bytes]
    signature: Mapped[bytes]
