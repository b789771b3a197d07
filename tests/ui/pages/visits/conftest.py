"""The front desk at Today: real services, a real store, a window that believes it is on the screen."""

from dataclasses import dataclass
from unittest import mock

import pytest
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QMenu

from tests.support import TestCenter, make_center
from tests.widgets import in_windows
from wellnessdesk.services import students, visits
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.search import SearchRow
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.visits.page import TodayPage
from wellnessdesk.ui.pages.visits.row_painter import action_rect
from wellnessdesk.ui.tour.driver import pause

PAGE_SIZE = (1064, 754)
"""What the shell leaves of a window of 1280x800."""


@pytest.fixture(autouse=True)
def themed(qapp):
    theme.apply(qapp, "light")
    messages._bugs_shown.clear()


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    assert made.shutdown(timeout=10)


@pytest.fixture
def center(tmp_path):
    made = make_center(tmp_path / "center")
    yield made
    made.front.close()


class Window(QMainWindow):
    """Tells the page of every change, as the shell does."""

    changed = Signal(object)

    def __init__(self, page, desk):
        super().__init__()
        self.setCentralWidget(page)
        self.resize(*PAGE_SIZE)
        self.changed.connect(lambda change: change.features & page.features and page.refresh())
        desk.changes.listen(self.changed.emit)


@dataclass
class FrontDesk:
    """The page in its window, and hands to use it with."""

    center: TestCenter
    tasks: Tasks
    window: Window
    page: TodayPage

    def settle(self):
        """Until the worker has answered and the window is laid out."""
        for _twice in range(2):
            QApplication.processEvents()
            self.tasks.wait_idle()
        pause(10)

    def ask(self, service, *arguments, **named):
        """What a service answers; only the worker may touch the store."""
        answers = []
        self.tasks.run(lambda: service(self.center.front, *arguments, **named), answers.append, owner=None)
        self.settle()
        return answers[0]

    def queue(self):
        """Who waits, is with a peer, has left, by name, in the store."""
        queue = self.ask(visits.queue)
        return {part: [visit.student for visit in getattr(queue, part)] for part in ("waiting", "with_peer", "left")}

    def arrive(self, letters, *, reason="talk_with_peer", minutes=0, nth=0):
        """A student checks in, and `minutes` go by; the visit."""
        student = self.ask(students.search, letters)[nth]
        visit = self.ask(visits.check_in, student.id, reason=reason, origin="walk_in")
        self.center.clock.advance(minutes=minutes)
        self.page.tick()
        return visit

    def give(self, visit, minutes=0):
        """The first peer takes a student."""
        self.ask(visits.hand_over, visit.id, self.center.peer.person.id)
        self.center.clock.advance(minutes=minutes)
        self.page.tick()

    def find(self, name):
        """The one visible widget of this name."""
        named = [widget for widget in in_windows() if widget.objectName() == name]
        (found,) = [widget for widget in named if widget.isVisible()]
        return found

    def list(self, part):
        """The list of `waiting`, `with_peer` or `left`."""
        return self.find(f"queue.{part}")

    def rows(self, part):
        """The rows as they stand there."""
        return self.list(part).rows_model.records()

    def names(self, part):
        return [row.full_name for row in self.rows(part)]

    def select(self, part, visit):
        assert self.list(part).select(visit.id)
        self.list(part).setFocus()

    def type(self, text):
        """With the keyboard, where the focus is, letter by letter."""
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
        self.settle()

    def press(self, *keys):
        """Keys or shortcuts, one after the other without a pause, where the focus is."""
        for key in keys:
            here = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window.focusWidget()
            QTest.keySequence(here or self.window, QKeySequence(key))

    def press_slowly(self, *keys):
        """With an answer after each."""
        for key in keys:
            self.press(key)
            self.settle()

    def come_back(self):
        """To the window, as any desktop does when a message is closed; the offscreen one does not."""
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def click(self, name):
        widget = self.find(name)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        self.settle()

    def click_action(self, part, row):
        """The icon at the right of a row."""
        view = self.list(part)
        place = action_rect(view.visualRect(view.rows_model.index(row, 0))).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def place_of(self, part, row) -> QPoint:
        """The middle of a row, in the list's viewport."""
        view = self.list(part)
        return view.visualRect(view.rows_model.index(row, 0)).center()

    def menu(self):
        """The menu that is open: its entries, as read."""
        shown = QApplication.activePopupWidget()
        assert isinstance(shown, QMenu)
        return [action.text() for action in shown.actions() if action.text()]

    def found(self):
        """The results below the search box."""
        results = self.find("SearchResults")
        rows = [results.item(place).data(Qt.ItemDataRole.UserRole) for place in range(results.count())]
        return [row for row in rows if isinstance(row, SearchRow)]

    def texts(self):
        """Every text that can be read on labels."""
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible() and label.text()]

    def said(self):
        """The passing message on the screen."""
        return [toast.text.text() for toast in self.window.findChildren(Toast) if toast.isVisible()][-1]

    def focused(self):
        return QApplication.focusWidget().objectName()


@pytest.fixture
def at_desk(center, tasks, qtbot):
    """Opens Today for a desk."""

    def open_page(desk=None):
        desk = desk or center.front
        page = TodayPage(PageContext(desk, tasks, lambda _key: None))
        window = Window(page, desk)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        here = FrontDesk(center, tasks, window, page)
        page.refresh()
        page.focus_first()
        here.settle()
        return here

    yield open_page
    tasks.wait_idle()


@pytest.fixture
def desk(at_desk):
    """The front desk in the morning: nobody is here yet."""
    return at_desk()


@pytest.fixture
def counted_check_ins():
    """Counts check-ins that reach the service."""
    with mock.patch.object(visits, "check_in", wraps=visits.check_in) as counted:
        yield counted
