"""What was said with caregivers, sealed, and whom nobody may call before asking."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class CaregiverContactRow(Base):
    """One contact under an opaque id; `steps` sealed versions (`caregiver contact`) say with whom and what.

    It names no student: beside the time of a flag it would say whose flag it is.
    """

    __tablename__ = "caregiver_contacts"
    __table_args__ = (Index("ix_caregiver_contacts_day", "day"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    steps: Mapped[int]
    student_index: Mapped[bytes | None]


class ContactRuleRow(Base):
    """A rule that stops a call before it is made, for one caregiver of a student or for all.

    The rule stands in the clear, for whoever is about to call; the reason is sealed (`contact rule`).
    """

    __tablename__ = "contact_rules"
    __table_args__ = (Index("ix_contact_rules_student", "student_id"),
                      Index("ix_contact_rules_caregiver", "caregiver_id"))

    id: Mapped[str] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"))
    caregiver_id: Mapped[int | None] = mapped_column(ForeignKey("caregivers.id"))
    rule: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
