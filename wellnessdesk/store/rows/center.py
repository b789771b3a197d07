"""The one row about the center itself."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base


class CenterRow(Base):
    """Name, school, time zone; `directory_serial` is the newest directory this store has seen."""

    __tablename__ = "center"
    __table_args__ = (CheckConstraint("row = 1", name="one"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    name: Mapped[str]
    school: Mapped[str]
    time_zone: Mapped[str]
    demo: Mapped[bool]
    directory_serial: Mapped[int]
