"""Keeps the search of notes up to date in the background: a slice, whatever else waits, the next slice."""

from PySide6.QtCore import QObject

from wellnessdesk.domain import access
from wellnessdesk.services import note_search
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.tasks import Tasks

FEATURE = "notes"
"""A change of it means that other notes are there than before."""


class NoteReading(QObject):
    """For who may read notes; for everybody else it does nothing."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._may = access.allowed(desk.person.role, "note_search.read_on")
        self._asked = False
        self._stopped = False

    def go_on(self) -> None:
        """Read what is not read yet."""
        self._stopped = False
        if self._may and not self._asked:
            self._asked = True
            self._tasks.run(lambda: note_search.read_on(self._desk), self._after_slice, owner=self)

    def stop(self) -> None:
        """Leave it at this slice: whoever locks does not wait for an index."""
        self._stopped = True

    def _after_slice(self, whole: bool) -> None:
        self._asked = False
        if not whole and not self._stopped:
            self.go_on()
