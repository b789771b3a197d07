"""What students said of themselves, as counts without a person; and whom nobody needs to ask again this year."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base


class DemographicCountRow(Base):
    """How many chose an option of a category in a month; `set_id` names the dated set of options they chose from."""

    __tablename__ = "demographic_counts"

    month: Mapped[str] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class DemographicAskedRow(Base):
    """That a student was asked in a school year (the year it begins in), and no more: not when, not what they said."""

    __tablename__ = "demographic_asked"

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), primary_key=True, autoincrement=False)
    school_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
