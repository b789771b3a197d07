"""What a center decided for itself: one row a decision, as JSON."""

from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base


class SettingRow(Base):
    """One decision, named by its feature first (`backups.folders`)."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
