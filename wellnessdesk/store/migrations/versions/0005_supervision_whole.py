"""Supervision: groups that meet, meetings with attendance, minutes and actions, marked sessions, wellbeing checks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KINDS = "'outcome', 'action', 'minutes', 'mark', 'wellbeing'"
_MONDAY = "date(day, '-6 days', 'weekday 1')"


def _monday(of: str) -> str:
    return _MONDAY.replace("day,", f"{of}.day,", 1)


def upgrade() -> None:
    """Apply. Agendas were the whole center's, by week: they become the meetings of one group, on their Mondays."""
    _groups()
    _meetings()
    _beside()
    op.execute(
        "INSERT INTO supervision_groups (name, starts_on, starts, minutes, every, room, one_to_one) "
        "SELECT 'Supervision', min(week), 900, 60, 1, '', 0 FROM agendas HAVING count(*) > 0")
    op.execute(
        "INSERT INTO supervision_members (group_id, person_id, since, leads) "
        "SELECT g.id, p.id, g.starts_on, p.role = 'coordinator' FROM supervision_groups g, people p "
        "WHERE p.active AND p.role IN ('peer', 'coordinator')")
    op.execute(
        "INSERT INTO meetings (id, group_id, day, starts, minutes, state, why, built_at, built_by, papers) "
        "SELECT week || '.1', 1, week, 900, 60, 'prepared', '', built_at, built_by, 0 FROM agendas")
    op.execute(
        "INSERT INTO meeting_items (meeting_id, position, section, kind, ref, minutes, carried, state, written, "
        "seconds) SELECT week || '.1', position, section, kind, ref, minutes, carried, CASE WHEN done THEN "
        "'talked' ELSE 'open' END, 0, 0 FROM agenda_items ORDER BY id")
    op.drop_table("agenda_items")
    op.drop_table("agendas")


def _groups() -> None:
    op.create_table(
        "supervision_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("one_to_one", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_groups")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "supervision_members",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["supervision_groups.id"], name=op.f("fk_supervision_members_group_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_supervision_members_person_id")),
        sa.PrimaryKeyConstraint("group_id", "person_id", "since", name=op.f("pk_supervision_members")),
    )
    op.create_index("ix_supervision_members_person", "supervision_members", ["person_id"])


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("built_at", sa.Integer(), nullable=True),
        sa.Column("built_by", sa.String(), nullable=True),
        sa.Column("begun_at", sa.Integer(), nullable=True),
        sa.Column("begun_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["supervision_groups.id"], name=op.f("fk_meetings_group_id")),
        *(sa.ForeignKeyConstraint([f"{what}_by"], ["people.id"], name=op.f(f"fk_meetings_{what}_by"))
          for what in ("built", "begun", "signed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("group_id", "day", name=op.f("uq_meetings_group_id_day")),
    )
    op.create_index("ix_meetings_day", "meetings", ["day"])
    op.create_table(
        "meeting_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_items_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_items")),
    )
    op.create_index("ix_meeting_items_meeting", "meeting_items", ["meeting_id", "position"])
    op.create_index("ix_meeting_items_ref", "meeting_items", ["ref"])
    op.create_table(
        "meeting_attendance",
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_meeting_attendance_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_attendance")),
    )
    op.create_index("ix_meeting_attendance_person", "meeting_attendance", ["person_id"])


def _beside() -> None:
    op.create_table(
        "supervision_actions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_at", sa.Integer(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_supervision_actions_meeting_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_supervision_actions_owner_id")),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_supervision_actions_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_actions")),
    )
    op.create_index("ix_supervision_actions_meeting", "supervision_actions", ["meeting_id"])
    op.create_index("ix_supervision_actions_open", "supervision_actions", ["owner_id"],
                    sqlite_where=sa.text("done_at IS NULL"))
    op.create_table(
        "session_marks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_marks_session_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_session_marks_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_marks")),
    )
    op.create_index("ix_session_marks_session", "session_marks", ["session_id"])
    op.create_index("ix_session_marks_open", "session_marks", ["at"], sqlite_where=sa.text("ended_at IS NULL"))
    op.create_table(
        "wellbeing_checks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wellbeing_checks_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wellbeing_checks")),
    )
    op.create_index("ix_wellbeing_checks_person", "wellbeing_checks", ["person_id", "at"])


def downgrade() -> None:
    """Take back. A week has one agenda again, that of its first group; what was said in meetings goes."""
    _agendas_before()
    op.execute(
        f"INSERT OR IGNORE INTO agendas (week, built_at, built_by) SELECT {_MONDAY}, built_at, built_by "  # noqa: S608
        "FROM meetings WHERE built_at IS NOT NULL ORDER BY group_id, day")
    op.execute(
        "INSERT INTO agenda_items (week, position, section, kind, ref, minutes, carried, done) "  # noqa: S608 - constants
        f"SELECT {_MONDAY}, position, section, kind, ref, i.minutes, carried, i.state = 'talked' "
        "FROM meeting_items i JOIN meetings m ON m.id = i.meeting_id WHERE m.id = ("
        f"SELECT first.id FROM meetings first WHERE first.built_at IS NOT NULL AND {_monday('first')} = {_monday('m')} "
        "ORDER BY first.group_id, first.day LIMIT 1) ORDER BY i.id")
    op.execute(f"DELETE FROM sealed WHERE kind IN ({_KINDS})")  # noqa: S608 - constants
    op.execute("DELETE FROM sealed WHERE kind = 'agenda item' AND record NOT IN (SELECT ref FROM agenda_items)")
    for table in ("wellbeing_checks", "session_marks", "supervision_actions", "meeting_attendance", "meeting_items",
                  "meetings", "supervision_members", "supervision_groups"):
        op.drop_table(table)


def _agendas_before() -> None:
    op.create_table(
        "agendas",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("built_at", sa.Integer(), nullable=False),
        sa.Column("built_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["built_by"], ["people.id"], name=op.f("fk_agendas_built_by")),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_agendas")),
    )
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["week"], ["agendas.week"], name=op.f("fk_agenda_items_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
    )
    op.create_index("ix_agenda_items_week", "agenda_items", ["week", "position"])
