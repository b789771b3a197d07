"""Legal holds: whose records must stay whatever their age, and why. For coordinators only."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.retention import Hold
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.services import retention
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.tables import Column, RecordTable, RowAction
from wellnessdesk.ui.kit.texts import label

_WIDTH = 600


class HoldsPart(QWidget):
    """The list. A lifted hold stays on it, for it says why something was kept."""

    def __init__(self, desk: Desk, place: Callable[[], object], lift: Callable[[Hold], object]) -> None:
        super().__init__()
        self.setObjectName("retention.holds")
        self.table = _table(desk, lift)
        self.place = button(_("Place a hold…"), place, icon="lock")
        self.place.setObjectName("retention.place")
        self._reason = label("", wrap=True, selectable=True)
        self._reason.setObjectName("retention.reason")
        self._chosen = Card(_("Why this hold"))
        self._chosen.add(self._reason)
        self._chosen.hide()
        self.table.current_changed.connect(self._show_reason)
        card = Card(_("Students whose records must stay"), self.place)
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(card, 1)
        column.addWidget(self._chosen)

    def show_holds(self, holds: Sequence[Hold]) -> None:
        """Show these; the selected one stays so."""
        self.table.set_records(holds)

    def _show_reason(self, hold: Hold | None) -> None:
        self._chosen.setVisible(hold is not None)
        self._reason.setText(hold.reason if hold is not None else "")


class HoldDialog(Dialog):
    """Whose records must stay, and why."""

    def __init__(self, parent: QWidget, context: PageContext, done: Callable[[Hold], object]) -> None:
        super().__init__(parent, _("Place a legal hold"), width=_WIDTH)
        self._desk, self._tasks, self._done = context.desk, context.tasks, done
        self._student: Student | None = None
        self.search = StudentSearch(context, _("Student"), large=False)
        self.search.edit.setObjectName("hold.student")
        self.chosen = Banner(tone="info", icon="person")
        self.reason = NoteField(lines=5)
        self.reason.setObjectName("hold.reason")
        self.problem = Banner(tone="flag")
        self.save = button(_("Place hold"), self._save, role="primary")
        self.save.setObjectName("hold.save")
        self.search.chosen.connect(self._choose)
        self._lay_out()

    def _choose(self, student: Student) -> None:
        self._student = student
        self._student_field.set_error("")
        self.search.clear()
        self.chosen.say(student.name, told_apart(student), "info", "person")
        self.reason.setFocus()

    def _save(self) -> None:
        self._form.clear_errors()
        self.problem.say("")
        if self._student is None:
            self._student_field.set_error(_("Choose the student."))
        if not self.reason.value():
            self._reason_field.set_error(_("Write why. A hold without a reason cannot be judged later."))
        if self._form.show_errors() or self._student is None:
            return
        desk, student, reason = self._desk, self._student.id, self.reason.value()
        self.save.setEnabled(False)
        self._tasks.run(lambda: retention.place_hold(desk, student, reason), self._placed, self._failed, owner=self)

    def _placed(self, hold: Hold) -> None:
        self.accept()
        self._done(hold)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("The hold was not placed"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self._form = Form()
        self._student_field = self._form.field(_("Student"), self.search)
        self._form.add(self.chosen)
        self._reason_field = self._form.field(
            _("Reason"), self.reason, hint=_("For instance the date of the letter, and from whom. Only coordinators "
                                             "can read it."))
        for part in (label(_("Place a legal hold"), "heading"),
                     label(_("Nothing about this student is destroyed until the hold is lifted."), wrap=True),
                     self.problem, self._form, ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)


def _table(desk: Desk, lift: Callable[[Hold], object]) -> RecordTable[Hold]:
    columns = [
        Column[Hold](title=_("Student"), text=lambda one: one.student, strong=True, stretch=True,
                     tone=lambda one: "muted" if one.lifted_at else "ink"),
        Column[Hold](title=_("Since"), text=lambda one: formats.date(desk.local(one.placed_at).date()), width=140,
                     sort=lambda one: one.placed_at),
        Column[Hold](title=_("Placed by"), text=lambda one: one.placed_by, width=190),
        Column[Hold](title=_("Status"), text=lambda one: _status(desk, one), badge=True, width=210,
                     icon=lambda one: "ok" if one.lifted_at else "lock",
                     tone=lambda one: "muted" if one.lifted_at else "flag"),
    ]
    empty = EmptyState(_("Nobody is on hold"),
                       _("When a lawyer, a court or a parent asks for somebody's records, place a hold first: nothing "
                         "about that student is destroyed."), "lock")
    return RecordTable[Hold](_("Legal holds"), columns, lambda one: one.id, empty=empty, row_action=RowAction[Hold](
        _("Lift…"), "undo", lift, lambda one: one.lifted_at is None))


def _status(desk: Desk, hold: Hold) -> str:
    if hold.lifted_at is None:
        return _("On hold")
    return _("Lifted {date}").format(date=formats.date(desk.local(hold.lifted_at).date()))
