"""Within how many hours a note is to be signed is the center's to say, and whatever shows notes goes by it."""

import pytest

from tests.centers import handed_over, note
from tests.retained import shell
from wellnessdesk.base.errors import Problem
from wellnessdesk.services import audit, note_limits, sessions


def test_a_day_is_the_usual_limit_and_a_center_sets_another(center):
    session = handed_over(center, 1, center.peer)
    center.clock.advance(hours=30)
    assert note_limits.late_hours(center.admin) == 24
    assert sessions.mine(center.peer)[0].late(center.clock.now())
    note_limits.set_late_hours(center.coordinator, 48)
    assert note_limits.late_hours(center.admin) == 48
    assert not sessions.mine(center.peer)[0].late(center.clock.now())
    sessions.sign(center.peer, session, note())
    note_limits.set_late_hours(center.admin, 1)
    assert not sessions.to_review(center.coordinator)[0].late(center.clock.now())  # it ended as it was signed
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("hours", [0, -1, 337])
def test_a_limit_nobody_can_keep_to_is_refused(center, hours):
    with pytest.raises(Problem, match="between 1 and 336"):
        note_limits.set_late_hours(center.coordinator, hours)


@pytest.mark.parametrize("kept", ["0", "-5", "\"x\"", "999999", "null", "12.5", "[]"])
def test_a_limit_that_was_spoiled_is_the_usual_one_and_is_noticed(center, kept):
    note_limits.set_late_hours(center.coordinator, 48)
    shell(center, "UPDATE settings SET value = ? WHERE key = 'notes.late_hours'", kept)
    assert note_limits.late_hours(center.admin) == 24
    assert not audit.verify(center.coordinator).sound
