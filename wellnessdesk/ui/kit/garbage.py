"""Garbage that refers to itself in a circle is collected on the window's thread only.

Python collects on whichever thread happens to allocate. Widgets and timers are often part of such a circle, and Qt
cannot have them end on the worker's thread: a timer cannot be stopped from there, and the process crashes later.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


def collect_due() -> None:
    """Collect, on the calling thread, the oldest generation whose count is past its threshold; usually none is."""
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if 0 < threshold < count
    ]
    if due:
        gc.collect(due[-1])


class Collector(QObject):
    """While it is not stopped, Python collects nothing by itself; this does, on the thread that made it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def stop(self) -> None:
        """Let Python collect where it likes again; only when no other thread is at work any more."""
        self._timer.stop()
        if self._found_enabled:
            gc.enable()
