"""Writing down a session that no front desk began: with whom, where, from when to when; and setting that right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtWidgets import QCheckBox, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.sessions import Session
from wellnessdesk.services import begun_sessions
from wellnessdesk.services.begun_sessions import Choices
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.times import TimeField
from wellnessdesk.ui.pages.sessions.student_picker import StudentPicker

_NONE = ""
_TWO_WEEKS = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the dialog begins with: a session to be set right, or an appointment that is met now, or nothing."""

    session: Session | None = None
    appointment: Appointment | None = None


class SessionDialog(ActDialog):
    """A session that goes on has no end yet. `done` is given the session."""

    def __init__(self, parent: QWidget, context: PageContext, choices: Choices, done: Callable[[Session], object],
                 asked: Asked | None = None) -> None:
        self._asked = asked or Asked()
        before = self._asked.session
        super().__init__(parent, context, _("Where, when, with whom") if before else _("New session"),
                         _("Save") if before else _("Begin the session"))
        self.setObjectName("session.dialog")
        self._done = done
        self._choices = choices
        self.students = StudentPicker(context)
        self.students.offer(choices.students)
        self.together = QCheckBox(_("This is a group, even if only one came"))
        self.place = ChoiceList([*_entries("session_places"), *(Choice(room, room) for room in choices.rooms)],
                                placeholder=_("Choose where"))
        self.origin = ChoiceList(_entries("session_origins"))
        self.service = ChoiceList([Choice(_NONE, _("Not said yet")), *_entries("service_options")])
        self.second = ChoiceList([Choice(_NONE, _("Nobody, just me")), *(Choice(*one) for one in choices.peers)])
        self._make_times(before)
        self._fill(before, self._asked.appointment)
        self._lay_out(before)

    def valid(self) -> bool:
        """Somebody is chosen, and the times are times."""
        self.form.clear_errors()
        if self._asked.session is None and not self.students.ids():
            self._students_field.set_error(_("Choose at least one student."))
        if self.place.value() is None:
            self._place_field.set_error(_("Choose where it was."))
        for field, editor in ((self._starts_field, self.starts), (self._ends_field, self.ends)):
            if editor.isEnabled() and editor.minute() is None:
                field.set_error(_("Write a time, such as 10:15."))
        return not self.form.show_errors()

    def act(self) -> None:
        """Write it down."""
        desk, new, before = self.desk, self.wanted(), self._asked.session
        if before is None:
            self.run(lambda _progress: begun_sessions.begin(desk, new), self._done)
        else:
            self.run(lambda _progress: begun_sessions.change_facts(desk, before.id, new), self._done)

    def wanted(self) -> NewSession:
        """What is filled in."""
        appointment = self._asked.appointment
        return NewSession(
            students=self.students.ids(), started_at=self._moment(self.starts),
            ended_at=None if self.going_on.isChecked() else self._moment(self.ends),
            origin=self.origin.value() or "", place=self.place.value() or "", service=self.service.value() or "",
            second_peer_id=self.second.value() or None, appointment_id=appointment.id if appointment else None,
            group=self.together.isChecked())

    def _moment(self, field: TimeField) -> datetime:
        minute = field.minute() or 0
        return self.desk.center.moment(self.day.value(), minute)

    def _make_times(self, before: Session | None) -> None:
        now = self.desk.local(self.desk.clock.now())
        starts = self.desk.local(before.started_at) if before else now
        ends = self.desk.local(before.ended_at) if before and before.ended_at else now
        self.day = DateField(starts.date(), earliest=now.date() - _TWO_WEEKS, latest=now.date())
        self.starts, self.ends = TimeField(_minute(starts)), TimeField(_minute(ends))
        self.going_on = QCheckBox(_("It still goes on"))
        self.going_on.toggled.connect(lambda on: self.ends.setEnabled(not on))
        self.going_on.setChecked(before is None or before.ended_at is None)

    def _fill(self, before: Session | None, appointment: Appointment | None) -> None:
        if before is not None:
            self.place.set_value(before.place or None)
            self.origin.set_value(before.origin or "informal")
            self.second.set_value(before.second_peer_id or _NONE)
        elif appointment is not None:
            self.students.add(appointment.student_id, appointment.student)
            self.place.set_value(appointment.room if appointment.room in self._choices.rooms else "center")
            self.origin.set_value("appointment")
            self.service.set_value(appointment.service or _NONE)
        for name in ("place", "origin", "service", "second", "day", "starts", "ends", "going_on", "together"):
            getattr(self, name).setObjectName(f"session.{name}")

    def _lay_out(self, before: Session | None) -> None:
        form = self.form
        self._students_field = Field(_("With whom?"), self.students, hint=_("Several students make a group."))
        self._place_field, origin = Field(_("Where?"), self.place), Field(_("How did it come about?"), self.origin)
        self._starts_field, self._ends_field = Field(_("From"), self.starts), Field(_("To"), self.ends)
        self.students.failed.connect(self._students_field.set_error)
        self.students.changed.connect(lambda: self._students_field.set_error(""))
        if before is None:
            form.row(self._students_field)
            form.add(self.together)
        form.row(self._place_field, origin)
        if before is None or before.visit_id is None:
            form.row(Field(_("Day"), self.day), self._starts_field, self._ends_field)
            form.add(self.going_on)
        service, second = Field(_("Kind of session"), self.service), Field(_("Another peer with you?"), self.second)
        form.row(*((service, second) if before is None else (second,)))
        self.lay_out()
        (self.students.search.edit if before is None else self.place).setFocus()


def _entries(catalogue: str) -> list[Choice]:
    return [Choice(entry.id, str(entry.label)) for entry in catalogues.load(catalogue)]


def _minute(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute
