"""Somebody at a page of the paperwork: real services, a real store, and the tour's hands (for three pages)."""

import gettext
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMainWindow, QTableView

from tests.support import TestCenter
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.tour.driver import Driver


@dataclass
class AtDesk:
    """The page in its window, and hands to use it with."""

    center: TestCenter
    desk: Desk
    tasks: Tasks
    window: QMainWindow
    page: Page
    drive: Driver

    def refresh(self):
        self.page.refresh()
        self.drive.settle()

    def make_again(self):
        """As the shell does when the language changes."""
        self.page = type(self.page)(PageContext(self.desk, self.tasks, lambda _key: None))
        self.window.setCentralWidget(self.page)
        self.refresh()

    def texts(self, name=""):
        """Every text that can be read, or those of one part."""
        root = self.drive.find(name) if name else self.window
        return [label.text() for label in root.findChildren(QLabel) if label.isVisible() and label.text()]

    def toast(self):
        """The passing message, once."""
        (found,) = [child for child in self.window.children() if child.objectName() == "Toast" and child.isVisible()]
        return found.accessibleName()

    def unnamed(self):
        """What can be operated and has no name for a screen reader."""
        kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView)
        return [widget for top in self._tops() for kind in kinds for widget in top.findChildren(kind)
                if widget.isVisible() and not widget.accessibleName()]

    def untranslated(self, *names):
        """Every text on the screen that did not go through the translation (see `Marked`); `names` need not."""
        found = [(label, label.text()) for label in self._all(QLabel)]
        for kind in (QAbstractButton, QLineEdit):
            found += [(widget, text) for widget in self._all(kind)
                      for text in (widget.text(), widget.accessibleName(), widget.toolTip())]
        for box in self._all(QComboBox):
            found += [(box, box.placeholderText()), *((box, box.itemText(row)) for row in range(box.count()))]
        for table in self._all(QTableView):
            found += [(table, table.model().headerData(column, table.horizontalHeader().orientation()))
                      for column in range(table.model().columnCount())]
        return [text for widget, text in found if widget.isVisible() and text and "«" not in text and text not in names]

    def _all(self, kind):
        return [widget for top in self._tops() for widget in top.findChildren(kind)]

    def _tops(self):
        return [top for top in QApplication.topLevelWidgets() if top.isVisible()]


class Marked(gettext.NullTranslations):
    """A translation one can recognize."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, one, many, n):
        return f"«{one if n == 1 else many}»"


@contextmanager
def at_page(qtbot, center, desk, make_page):
    """Sit down at a page. The center's store is closed afterwards."""
    messages._bugs_shown.clear()
    theme.apply(QApplication.instance(), "light")
    tasks = Tasks()
    page = make_page(PageContext(desk, tasks, lambda _key: None))
    window = QMainWindow()
    window.resize(1064, 760)
    window.setCentralWidget(page)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
        window.activateWindow()
    here = AtDesk(center, desk, tasks, window, page, Driver(window, tasks))
    here.refresh()
    page.focus_first()
    yield here
    here.drive.settle()
    assert tasks.shutdown(timeout=10)
    desk.close()
