"""The audit chain, one row an entry."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base

ON_BUNDLES = "audit.action GLOB 'approval.*' OR audit.action GLOB 'bundle.*' OR audit.action GLOB 'recipient.*'"
"""The entries on bundles, whoever receives and whoever approves them: a query finds them by the index only in the very
words of the index."""


class AuditRow(Base):
    """One link; `at` is in milliseconds since 1970 UTC, exactly as it was hashed."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_bundles", "sequence", sqlite_where=text(ON_BUNDLES)),)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[int]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    hash: Mapped[bytes]
    signature: Mapped[bytes]
