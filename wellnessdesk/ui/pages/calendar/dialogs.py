"""The dialogs of the calendar's entries. Each gives the whole calendar with its entry, which the service judges."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import BellSchedule, DayOff, Period, Room, SchoolCalendar, SpecialDay, Term
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.services import calendar
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField, NumberField
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.calendar import bells

_WIDTH = 560
_WEEKDAYS = 7


class EntryDialog(Dialog):
    """Shows one entry; `entry()` of a subclass makes it from what is filled in, None where something is missing."""

    kind = ""
    """The name of its tuple in `SchoolCalendar`."""

    def __init__(self, parent: QWidget, context: PageContext, title: str, whole: SchoolCalendar, place: int | None,
                 done: Callable[[], object]) -> None:
        super().__init__(parent, title, width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self.whole, self.place = whole, place
        self.form = Form(width=_WIDTH)
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self.save, role="primary")
        self.go.setObjectName("entry.go")
        self.go.setDefault(True)
        self.before: Any = getattr(whole, self.kind)[place] if place is not None else None
        self.fill()
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("entry.cancel")
        for part in (label(title, "heading", wrap=True), self.form, self.problem, ButtonRow(self.go, cancel)):
            self.body.addWidget(part)

    def fill(self) -> None:
        """Put the fields into the form."""
        raise NotImplementedError

    def entry(self) -> Any:
        """The entry as it is filled in."""
        raise NotImplementedError

    def save(self) -> None:
        """Keep the calendar with this entry; what is wrong is said here."""
        try:
            made = self.entry()
        except Problem as problem:
            self._failed(problem)
            return
        if made is None or self.form.show_errors():
            return
        entries = list(getattr(self.whole, self.kind))
        if self.place is None:
            entries.append(made)
        else:
            entries[self.place] = made
        desk, wanted = self._desk, replace(self.whole, **{self.kind: tuple(_in_order(self.kind, entries))})
        self.go.setEnabled(False)
        self._tasks.run(lambda: calendar.put(desk, wanted), lambda _none: self._saved(), self._failed, owner=self)

    def _saved(self) -> None:
        self.accept()
        self._done()

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("That cannot be saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def named(self, before: Text | None) -> TextField:
        """The field of the name; one that is not changed keeps its other language."""
        self.name = TextField(str(before) if before else "", max_length=80)
        self.name.setObjectName("entry.name")
        self._name_before = before
        return self.name

    def name_text(self) -> Text:
        """The name in both languages."""
        typed, before = self.name.value(), self._name_before
        return before if before is not None and typed == str(before) else Text(typed, typed)


class SpanDialog(EntryDialog):
    """A term, or a holiday: a name, a first and a last day."""

    make: Callable[..., Any]

    def fill(self) -> None:
        before, today = self.before, self._desk.today()
        self.form.field(_("Name"), self.named(before.name if before else None))
        self.first = DateField(before.first if before else today)
        self.last = DateField(before.last if before else today)
        self.first.setObjectName("entry.first")
        self.last.setObjectName("entry.last")
        self.form.row(Field(_("First day"), self.first), Field(_("Last day"), self.last))

    def entry(self) -> Any:
        return type(self).make(name=self.name_text(), first=self.first.value(), last=self.last.value())


class TermDialog(SpanDialog):
    """A term."""

    kind = "terms"
    make = Term


class DayOffDialog(SpanDialog):
    """A holiday or a break."""

    kind = "days_off"
    make = DayOff


class SpecialDayDialog(EntryDialog):
    """A day with other bells."""

    kind = "special_days"

    def fill(self) -> None:
        before: SpecialDay | None = self.before
        self.form.field(_("Why"), self.named(before.name if before else None), hint=_("For instance: minimum day."))
        self.day = DateField(before.day if before else self._desk.today())
        self.day.setObjectName("entry.day")
        self.schedule = ChoiceList([Choice(one.id, str(one.name)) for one in self.whole.schedules])
        self.schedule.setObjectName("entry.schedule")
        if before is not None:
            self.schedule.set_value(before.schedule)
        self.form.row(Field(_("Day"), self.day), Field(_("Bell schedule"), self.schedule))

    def entry(self) -> Any:
        return SpecialDay(day=self.day.value(), schedule=self.schedule.value() or "", name=self.name_text())


class RoomDialog(EntryDialog):
    """A room with its capacity."""

    kind = "rooms"

    def fill(self) -> None:
        before: Room | None = self.before
        self.form.field(_("Name"), self.named(Text(before.name, before.name) if before else None))
        self.capacity = NumberField(before.capacity if before else 1, 1, 500)
        self.capacity.setObjectName("entry.capacity")
        self.form.row(Field(_("Appointments at a time"), self.capacity))

    def entry(self) -> Any:
        return Room(name=self.name.value(), capacity=self.capacity.value())


class ScheduleDialog(EntryDialog):
    """A bell schedule: its weekdays, and a line for each part of the day."""

    kind = "schedules"

    def fill(self) -> None:
        before: BellSchedule | None = self.before
        self.form.field(_("Name"), self.named(before.name if before else None))
        self.days = [QCheckBox(formats.weekday_short(dt.date(2001, 1, 1) + dt.timedelta(days=number)))
                     for number in range(_WEEKDAYS)]
        holder, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for number, box in enumerate(self.days):
            box.setObjectName(f"entry.weekday.{number}")
            box.setChecked(before is not None and number in before.weekdays)
            row.addWidget(box)
        row.addStretch(1)
        holder.setLayout(row)
        self.form.row(Field(_("Usually on"), holder))
        self.lines = NoteField(bells.lines(before.periods if before else ()), lines=12)
        self.lines.setObjectName("entry.lines")
        self.form.field(_("The day, a line for each part"), self.lines, hint=_(
            "From – to, short name, name, kind (class, break, lunch, open). For instance: 8:30 – 9:26, 1, Period 1, "
            "class. The short name of a class is what the roster calls it."))

    def entry(self) -> Any:
        before: BellSchedule | None = self.before
        known: tuple[Period, ...] = before.periods if before else ()
        return BellSchedule(
            id=before.id if before else _new_id(self.whole), name=self.name_text(),
            weekdays=tuple(number for number, box in enumerate(self.days) if box.isChecked()),
            periods=bells.periods(self.lines.value(), known))


def _in_order(kind: str, entries: list[Any]) -> list[Any]:
    keys: dict[str, Callable[[Any], Any]] = {"terms": lambda one: one.first, "days_off": lambda one: one.first,
                                             "special_days": lambda one: one.day}
    return sorted(entries, key=keys[kind]) if kind in keys else entries


def _new_id(whole: SchoolCalendar) -> str:
    used = {one.id for one in whole.schedules}
    return next(name for name in (f"schedule{number}" for number in range(1, len(used) + 2)) if name not in used)
