"""The day's backup after the first sign-in: by itself, beside the work, given up at the lock."""

import threading

import pytest

from tests.centers import worked_center
from wellnessdesk.app import daily_backup
from wellnessdesk.domain.backups import Reason, State
from wellnessdesk.domain.people import Role
from wellnessdesk.services import backups, visits
from wellnessdesk.services.backups import Making
from wellnessdesk.store import copies
from wellnessdesk.ui.tour.driver import pause


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Five seconds are long for a test, and a small center is copied in one slice."""
    monkeypatch.setattr(daily_backup, "DELAY_MS", 0)
    monkeypatch.setattr(copies, "_SLICE", 50_000)


@pytest.fixture
def center(tmp_path):
    made = worked_center(tmp_path / "center").center
    made.admin.close()
    return made


def until(shown, done):
    """Let the window run until something has happened."""
    for _turn in range(400):
        shown.drive.settle()
        if done():
            return True
        pause(20)
    return False


def made(tmp_path):
    folder = tmp_path / "center-backups"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def history(shown):
    return shown.ask(backups.history.__wrapped__)


def test_whoever_signs_in_first_has_it_made_without_noticing(start, center, tmp_path):
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.PEER)
    assert until(shown, lambda: history(shown))
    [one] = history(shown)
    assert (one.reason, one.state) == (Reason.DAILY, State.VERIFIED)
    assert made(tmp_path) == [one.name]
    shown.program._daily._ask()  # once a day is enough
    shown.drive.settle()
    assert len(history(shown)) == 1
    assert not [path for path in center.folder.iterdir() if path.name.startswith(".")]


def test_meanwhile_the_front_desk_checks_in(start, center, tmp_path, monkeypatch):
    held, going_on = threading.Event(), threading.Event()
    work = Making.work

    def slow(self, progress):
        going_on.set()
        held.wait(20)
        return work(self, progress)

    monkeypatch.setattr(Making, "work", slow)
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.FRONT_DESK)
    assert until(shown, going_on.is_set)
    shown.ask(visits.check_in, 5, reason="take_a_break", origin="walk_in")
    assert made(tmp_path) == []
    held.set()
    assert until(shown, lambda: history(shown))


def test_a_lock_gives_it_up_and_the_next_sign_in_makes_it(start, center, tmp_path, monkeypatch):
    going_on = threading.Event()

    def endless(self, progress):
        with self._room:
            going_on.set()
            while True:
                progress.check_cancelled()

    with monkeypatch.context() as patch:
        patch.setattr(Making, "work", endless)
        shown = start(center.folder, center.clock)
        shown.sign_in(Role.FRONT_DESK)
        assert until(shown, going_on.is_set)
        shown.program.lock()
    assert shown.relaunched == [center.folder]
    assert made(tmp_path) == []
    again = start(center.folder, center.clock)
    again.sign_in(Role.FRONT_DESK)
    assert until(again, lambda: history(again))
    assert not [path for path in center.folder.iterdir() if path.name.startswith(".")]


def test_what_goes_wrong_disturbs_nobody_and_is_remembered(start, center, tmp_path):
    (tmp_path / "center-backups").touch()
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.PEER)
    assert until(shown, lambda: history(shown))
    assert history(shown)[0].state is State.FAILED
    assert shown.frame.isEnabled()


def test_a_bug_in_it_is_logged_and_shown_to_nobody(start, center, tmp_path, monkeypatch):
    logged = threading.Event()
    monkeypatch.setattr(daily_backup.log, "bug", lambda _error: logged.set())
    monkeypatch.setattr(Making, "work", lambda _self, _progress: 1 // 0)
    shown = start(center.folder, center.clock)
    shown.sign_in(Role.PEER)
    assert until(shown, logged.is_set)
    assert made(tmp_path) == []
