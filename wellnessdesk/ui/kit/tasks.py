"""The one way of background work: every call runs in order on one thread, which alone may touch the store."""

import queue
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from wellnessdesk.base import log
from wellnessdesk.base.at_store import AtStore
from wellnessdesk.base.progress import Cancelled, Progress
from wellnessdesk.ui.kit import garbage, messages
from wellnessdesk.ui.kit.progress import WatchedProgress

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(slots=True, kw_only=True)
class _Job:
    work: Callable[[], object]
    done: Callable[[Any], object] | None = None
    failed: Failed | None = None
    owner: QObject | None = None
    key: Hashable = None
    progress: WatchedProgress | None = None
    cancelled: Callable[[], object] | None = None
    value: object = None
    error: BaseException | None = None

    def is_heard(self) -> bool:
        """Whether whoever asked is still there."""
        return self.owner is None or shiboken6.isValid(self.owner)


class Tasks(QObject):
    """Owns the worker thread. Ask on the window's thread; answers come back on the window's thread.

    Work always runs once it was asked for (it may be somebody's change), but when `owner` was deleted meanwhile its
    callbacks are dropped. A failure nobody handles is shown: see `messages.failure`. What `work` holds on to is let
    go on the window's thread, so it may hold widgets.
    """

    idle = Signal()
    """Nothing is left to do, and every answer was delivered."""
    _finished = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._jobs: dict[int, _Job] = {}
        self._newest: dict[Hashable, int] = {}
        self._queue: queue.SimpleQueue[int | Callable[[], None] | None] = queue.SimpleQueue()
        self._beside: list[threading.Thread] = []
        self._closed = False
        self._garbage = garbage.Collector(self)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._serve, name="worker", daemon=True)
        self._thread.start()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        *,
        owner: QObject | None,
    ) -> None:
        """Run `work` after everything asked before; then `done(its result)` or `failed(its exception)`."""
        self._ask(_Job(work=work, done=done, failed=failed, owner=owner))

    def latest(
        self,
        key: Hashable,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Failed | None = None,
        *,
        owner: QObject | None,
    ) -> None:
        """Like `run`, for reading only: an older call with the same key is skipped, or its answer not given.

        For search as you type, where only the last answer is of use. Keys are the program's: begin them with the
        page's name. After the shutdown nothing is asked: a screen whose timer outlives it has nothing to show any more.
        """
        if self._closed:
            return
        self._ask(_Job(work=work, done=done, failed=failed, owner=owner, key=key))

    def run_with_progress(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        *,
        title: str,
        parent: QWidget,
        cancelled: Callable[[], object] | None = None,
    ) -> None:
        """Like `run`, for long work: it is given a `Progress`, and after a moment a window shows it and can cancel."""
        progress = WatchedProgress(title, parent.window())
        job = _Job(work=lambda: work(progress), done=done, failed=failed, owner=parent)
        job.progress, job.cancelled = progress, cancelled
        self._ask(job)

    def run_beside(
        self,
        work: Callable[[Progress, AtStore], T],
        done: Callable[[T], object] | None = None,
        failed: Failed | None = None,
        *,
        title: str,
        parent: QWidget,
        cancelled: Callable[[], object] | None = None,
    ) -> None:
        """Like `run_with_progress`, on a thread of its own, for what takes minutes: others' work goes on meanwhile.

        It is given how the store is reached, too: in short pieces, each on the worker, after what was asked before.
        """
        progress = WatchedProgress(title, parent.window())
        job = _Job(work=lambda: work(progress, self._at_store), done=done, failed=failed, owner=parent)
        job.progress, job.cancelled = progress, cancelled
        thread = threading.Thread(target=self._serve_beside, args=(self._registered(job),), name="beside", daemon=True)
        self._beside = [one for one in self._beside if one.is_alive()] + [thread]
        thread.start()

    @property
    def ended(self) -> bool:
        """Whether it was shut down, and takes no more work."""
        return self._closed

    @property
    def in_long_work(self) -> bool:
        """Whether work that shows its progress is under way: ending it half-way would throw it away."""
        return any(job.progress is not None for job in self._jobs.values())

    def wait_idle(self, timeout: float = 10.0) -> None:
        """For tests and the tour: let events run until `idle`; `TimeoutError` after so many seconds."""
        loop = QEventLoop()
        patience = QTimer(loop, singleShot=True, interval=int(timeout * 1000))
        patience.timeout.connect(loop.quit)
        self.idle.connect(loop.quit)
        patience.start()
        while self._jobs:
            loop.exec()
            if self._jobs and not patience.isActive():
                raise TimeoutError(f"{len(self._jobs)} calls still under way")

    def shutdown(self, last: Callable[[], object] | None = None, timeout: float = 30.0) -> bool:
        """Finish what was asked for, run `last` (closing the store), end the thread; false if it did not end in time.

        Answers are no longer given. Long work is asked to cancel. Failures are only logged.
        """
        if self._closed:
            return not self._thread.is_alive()
        for job in self._jobs.values():
            if job.progress is not None:
                job.progress.cancel()
        for beside in self._beside:
            beside.join(timeout)  # its last pieces need the store
        if last is not None:
            self._ask(_Job(work=last))
        self._closed = True
        self._queue.put(None)
        self._thread.join(timeout)
        for job in self._jobs.values():
            self._close_unheard(job)
        self._jobs.clear()
        ended = not self._thread.is_alive()
        if ended:
            self._garbage.stop()
        return ended

    def _ask(self, job: _Job) -> None:
        self._queue.put(self._registered(job))

    def _registered(self, job: _Job) -> int:
        if self._closed:
            raise RuntimeError("asked for work after the shutdown")
        number = next(self._numbers)
        self._jobs[number] = job
        if job.key is not None:
            self._newest[job.key] = number
        return number

    def _serve(self) -> None:
        """The worker. It knows jobs by number only, so that the last reference to one never ends on this thread."""
        while (asked := self._queue.get()) is not None:
            if isinstance(asked, int):
                self._perform(asked)
                self._finished.emit(asked)
            else:
                asked()

    def _serve_beside(self, number: int) -> None:
        self._perform(number)
        self._finished.emit(number)

    def _at_store(self, piece: Callable[[], T]) -> T:
        """Asked beside the worker: wait until it has run a piece."""
        if self._closed:
            raise Cancelled
        told: Future[T] = Future()

        def run() -> None:
            try:
                told.set_result(piece())
            except BaseException as error:  # noqa: BLE001 - raised again where it was asked
                told.set_exception(error)

        self._queue.put(run)
        return told.result()

    def _perform(self, number: int) -> None:
        job = self._jobs.get(number)
        if job is None or self._is_outdated(number, job):
            return
        try:
            job.value = job.work()
        except BaseException as error:  # noqa: BLE001 - the window's thread shows it; a Rust panic is no Exception
            job.error = error

    @Slot(int)
    def _deliver(self, number: int) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if job.progress is not None:
            job.progress.close()
        try:
            self._answer(number, job)
        finally:
            if self._newest.get(job.key) == number:
                del self._newest[job.key]
            if not self._jobs:
                self.idle.emit()

    def _answer(self, number: int, job: _Job) -> None:
        error, job.error = job.error, None  # its traceback leads back to the job: a circle the worker might collect
        if isinstance(error, Cancelled):
            if job.cancelled is not None and job.is_heard():
                job.cancelled()
        elif error is not None:
            self._tell_failure(job, error)
        elif job.done is not None and job.is_heard() and not self._is_outdated(number, job):
            job.done(job.value)

    def _tell_failure(self, job: _Job, error: BaseException) -> None:
        if job.failed is not None and job.is_heard() and isinstance(error, Exception):
            job.failed(error)
            return
        window = job.owner.window() if isinstance(job.owner, QWidget) and job.is_heard() else None
        messages.failure(window, error)

    def _is_outdated(self, number: int, job: _Job) -> bool:
        return job.key is not None and self._newest.get(job.key) != number

    @staticmethod
    def _close_unheard(job: _Job) -> None:
        if job.progress is not None:
            job.progress.close()
        if job.error is not None and not isinstance(job.error, Cancelled):
            log.bug(job.error)
