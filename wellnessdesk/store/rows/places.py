"""Where each person was when they locked."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class PlaceRow(Base):
    """The page a person had open, and what of it (`session:5`); never what they had typed."""

    __tablename__ = "places"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    page: Mapped[str]
    detail: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
