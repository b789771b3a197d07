"""The front desk whole, appointments, caregivers and the center's own facts of a student: the third schema."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _widen_visits()
    _desk()
    _week()
    _peers()
    _students()


def _widen_visits() -> None:
    for column in (
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("has_pass", sa.Boolean(), nullable=True),
        sa.Column("feeling", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False, server_default=""),
        sa.Column("missed", sa.String(), nullable=False, server_default=""),
        sa.Column("language", sa.String(), nullable=False, server_default=""),
        sa.Column("access", sa.String(), nullable=False, server_default=""),
        sa.Column("party", sa.String(), nullable=True),
        sa.Column("resting_at", sa.Integer(), nullable=True),
        sa.Column("left_how", sa.String(), nullable=False, server_default=""),
    ):
        op.add_column("visits", column)
    # Alembic cannot add a column that refers to a table; SQLite can.
    op.execute("ALTER TABLE visits ADD COLUMN left_by VARCHAR CONSTRAINT fk_visits_left_by REFERENCES people (id)")


def _desk() -> None:
    op.create_table(
        "visit_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_corrections_visit_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_visit_corrections_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_corrections")),
    )
    op.create_index("ix_visit_corrections_visit", "visit_corrections", ["visit_id"])
    op.create_table(
        "drop_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("arrived_at", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drop_ins")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drop_ins_day", "drop_ins", ["day"])
    op.create_table(
        "adult_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_adult_calls_visit_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["people.id"], name=op.f("fk_adult_calls_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adult_calls")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_adult_calls_open", "adult_calls", ["at"], sqlite_where=sa.text("answered_at IS NULL"))


def _week() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("peer_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["people.id"], name=op.f("fk_shifts_peer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index("ix_shifts_day", "shifts", ["day"])
    op.create_index("ix_shifts_peer", "shifts", ["peer_id", "day"])
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("peer_id", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_appointments_student_id")),
        sa.ForeignKeyConstraint(["peer_id"], ["people.id"], name=op.f("fk_appointments_peer_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_appointments_visit_id")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_appointments_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_appointments_day", "appointments", ["day"])
    op.create_index("ix_appointments_peer", "appointments", ["peer_id", "day"])
    op.create_index("ix_appointments_student", "appointments", ["student_id", "day"])
    op.create_index("ix_appointments_visit", "appointments", ["visit_id"])


def _peers() -> None:
    op.create_table(
        "peer_services",
        sa.Column("peer_id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["people.id"], name=op.f("fk_peer_services_peer_id")),
        sa.PrimaryKeyConstraint("peer_id", "service", name=op.f("pk_peer_services")),
    )
    op.create_table(
        "conflicts",
        sa.Column("peer_id", sa.String(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("declared_at", sa.Integer(), nullable=False),
        sa.Column("declared_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["peer_id"], ["people.id"], name=op.f("fk_conflicts_peer_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_conflicts_student_id")),
        sa.ForeignKeyConstraint(["declared_by"], ["people.id"], name=op.f("fk_conflicts_declared_by")),
        sa.PrimaryKeyConstraint("peer_id", "student_id", name=op.f("pk_conflicts")),
    )
    op.create_index("ix_conflicts_student", "conflicts", ["student_id"])


def _students() -> None:
    op.create_table(
        "student_facts",
        sa.Column("student_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("pronouns", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("access_needs", sa.String(), nullable=False),
        sa.Column("card_number", sa.String(), nullable=True),
        sa.Column("audiences", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_student_facts_student_id")),
        sa.PrimaryKeyConstraint("student_id", name=op.f("pk_student_facts")),
    )
    op.create_index("ix_student_facts_card", "student_facts", ["card_number"], unique=True)
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_acknowledgements_student_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["people.id"], name=op.f("fk_acknowledgements_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
    )
    op.create_index("ix_acknowledgements_student", "acknowledgements", ["student_id"])
    op.create_table(
        "student_classes",
        sa.Column("student_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_student_classes_student_id")),
        sa.PrimaryKeyConstraint("student_id", "period", name=op.f("pk_student_classes")),
    )
    op.create_table(
        "caregivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sourced_id", sa.String(), nullable=True),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("sms", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caregivers")),
        sa.UniqueConstraint("sourced_id", name=op.f("uq_caregivers_sourced_id")),
    )
    op.create_table(
        "student_caregivers",
        sa.Column("student_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("caregiver_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_student_caregivers_student_id")),
        sa.ForeignKeyConstraint(["caregiver_id"], ["caregivers.id"], name=op.f("fk_student_caregivers_caregiver_id")),
        sa.PrimaryKeyConstraint("student_id", "caregiver_id", name=op.f("pk_student_caregivers")),
    )
    op.create_index("ix_student_caregivers_caregiver", "student_caregivers", ["caregiver_id"])
    op.create_table(
        "roster_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.Column("undo", sa.String(), nullable=False),
        sa.Column("undone_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_roster_imports_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("roster_imports", "student_caregivers", "caregivers", "student_classes", "acknowledgements",
                  "student_facts", "conflicts", "peer_services", "appointments", "shifts", "adult_calls", "drop_ins",
                  "visit_corrections"):
        op.drop_table(table)
    for column in ("left_by", "left_how", "resting_at", "party", "access", "language", "missed", "period", "feeling",
                   "has_pass", "number"):
        op.execute(f"ALTER TABLE visits DROP COLUMN {column}")
