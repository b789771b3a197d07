"""The day's backup, made quietly after the first sign-in: nobody waits for it, and no window freezes.

The store is copied in slices between other work on the worker; what takes seconds is done on a thread of its own. A
lock in between gives it up: the next sign-in makes it anew.
"""

import threading
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from wellnessdesk.app.stage import Stage
from wellnessdesk.base import log
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled

DELAY_MS = 5_000
"""After a sign-in the person comes first."""
_PATIENCE_SECONDS = 2.0


class DailyBackup(QObject):
    """One for a program; `begin` at each sign-in, `end` at the lock."""

    _worked = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        self._desk: Any = None
        self._making: Any = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._worked.connect(self._finish)
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._ask)

    def begin(self, desk: Any) -> None:
        """In a moment, see whether one is due."""
        self._desk, self._stopped = desk, threading.Event()
        self._timer.start()

    def end(self) -> None:
        """Give up what is under way."""
        self._timer.stop()
        self._desk = None
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)
        elif self._making is not None:
            self._making.close()
        self._making = None

    def _ask(self) -> None:
        self._run(lambda service, desk: service.begin_daily(desk) if service.due(desk) else None, self._begun)

    def _begun(self, making: Any) -> None:
        self._making = making
        if making is not None and self._desk is not None:
            self._step()
        elif making is not None:
            making.close()

    def _step(self) -> None:
        """One slice; whatever else was asked for meanwhile comes before the next."""
        making = self._making
        self._run(lambda _service, _desk: making.step(), lambda copied: self._work() if copied else self._step())

    def _work(self) -> None:
        self._thread = threading.Thread(target=self._work_aside, args=(self._making,), name="backup", daemon=True)
        self._thread.start()

    def _work_aside(self, making: Any) -> None:
        try:
            self._worked.emit(making.work(_Stoppable(self._stopped)))
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001 - nobody asked for it, so nobody is told; the log is
            log.bug(error)

    def _finish(self, made: Any) -> None:
        self._making = self._thread = None
        self._run(lambda service, desk: service.finish(desk, made), lambda _made: None)

    def _run(self, work: Any, done: Any) -> None:
        """On the worker, as long as somebody is signed in. A failure is no reason to disturb anybody."""
        desk = self._desk
        if desk is None:
            return
        service: Any = self._stage.rooms("wellnessdesk.services.backups")
        self._stage.tasks.run(lambda: work(service, desk), lambda answer: done(answer), _quietly, owner=self)


class _Stoppable:
    """A progress that nobody watches and that the lock can stop."""

    def __init__(self, stopped: threading.Event) -> None:
        self._stopped = stopped

    def report(self, done: int, total: int) -> None:
        """Nobody is watching."""

    def check_cancelled(self) -> None:
        """Raise `Cancelled` after the lock."""
        if self._stopped.is_set():
            raise Cancelled


def _quietly(error: Exception) -> None:
    if not isinstance(error, Problem):
        log.bug(error)
