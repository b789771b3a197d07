"""Where a roster comes in: two buttons, and a place to drop a file or folder on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.rollover import GRADES
from wellnessdesk.domain.roster_imports import RosterImport
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import palette
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.history import HistoryPart

_WIDE = 620


class StartPart(QWidget):
    """What is wrong with the last file, if anything, above the place where the next one comes in; below, the last."""

    def __init__(self, desk: Desk, choose_file: Callable[[], object], choose_folder: Callable[[], object],
                 undo: Callable[[RosterImport], object], rollover: Callable[[str], object]) -> None:
        super().__init__()
        self.problem = Banner(tone="flag")
        self.drop = DropPlace(choose_file, choose_folder)
        self.history = HistoryPart(desk, undo, rollover, GRADES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.problem)
        column.addWidget(self.drop, 1)
        column.addWidget(self.history)

    def show_last(self, last: RosterImport | None, grade: str) -> None:
        """The last import, and the school's last grade."""
        self.history.show_last(last)
        self.history.show_grade(grade)


class DropPlace(QWidget):
    """A dashed frame that takes one file or folder; the buttons in it do the same for the keyboard."""

    dropped = Signal(object)

    def __init__(self, choose_file: Callable[[], object], choose_folder: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("roster.drop")
        self.setAccessibleName(_("Import a roster"))
        self.setAcceptDrops(True)
        self._over = False
        self.file = button(_("Choose file…"), choose_file, icon="import", role="primary")
        self.folder = button(_("Choose folder…"), choose_folder, icon="folder")
        self.file.setObjectName("roster.choose")
        self.folder.setObjectName("roster.choose.folder")
        self._lay_out()

    def show_busy(self, busy: bool) -> None:
        """While a roster is being read, no other one is taken."""
        self.setEnabled(not busy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _path(event.mimeData()) is not None:
            event.acceptProposedAction()
            self._light(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        path = _path(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.color("accent" if self._over else "edge"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(palette.color("accent_soft" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _light(self, over: bool) -> None:
        self._over = over
        self.update()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.file)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        texts = (
            label(_("Choose your school's roster, or drop it here"), "heading", wrap=True),
            label(_("A OneRoster export (CSV, version 1.1 or 1.2) as one zip file or as a folder, or any CSV or Excel "
                    "file of students. The data office of your school can make one."), wrap=True),
            label(_("You see what would change before anything is written."), "muted", wrap=True),
        )
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(IconLabel("import", "accent", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for text in texts:
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addLayout(_centered(text))
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(3)


def _centered(text: QWidget) -> QHBoxLayout:
    text.setMaximumWidth(_WIDE)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(text, 1000)
    row.addStretch(1)
    return row


def _path(data: QMimeData) -> Path | None:
    """The one file or folder that is being dragged; None for anything else."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
