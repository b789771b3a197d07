"""The notes are read behind the window: from sign-in on, in slices, for who may read them, and no lock waits for it."""

import pytest

from tests.centers import worked_center
from wellnessdesk.domain.people import Role
from wellnessdesk.services import note_search


@pytest.fixture
def center(tmp_path):
    day = worked_center(tmp_path / "center")
    day.center.admin.close()
    return day.center


@pytest.fixture
def slices(monkeypatch):
    """Counts them; each takes in next to nothing."""
    taken = []
    real = note_search.read_on
    monkeypatch.setattr(note_search, "read_on", lambda desk: taken.append(1) or real(desk, seconds=0.000001))
    return taken


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PEER])
def test_after_sign_in_all_notes_are_read_slice_by_slice(at_desk, slices, role):
    shown = at_desk(role)
    shown.drive.settle()
    assert len(slices) > 1
    assert note_search.find(shown.program.desk, "zebrafinch").whole
    assert len(note_search.find(shown.program.desk, "zebrafinch").notes) == 1


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_who_may_not_read_notes_reads_none(at_desk, slices, role):
    at_desk(role).drive.settle()
    assert slices == []


def test_the_lock_waits_for_one_slice_at_most(at_desk, monkeypatch):
    shown, endless = at_desk(Role.COORDINATOR), []
    monkeypatch.setattr(note_search, "read_on", lambda _desk: endless.append(1) or False)
    for turn in (1, 2):  # the second time they had thought better of locking
        shown.screen._tick()
        shown.drive.wait(lambda turn=turn: len(endless) > 3 * turn, "slices")
        shown.screen.leave()
        shown.program.tasks.wait_idle(2.0)


def test_a_screen_that_outlives_its_work_asks_for_nothing_more(at_desk, slices):
    shown = at_desk(Role.COORDINATOR)
    shown.drive.settle()
    shown.program.tasks.shutdown()
    before = len(slices)

    shown.screen._tick()  # as its timer does, once a minute

    assert len(slices) == before
    assert not shown.screen._timer.isActive()
