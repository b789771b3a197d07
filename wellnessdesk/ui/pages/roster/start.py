"""Where a roster comes in: two buttons, and a place to drop a file or folder on."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.rollover import GRADES
from wellnessdesk.domain.roster_imports import RosterImport
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.drop_place import DropPlace
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.history import HistoryPart


class StartPart(QWidget):
    """What is wrong with the last file, if anything, above the place where the next one comes in; below, the last."""

    def __init__(self, desk: Desk, choose_file: Callable[[], object], choose_folder: Callable[[], object],
                 undo: Callable[[RosterImport], object], rollover: Callable[[str], object]) -> None:
        super().__init__()
        self.problem = Banner(tone="flag")
        self.drop = RosterDrop(choose_file, choose_folder)
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


class RosterDrop(DropPlace):
    """Takes one file or folder."""

    def __init__(self, choose_file: Callable[[], object], choose_folder: Callable[[], object]) -> None:
        self.file = button(_("Choose file…"), choose_file, icon="import", role="primary")
        self.folder = button(_("Choose folder…"), choose_folder, icon="folder")
        self.file.setObjectName("roster.choose")
        self.folder.setObjectName("roster.choose.folder")
        texts = (
            label(_("Choose your school's roster, or drop it here"), "heading", wrap=True),
            label(_("A OneRoster export (CSV, version 1.1 or 1.2) as one zip file or as a folder, or any CSV or Excel "
                    "file of students. The data office of your school can make one."), wrap=True),
            label(_("You see what would change before anything is written."), "muted", wrap=True),
        )
        super().__init__(_("Import a roster"), texts, (self.file, self.folder))
        self.setObjectName("roster.drop")
