"""Students who were chosen one after the other; Delete or a double click takes one away again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.icons import icon

_ROOM = 190


class StudentList(QListWidget):
    """Who is on the list. `removed` is told the id of whoever was taken away."""

    def __init__(self, name: str, removed: Callable[[int], object], *, height: int = _ROOM) -> None:
        super().__init__()
        self._removed = removed
        self.setObjectName(name)
        self.setAccessibleName(_("Students on the list"))
        self.setFixedHeight(height)
        self.setToolTip(_("Delete takes somebody from the list"))
        self.itemDoubleClicked.connect(self._take_away)

    def add(self, student_id: int, text: str) -> None:
        """At the end."""
        item = QListWidgetItem(icon("person", "muted"), text)
        item.setData(Qt.ItemDataRole.UserRole, student_id)
        self.addItem(item)
        self.scrollToItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentItem() is not None:
            self._take_away(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _take_away(self, item: QListWidgetItem) -> None:
        self.takeItem(self.row(item))
        self._removed(int(item.data(Qt.ItemDataRole.UserRole)))
