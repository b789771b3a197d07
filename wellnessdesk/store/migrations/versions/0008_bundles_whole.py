"""Bundles whole: kinds, keys that change, versions, what each held, who approved; and what students said of themselves.

A key of a recipient of before counts as not compared yet: nobody wrote down that it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_EARLIER = ("FROM bundles_before AS b WHERE b.recipient_id = a.recipient_id AND b.period = a.period "
            "AND b.sequence < a.sequence AND b.state <> 'abandoned'")
_A_MONTH = "kind = 'aggregate' AND period GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'"
_BOTH = ("bundles", "recipients")


def upgrade() -> None:
    """Apply."""
    _set_aside()
    _recipients()
    _bundles()
    _take_over()
    _drop_before()
    _kinds()
    _demographics()


def _set_aside() -> None:
    """Bundles first: SQLite makes the references of a table follow whom it names."""
    for table in _BOTH:
        op.rename_table(table, f"{table}_before")


def _drop_before() -> None:
    for table in _BOTH:
        op.drop_table(f"{table}_before")


def _take_over() -> None:
    """The key gets the recipient's id for its own; version and what it supersedes follow from the order."""
    op.execute("INSERT INTO recipients (id, name, kinds, added_at, added_by) "
               "SELECT id, name, 'aggregate', added_at, added_by FROM recipients_before")
    op.execute("INSERT INTO recipient_keys (id, recipient_id, age_key, added_at, added_by) "
               "SELECT id, id, age_key, added_at, added_by FROM recipients_before")
    op.execute(f"""
        INSERT INTO bundles (id, sequence, recipient_id, key_ids, kind, period, first_day, last_day, version,
            supersedes, purpose, authority, path, hash, previous_hash, size, tables_seen, copy_path, copy_hash,
            written_at, written_by, state)
        SELECT id, sequence, recipient_id, recipient_id, 'aggregate', period, period || '-01',
            date(period || '-01', '+1 month', '-1 day'), 1 + (SELECT count(*) {_EARLIER}),
            coalesce((SELECT b.id {_EARLIER} ORDER BY b.sequence DESC LIMIT 1), ''), purpose, '', path, hash,
            previous_hash, 0, '', '', '', written_at, written_by, state
        FROM bundles_before AS a""")  # noqa: S608 - constants


def _recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("added_at", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.Integer(), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_recipients_added_by")),
        sa.ForeignKeyConstraint(["revoked_by"], ["people.id"], name=op.f("fk_recipients_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
    )
    op.create_table(
        "recipient_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("age_key", sa.String(), nullable=False),
        sa.Column("added_at", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("compared_at", sa.Integer(), nullable=True),
        sa.Column("compared_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_recipient_keys_recipient_id")),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_recipient_keys_added_by")),
        sa.ForeignKeyConstraint(["compared_by"], ["people.id"], name=op.f("fk_recipient_keys_compared_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipient_keys")),
        sa.UniqueConstraint("age_key", name=op.f("uq_recipient_keys_age_key")),
    )
    op.create_index("ix_recipient_keys_recipient", "recipient_keys", ["recipient_id"])


def _bundles() -> None:
    op.create_table(
        "bundles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("key_ids", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("tables_seen", sa.String(), nullable=False),
        sa.Column("copy_path", sa.String(), nullable=False),
        sa.Column("copy_hash", sa.String(), nullable=False),
        sa.Column("written_at", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("approved_at", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_bundles_recipient_id")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_bundles_written_by")),
        sa.ForeignKeyConstraint(["approved_by"], ["people.id"], name=op.f("fk_bundles_approved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
    )
    op.create_index("ix_bundles_recipient", "bundles", ["recipient_id", "sequence"])
    op.create_table(
        "bundle_tables",
        sa.Column("bundle_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name=op.f("fk_bundle_tables_bundle_id")),
        sa.PrimaryKeyConstraint("bundle_id", "name", name=op.f("pk_bundle_tables")),
    )
    op.create_table(
        "bundle_counts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bundle_id", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name=op.f("fk_bundle_counts_bundle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_counts")),
    )
    op.create_index("ix_bundle_counts_bundle", "bundle_counts", ["bundle_id"])


def _kinds() -> None:
    op.create_table(
        "bundle_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("tables_seen", sa.String(), nullable=False),
        sa.Column("asked_at", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("bundle_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_bundle_requests_recipient_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_bundle_requests_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_bundle_requests_decided_by")),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundles.id"], name=op.f("fk_bundle_requests_bundle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_requests")),
    )
    op.create_index("ix_bundle_requests_outcome", "bundle_requests", ["outcome"])
    op.create_table(
        "pseudonym_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_pseudonym_keys_recipient_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_pseudonym_keys_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pseudonym_keys")),
        sa.UniqueConstraint("recipient_id", "school_year", name=op.f("uq_pseudonym_keys_recipient_id_school_year")),
    )


def _demographics() -> None:
    op.create_table(
        "demographic_counts",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("set_id", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "set_id", "category", "option", name=op.f("pk_demographic_counts")),
    )
    op.create_table(
        "demographic_asked",
        sa.Column("student_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("school_year", sa.Integer(), nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_demographic_asked_student_id")),
        sa.PrimaryKeyConstraint("student_id", "school_year", name=op.f("pk_demographic_asked")),
    )


def downgrade() -> None:
    """Take back: a recipient keeps the newest key; bundles that are not of a month have no place any more."""
    for table in ("demographic_asked", "demographic_counts", "pseudonym_keys", "bundle_requests", "bundle_counts",
                  "bundle_tables"):
        op.drop_table(table)
    op.execute("DELETE FROM sealed WHERE kind IN ('pseudonym key', 'bundle request')")
    op.drop_index("ix_bundles_recipient", "bundles")
    _set_aside()
    _tables_before()
    op.execute("""
        INSERT INTO recipients (id, name, age_key, added_at, added_by)
        SELECT id, name, (SELECT age_key FROM recipient_keys WHERE recipient_id = recipients_before.id
            ORDER BY ended_at IS NULL DESC, added_at DESC LIMIT 1), added_at, added_by FROM recipients_before""")
    op.execute(f"""
        INSERT INTO bundles (id, sequence, recipient_id, period, purpose, path, hash, previous_hash, written_at,
            written_by, state)
        SELECT id, sequence, recipient_id, period, purpose, path, hash, previous_hash, written_at, written_by, state
        FROM bundles_before WHERE {_A_MONTH}""")  # noqa: S608 - constants
    op.drop_table("bundles_before")
    op.drop_table("recipient_keys")
    op.drop_table("recipients_before")


def _tables_before() -> None:
    op.create_table(
        "recipients",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("age_key", sa.String(), nullable=False),
        sa.Column("added_at", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_recipients_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients")),
        sa.UniqueConstraint("age_key", name=op.f("uq_recipients_age_key")),
    )
    op.create_table(
        "bundles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("written_at", sa.Integer(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recipient_id"], ["recipients.id"], name=op.f("fk_bundles_recipient_id")),
        sa.ForeignKeyConstraint(["written_by"], ["people.id"], name=op.f("fk_bundles_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundles")),
    )
