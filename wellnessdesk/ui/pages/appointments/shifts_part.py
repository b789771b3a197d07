"""The shifts of a week as a list: given, changed, taken away by a coordinator."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import Shift, span
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.services import shifts
from wellnessdesk.services.shifts import ShiftsDone
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.times import TimeField

_WIDTH = 560
_USUAL = (9 * 60, 12 * 60)
_USUAL_WEEKS = 12


class ShiftsPart(QWidget):
    """The list, and the buttons for who may change it."""

    def __init__(self, add: Callable[[], object], change: Callable[[Shift], object],
                 remove: Callable[[Shift, bool], object]) -> None:
        super().__init__()
        self._change, self._remove_it = change, remove
        self.table = _table()
        self.table.setObjectName("shifts.table")
        self._add = _named(button(_("Add a shift…"), add, icon="add"), "shifts.add")
        self._edit = _named(button(_("Change…"), self._ask_to_change, icon="clock"), "shifts.change")
        self._remove = _named(button(_("Remove"), lambda: self._ask_to_remove(False), icon="remove", role="danger"),
                              "shifts.remove")
        self._series = _named(button(_("Remove with all that follow"), lambda: self._ask_to_remove(True),
                                     role="danger"), "shifts.remove_series")
        self.table.opened.connect(change)
        self.table.current_changed.connect(self._look)
        card = Card(_("Who is on shift this week"), self._edit, self._remove, self._series, self._add)
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        self._look(None)

    def show_shifts(self, found: Sequence[Shift]) -> None:
        """Show these."""
        self.table.set_records(found)

    def _look(self, shift: Shift | None) -> None:
        for each in (self._edit, self._remove):
            each.setEnabled(shift is not None)
        self._series.setEnabled(shift is not None and shift.series is not None)

    def _ask_to_change(self) -> None:
        shift = self.table.current()
        if shift is not None:
            self._change(shift)

    def _ask_to_remove(self, following: bool) -> None:
        shift = self.table.current()
        if shift is not None:
            self._remove_it(shift, following)


class ShiftDialog(Dialog):
    """Peer, day, times, room; every week until the end of the term, where that is wanted."""

    def __init__(self, parent: QWidget, context: PageContext, before: Shift | None, day: dt.date,
                 calendar: SchoolCalendar, peers: list[tuple[str, str]], done: Callable[[ShiftsDone], object]) -> None:
        super().__init__(parent, _("Change the shift") if before else _("Add a shift"), width=_WIDTH)
        self._desk, self._tasks, self._done, self._before = context.desk, context.tasks, done, before
        self.peer = ChoiceList([Choice(id_, name) for id_, name in peers])
        self.day = DateField(before.day if before else day)
        self.starts = TimeField(before.starts if before else _USUAL[0])
        self.ends = TimeField(before.ends if before else _USUAL[1])
        self.room = ChoiceList([Choice("", _("No room")), *(Choice(room.name, room.name) for room in calendar.rooms)])
        self.weekly = QCheckBox(_("Every week until"))
        self.until = DateField(calendar.term_end(day) or day + dt.timedelta(weeks=_USUAL_WEEKS))
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self.save, role="primary")
        self.go.setDefault(True)
        for name in ("peer", "day", "starts", "ends", "room", "weekly", "until", "go"):
            getattr(self, name).setObjectName(f"shift.{name}")
        if before is not None:
            self.peer.set_value(before.peer_id)
            self.peer.setEnabled(False)
            self.room.setCurrentIndex(max(0, self.room.findData(before.room)))
        self.weekly.setChecked(before is None)
        self._lay_out(before)

    def save(self) -> None:
        """Keep the shift."""
        starts, ends = self.starts.minute(), self.ends.minute()
        for minute, field in ((starts, self._starts_field), (ends, self._ends_field)):
            field.set_error("" if minute is not None else _("Write a time, such as 10:15."))
        if self._form.show_errors() or starts is None or ends is None or not self.go.isEnabled():
            return
        wanted = Shift(id=0, peer_id=self.peer.value() or "", peer="", day=self.day.value(), starts=starts, ends=ends,
                       room=self.room.value() or "")
        desk, before, until = self._desk, self._before, self.until.value() if self.weekly.isChecked() else None
        self.go.setEnabled(False)
        work = ((lambda: shifts.move(desk, before.id, wanted)) if before is not None
                else (lambda: shifts.add(desk, wanted, until)))
        self._tasks.run(work, self._saved, self._failed, owner=self)

    def _saved(self, done: ShiftsDone) -> None:
        self.accept()
        self._done(done)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("That did not work"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self, before: Shift | None) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self._form = Form(width=_WIDTH)
        self._starts_field, self._ends_field = Field(_("From"), self.starts), Field(_("To"), self.ends)
        self._form.row(Field(_("Wellness Peer"), self.peer), Field(_("Room"), self.room))
        self._form.row(Field(_("Day"), self.day), self._starts_field, self._ends_field)
        if before is None:
            self._form.row(Field(_("Repeat"), self.weekly), Field(_("Last day"), self.until))
        self.body.addWidget(self._form)
        self.body.addWidget(self.problem)
        self.body.addWidget(ButtonRow(self.go, _named(button(_("Cancel"), self.reject), "shift.cancel")))


def _table() -> RecordTable[Shift]:
    return RecordTable(_("Who is on shift this week"), [
        Column[Shift](title=_("Wellness Peer"), text=lambda one: one.peer, strong=True, stretch=True),
        Column[Shift](title=_("Day"), text=lambda one: f"{formats.weekday(one.day)}, {formats.date_short(one.day)}",
                      sort=lambda one: (one.day, one.starts)),
        Column[Shift](title=_("Time"), text=lambda one: span(one.starts, one.ends), sort=lambda one: one.starts),
        Column[Shift](title=_("Room"), text=lambda one: one.room or "–"),
        Column[Shift](title=_("Repeats"), text=lambda one: _("Every week") if one.series else "–"),
    ], lambda one: one.id, empty=EmptyState(
        _("No shifts this week"), _("With shifts, everybody sees who is here when an appointment is booked."), "clock"))


def _named(made: QPushButton, name: str) -> QPushButton:
    made.setObjectName(name)
    return made
