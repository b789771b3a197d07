"""What Wellness Peers sign: the texts with their versions, the signatures, and what caregivers signed on paper."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class AgreementTextRow(Base):
    """The exact words of a version. A shipped text is copied here when it is first signed: a later program may have
    other words under it, and a signature is of these."""

    __tablename__ = "agreement_texts"

    kind: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    en: Mapped[str]
    es: Mapped[str]
    term_months: Mapped[int | None]
    since: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))


class AgreementRow(Base):
    """A signature: SSHSIG, which `ssh-keygen -Y verify` checks, over the text with its head lines."""

    __tablename__ = "agreements"
    __table_args__ = (Index("ix_agreements_person", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version: Mapped[str]
    language: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str]
    """As they typed it."""
    signature: Mapped[str]
    lapses_on: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class CaregiverPaperRow(Base):
    """A paper a caregiver signed for a peer under age; who signed, and the scan, are sealed. `how` is `paper`, or
    `of_age` for who needs none."""

    __tablename__ = "caregiver_papers"
    __table_args__ = (Index("ix_caregiver_papers_person", "person_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    how: Mapped[str]
    day: Mapped[date]
    kept_at: Mapped[datetime] = mapped_column(Moment)
    kept_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
