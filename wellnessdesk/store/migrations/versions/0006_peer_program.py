"""The peer program: training, agreements, clearance. Nothing that is there changes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = "'override', 'caregiver paper'"


def upgrade() -> None:
    """Apply."""
    _training()
    _agreements()
    op.create_table(
        "clearance_overrides",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_clearance_overrides_person_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_clearance_overrides_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_clearance_overrides_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance_overrides")),
    )
    op.create_index("ix_clearance_overrides_until", "clearance_overrides", ["until"])


def _training() -> None:
    op.create_table(
        "modules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("competency", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("lapses_months", sa.Integer(), nullable=True),
        sa.Column("prerequisites", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_modules_made_by")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_modules")),
    )
    op.create_table(
        "classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("led_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_classes_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_classes_day", "classes", ["day"])
    op.create_table(
        "class_attendance",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_class_attendance_class_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_class_attendance_person_id")),
        sa.PrimaryKeyConstraint("class_id", "person_id", name=op.f("pk_class_attendance")),
    )
    op.create_index("ix_class_attendance_person", "class_attendance", ["person_id"])
    op.create_table(
        "completions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_completions_person_id")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_completions_class_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_completions_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completions")),
    )
    op.create_index("ix_completions_person", "completions", ["person_id"])
    op.create_index("ix_completions_class", "completions", ["class_id"])


def _agreements() -> None:
    op.create_table(
        "agreement_texts",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("es", sa.String(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_agreement_texts_made_by")),
        sa.PrimaryKeyConstraint("kind", "version", name=op.f("pk_agreement_texts")),
    )
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_agreements_person_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_agreements_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index("ix_agreements_person", "agreements", ["person_id"])
    op.create_table(
        "caregiver_papers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.Integer(), nullable=False),
        sa.Column("kept_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_caregiver_papers_person_id")),
        sa.ForeignKeyConstraint(["kept_by"], ["people.id"], name=op.f("fk_caregiver_papers_kept_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caregiver_papers")),
    )
    op.create_index("ix_caregiver_papers_person", "caregiver_papers", ["person_id"])


def downgrade() -> None:
    """Take back: what peers were trained in and signed has no place in the version before."""
    op.execute(f"DELETE FROM sealed WHERE kind IN ({_KINDS})")  # noqa: S608 - constants
    for table in ("clearance_overrides", "caregiver_papers", "agreements", "agreement_texts", "completions",
                  "class_attendance", "classes", "modules"):
        op.drop_table(table)
