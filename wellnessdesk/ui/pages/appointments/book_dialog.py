"""Booking an appointment, or giving it another time: what stands against it is said while it is filled in."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Appointment, Checked, Wanted
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.students import Student
from wellnessdesk.services import appointment_series, appointments, students
from wellnessdesk.services.appointments import Done
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.search import SearchBox, SearchRow
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.times import TimeField

_WIDTH = 640
_LENGTHS = (10, 15, 20, 30, 45, 60, 90)
_USUAL = 30
_QUIET_MS = 150
_ANY = ""
_FOLLOWING = "following"
_USUAL_WEEKS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the dialog begins with. `moved` is the appointment whose time is changed; None books a new one."""

    day: dt.date
    starts: int
    peer_id: str | None = None
    room: str = ""
    moved: Appointment | None = None


class BookDialog(Dialog):
    """Student, day, time, peer, room, service; and every week, where that is wanted."""

    def __init__(self, parent: QWidget, context: PageContext, asked: Asked, calendar: SchoolCalendar,
                 peers: list[tuple[str, str]], done: Callable[[Done], object]) -> None:
        moved = asked.moved
        super().__init__(parent, _("Change the appointment") if moved else _("Book an appointment"), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self._asked, self._calendar = asked, calendar
        self._student: int | None = moved.student_id if moved else None
        self.search = _search()
        self.chosen = Banner(moved.student if moved else "", icon="person")
        self.day = DateField(asked.day, earliest=min(asked.day, context.desk.today()))
        self.starts = TimeField(asked.starts)
        self.length = ChoiceList(_lengths(moved))
        self.peer = ChoiceList([Choice(_ANY, _("Whoever is free")), *(Choice(id_, name) for id_, name in peers)])
        self.room = ChoiceList([Choice(_ANY, _("No room")), *(Choice(room.name, room.name)
                                                              for room in calendar.rooms)])
        self.service = ChoiceList([Choice(_ANY, _("Not said yet")), *(
            Choice(one.id, str(one.label)) for one in catalogues.service_options())])
        self.which = ChoiceList([Choice(_ANY, _("Only this one")),
                                 Choice(_FOLLOWING, _("This one and all that follow"))])
        self.weekly = QCheckBox(_("Every week until"))
        self.until = DateField(self._last_week(asked.day), earliest=asked.day)
        self.stands_against = Banner(tone="flag")
        self.go = button(_("Save") if moved else _("Book"), self.save, role="primary")
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._fill(asked)
        self._lay_out()
        self._listen()

    def wanted(self) -> Wanted | None:
        """What is filled in; None while the student or the time is missing."""
        starts, length = self.starts.minute(), self.length.value()
        if self._student is None or starts is None:
            return None
        return Wanted(student_id=self._student, day=self.day.value(), starts=starts,
                      ends=starts + int(length or _USUAL), peer_id=self.peer.value() or None,
                      room=self.room.value() or "", service=self.service.value() or "")

    def save(self) -> None:
        """Book it, if everything is there."""
        self._form.clear_errors()
        if self._student is None:
            self._student_field.set_error(_("Choose the student."))
        if self.starts.minute() is None:
            self._starts_field.set_error(_("Write a time, such as 10:15."))
        wanted = self.wanted()
        if self._form.show_errors() or wanted is None or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        desk, moved = self._desk, self._asked.moved
        until = self.until.value() if self.weekly.isChecked() and moved is None else None
        move = appointment_series.move if self._following else appointments.move
        work = ((lambda: move(desk, moved.id, wanted)) if moved is not None
                else (lambda: appointments.book(desk, wanted, until)))
        self._tasks.run(work, self._booked, self._failed, owner=self)

    @property
    def _following(self) -> bool:
        return self.which.value() == _FOLLOWING

    def _booked(self, done: Done) -> None:
        self.accept()
        self._done(done)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.stands_against.say(_("That cannot be booked"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _check(self) -> None:
        desk, wanted = self._desk, self.wanted()
        if wanted is None:
            self.stands_against.say("")
            return
        moved = self._asked.moved.id if self._asked.moved else None
        work = ((lambda: appointment_series.check(desk, moved, wanted)) if moved is not None and self._following
                else (lambda: appointments.check(desk, wanted, moved)))
        self._tasks.latest("appointments.check", work, self._show_checked, owner=self)

    def _show_checked(self, checked: Checked) -> None:
        if checked.refused:
            self.stands_against.say(_("That cannot be booked"), "\n".join(checked.refused), "flag")
        elif checked.warned:
            self.stands_against.say(_("It can be booked, but look:"), "\n".join(checked.warned), "info")
        else:
            self.stands_against.say("")

    def _search(self, query: str) -> None:
        desk = self._desk
        self._tasks.latest("appointments.students", lambda: students.search(desk, query),
                           lambda found: self.search.set_results(query, [_row(one) for one in found]), owner=self)

    def _choose(self, student: Student) -> None:
        self._student = student.id
        self._student_field.set_error("")
        self.search.clear()
        self.chosen.say(student.name, _row(student).detail, "info", "person")
        self.starts.setFocus()
        self._quiet.start()

    def _listen(self) -> None:
        self.search.searched.connect(self._search)
        self.search.chosen.connect(self._choose)
        self._quiet.timeout.connect(self._check)
        for signal in (self.day.dateChanged, self.starts.changed, self.length.changed, self.peer.changed,
                       self.room.changed, self.service.changed, self.which.changed):
            signal.connect(lambda *_what: self._quiet.start())
        self.day.dateChanged.connect(lambda *_what: self.until.set_value(self._last_week(self.day.value())))
        self.weekly.toggled.connect(self.until.setEnabled)
        self.until.setEnabled(False)
        self._quiet.start()

    def _last_week(self, day: dt.date) -> dt.date:
        return self._calendar.term_end(day) or day + dt.timedelta(weeks=_USUAL_WEEKS)

    def _fill(self, asked: Asked) -> None:
        moved = asked.moved
        for editor, value in ((self.peer, asked.peer_id or _ANY), (self.room, asked.room),
                              (self.service, moved.service if moved else _ANY), (self.which, _ANY),
                              (self.length, str(moved.ends - moved.starts if moved else _USUAL))):
            editor.set_value(value)
            if editor.currentIndex() < 0:  # a peer who left, a room that is no more
                editor.setCurrentIndex(0)
        for name in ("day", "starts", "length", "peer", "room", "service", "which", "weekly", "until", "go"):
            getattr(self, name).setObjectName(f"book.{name}")
        self.search.edit.setObjectName("book.student")

    def _lay_out(self) -> None:
        self.body.addWidget(label(self.windowTitle(), "heading", wrap=True))
        self._form = Form(width=_WIDTH)
        self._student_field = Field(_("Student"), self.search)
        self._starts_field = Field(_("From"), self.starts)
        if self._asked.moved is None:
            self._form.row(self._student_field)
        self._form.add(self.chosen)
        self._form.row(Field(_("Day"), self.day), self._starts_field, Field(_("How long"), self.length))
        self._form.row(Field(_("With"), self.peer), Field(_("Room"), self.room))
        repeated = self._asked.moved is not None and self._asked.moved.series is not None
        self._form.row(Field(_("Service"), self.service),
                       *([Field(_("It repeats every week"), self.which)] if repeated else []))
        self.body.addWidget(self._form)
        if self._asked.moved is None:
            weekly = Form(width=_WIDTH)
            weekly.row(Field(_("Repeat"), self.weekly), Field(_("Last day"), self.until))
            self.body.addWidget(weekly)
        self.body.addWidget(self.stands_against)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("book.cancel")
        self.go.setDefault(True)
        self.body.addWidget(ButtonRow(self.go, cancel))


def _search() -> SearchBox:
    return SearchBox(_("Student"), placeholder=_("Name or student number"),
                     nothing_found=_("Nobody on the roster is called that"), large=False)


def _row(student: Student) -> SearchRow:
    grade = _("Grade {grade}").format(grade=student.grade) if student.grade else ""
    return SearchRow(student, student.name, " · ".join(part for part in (grade, f"…{student.hint}") if part), "person")


def _lengths(moved: Appointment | None) -> list[Choice]:
    minutes = sorted({*_LENGTHS, *([moved.ends - moved.starts] if moved else [])})
    return [Choice(str(one), formats.minutes(one)) for one in minutes]
