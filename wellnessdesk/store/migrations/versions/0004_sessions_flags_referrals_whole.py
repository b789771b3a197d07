"""Groups, addenda and returned notes, the steps of a flag, referrals and the log of caregivers: the fourth schema."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEPT = ("id, visit_id, student_id, peer_id, service, tier, day, started_at, ended_at, note, signed_at, reviewed_at, "
         "reviewed_by")
_UNFINISHED = "note IN ('to_write', 'draft', 'signed', 'returned')"
_UNFINISHED_BEFORE = "note IN ('to_write', 'draft', 'signed')"


def upgrade() -> None:
    """Apply."""
    _set_aside("ix_sessions_day", "ix_sessions_peer", "ix_sessions_unfinished", "ix_sessions_visit")
    _sessions()
    _take_back("")
    _notes()
    op.execute("ALTER TABLE flags ADD COLUMN steps INTEGER DEFAULT 0 NOT NULL")
    _referrals()
    _caregivers()


def _set_aside(*indexes: str) -> None:
    """SQLite cannot say of a column that it may now be empty: the table is made anew and its rows copied."""
    for index in indexes:
        op.drop_index(index, "sessions")
    op.rename_table("sessions", "sessions_before")


def _take_back(which: str) -> None:
    op.execute(f"INSERT INTO sessions ({_KEPT}) SELECT {_KEPT} FROM sessions_before {which}")  # noqa: S608 - constants
    # The numbers of sessions that were taken back are never given again: the audit log, and sealed flags, name them.
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'sessions'")
    op.execute("UPDATE sqlite_sequence SET name = 'sessions' WHERE name = 'sessions_before'")
    op.execute("DROP TABLE sessions_before")


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("peer_id", sa.String(), nullable=False),
        sa.Column("second_peer_id", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False, server_default=""),
        sa.Column("place", sa.String(), nullable=False, server_default=""),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signed_at", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_sessions_visit_id")),
        sa.ForeignKeyConstraint(["appointment_id"], ["appointments.id"], name=op.f("fk_sessions_appointment_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_sessions_student_id")),
        sa.ForeignKeyConstraint(["peer_id"], ["people.id"], name=op.f("fk_sessions_peer_id")),
        sa.ForeignKeyConstraint(["second_peer_id"], ["people.id"], name=op.f("fk_sessions_second_peer_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["people.id"], name=op.f("fk_sessions_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_day", "sessions", ["day"])
    op.create_index("ix_sessions_peer", "sessions", ["peer_id", "day"])
    op.create_index("ix_sessions_second_peer", "sessions", ["second_peer_id", "day"])
    op.create_index("ix_sessions_student", "sessions", ["student_id", "day"])
    op.create_index("ix_sessions_unfinished", "sessions", ["note", "started_at"], sqlite_where=sa.text(_UNFINISHED))
    op.create_index("ix_sessions_visit", "sessions", ["visit_id"])
    op.create_index("ix_sessions_appointment", "sessions", ["appointment_id"])


def _notes() -> None:
    op.create_table(
        "session_students",
        sa.Column("session_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("student_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("attendance", sa.String(), nullable=False),
        sa.Column("remarks", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_students_session_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_session_students_student_id")),
        sa.PrimaryKeyConstraint("session_id", "student_id", name=op.f("pk_session_students")),
    )
    op.create_index("ix_session_students_student", "session_students", ["student_id"])
    op.create_table(
        "note_addenda",
        sa.Column("session_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_note_addenda_session_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_note_addenda_by")),
        sa.PrimaryKeyConstraint("session_id", "number", name=op.f("pk_note_addenda")),
    )
    op.create_table(
        "note_returns",
        sa.Column("session_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_note_returns_session_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_note_returns_by")),
        sa.PrimaryKeyConstraint("session_id", "number", name=op.f("pk_note_returns")),
    )


def _referrals() -> None:
    op.create_table(
        "resources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False, server_default="") for name in (
            "about", "for_whom", "languages", "cost", "contact", "phone", "email", "web", "address", "hours",
            "supports")),
        sa.Column("verified", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resources")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "referrals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.Column("student_index", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    op.create_index("ix_referrals_day", "referrals", ["day"])
    op.create_index("ix_referrals_open", "referrals", ["due"], sqlite_where=sa.text("closed_at IS NULL"))


def _caregivers() -> None:
    op.create_table(
        "caregiver_contacts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("student_index", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caregiver_contacts")),
    )
    op.create_index("ix_caregiver_contacts_day", "caregiver_contacts", ["day"])
    op.create_table(
        "contact_rules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("caregiver_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("set_at", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_contact_rules_student_id")),
        sa.ForeignKeyConstraint(["caregiver_id"], ["caregivers.id"], name=op.f("fk_contact_rules_caregiver_id")),
        sa.ForeignKeyConstraint(["set_by"], ["people.id"], name=op.f("fk_contact_rules_set_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_contact_rules_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_rules")),
    )
    op.create_index("ix_contact_rules_student", "contact_rules", ["student_id"])
    op.create_index("ix_contact_rules_caregiver", "contact_rules", ["caregiver_id"])


def downgrade() -> None:
    """Take back. Groups have no place in the schema before: they go."""
    for table in ("contact_rules", "caregiver_contacts", "referrals", "resources", "note_returns", "note_addenda",
                  "session_students"):
        op.drop_table(table)
    op.execute("ALTER TABLE flags DROP COLUMN steps")
    _set_aside("ix_sessions_day", "ix_sessions_peer", "ix_sessions_second_peer", "ix_sessions_student",
               "ix_sessions_unfinished", "ix_sessions_visit", "ix_sessions_appointment")
    _sessions_before()
    _take_back("WHERE student_id IS NOT NULL")


def _sessions_before() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("peer_id", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("signed_at", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["peer_id"], ["people.id"], name=op.f("fk_sessions_peer_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["people.id"], name=op.f("fk_sessions_reviewed_by")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_sessions_student_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_sessions_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_day", "sessions", ["day"])
    op.create_index("ix_sessions_peer", "sessions", ["peer_id", "day"])
    op.create_index("ix_sessions_unfinished", "sessions", ["note", "started_at"],
                    sqlite_where=sa.text(_UNFINISHED_BEFORE))
    op.create_index("ix_sessions_visit", "sessions", ["visit_id"])
