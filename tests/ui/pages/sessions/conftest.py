"""A peer at My day: real services, a real store, a window that believes it is on the screen."""

from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from tests.support import TestCenter, make_center
from tests.widgets import in_windows
from wellnessdesk.services import sessions, students, telling, visits
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.pages.sessions.page import MyDayPage
from wellnessdesk.ui.tour.driver import pause


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
    made.peer.close()


@dataclass
class AtMyDay:
    """The page in its window, and hands to use it with."""

    center: TestCenter
    tasks: Tasks
    window: QMainWindow
    page: MyDayPage

    def settle(self):
        """Until the worker has answered and the window is laid out."""
        self.tasks.wait_idle()
        pause(20)
        self.tasks.wait_idle()
        if self.window.isVisible() and QApplication.activeModalWidget() is None:
            self.window.activateWindow()  # as a window manager does when a question was answered
            assert QTest.qWaitForWindowActive(self.window)

    def close(self):
        """As the shell does before it locks; nothing is saved afterwards. Closing twice does no harm."""
        if not shiboken6.isValid(self.window):
            return
        self.page.leave()
        self.tasks.wait_idle()
        self.window.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    def send(self, letters, minutes=0, *, leaves=False, told=True):
        """The front desk hands a student over, who is told what is shared; `minutes` go by; the session's id."""
        self.settle()
        front = self.center.front
        visit = visits.check_in(front, students.search(front, letters)[0].id, reason="talk", origin="walk_in")
        visits.hand_over(front, visit.id, self.center.peer.person.id)
        made = max(session.id for session in sessions.mine(self.center.peer))
        if told:
            telling.told(self.center.peer, made)
        self.center.clock.advance(minutes=minutes)
        if leaves:
            visits.check_out(front, visit.id)
        self.refresh()
        return made

    def refresh(self):
        self.page.refresh()
        self.settle()

    def open(self, number):
        """Open a session from the list with the mouse."""
        self.click(f"myday.session.{number}")

    def find(self, name):
        """The one visible widget of this name."""
        (found,) = self.all(name)
        return found

    def all(self, name):
        return [widget for widget in in_windows() if widget.objectName() == name and widget.isVisible()]

    def shows(self, name):
        return bool(self.all(name))

    def click(self, name):
        widget = self.find(name)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        self.settle()

    def write(self, name, text):
        """Type with the keyboard."""
        widget = self.find(name)
        widget.setFocus()
        QTest.keyClicks(widget, text)

    def keys(self, sequence):
        """A shortcut, wherever the focus is."""
        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(sequence))
        self.settle()

    def press(self, key):
        top = QApplication.activeModalWidget() or self.window
        QTest.keyClick(top.focusWidget() or top, key)
        self.settle()

    def texts(self, name=""):
        """Every text that can be read, or that of one part."""
        root = self.find(name) if name else self.window
        labels = [root] if isinstance(root, QLabel) else root.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def complete(self):
        """Fill in what a note needs before it can be signed."""
        self.find("note.service").set_value("peer_counseling")
        for name in ("note.topics.friends", "note.offers.listened", "note.redflag.nothing"):
            self.click(name)

    def sign(self):
        """Sign and say yes; the messages shown."""
        with messages.answering(True) as shown:
            self.click("note.sign")
        return shown


def at_my_day(center, tasks, desk, qtbot):
    """The page of a desk, in a window of its own."""
    page = MyDayPage(PageContext(desk, tasks, lambda _key: None))
    window = QMainWindow()
    window.resize(1050, 760)
    window.setCentralWidget(page)
    with qtbot.waitExposed(window):
        window.show()
        window.activateWindow()
    here = AtMyDay(center, tasks, window, page)
    here.refresh()
    return here


@pytest.fixture
def day(center, tasks, qtbot):
    """The first peer, at My day, before anybody was handed over."""
    here = at_my_day(center, tasks, center.peer, qtbot)
    yield here
    here.close()


def is_on_screen(widget: QWidget) -> bool:
    """Whether all of it lies in the part of the window that can be seen."""
    return widget.visibleRegion().boundingRect() == widget.rect()
