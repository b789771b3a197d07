"""What stands above whatever is opened from My day: the way back, the red-flag button, and the facts filled in."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge

BACK_KEYS = "Alt+Left"
FLAG_KEYS = "Ctrl+Shift+F"


class HeadBar(QWidget):
    """The line above the title: back at the left, what can be done from anywhere at the right."""

    def __init__(self, back: QPushButton, *others: QPushButton) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN - 10, 12, MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(back)
        row.addStretch(1)
        for each in others:
            row.addWidget(each)


class Facts(QWidget):
    """Badges in a line, each with a fact; texts can change without being read aloud again."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._badges: list[Badge] = []

    def show_facts(self, *facts: tuple[str, Tone, str]) -> None:
        """Show (text, tone, icon) of each fact."""
        while len(self._badges) < len(facts):
            badge = Badge("")
            self._badges.append(badge)
            self._row.addWidget(badge)
        for badge in self._badges[len(facts) :]:
            badge.hide()
        for badge, (text, tone, icon) in zip(self._badges, facts, strict=False):
            badge.show_status(text, tone, icon)
            badge.show()


def back_button(text: str, go: Callable[[], object], name: str) -> QPushButton:
    """The way back; Alt+Left too, as in a browser."""
    made = button(text, go, icon="back", role="quiet", shortcut=BACK_KEYS)
    made.setObjectName(name)
    made.setAutoDefault(True)  # Enter presses it too
    return made


def about_button(show: Callable[[], object]) -> QPushButton:
    """What a peer needs to know of whom they are with: name, pronouns, language, access needs."""
    made = button(_("About the student"), show, icon="person")
    made.setObjectName("note.about")
    made.setAutoDefault(True)  # Enter presses it too
    return made


def left_button(leave: Callable[[], object]) -> QPushButton:
    """The student goes: nobody has to walk to the front desk for it."""
    made = button(_("The student has left"), leave, icon="check-out")
    made.setObjectName("note.left")
    made.setAutoDefault(True)  # Enter presses it too
    return made


def over_button(finish: Callable[[], object]) -> QPushButton:
    """A session without a visit is over when the peer says so."""
    made = button(_("The session is over"), finish, icon="check-out")
    made.setObjectName("note.over")
    made.setAutoDefault(True)  # Enter presses it too
    return made


def facts_button(change: Callable[[], object]) -> QPushButton:
    """Where, when, with which peer: set right until the note is signed."""
    made = button(_("Where and when"), change, icon="clock")
    made.setObjectName("note.facts")
    made.setAutoDefault(True)  # Enter presses it too
    return made


def flag_button(raise_flag: Callable[[], object], name: str) -> QPushButton:
    """The red-flag button. The page itself listens to the keys, wherever the focus is."""
    keys = QKeySequence(FLAG_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
    tooltip = _("Tell an adult about something you heard ({keys})").format(keys=keys)
    made = button(_("Raise a red flag"), raise_flag, icon="flag", role="danger", tooltip=tooltip)
    made.setObjectName(name)
    made.setAutoDefault(True)  # Enter presses it too
    return made
