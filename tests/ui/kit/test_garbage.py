import gc
import threading

import pytest
from PySide6.QtCore import QTimer

from wellnessdesk.ui.kit import garbage
from wellnessdesk.ui.kit.tasks import Tasks


class Circle:
    """Only a collection ends it; it says on which thread that was."""

    def __init__(self, ended_on) -> None:
        self._itself = self
        self._ended_on = ended_on
        self._timer = QTimer()  # ended on another thread, Qt warns, and the warning fails the test
        self._timer.start(60_000)

    def __del__(self) -> None:
        self._ended_on.append(threading.get_ident())


@pytest.fixture
def collecting():
    """Python as a program has it, with the collector at work; the tests have it off."""
    gc.collect()
    gc.enable()
    yield
    gc.disable()


def allocate(rounds):
    """What makes Python collect each generation several times over, where it may."""
    for _ in range(rounds):
        kept = [[] for _ in range(1_000)]
        assert kept


def test_the_workers_own_allocations_never_collect_what_the_window_left(collecting, qapp):
    tasks, ended_on = Tasks(), []
    for _ in range(20):
        Circle(ended_on)
        tasks.run(lambda: allocate(500), owner=None)
    tasks.wait_idle(30)
    tasks.shutdown()
    gc.collect()
    assert set(ended_on) == {threading.get_ident()}
    assert len(ended_on) == 20


def test_without_the_collector_another_thread_would(collecting):
    ended_on = []

    class Plain:
        def __init__(self) -> None:
            self._itself = self

        def __del__(self) -> None:
            ended_on.append(threading.get_ident())

    Plain()
    worker = threading.Thread(target=allocate, args=(500,))
    worker.start()
    worker.join()
    assert ended_on == [worker.ident]


def test_circles_are_collected_while_the_worker_lives(collecting, qapp, qtbot):
    tasks, ended_on = Tasks(), []
    Circle(ended_on)
    for _ in range(200):
        tasks.run(lambda: None, owner=None)
    kept = [[] for _ in range(10_000)]  # enough for the youngest generation to be due
    qtbot.waitUntil(lambda: ended_on == [threading.get_ident()], timeout=10_000)
    assert len(kept) == 10_000
    assert tasks.shutdown()


def test_afterwards_python_collects_by_itself_again(collecting, qapp):
    tasks = Tasks()
    assert not gc.isenabled()
    tasks.shutdown()
    assert gc.isenabled()


def test_it_stays_off_while_the_worker_has_not_ended(collecting, qapp):
    tasks, gate = Tasks(), threading.Event()
    tasks.run(gate.wait, owner=None)
    assert not tasks.shutdown(timeout=0.05)
    assert not gc.isenabled()
    gate.set()
    tasks._thread.join(5)
    assert tasks.shutdown()


def test_nothing_is_collected_before_it_is_due(monkeypatch):
    collected = []
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    for counts in ((700, 10, 10), (701, 3, 2), (5, 11, 2), (5, 1, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        garbage.collect_due()
    assert collected == [0, 1, 2]


def test_a_generation_that_is_switched_off_is_never_due(monkeypatch):
    collected = []
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 0))
    monkeypatch.setattr(gc, "get_count", lambda: (701, 3, 9))
    garbage.collect_due()
    assert collected == [0]
