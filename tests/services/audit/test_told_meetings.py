"""What SQL does to groups, meetings and actions of which the log says little, or nothing, is found all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.centers import worked_center
from tests.services.supervised import MONDAY, hold, meeting
from tests.store.stores import raw
from wellnessdesk.domain.meetings import meeting_id
from wellnessdesk.services import audit, meetings, minutes, supervision, supervision_actions, supervision_groups

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
])
def test_what_sql_changes_is_found(made_once, there, back, said):
    sql(made_once, there)
    found = audit.verify(made_once.cora).finding
    sql(made_once, back)
    assert said in found
    assert audit.verify(made_once.cora).sound


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
