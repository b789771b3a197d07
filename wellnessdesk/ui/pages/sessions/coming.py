"""What comes next for a peer: their shift of today and the next appointments; and whom they should not be with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.appointments import Appointment, Shift, span
from wellnessdesk.domain.calendar import time
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.services import appointments, peers, shifts
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.parts import Card, clear
from wellnessdesk.ui.kit.texts import label


@dataclass(frozen=True, slots=True)
class _Next:
    appointments: Sequence[Appointment]
    shifts: Sequence[Shift]
    closed: int


class Coming(QWidget):
    """Stands at the foot of the day."""

    met = Signal(object)
    """The peer meets the student of an appointment now, without the front desk."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("myday.coming")
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._beside = label("", "muted", wrap=True, small=True)
        self._beside.setObjectName("myday.shift")
        declare = button(_("Somebody I should not be with…"), self._declare, role="quiet", icon="lock")
        declare.setObjectName("myday.declare")
        card = Card(_("Next appointments"), declare, margin=14)
        card.body.setSpacing(4)
        card.add(self._lines)
        card.add(self._beside)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 8, MARGIN, MARGIN - 10)
        row.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)

    def refresh(self) -> None:
        """Ask what comes."""
        desk = self._desk
        self._tasks.latest("sessions.coming", lambda: _ask(desk), self._show, owner=self)

    def _show(self, found: _Next) -> None:
        today = self._desk.today()
        clear(self._lines)
        for one in found.appointments:
            self._lines.addWidget(self._line(one, today))
        if not found.appointments:
            nothing = label(_("None are booked with you."), wrap=True)
            nothing.setObjectName("myday.appointments.none")
            self._lines.addWidget(nothing)
        own = ", ".join(span(one.starts, one.ends) for one in found.shifts)
        parts = [_("Your shift today: {times}").format(times=own) if own else _("You have no shift today")]
        if found.closed:
            parts.append(ngettext("{n} record is closed to you", "{n} records are closed to you", found.closed).format(
                n=formats.number(found.closed)))
        self._beside.setText(" · ".join(parts))

    def _line(self, one: Appointment, today: date) -> QWidget:
        text = " · ".join(part for part in (
            "" if one.day == today else f"{formats.weekday_short(one.day)} {formats.date_short(one.day)}",
            time(one.starts), one.student, one.room) if part)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        said = label(text)
        said.setObjectName(f"myday.appointment.{one.id}")
        row.addWidget(said)
        if one.day == today:
            meet = button(_("Begin"), lambda: self.met.emit(one), role="row",
                          tooltip=_("You meet {name} now, and not through the front desk").format(name=one.student))
            meet.setObjectName(f"myday.meet.{one.id}")
            row.addWidget(meet)
        row.addStretch(1)
        return line

    def _declare(self) -> None:
        DeclareDialog(self, self._context).open()


class DeclareDialog(ActDialog):
    """A peer says whose record should be closed to them. They see no roster: they write the name."""

    def __init__(self, parent: QWidget, context: PageContext) -> None:
        super().__init__(parent, context, _("Somebody I should not be with"), _("Close the record to me"))
        self.kind = ChoiceCards(_("Who is it?"), [
            Choice(ConflictKind.FRIEND.value, _("A friend"), "heart"),
            Choice(ConflictKind.RELATIVE.value, _("A relative"), "group"),
            Choice(ConflictKind.SELF.value, _("Myself, as a student"), "person")])
        self.kind.set_value(ConflictKind.FRIEND.value)
        self.kind.setObjectName("declare.kind")
        self.name = TextField(max_length=120)
        self.name.setObjectName("declare.name")
        self.name.returnPressed.connect(self.start)
        self.form.field(_("Who is it?"), self.kind)
        self._name_field = self.form.field(_("Whole name or student number"), self.name)
        self.lay_out(_("The student is not handed over to you, and you do not see their record. Only a coordinator can "
                       "open it again."))
        self.name.setFocus()

    def valid(self) -> bool:
        """Something was written."""
        if not self.name.value():
            self._name_field.set_error(_("Write the name or the number."))
        return not self.form.show_errors()

    def act(self) -> None:
        """Close it."""
        desk, typed, kind = self.desk, self.name.value(), ConflictKind(self.kind.value() or ConflictKind.FRIEND)
        page = self.parentWidget()
        self.run(lambda _progress: peers.declare_own(desk, typed, kind),
                 lambda _none: messages.say(page, _("The record is closed to you.")) if page is not None else None)


def _ask(desk: Desk) -> _Next:
    return _Next(appointments.coming(desk), shifts.between(desk, desk.today(), desk.today()), peers.own_closed(desk))
