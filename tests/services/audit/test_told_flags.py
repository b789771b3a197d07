"""The steps of flags held against the log: none can be taken back, put back as it was, or exchanged, unnoticed."""

import pytest

from tests.centers import DECIDED, first, worked_center
from tests.store.stores import raw
from wellnessdesk.domain.flag_steps import Step, StepKind
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.services import audit, flag_steps, flags

DID = Step(kind=StepKind.DISPOSITION, text="Walked over.")


@pytest.fixture
def day(tmp_path):
    """One flag with two steps, one closed, one withdrawn before anybody had it, one withdrawn after."""
    made = worked_center(tmp_path / "day")
    cora = made.center.coordinator
    names = [flags.raise_flag(made.center.peer, made.signed, kind=first("red_flags"), urgency=Urgency.SAME_DAY).id
             for _each in range(4)]
    for flag in (names[0], names[1], names[3]):
        flags.acknowledge(cora, flag)
    for seen in (0, 1):
        flag_steps.add(cora, names[0], DID, seen=seen)
    flags.close(cora, names[1], DECIDED)
    for flag in names[2:]:
        flags.withdraw(cora, flag, "A mistake.")
    made.center.names = names
    yield made.center
    made.center.admin.close()


def shell(center, *statements):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    for statement in statements:
        connection.execute(statement.format(*center.names))
    connection.close()


def test_a_day_of_flags_with_all_their_steps_is_sound(day):
    assert audit.verify(day.coordinator).sound
    assert audit.verify(day.admin).sound


@pytest.mark.parametrize("statements", [
    ("DELETE FROM sealed WHERE kind = 'flag step' AND record = '{0}' AND version = 2",
     "UPDATE flags SET steps = 1 WHERE id = '{0}'"),
    ("UPDATE sealed SET blob = (SELECT blob FROM sealed WHERE record = '{1}' AND kind = 'flag step' AND version = 1)"
     " WHERE record = '{0}' AND kind = 'flag step' AND version = 1",),
    ("UPDATE flags SET status = 'acknowledged', closed_at = NULL WHERE id = '{1}'",),
    ("UPDATE flags SET status = 'closed' WHERE id = '{3}'",),
    ("UPDATE flags SET status = 'withdrawn', closed_at = 1 WHERE id = '{0}'",),
    ("UPDATE flags SET acknowledged_at = 1 WHERE id = '{2}'",),
    ("UPDATE flags SET acknowledged_at = NULL WHERE id = '{3}'",),
    ("DELETE FROM sealed WHERE kind = 'flag step'", "UPDATE flags SET steps = 0"),
])
def test_whatever_is_rolled_back_is_noticed(day, statements):
    shell(day, *statements)
    assert "flag that entry" in audit.verify(day.coordinator).finding


def test_a_step_without_its_flag_and_a_flag_without_its_step_are_noticed_by_anybody(day):
    shell(day, "UPDATE flags SET steps = 1 WHERE id = '{0}'")
    assert "belongs to no record" in audit.verify(day.admin).finding
    shell(day, "UPDATE flags SET steps = 3 WHERE id = '{0}'")
    assert "missing from its record" in audit.verify(day.admin).finding
