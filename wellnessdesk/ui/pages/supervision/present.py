"""Who is at the meeting: present, late with its minutes, excused or absent."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Attendance, attendance_label
from wellnessdesk.domain.minutes import Seat
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.parts import clear
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.texts import breakable, label


class PresentPart(QWidget):
    """A line for everybody; what is chosen is kept at once."""

    def __init__(self, attend: Callable[[str, Attendance, int | None], object], whole: int) -> None:
        super().__init__()
        self._attend, self._whole = attend, whole
        self._seats: tuple[Seat, ...] = ()
        self._all = button(_("Everybody is here"), self._everybody, icon="ok")
        self._all.setObjectName("hold.everybody")
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 12, 0)
        column.addWidget(label(_("Who is here"), "heading"))
        column.addWidget(self._all)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_seats(self, seats: Sequence[Seat]) -> None:
        """Show everybody who belongs to the meeting; the same people in the same state are left alone."""
        if tuple(seats) == self._seats:
            return
        self._seats = tuple(seats)
        clear(self._grid)
        for row, seat in enumerate(seats):
            name = seat.name if seat.active else _("{name} (not active any more)").format(name=seat.name)
            self._grid.addWidget(label(breakable(name), wrap=True), 2 * row, 0)
            self._grid.addWidget(self._choice(seat), 2 * row, 1)
            if seat.state is Attendance.LATE:
                counts = label(_("How long they were there"), "muted", small=True, wrap=True)
                self._grid.addWidget(counts, 2 * row + 1, 0)
                self._grid.addWidget(self._minutes(seat), 2 * row + 1, 1)
        self._all.setVisible(any(seat.state is None and seat.active for seat in seats))

    def _choice(self, seat: Seat) -> ChoiceList:
        made = ChoiceList([*(Choice(one.value, attendance_label(one)) for one in Attendance)],
                          placeholder=_("Not yet"))
        made.setAccessibleName(seat.name)
        made.setObjectName(f"hold.seat.{seat.person}")
        made.set_value(seat.state.value if seat.state else None)
        made.changed.connect(partial(self._chosen, seat.person, made))
        return made

    def _minutes(self, seat: Seat) -> NumberField:
        """Of who came late, how many minutes count."""
        made = NumberField(seat.minutes, 1, self._whole, unit=_("min"))
        made.setAccessibleName(_("Minutes of {name}").format(name=seat.name))
        made.setObjectName(f"hold.minutes.{seat.person}")
        made.editingFinished.connect(partial(self._counted, seat, made))
        return made

    def _counted(self, seat: Seat, made: NumberField) -> None:
        if made.value() != seat.minutes:
            self._attend(seat.person, Attendance.LATE, made.value())

    def _chosen(self, person: str, made: ChoiceList) -> None:
        value = made.value()
        if value:
            self._attend(person, Attendance(value), None)

    def _everybody(self) -> None:
        for seat in self._seats:
            if seat.state is None and seat.active:
                self._attend(seat.person, Attendance.PRESENT, None)
