"""Run as a process of its own: a peer writes a note in the real window without a pause, while it is saved by itself.

    python -m tests.bench.writing FOLDER PERSON PASSPHRASE SECONDS

Spell check runs as it does in the program. Prints {"frame": [milliseconds], "save": [milliseconds], "saves": n} as
JSON: from each key until the field is painted with it, what each autosave took on the worker, and how many there were.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.at_desk import begun, settle
from wellnessdesk import app
from wellnessdesk.app import daily_backup
from wellnessdesk.base import process
from wellnessdesk.services import sessions
from wellnessdesk.ui.kit import spelling

_WORDS = "We talked about the chess club and about lunch. Ella quiere hablar con su maestra mañana. Helo wrld. "
_EVERY = 0.06
"""Seconds between two keys: quick for anybody."""


class _Painted(QObject):
    """Counts how often a field was painted."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.count = 0
        field.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def _press(field: QWidget, letter: str) -> None:
    """A key of any letter: QTest knows only those of ASCII."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def _write(field: QWidget, seconds: float) -> list[float]:
    """Milliseconds of each key's frame."""
    painted, frames, until, place = _Painted(field), [], time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        start, before = time.perf_counter(), painted.count
        _press(field, _WORDS[place % len(_WORDS)])
        while painted.count == before:
            QApplication.processEvents()
        frames.append((time.perf_counter() - start) * 1000)
        place += 1
        while time.perf_counter() - start < _EVERY:
            QApplication.processEvents()
            time.sleep(0.001)
    return frames


def main(folder: str, person: str, passphrase: str, seconds: str) -> None:
    """Open the first session whose note can be written, and write."""
    qt = app.make_application()
    spelling.install([*process.program(), "--profile", f"{folder}/profile", "spelling"], qt)
    daily_backup.DELAY_MS = 3_600_000
    saves: list[float] = []
    save = sessions.save_draft

    def timed_save(*arguments: object) -> None:
        start = time.perf_counter()
        save(*arguments)  # type: ignore[arg-type]
        saves.append((time.perf_counter() - start) * 1000)

    sessions.save_draft = timed_save
    program = begun(Path(folder), person, passphrase)
    program.frame.resize(1280, 800)
    settle(program)
    page = program.frame.centralWidget().page
    page._open(next(one for one in page._day.sessions() if one.note.value in ("to_write", "draft")))
    settle(program)
    field = page._note.form.text
    field.setFocus()
    _write(field, 2.0)  # the dictionaries load meanwhile, in their own process
    frames = _write(field, float(seconds))
    sys.stdout.write(json.dumps({"frame": frames, "save": saves, "saves": len(saves)}) + "\n")
    page.leave()
    program.shut()
    spelling.uninstall()


if __name__ == "__main__":
    main(*sys.argv[1:5])
