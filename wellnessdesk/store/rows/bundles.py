"""Who may receive bundles and by which keys, the record of each bundle and what it held, and who approved it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wellnessdesk.store.rows.base import Base, Moment


class RecipientRow(Base):
    """A district or an evaluator. `kinds` are the kinds of bundle it may receive, one space between two."""

    __tablename__ = "recipients"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kinds: Mapped[str]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class RecipientKeyRow(Base):
    """A public age key of a recipient. Used once its words were compared (`compared_at`), until `ended_at`."""

    __tablename__ = "recipient_keys"
    __table_args__ = (Index("ix_recipient_keys_recipient", "recipient_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    age_key: Mapped[str] = mapped_column(unique=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    compared_at: Mapped[datetime | None] = mapped_column(Moment)
    compared_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class BundleRow(Base):
    """One bundle: to whom, of which period, why, and the hash of its file. `key_ids`: one space between two.

    `sequence` counts per recipient and those it follows (`domain.bundles.Recipient.follows`), `version` also per kind
    and period; `supersedes` is the id of the version
    before, or empty. `tables_seen` is the hash of what was shown before it left. `copy_path` and `copy_hash` are those
    of the center's own copy, empty where there is none.
    """

    __tablename__ = "bundles"
    __table_args__ = (Index("ix_bundles_recipient", "recipient_id", "sequence"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    key_ids: Mapped[str]
    kind: Mapped[str]
    period: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    version: Mapped[int]
    supersedes: Mapped[str]
    purpose: Mapped[str]
    authority: Mapped[str]
    ends_on: Mapped[date | None]
    path: Mapped[str]
    hash: Mapped[str]
    previous_hash: Mapped[str]
    size: Mapped[int]
    tables_seen: Mapped[str]
    copy_path: Mapped[str]
    copy_hash: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(Moment)
    written_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[str]


class BundleTableRow(Base):
    """A table of an aggregate bundle, exactly as it left: `body` is its entry in the manifest, and its CSV."""

    __tablename__ = "bundle_tables"

    bundle_id: Mapped[str] = mapped_column(ForeignKey("bundles.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    body: Mapped[str]


class BundleCountsRow(Base):
    """What was true of some days when an aggregate bundle left, nothing blank: `body` is all tables of these days.

    A later bundle is held against it. They are counts and no records, but small ones too: as secret as the store, and
    never in a bundle. `told`: a bundle of these days had left. `id` counts up in the order in which bundles left. Of a
    bundle of rows, `body` says how many rows it held.
    """

    __tablename__ = "bundle_counts"
    __table_args__ = (Index("ix_bundle_counts_bundle", "bundle_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bundle_id: Mapped[str] = mapped_column(ForeignKey("bundles.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    told: Mapped[bool]
    body: Mapped[str]


class BundleRequestRow(Base):
    """A bundle that a second person is asked to approve: what was shown (its hash), to whom and what for.

    `outcome` is empty until somebody decided. `about` is what else identifies it for its kind, never a student.
    """

    __tablename__ = "bundle_requests"
    __table_args__ = (Index("ix_bundle_requests_outcome", "outcome"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    kind: Mapped[str]
    period: Mapped[str]
    purpose: Mapped[str]
    authority: Mapped[str]
    ends_on: Mapped[date | None]
    about: Mapped[str]
    tables_seen: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    outcome: Mapped[str]
    answer: Mapped[str]
    bundle_id: Mapped[str | None] = mapped_column(ForeignKey("bundles.id"))


class PseudonymKeyRow(Base):
    """That there is a key for the pseudonyms of a recipient's school year; the key is sealed (`pseudonym key`)."""

    __tablename__ = "pseudonym_keys"
    __table_args__ = (UniqueConstraint("recipient_id", "school_year"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    school_year: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
