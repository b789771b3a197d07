"""The program in its window, in this process: on real centers, driven as a person would, locked on paper only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.support import NAMES, PASSPHRASE
from wellnessdesk import app
from wellnessdesk.domain.kiosk import Handed
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import opening
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.tour.driver import Driver


@dataclass
class Shown:
    """A program, hands to use it with, and where it was told to start anew."""

    program: app.Program
    drive: Driver
    relaunched: list[Path] = field(default_factory=list)
    prepared_for: list[str] = field(default_factory=list)
    """For whom each sign-in was prepared: the id of who locked, nobody after a switch, `restore` or `nameless`."""
    handed: list[Handed] = field(default_factory=list)
    """What was handed on to a kiosk."""

    @property
    def frame(self):
        return self.program.frame

    @property
    def screen(self):
        """What the window shows."""
        return self.program.frame.centralWidget()

    def sign_in(self, role, passphrase=PASSPHRASE):
        """Pick the first person of a role and sign in with the keyboard."""
        person = opening.find(self.program.folder, NAMES[role])
        self.program.choose(person)
        self.drive.type("signin.passphrase", passphrase)
        self.drive.enter()

    def texts(self, root=None):
        """Every text on labels that can be read."""
        root = root or self.frame
        return [label.text() for label in root.findChildren(QLabel) if label.isVisible() and label.text()]

    def reads(self, text):
        """Whether a text can be read as a whole somewhere."""
        return text in self.texts()

    @property
    def focus(self):
        """What takes the keys: an open menu, or what has the focus in the active window, a dialog or our own."""
        if QApplication.activeWindow() is None:  # no window manager gives it back when a dialog has closed
            self.frame.activateWindow()
            assert QTest.qWaitForWindowActive(self.frame)
        return QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()

    def focused(self):
        """The object name of what has the focus."""
        return self.focus.objectName()

    def field(self, name):
        return self.drive.find(name, QLineEdit)

    def print_kits(self, folder):
        """Save both kits' pages, tick that they are printed, and go on to the words that are asked back."""
        for kit in KitName:
            self.screen.kit(kit).save(folder / f"{kit}.pdf")
            self.drive.settle()
            self.drive.click(f"recovery.tick.{kit.letter.lower()}")
        self.drive.click("recovery.next")

    def read_back(self):
        """Type the words that are asked for, and finish."""
        for kit in KitName:
            for name in (f"recovery.word.{kit.letter.lower()}.{place}" for place in (1, 2)):
                self.drive.type(name, self.screen.kit(kit).words[self.field(name).property("number") - 1])
        self.drive.click("recovery.done")

    def keys(self, *sequences):
        """Shortcuts or keys where the focus is, with an answer after each."""
        for keys in sequences:
            QTest.keySequence(self.focus, QKeySequence(keys))
            self.drive.settle()

    def ask(self, service, *arguments, **named):
        """What a service answers to whoever is signed in."""
        answers = []
        desk = self.program.desk
        self.program.tasks.run(lambda: service(desk, *arguments, **named), answers.append, owner=None)
        self.drive.settle()
        return answers[0]


    def tab_to(self, name, *, most=60):
        """Press Tab until what has this object name has the focus: the keyboard alone gets there."""
        seen = []
        for _hop in range(most):
            seen.append(self.focused())
            if seen[-1] == name:
                return self.focus
            QTest.keySequence(self.focus, QKeySequence("Tab"))
            QApplication.processEvents()
        raise AssertionError(f"Tab does not lead to {name}, only to {seen}")

    def write(self, text):
        """Type where the focus is, letter by letter."""
        QTest.keyClicks(self.focus, text)
        self.drive.settle()


@contextmanager
def windows(qapp: QApplication) -> Iterator[Callable[..., Shown]]:
    """Gives what starts the program on a center; takes every window away at the end."""
    theme.apply(qapp, "light")
    messages._bugs_shown.clear()
    begun: list[Shown] = []

    def start(folder, clock=None, *, settle=True, person="", restore=False, nameless=False, kiosk=None):
        relaunched: list[Path] = []
        people: list[str] = []
        kiosks: list[Handed] = []

        def relaunch(where: Path, who: str, *, kiosk: Handed | None = None, **how: bool) -> None:
            relaunched.append(where)
            people.append(next(iter(how), who))
            kiosks.extend([kiosk] if kiosk else [])

        program = app.Program(folder, relaunch=relaunch, clock=clock)
        shown = Shown(program, Driver(program.frame, program.tasks), relaunched, people, kiosks)
        begun.append(shown)
        if kiosk is not None:
            program.start_as_kiosk(kiosk)
            shown.drive.wait(lambda: type(program.kiosk_window).__name__ == "KioskWindow", "the kiosk")
            return shown
        program.start(person, restore=restore, nameless=nameless)
        program.frame.activateWindow()
        assert QTest.qWaitForWindowActive(program.frame)
        if settle:
            shown.drive.settle()
        return shown

    try:
        yield start
    finally:
        for shown in begun:
            end(shown)


def end(shown: Shown) -> None:
    """Take a program's window away, if it is still there."""
    if not shiboken6.isValid(shown.program):
        return
    with messages.answering(True):
        shown.program.shut()
        shown.frame.close()
    shown.frame.deleteLater()
    shown.program.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
