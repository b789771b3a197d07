"""Mapped classes of the district's store."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from wellnessdesk.store.rows.base import NAMES, Moment


class DistrictBase(DeclarativeBase):
    """The schema of the district's store."""

    metadata = MetaData(naming_convention=NAMES)


class FactRow(DistrictBase):
    """What the district says of itself."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class CenterRow(DistrictBase):
    """A center that bundles may come from."""

    __tablename__ = "centers"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    school: Mapped[str]
    line: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class ReceivedRow(DistrictBase):
    """A bundle that was taken."""

    __tablename__ = "received"
    __table_args__ = (Index("ix_received_chain", "center_id", "sequence"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    center_id: Mapped[str] = mapped_column(ForeignKey("centers.id"))
    center: Mapped[str]
    school: Mapped[str]
    kind: Mapped[str]
    period: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    version: Mapped[int]
    sequence: Mapped[int]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    supersedes: Mapped[str]
    audit_sequence: Mapped[int]
    audit_head: Mapped[str]
    purpose: Mapped[str]
    authority: Mapped[str]
    created: Mapped[datetime] = mapped_column(Moment)
    program: Mapped[str]
    demo: Mapped[bool]
    file_name: Mapped[str]
    taken_at: Mapped[datetime] = mapped_column(Moment)
    despite: Mapped[str]
    reason: Mapped[str]
    displaced: Mapped[bool]
    counts: Mapped[bool]
    ends_on: Mapped[date | None]
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)


class BodyRow(DistrictBase):
    """The files of a bundle as they were signed, in one zip."""

    __tablename__ = "bodies"

    bundle_id: Mapped[str] = mapped_column(ForeignKey("received.id"), primary_key=True)
    body: Mapped[bytes]


class FigureRow(DistrictBase):
    """One number of a bundle's tables, as the roll-up reads it (`domain.figures`)."""

    __tablename__ = "figures"
    __table_args__ = (Index("ix_figures_bundle", "bundle_id"),)

    row: Mapped[int] = mapped_column(primary_key=True)
    bundle_id: Mapped[str] = mapped_column(ForeignKey("received.id"))
    table_name: Mapped[str]
    counted: Mapped[str]
    row_dimension: Mapped[str]
    row_key: Mapped[str]
    column_dimension: Mapped[str]
    column_key: Mapped[str]
    line: Mapped[str]
    value: Mapped[int | None]
    why: Mapped[str]
    low: Mapped[int]
    high: Mapped[int | None]
