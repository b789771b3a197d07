"""The peer program whole: hours, pathways, practice, exams, applications, what peers tell. Who skipped a wellbeing
check, nobody is told any more; nothing else changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = ("'practice', 'attempt', 'application', 'recommendation', 'interview', 'exit interview', 'self rating'")
_TABLES = (
    "self_rating_counts", "self_ratings", "exit_interviews", "peer_facts", "interviews", "application_ratings",
    "recommendations", "applications", "application_cycles", "exam_attempts", "question_banks", "practice",
    "statements", "pathways", "hour_entries",
)


def upgrade() -> None:
    """Apply."""
    _hours()
    _exams()
    _applications()
    _peers()
    op.execute("DELETE FROM settings WHERE key = 'wellbeing.skipped'")


def _hours() -> None:
    op.create_table(
        "hour_entries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entered_at", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_hour_entries_person_id")),
        sa.ForeignKeyConstraint(["replaces"], ["hour_entries.id"], name=op.f("fk_hour_entries_replaces")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_hour_entries_entered_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_hour_entries_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_entries")),
    )
    op.create_index("ix_hour_entries_person", "hour_entries", ["person_id", "day"])
    op.create_index("ix_hour_entries_state", "hour_entries", ["state"])
    op.create_table(
        "pathways",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("pathway", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pathways_person_id")),
        sa.PrimaryKeyConstraint("person_id", "pathway", name=op.f("pk_pathways")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_statements_person_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_statements_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_statements_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index("ix_statements_person", "statements", ["person_id"])


def _exams() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("observer_id", sa.String(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_practice_person_id")),
        sa.ForeignKeyConstraint(["observer_id"], ["people.id"], name=op.f("fk_practice_observer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index("ix_practice_person", "practice", ["person_id"])
    op.create_table(
        "question_banks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_question_banks_made_by")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_question_banks")),
    )
    op.create_table(
        "exam_attempts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("bank_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("begun_at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_id", "version"], ["question_banks.id", "question_banks.version"],
            name=op.f("fk_exam_attempts_bank_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exam_attempts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_attempts")),
    )
    op.create_index("ix_exam_attempts_person", "exam_attempts", ["person_id"])


def _applications() -> None:
    op.create_table(
        "application_cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("decides", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_application_cycles_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_cycles")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("came", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["application_cycles.id"], name=op.f("fk_applications_cycle_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_applications_student_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_applications_entered_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_applications_decided_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_applications_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
    )
    op.create_index("ix_applications_cycle", "applications", ["cycle_id"])
    op.create_index("ix_applications_student", "applications", ["student_id"])
    op.create_table(
        "recommendations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_recommendations_application_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_recommendations_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
    )
    op.create_index("ix_recommendations_application", "recommendations", ["application_id"])
    op.create_table(
        "application_ratings",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("rater_id", sa.String(), nullable=False),
        sa.Column("scores", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_ratings_application_id")),
        sa.ForeignKeyConstraint(["rater_id"], ["people.id"], name=op.f("fk_application_ratings_rater_id")),
        sa.PrimaryKeyConstraint("application_id", "rater_id", name=op.f("pk_application_ratings")),
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_interviews_application_id")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_interviews_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
    )
    op.create_index("ix_interviews_application", "interviews", ["application_id"])


def _peers() -> None:
    op.create_table(
        "peer_facts",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("graduates", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_peer_facts_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_peer_facts")),
    )
    op.create_table(
        "exit_interviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exit_interviews_person_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_exit_interviews_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_interviews")),
    )
    op.create_index("ix_exit_interviews_person", "exit_interviews", ["person_id"])
    op.create_table(
        "self_ratings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_self_ratings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_ratings")),
    )
    op.create_index("ix_self_ratings_person", "self_ratings", ["person_id"])
    op.create_table(
        "self_rating_counts",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "moment", "item", "value", name=op.f("pk_self_rating_counts")),
    )


def downgrade() -> None:
    """Take back: what this schema keeps has no place in the version before."""
    op.execute(f"DELETE FROM sealed WHERE kind IN ({_KINDS})")  # noqa: S608 - constants
    op.execute("DELETE FROM settings WHERE key = 'wellbeing.asked'")
    for table in _TABLES:
        op.drop_table(table)
