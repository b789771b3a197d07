"""Run as a process of its own: the real window at the front desk, and check-ins from Enter to the painted queue.

    python -m tests.bench.at_desk FOLDER PERSON PASSPHRASE TIMES

Prints a JSON list of milliseconds. A person finds the student first; that time is not in it.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from wellnessdesk import app
from wellnessdesk.app import daily_backup
from wellnessdesk.domain.students import Student
from wellnessdesk.services import students


class Painted(QObject):
    """Waits, asleep as the program does, until the list was painted with so many rows in it."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view, self.rows, self._wanted = view, 0, 0
        self._loop = QEventLoop(self)
        view.viewport().installEventFilter(self)

    def wait(self, wanted: int) -> None:
        """Until it is painted with as many."""
        self._wanted = wanted
        if self.rows < wanted:
            self._loop.exec()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.rows = self._view.rows_model.rowCount()
            if self.rows >= self._wanted:
                QTimer.singleShot(0, self._loop.quit)  # the painting itself comes before that
        return False


def begun(folder: Path, person: str, passphrase: str) -> app.Program:
    """The program, with somebody signed in and the first queue shown."""
    program = app.Program(folder, relaunch=lambda _folder, _person: None)
    program.start()
    program.tasks.wait_idle()
    program.frame.centralWidget().submitted.emit(person, passphrase)
    settle(program)
    return program


def settle(program: app.Program) -> None:
    """Until nothing is left to answer or to paint."""
    for _twice in range(2):
        QApplication.processEvents()
        program.tasks.wait_idle()
    QApplication.processEvents()


def one(program: app.Program, painted: Painted, student: Student) -> float:
    """Milliseconds from Enter in the open panel until the list is painted with the student in it."""
    page = program.frame.centralWidget().page
    page._open_panel(student)
    settle(program)
    wanted, start = painted.rows + 1, time.perf_counter()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    painted.wait(wanted)
    taken = (time.perf_counter() - start) * 1000
    settle(program)
    return taken


def found(program: app.Program, count: int) -> list[Student]:
    """Students who are not here yet."""
    answers: list[list[Student]] = []
    desk = program.desk
    program.tasks.run(lambda: [student for letter in "aeio" for student in students.search(desk, letter, limit=60)],
                      answers.append, owner=None)
    program.tasks.wait_idle()
    here = {visit.student_id for visit in program.frame.centralWidget().page._queue.here}
    unique = {student.id: student for student in answers[0] if student.id not in here}
    return list(unique.values())[:count]


def main(folder: str, person: str, passphrase: str, times: str) -> None:
    """Check in so many students, one after the other; the first warm the caches and are not told."""
    app.make_application()
    daily_backup.DELAY_MS = 3_600_000  # a check-in during the day's backup is another figure
    program = begun(Path(folder), person, passphrase)
    program.frame.resize(1280, 800)
    settle(program)
    view = next(each for each in program.frame.findChildren(QWidget) if each.objectName() == "queue.waiting")
    painted = Painted(view)
    view.viewport().update()
    settle(program)
    taken = [one(program, painted, student) for student in found(program, int(times) + 3)]
    sys.stdout.write(json.dumps(taken[3:]) + "\n")
    program.shut()


if __name__ == "__main__":
    main(*sys.argv[1:5])
