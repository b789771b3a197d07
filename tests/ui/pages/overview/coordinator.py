"""A coordinator at a page: real services, a real store, a window that believes it is on the screen."""

import gettext
from contextlib import contextmanager
from dataclasses import dataclass

from babel.dates import get_month_names
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from tests.support import NAMES, TestCenter, make_center
from tests.widgets import in_windows
from wellnessdesk.base import i18n
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck
from wellnessdesk.services import flags, sessions, students, telling, visits
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.tour.driver import pause

COMPLETE = NoteBody(
    service="peer_counseling", topics=("friends",), offers=("listened",), strengths=(), text="A hard week.",
    next_step="Write to Ms. Lee.", red_flag=RedFlagCheck.NOTHING)


@dataclass
class Coordinator:
    """The page in its window, what others do meanwhile, and hands to use it with."""

    center: TestCenter
    tasks: Tasks
    window: QMainWindow
    page: Page
    went_to: list[str]

    @property
    def desk(self):
        return self.center.coordinator

    def settle(self):
        """Until the worker has answered and the window is laid out."""
        self.tasks.wait_idle()
        pause(20)
        self.tasks.wait_idle()

    def refresh(self):
        self.page.refresh()
        self.settle()

    def note(self, letters="nun", *, body=COMPLETE, signed_after_hours=0.0, peer=None):
        """A peer was with a student and signed the note; the session's id."""
        number = self.session(letters, peer=peer)
        self.center.clock.advance(hours=signed_after_hours)
        telling.told(peer or self.center.peer, number)
        sessions.sign(peer or self.center.peer, number, body)
        self.refresh()
        return number

    def session(self, letters="nun", *, peer=None):
        """A peer was with a student, who has left; the session's id."""
        self.settle()
        desk = peer or self.center.peer
        visit = visits.check_in(
            self.center.front, students.search(self.center.front, letters)[0].id, reason="talk", origin="walk_in")
        visits.hand_over(self.center.front, visit.id, desk.person.id)
        self.center.clock.advance(minutes=10)
        visits.check_out(self.center.front, visit.id)
        return max(session.id for session in sessions.mine(desk) if session.visit_id == visit.id)

    def flag(self, letters="nun", *, kind="self_harm", urgency=Urgency.IMMEDIATE, words="", peer=None):
        """A peer raises a flag; its id."""
        number = self.session(letters, peer=peer)
        mark = flags.raise_flag(peer or self.center.peer, number, kind=kind, urgency=urgency, words=words)
        self.refresh()
        return mark.id

    def find(self, name):
        """The one visible widget of this name."""
        (found,) = self.all(name)
        return found

    def all(self, name):
        """The visible widgets of this name, from top to bottom."""
        found = [each for each in in_windows() if each.objectName() == name and each.isVisible()]
        return sorted(found, key=lambda each: each.mapToGlobal(each.rect().topLeft()).y())

    def shows(self, name):
        return bool(self.all(name))

    def click(self, name, which=0):
        widget = self.all(name)[which]
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        self.settle()

    def write(self, name, text):
        """Type with the keyboard."""
        widget = self.find(name)
        widget.setFocus()
        QTest.keyClicks(widget, text)

    def keys(self, *sequences):
        """Shortcuts or keys, one after the other, wherever the focus is."""
        for sequence in sequences:
            if QApplication.activeWindow() is None:  # no window manager gives it back when a dialog has closed
                self.window.activateWindow()
                assert QTest.qWaitForWindowActive(self.window)
            QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(sequence))
            self.settle()

    def focused(self):
        return QApplication.focusWidget().objectName()

    def texts(self, name=""):
        """Every text that can be read, or those of one part."""
        roots = self.all(name) if name else [self.window]
        labels = [label for root in roots
                  for label in ([root] if isinstance(root, QLabel) else root.findChildren(QLabel))]
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def texts_of_dialogs(self):
        """Every text that can be read in a dialog."""
        return [each.text() for each in in_windows() if isinstance(each, QLabel) and each.isVisible() and each.text()]


    def texts_of_dialog(self):
        """Every text that can be read in the window that is open over the page."""
        dialog = QApplication.activeWindow()
        return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]


class Marked(gettext.NullTranslations):
    """Marks every text that asked to be translated, so that a test sees those that did not."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)


def speak_spanish(patch):
    """Catalogues and dates in Spanish, every other text marked."""
    patch.setattr(i18n, "_catalogue", lambda _code: Marked())
    i18n.set_language("es")


@contextmanager
def at_page(qtbot, folder, make_page, who=Role.COORDINATOR):
    """A coordinator, or who else it is about, at a page of a new center."""
    messages._bugs_shown.clear()
    theme.apply(QApplication.instance(), "light")
    center, tasks, went_to = make_center(folder), Tasks(), []
    desk = center.desks[NAMES[who]]
    page = make_page(PageContext(desk, tasks, went_to.append))
    window = QMainWindow()
    window.resize(1064, 740)
    window.setCentralWidget(page)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
        window.activateWindow()
    here = Coordinator(center, tasks, window, page, went_to)
    here.refresh()
    yield here
    here.settle()
    assert tasks.shutdown(timeout=10)
    center.coordinator.close()


def september():
    """As Babel shortens it in the Spanish of the United States: "sept" up to its 2.18, "sep" since."""
    return get_month_names("abbreviated", locale="es_US")[9]
