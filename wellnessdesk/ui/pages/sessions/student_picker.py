"""Choosing students without a roster: whom the peer was with before, or by the whole name or number."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.names import matches, search_key
from wellnessdesk.services import begun_sessions
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.search import SearchBox, SearchRow
from wellnessdesk.ui.kit.student_list import StudentList

_ROOM = 96
_SHORTEST = 3
"""Letters of a whole name worth looking for."""


class StudentPicker(QWidget):
    """Type and Enter adds; Delete in the list takes away. The box offers only whom the peer knows already."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._desk, self._tasks = context.desk, context.tasks
        self._known: dict[int, str] = {}
        self._chosen: dict[int, str] = {}
        self.search = SearchBox(_("Add a student"), placeholder=_("Whole name or student number"), large=False)
        self.search.edit.setObjectName("picker.search")
        self.search.searched.connect(self._look_up)
        self.search.chosen.connect(self._choose)
        self.listed = StudentList("picker.listed", self._remove, height=_ROOM)
        self.listed.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.listed)
        self.setFocusProxy(self.search)

    def offer(self, known: tuple[tuple[int, str], ...]) -> None:
        """Whom to offer while somebody types."""
        self._known = dict(known)

    def ids(self) -> tuple[int, ...]:
        """The students chosen, in their order."""
        return tuple(self._chosen)

    def add(self, student_id: int, name: str) -> None:
        """Put somebody on the list."""
        if student_id not in self._chosen:
            self._chosen[student_id] = name
            self.listed.add(student_id, name)
        self.listed.show()
        self.search.clear()
        self.changed.emit()

    def _look_up(self, query: str) -> None:
        rows = [SearchRow((number, name), name, icon="person") for number, name in self._known.items()
                if number not in self._chosen and matches(query, search_key(given=name, family=""))]
        if len(query) >= _SHORTEST and len(rows) != 1:
            rows.append(SearchRow(query, _("Look for “{name}”").format(name=query), icon="search"))
        self.search.set_results(query, rows[:8], _("Write the whole name or the student number."))

    def _choose(self, key: object) -> None:
        if isinstance(key, tuple):
            self.add(*key)
            return
        desk, typed = self._desk, str(key)
        self._tasks.run(lambda: begun_sessions.find(desk, typed), lambda found: self.add(*found), self._tell,
                        owner=self)

    def _tell(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self.failed.emit(str(error))
        else:
            messages.failure(self, error)

    def _remove(self, student_id: int) -> None:
        self._chosen.pop(student_id, None)
        self.listed.setVisible(bool(self._chosen))
        self.changed.emit()
