"""People who may sign in: their names; role and keys are decided by the signed directory."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class PersonRow(Base):
    """One person, never deleted."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(index=True)
    active: Mapped[bool]
    added_at: Mapped[datetime] = mapped_column(Moment)
