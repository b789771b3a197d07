import gc
import logging
import threading
import time
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from wellnessdesk.base import i18n
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.progress import ProgressDialog, WatchedProgress
from wellnessdesk.ui.kit.tasks import Tasks


@pytest.fixture
def owner(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


class Gate:
    """Work that waits until it is let through, so that calls can be queued behind it."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.entered = threading.Event()

    def __call__(self) -> None:
        self.entered.set()
        assert self._open.wait(5)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.open()


def test_work_runs_elsewhere_and_its_answer_comes_back_here(tasks, owner):
    seen = []
    tasks.run(threading.get_ident, lambda ident: seen.append((ident, threading.get_ident())), owner=owner)
    tasks.wait_idle()
    [(worked, answered)] = seen
    assert answered == threading.get_ident()
    assert worked != answered


def test_calls_run_in_order_on_one_thread(tasks, owner):
    threads, order = set(), []
    for number in range(50):
        tasks.run(lambda: threads.add(threading.get_ident()), owner=owner)
        tasks.run(lambda number=number: number, order.append, owner=owner)
    tasks.wait_idle()
    assert order == list(range(50))
    assert len(threads) == 1


def test_the_window_goes_on_while_work_runs(tasks, owner, gate):
    beats = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(1))
    timer.start()
    tasks.run(gate, owner=owner)
    QTimer.singleShot(100, gate.open)
    tasks.wait_idle()
    assert len(beats) >= 5


def test_an_answer_may_ask_for_more(tasks, owner):
    answers = []
    tasks.run(lambda: 1, lambda one: tasks.run(lambda: one + 1, answers.append, owner=owner), owner=owner)
    tasks.wait_idle()
    assert answers == [2]


def test_a_failure_goes_to_its_handler(tasks, owner):
    failures, answers = [], []

    def fail():
        raise Problem("The stick is full.")

    with messages.answering() as shown:
        tasks.run(fail, answers.append, failures.append, owner=owner)
        tasks.wait_idle()
    assert [str(failure) for failure in failures] == ["The stick is full."]
    assert answers == []
    assert shown == []


def test_a_problem_nobody_handles_is_shown_in_its_own_words(tasks, owner):
    def fail():
        raise Problem("The stick is full.")

    with messages.answering() as shown:
        tasks.run(fail, owner=owner)
        tasks.wait_idle()
    assert len(shown) == 1
    assert "The stick is full." in shown[0]


def test_a_bug_nobody_handles_is_shown_and_logged_without_its_text(tasks, owner, caplog):
    def fail():
        raise ValueError("Ana said that")

    with messages.answering() as shown, caplog.at_level(logging.ERROR):
        tasks.run(fail, owner=owner)
        tasks.wait_idle()
    assert len(shown) == 1
    assert "ValueError" in shown[0]
    assert "ValueError" in caplog.text
    assert "fail" in caplog.text
    assert "Ana" not in caplog.text + shown[0]


def test_what_is_no_exception_is_not_lost_either(tasks, owner):
    class Panic(BaseException):
        pass

    def fail():
        raise Panic

    failures = []
    with messages.answering() as shown:
        tasks.run(fail, None, failures.append, owner=owner)
        tasks.run(lambda: 1, failures.append, owner=owner)
        tasks.wait_idle()
    assert failures == [1]
    assert "Panic" in shown[0]


def test_work_is_done_but_not_answered_when_the_owner_is_gone(tasks, gate):
    owner, done, answers = QLabel(), [], []
    tasks.run(gate, owner=None)
    tasks.run(lambda: done.append("saved"), answers.append, owner=owner)
    shiboken6.delete(owner)
    gate.open()
    tasks.wait_idle()
    assert done == ["saved"]
    assert answers == []


def test_a_failure_is_shown_even_when_the_owner_is_gone(tasks, gate):
    owner, failures = QLabel(), []

    def fail():
        raise Problem("Not saved.")

    with messages.answering() as shown:
        tasks.run(gate, owner=None)
        tasks.run(fail, None, failures.append, owner=owner)
        shiboken6.delete(owner)
        gate.open()
        tasks.wait_idle()
    assert failures == []
    assert "Not saved." in shown[0]


def test_the_owner_may_be_deleted_by_an_earlier_answer(tasks, gate):
    owner, answers = QLabel(), []
    tasks.run(gate, lambda _: shiboken6.delete(owner), owner=None)
    tasks.run(lambda: 1, answers.append, owner=owner)
    gate.open()
    tasks.wait_idle()
    assert answers == []


def test_nothing_is_held_on_to_afterwards(tasks, qtbot):
    class Page(QWidget):
        def show_number(self, number):
            self.number = number

    def ask():
        page = Page()
        tasks.run(lambda: len(page.children()), page.show_number, owner=page)
        tasks.latest("page", lambda: 1, page.show_number, owner=page)
        tasks.wait_idle()
        assert page.number == 1
        return weakref.ref(page)

    gone = ask()
    gc.collect()
    assert gone() is None


def test_what_work_holds_is_let_go_on_the_windows_thread(tasks):
    let_go_on = []

    class Held:
        def __del__(self):
            let_go_on.append(threading.get_ident())

    def ask():
        held = Held()

        def work():
            assert held
            raise Problem("and then it fails")

        tasks.run(work, None, lambda error: None, owner=None)

    for _ in range(20):
        ask()
    tasks.wait_idle()
    gc.collect()
    assert set(let_go_on) == {threading.get_ident()}
    assert len(let_go_on) == 20


def test_of_calls_with_one_key_only_the_latest_is_run_and_answered(tasks, owner, gate):
    worked, answers = [], []

    def search(text):
        worked.append(text)
        return text

    tasks.run(gate, owner=owner)
    for text in ("m", "ma", "mar"):
        tasks.latest("today.search", lambda text=text: search(text), answers.append, owner=owner)
    tasks.latest("other.search", lambda: search("x"), answers.append, owner=owner)
    gate.open()
    tasks.wait_idle()
    assert worked == ["mar", "x"]
    assert answers == ["mar", "x"]


def test_an_answer_that_is_outdated_by_the_time_it_comes_is_not_given(tasks, owner, gate):
    answers = []

    def old():
        gate()
        return "old"

    tasks.latest("search", old, answers.append, owner=owner)
    assert gate.entered.wait(5)
    tasks.latest("search", lambda: "new", answers.append, owner=owner)
    gate.open()
    tasks.wait_idle()
    assert answers == ["new"]


def test_a_key_can_be_used_again(tasks, owner):
    answers = []
    for text in ("a", "b"):
        tasks.latest("search", lambda text=text: text, answers.append, owner=owner)
        tasks.wait_idle()
    assert answers == ["a", "b"]


def test_an_error_in_an_answer_is_reported_and_does_not_stop_the_rest(tasks, owner, qtbot):
    answers = []
    with qtbot.capture_exceptions() as raised:
        tasks.run(lambda: 1, lambda number: number / 0, owner=owner)
        tasks.run(lambda: 2, answers.append, owner=owner)
        tasks.wait_idle()
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]
    assert answers == [2]


def test_waiting_gives_up_in_time(tasks, owner, gate):
    tasks.run(gate, owner=owner)
    with pytest.raises(TimeoutError, match="1 calls"):
        tasks.wait_idle(0.05)


def test_waiting_for_nothing_does_not_wait(tasks):
    before = time.monotonic()
    tasks.wait_idle(5)
    assert time.monotonic() - before < 0.5


def test_a_shutdown_finishes_what_was_asked_for_and_then_closes(qapp):
    tasks, done = Tasks(), []
    for number in range(5):
        tasks.run(lambda number=number: done.append(number), owner=None)
    assert tasks.shutdown(last=lambda: done.append("closed"))
    assert done == [0, 1, 2, 3, 4, "closed"]
    assert tasks.shutdown()


def test_after_the_shutdown_nothing_is_answered_and_nothing_taken(qapp, owner):
    tasks, answers = Tasks(), []
    tasks.run(lambda: 1, answers.append, owner=owner)
    tasks.shutdown()
    QApplication.processEvents()
    assert answers == []
    with pytest.raises(RuntimeError):
        tasks.run(lambda: 1, owner=owner)


def test_a_question_that_a_later_one_would_replace_is_dropped_after_the_shutdown(qapp, owner):
    tasks, asked = Tasks(), []
    tasks.shutdown()
    tasks.latest("page.hints", lambda: asked.append(1), asked.append, owner=owner)
    QApplication.processEvents()
    assert asked == []


def test_a_failure_during_the_shutdown_is_logged(qapp, caplog):
    def fail():
        raise KeyError("Ana")

    tasks = Tasks()
    with caplog.at_level(logging.ERROR):
        tasks.shutdown(last=fail)
    assert "KeyError" in caplog.text
    assert "Ana" not in caplog.text


def test_a_shutdown_does_not_wait_for_ever(qapp, gate):
    tasks = Tasks()
    tasks.run(gate, owner=None)
    assert not tasks.shutdown(timeout=0.05)
    gate.open()
    assert tasks._thread.join(5) is None


def dialogs() -> list[ProgressDialog]:
    return [
        window for window in QApplication.topLevelWidgets() if isinstance(window, ProgressDialog) and window.isVisible()
    ]


def test_short_work_shows_no_window(tasks, owner):
    answers = []
    tasks.run_with_progress(lambda progress: 1, answers.append, title="Reading", parent=owner)
    tasks.wait_idle()
    assert answers == [1]
    assert dialogs() == []


@pytest.mark.parametrize(("language", "said"), [("en", "30%"), ("es", "30 %")])
def test_work_in_stretches_is_told_as_a_share(qtbot, language, said):
    i18n.set_language(language)
    shown = ProgressDialog("Making a backup", None)
    qtbot.addWidget(shown)
    shown.show_progress(30, 100)
    assert shown._count.text() == said


def test_long_work_shows_how_far_it_is(tasks, owner, gate, qtbot):
    answers = []

    def work(progress):
        progress.report(250, 1000)
        gate()
        return "read"

    owner.show()
    tasks.run_with_progress(work, answers.append, title="Reading the roster", parent=owner)
    assert dialogs() == []
    qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=3000)
    [dialog] = dialogs()
    qtbot.waitUntil(lambda: dialog._bar.value() == 250, timeout=3000)
    assert "250" in dialog._count.text()
    assert "1,000" in dialog._count.text()
    gate.open()
    tasks.wait_idle()
    assert answers == ["read"]
    assert dialogs() == []


def test_long_work_can_be_cancelled(tasks, owner, qtbot):
    answers, failures, cancelled = [], [], []

    def work(progress):
        for _ in range(1000):
            progress.check_cancelled()
            time.sleep(0.01)
        return "never"

    owner.show()
    with messages.answering() as shown:
        tasks.run_with_progress(
            work, answers.append, failures.append, title="Reading", parent=owner, cancelled=lambda: cancelled.append(1)
        )
        qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=3000)
        [dialog] = dialogs()
        cancel = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Cancel")
        cancel.click()
        assert dialog.isVisible()
        assert not cancel.isEnabled()
        tasks.wait_idle()
    assert (answers, failures, cancelled, shown) == ([], [], [1], [])
    assert dialogs() == []


def test_escape_asks_to_cancel_and_does_not_just_hide_the_window(tasks, owner, qtbot):
    stopped = []

    def work(progress):
        while True:
            progress.check_cancelled()
            time.sleep(0.01)

    owner.show()
    tasks.run_with_progress(work, title="Reading", parent=owner, cancelled=lambda: stopped.append(1))
    qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=3000)
    qtbot.keyClick(dialogs()[0], "\x1b")
    tasks.wait_idle()
    assert stopped == [1]


def test_work_goes_on_when_the_window_that_asked_is_deleted(tasks, qtbot, gate):
    parent, saved, answers = QWidget(), [], []
    parent.show()

    def work(progress):
        gate()
        progress.report(1, 2)
        progress.check_cancelled()
        saved.append(1)

    tasks.run_with_progress(work, answers.append, title="Saving", parent=parent)
    qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=3000)
    shiboken6.delete(parent)
    gate.open()
    tasks.wait_idle()
    assert saved == [1]
    assert answers == []


def test_a_shutdown_asks_long_work_to_stop(qapp, owner):
    tasks, ended = Tasks(), []

    def work(progress):
        try:
            while True:
                progress.check_cancelled()
                time.sleep(0.005)
        finally:
            ended.append(1)

    tasks.run_with_progress(work, title="Reading", parent=owner)
    assert tasks.shutdown(timeout=5)
    assert ended == [1]


def test_reports_come_no_faster_than_a_screen_shows_them(tasks, owner, monkeypatch):
    told = []
    monkeypatch.setattr(WatchedProgress, "_show_progress", lambda _progress, done, _total: told.append(done))

    def work(progress):
        for done in range(10_001):
            progress.report(done, 10_000)

    tasks.run_with_progress(work, title="Reading", parent=owner)
    tasks.wait_idle()
    assert len(told) < 200
    assert told[-1] == 10_000


def test_it_may_be_anybodys_child(qapp):
    parent = QObject()
    tasks = Tasks(parent)
    assert tasks.parent() is parent
    assert tasks.shutdown()


def test_long_work_beside_the_worker_reaches_the_store_in_pieces_between_which_others_are_served(tasks, owner, gate):
    order, threads = [], []

    def work(_progress, at_store):
        threads.append(threading.get_ident())
        at_store(lambda: order.append(threading.get_ident()))
        gate()
        at_store(lambda: order.append("last piece"))
        return "made"

    tasks.run_beside(work, order.append, title="x", parent=owner)
    assert gate.entered.wait(5)
    assert tasks.in_long_work
    tasks.run(lambda: order.append("others") or gate.open(), owner=owner)
    tasks.wait_idle()
    worker, *rest = order
    assert rest == ["others", "last piece", "made"]
    assert worker not in (threads[0], threading.get_ident())


def test_what_goes_wrong_in_a_piece_is_told_beside_the_worker_and_to_whoever_asked(tasks, owner):
    seen = []

    def fails():
        raise Problem("full")

    def work(_progress, at_store):
        try:
            at_store(fails)
        except Problem as problem:
            seen.append(str(problem))
            raise

    tasks.run_beside(work, None, lambda error: seen.append(type(error)), title="x", parent=owner)
    tasks.wait_idle()
    assert seen == ["full", Problem]


def test_the_shutdown_waits_for_the_last_piece_and_after_it_none_is_run(owner, gate):
    made, order, kept = Tasks(), [], []

    def work(progress, at_store):
        kept.append(at_store)
        gate()
        try:
            progress.check_cancelled()
        finally:
            at_store(lambda: order.append("settled"))

    made.run_beside(work, title="x", parent=owner)
    assert gate.entered.wait(5)
    threading.Timer(0.05, gate.open).start()
    assert made.shutdown(lambda: order.append("closed"))
    assert order == ["settled", "closed"]
    with pytest.raises(Cancelled):
        kept[0](lambda: order.append("too late"))
