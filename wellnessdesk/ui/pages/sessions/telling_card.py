"""What a student is told before their first session, to be said or read together; then it is written down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _, language, ngettext
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import DisclosurePoint
from wellnessdesk.domain.session_facts import Participant
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Card, clear
from wellnessdesk.ui.kit.texts import label

_COLUMNS = 2
_LANGUAGES = {"en": "English", "es": "Español"}


class TellingCard(Card):
    """In the language in use, and at a click in the other: it is the student who reads along."""

    told = Signal()

    def __init__(self) -> None:
        self._other = button("", self._turn, icon="language", role="quiet")
        self._other.setObjectName("telling.language")
        super().__init__(_("Before you begin: say this together"), self._other)
        self.setObjectName("Card")
        self._language = language()
        self._whom = label("", "muted", wrap=True)
        self._done = button(_("We talked about it"), self.told.emit, icon="ok")
        self._done.setObjectName("telling.done")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        row = QHBoxLayout()
        row.addWidget(self._whom, 1)
        row.addWidget(self._done, 0, Qt.AlignmentFlag.AlignRight)
        self.add(self._grid)
        self.add(row)
        self.hide()

    def show_for(self, untold: Sequence[Participant]) -> None:
        """Show it while somebody was not told; nobody hides it."""
        self.setVisible(bool(untold))
        if not untold:
            return
        self._say_points()
        self._done.setEnabled(True)
        names = ", ".join(one.student for one in untold)
        self._whom.setText(ngettext("{names} hears it for the first time. Then the note can be signed.",
                                    "{names} hear it for the first time. Then the note can be signed.",
                                    len(untold)).format(names=names))

    def done_button(self) -> QPushButton:
        """What is pressed when it was said."""
        return self._done

    def wait(self, waiting: bool) -> None:
        """While it is written down, it is not pressed twice."""
        self._done.setEnabled(not waiting)

    def _turn(self) -> None:
        self._language = "es" if self._language == "en" else "en"
        self._say_points()

    def _say_points(self) -> None:
        """The text of the version in force, and the name of the other language in that language."""
        self._other.setText(_LANGUAGES["es" if self._language == "en" else "en"])
        self._other.setAccessibleName(self._other.text())
        clear(self._grid)
        entry = catalogues.acknowledgements().get("what_is_shared")
        points = [one for one in catalogues.disclosure_points() if entry and one.version == entry.version]
        for place, point in enumerate(points):
            self._grid.addWidget(self._point(point), place // _COLUMNS, place % _COLUMNS)

    def _point(self, point: DisclosurePoint) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(IconLabel(point.icon, "accent", 22), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label(getattr(point.label, self._language), "strong", wrap=True))
        texts.addWidget(label(getattr(point.about, self._language), wrap=True))
        texts.addStretch(1)
        row.addLayout(texts, 1)
        return made
