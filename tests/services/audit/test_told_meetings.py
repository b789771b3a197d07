"""What SQL does to groups, meetings and actions of which the log says little, or nothing, is found all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.centers import worked_center
from tests.services.supervised import MONDAY, hold, meeting
from tests.store.stores import raw
from wellnessdesk.domain.meetings import meeting_id
from wellnessdesk.services import audit, meetings, minutes, supervision, supervision_actions, supervision_groups
from wellnessdesk.services.audit.told.gatherer import Deed
from wellnessdesk.services.audit.told.supervision import ToldOfSupervision

PLANNED = meeting(1)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """One meeting held, one prepared, one only planned, of which a sheet was printed; an action that was done."""
    made = worked_center(tmp_path_factory.mktemp("told") / "center")
    made.cora = made.center.coordinator
    supervision.build(made.cora)
    hold(made, 0)
    supervision.build(made.cora, PLANNED)
    minutes.print_sign_in(made.cora, meeting(2))
    (action,) = supervision_actions.mine(made.center.peer)
    supervision_actions.set_done(made.center.peer, action.id, done=True)
    made.center.clock.advance(days=1)
    group = supervision_groups.groups(made.cora)[0]
    stay = tuple(member for member in group.members if member.name != "Otto Other")
    supervision_groups.change(made.cora, replace(group, members=stay))
    yield made
    made.center.admin.close()


def sql(day, *statements):
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_as_it_was_there_is_no_finding(made_once):
    assert audit.verify(made_once.cora).sound


@pytest.mark.parametrize(("there", "back", "said"), [
    ("UPDATE meetings SET state = 'missed' WHERE id = '2026-09-21.1'",
     "UPDATE meetings SET state = 'prepared' WHERE id = '2026-09-21.1'", "The meeting of 2026-09-21"),
    ("UPDATE meetings SET day = '2026-12-24' WHERE id = '2026-09-21.1'",
     "UPDATE meetings SET day = '2026-09-21' WHERE id = '2026-09-21.1'", "The meeting of 2026-09-21"),
    ("INSERT INTO meetings (id, group_id, day, starts, minutes, state, why, papers) "
     "VALUES ('2026-10-05.1', 1, '2026-10-05', 900, 60, 'signed', '', 0)",
     "DELETE FROM meetings WHERE id = '2026-10-05.1'", "The meeting of 2026-10-05"),
    ("INSERT INTO meeting_attendance SELECT '2026-09-21.1', person_id, 'present', 60 FROM meeting_attendance",
     "DELETE FROM meeting_attendance WHERE meeting_id = '2026-09-21.1'", "Who was there"),
    ("UPDATE supervision_actions SET meeting_id = '2026-09-21.1'",
     "UPDATE supervision_actions SET meeting_id = '2026-09-14.1'", "An action"),
    ("UPDATE supervision_actions SET done_by = (SELECT id FROM people WHERE role = 'coordinator')",
     "UPDATE supervision_actions SET done_by = owner_id", "An action"),
    ("INSERT INTO supervision_groups VALUES (9, 'x', '2026-09-14', 900, 60, 1, '', 0, NULL)",
     "DELETE FROM supervision_groups WHERE id = 9", "supervision groups"),
    ("UPDATE supervision_members SET since = '2026-01-05' WHERE since = '2026-09-14'",
     "UPDATE supervision_members SET since = '2026-09-14'", "supervision groups"),
    ("UPDATE supervision_members SET until = date(until, '+70 days') WHERE until IS NOT NULL",
     "UPDATE supervision_members SET until = date(until, '-70 days') WHERE until IS NOT NULL", "supervision groups"),
    ("INSERT INTO supervision_members SELECT group_id, person_id, '2025-09-01', '2026-09-01', leads "
     "FROM supervision_members WHERE until IS NULL",
     "DELETE FROM supervision_members WHERE since = '2025-09-01'", "supervision groups"),
])
def test_what_sql_changes_is_found(made_once, there, back, said):
    sql(made_once, there)
    found = audit.verify(made_once.cora).finding
    sql(made_once, back)
    assert said in found
    assert audit.verify(made_once.cora).sound


def test_an_entry_of_a_time_when_the_log_told_less_of_groups_still_fits(made_once):
    """It named who is in a group now; those who left, and since when, were not told."""
    group = supervision_groups.groups(made_once.cora)[0]

    def differs(detail):
        told = ToldOfSupervision()
        told.add(Deed(1, "group.change", "group:1", detail))
        with made_once.cora.reading() as tx:
            return told.differs(tx)

    assert len(group.members) == 3
    assert differs(supervision_groups.told(group)) == differs(supervision_groups.told_before(group)) == ""
    for told in (supervision_groups.told, supervision_groups.told_before):
        assert "groups" in differs(told(replace(group, minutes=group.minutes + 1)))


def test_meetings_that_are_over_when_a_group_ends_are_told_as_missed(tmp_path):
    day = worked_center(tmp_path / "center")
    desk = day.center.coordinator
    supervision.build(desk)
    day.center.clock.advance(days=15)
    group = supervision_groups.groups(desk)[0]
    supervision_groups.change(desk, replace(group, every=2))
    assert audit.verify(desk).sound
    meetings.restore(desk, meeting_id(1, MONDAY + timedelta(weeks=1)))
    supervision_groups.end(desk, 1)
    assert audit.verify(desk).sound
    day.center.admin.close()
