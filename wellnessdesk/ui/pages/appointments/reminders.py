"""Who is reminded for the next school day, and the slips."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import time
from wellnessdesk.services.appointment_slips import Reminder, Reminders
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.tables import Column, RecordTable


class RemindersPart(QWidget):
    """A list by time; all slips, or those of the selected lines."""

    def __init__(self, day: dt.date, look: Callable[[], object], print_slips: Callable[[list[int]], object]) -> None:
        super().__init__()
        self.day = DateField(day)
        self.day.setObjectName("reminders.day")
        self.day.setAccessibleName(_("Day"))
        self.day.dateChanged.connect(lambda *_what: look())
        self.table = _table()
        self.table.setObjectName("reminders.table")
        self.print = button(_("Print slips"), lambda: print_slips(self._chosen()), icon="print")
        self.print.setObjectName("reminders.print")
        self._card = Card(_("Who comes"), self.print)
        self.day.setMaximumWidth(200)
        self._card.body.insertWidget(1, self.day)
        self._card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card, 1)

    def show_reminders(self, found: Reminders) -> None:
        """Show the lines of a day: the page says which."""
        self.table.set_records(found.lines)
        self.print.setEnabled(bool(found.lines))

    def _chosen(self) -> list[int]:
        """The selected ones; none where all are meant."""
        chosen = [line.appointment.id for line in self.table.selected()]
        return chosen if len(chosen) > 1 else []


def _table() -> RecordTable[Reminder]:
    return RecordTable(_("Who comes"), [
        Column[Reminder](title=_("Time"), text=lambda one: time(one.appointment.starts), strong=True,
                         sort=lambda one: one.appointment.starts),
        Column[Reminder](title=_("Student"), text=lambda one: one.appointment.student, strong=True, stretch=True),
        Column[Reminder](title=_("Grade"), text=lambda one: one.appointment.grade),
        Column[Reminder](title=_("Misses"), text=_missed),
        Column[Reminder](title=_("With"), text=lambda one: one.appointment.peer or _("Whoever is free")),
        Column[Reminder](title=_("Room"), text=lambda one: one.appointment.room or "–"),
    ], lambda one: one.appointment.id, many=True, empty=EmptyState(
        _("No appointments on this day"), _("Book them in the week; they stand here the day before."), "appointment"))


def _missed(one: Reminder) -> str:
    parts = [str(one.period.name) if one.period else "", one.lesson]
    return " · ".join(part for part in parts if part) or "–"
