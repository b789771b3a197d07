"""Below the place where a roster comes in: the last import, which can be taken back, and the start of a school year."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster_imports import RosterImport
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.wording import counted


class HistoryPart(QWidget):
    """Two cards side by side."""

    def __init__(self, desk: Desk, undo: Callable[[RosterImport], object], rollover: Callable[[str], object],
                 grades: Sequence[str]) -> None:
        super().__init__()
        self._desk = desk
        self._last: RosterImport | None = None
        self.when, self.what = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self.undo = button(_("Undo this import…"), lambda: self._undo(undo), icon="undo")
        self.undo.setObjectName("roster.undo")
        self.grade = ChoiceList([Choice(grade, _("Grade {grade}").format(grade=grade)) for grade in grades])
        self.grade.setObjectName("roster.lastgrade")
        self.grade.setAccessibleName(_("Last grade of the school"))
        self.start = button(_("Look at it first…"), lambda: rollover(self.grade.value() or ""), icon="up")
        self.start.setObjectName("roster.rollover")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._last_card(), 1)
        row.addWidget(self._year_card(), 1)

    def show_last(self, last: RosterImport | None) -> None:
        """What the last import was; an undone one cannot be undone again."""
        self._last = last
        self.undo.setVisible(last is not None and last.undone_at is None)
        self.undo.setText(_("Undo this import…") if last is None or not last.rollover else _("Undo this change…"))
        if last is None:
            self.when.setText(_("No roster was imported yet."))
            self.what.setText(_("You can take the last import back here."))
            return
        moment = self._desk.local(last.at)
        self.when.setText(_("{date}, {time}, by {name}").format(
            date=formats.date(moment), time=formats.time(moment), name=last.by))
        name = _("Start of a school year") if last.rollover else last.source
        parts = [part for part in (name, counted(last)) if part]
        if last.undone_at is not None:
            parts.append(_("Undone on {date}.").format(date=formats.date(self._desk.local(last.undone_at))))
        self.what.setText(". ".join(part.rstrip(".") for part in parts) + ".")

    def show_grade(self, grade: str) -> None:
        """The grade after which students leave, as far as the roster shows it."""
        self.grade.set_value(grade)

    def _undo(self, undo: Callable[[RosterImport], object]) -> None:
        if self._last is not None:
            undo(self._last)

    def _last_card(self) -> Card:
        card = Card(_("Last import"))
        card.add(self.when)
        card.add(self.what, 1)
        card.add(_at_left(self.undo))
        return card

    def _year_card(self) -> Card:
        card = Card(_("Start of a school year"))
        card.add(label(_("Everybody goes up one grade, and who has finished the last grade becomes inactive. You see "
                         "it first, and can undo it."), "muted", wrap=True), 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("Last grade of the school")))
        row.addWidget(self.grade)
        row.addWidget(self.start)
        row.addStretch(1)
        card.add(row)
        return card


def _at_left(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row


