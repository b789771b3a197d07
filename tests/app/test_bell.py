"""A second start rings, and the first answers; nobody else can be made to do anything."""

import threading
from contextlib import contextmanager

import pytest

from wellnessdesk.app import bell
from wellnessdesk.app.bell import Bell
from wellnessdesk.ui.tour.driver import pause


@contextmanager
def ringing(folder, patience=3.0):
    """Rings from another thread, as another process would; gives the answers."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(bell.ring(folder, patience)))
    thread.start()
    yield answers
    while thread.is_alive():
        pause(10)


@pytest.fixture
def hung(qapp, tmp_path):
    """A bell that counts how often it was answered."""
    came = []
    made = Bell(tmp_path, lambda: came.append(1))
    yield made, came
    made.take_down()
    made.deleteLater()


def test_each_ring_is_answered(hung, tmp_path):
    _bell, came = hung
    for times in (1, 2, 3):
        with ringing(tmp_path) as answers:
            pass
        assert answers == [True]
        assert len(came) == times


def test_two_who_ring_at_once_are_both_answered(hung, tmp_path):
    with ringing(tmp_path) as first, ringing(tmp_path) as second:
        pass

    assert (first, second) == ([True], [True])


def test_where_nobody_has_the_center_open_nobody_answers(qapp, tmp_path):
    assert not bell.ring(tmp_path, 0.1)
    assert list(tmp_path.iterdir()) == []  # and ringing makes nothing


def test_a_bell_left_behind_by_a_crash_is_not_taken_for_an_answer(qapp, tmp_path):
    (tmp_path / bell.NAME).touch()

    assert not bell.ring(tmp_path, 0.1)


def test_who_rings_while_the_first_is_still_starting_is_answered_as_soon_as_its_bell_hangs(qapp, tmp_path):
    with ringing(tmp_path) as answers:
        pause(150)
        late = Bell(tmp_path, lambda: None)
    assert answers == [True]
    late.take_down()


def test_it_hangs_only_as_long_as_the_program_runs(hung, tmp_path):
    made, _came = hung
    assert (tmp_path / bell.NAME).stat().st_mode & 0o777 == 0o600

    made.take_down()

    assert list(tmp_path.iterdir()) == []


def test_when_somebody_tidies_it_away_it_is_hung_again(hung, tmp_path):
    _bell, came = hung
    (tmp_path / bell.NAME).unlink()
    pause(100)

    with ringing(tmp_path) as answers:
        pass

    assert (answers, came) == ([True], [1])


def test_a_link_in_its_place_is_neither_followed_nor_written_through(qapp, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / bell.NAME).symlink_to(victim)

    assert not bell.ring(tmp_path, 0.1)
    made = Bell(tmp_path, lambda: None)
    with ringing(tmp_path) as answers:
        pass
    made.take_down()

    assert answers == [True]
    assert victim.read_text() == "precious"


def test_where_it_cannot_be_hung_the_program_goes_on(qapp, tmp_path):
    made = Bell(tmp_path / "gone", lambda: None)

    assert not bell.ring(tmp_path / "gone", 0.1)
    made.take_down()
