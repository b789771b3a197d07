"""Who was in a class, one line each: there, late with so many minutes, excused, absent."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Attendance, attendance_label
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.training import LONGEST_DAY, Seat
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.layouts import scrolling, stacked
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.texts import label

_HEIGHT, _LINE = 224, 46


class Seats(QWidget):
    """Everybody is there to begin with, for most come; an absence is the exception to enter."""

    def __init__(self, peers: Sequence[Person]) -> None:
        super().__init__()
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._states: dict[str, ChoiceList] = {}
        self._minutes: dict[str, NumberField] = {}
        self._whole = LONGEST_DAY
        for row, peer in enumerate(peers):
            self._line(row, peer)
        self._grid.setRowStretch(len(peers), 1)
        area = scrolling(body, "class.seats")
        area.setFixedHeight(min(_HEIGHT, max(1, len(peers)) * _LINE))
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(stacked(area), 0, 0)
        if peers:
            self.setFocusProxy(self._states[peers[0].id])

    def set_whole(self, minutes: int) -> None:
        """How long the class took: nobody was there longer."""
        self._whole = minutes
        for field in self._minutes.values():
            field.setMaximum(minutes)
            if field.isHidden():
                field.setValue(minutes)

    def set_values(self, there: Iterable[str]) -> None:
        """Exactly these were there; the others were absent."""
        present = set(there)
        for person, state in self._states.items():
            state.set_value((Attendance.PRESENT if person in present else Attendance.ABSENT).value)

    def set_state(self, person: str, state: Attendance, minutes: int | None = None) -> None:
        """How it was with one of them."""
        self._states[person].set_value(state.value)
        if minutes is not None:
            self._minutes[person].setValue(minutes)

    def seats(self) -> tuple[Seat, ...]:
        """One for each; who was not there has no minutes. Nobody, where nobody was there."""
        found = tuple(self._seat(person) for person in self._states)
        return found if any(seat.minutes for seat in found) else ()

    def _seat(self, person: str) -> Seat:
        state = Attendance(self._states[person].value() or Attendance.PRESENT.value)
        minutes = {Attendance.PRESENT: self._whole, Attendance.LATE: self._minutes[person].value()}.get(state, 0)
        return Seat(person=person, state=state, minutes=minutes)

    def _line(self, row: int, peer: Person) -> None:
        state = ChoiceList([Choice(one.value, attendance_label(one)) for one in Attendance])
        state.setAccessibleName(_("Was {name} there?").format(name=peer.name))
        state.setObjectName(f"class.state.{peer.id}")
        state.set_value(Attendance.PRESENT.value)
        minutes = NumberField(LONGEST_DAY, 1, LONGEST_DAY, unit=_("min"))
        minutes.setAccessibleName(_("How long {name} was there").format(name=peer.name))
        minutes.setObjectName(f"class.minutes.{peer.id}")
        minutes.hide()
        state.changed.connect(lambda: minutes.setVisible(state.value() == Attendance.LATE.value))
        self._states[peer.id], self._minutes[peer.id] = state, minutes
        self._grid.addWidget(label(peer.name, wrap=True), row, 0)
        self._grid.addWidget(minutes, row, 1)
        self._grid.addWidget(state, row, 2)
