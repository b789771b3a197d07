"""One student: who has looked at the record, and to whom something of it went."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.audit_log import Line
from wellnessdesk.domain.disclosures import Disclosure, NewDisclosure, Way, ground_label
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.students import Student, told_apart
from wellnessdesk.services import disclosures, looked
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.looked import Looked
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.disclosure_dialog import DisclosureDialog
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState
from wellnessdesk.ui.kit.student_search import StudentSearch
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.audit.wording import looked_said, moment


@dataclass(frozen=True, slots=True)
class _Facts:
    looked: Looked
    disclosures: list[Disclosure]


class StudentPart(QWidget):
    """Nothing is shown before a student is chosen: each opening of a record is recorded."""

    def __init__(self, context: PageContext, choose_file: Callable[[str], Path | None]) -> None:
        super().__init__()
        self.setObjectName("audit.student")
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self._choose_file = choose_file
        self._student: Student | None = None
        self.search = StudentSearch(context, _("Student"), large=False)
        self.search.edit.setObjectName("audit.search")
        self.search.chosen.connect(self.show_student)
        self._name = label("", "heading", wrap=True)
        self.summary = Banner(icon="show")
        self.looked, self.disclosures = _looked_table(self._desk), _disclosure_table()
        self._group = QButtonGroup(self)
        self._tables = QStackedWidget()
        self._parts = QStackedWidget()
        self._detail = label("", wrap=True, selectable=True)
        self.disclosures.current_changed.connect(self._show_detail)
        self._lay_out()

    def show_student(self, student: Student) -> None:
        """Look the student up: the log is walked through, which takes a moment in a long one."""
        self.search.clear()
        self._student = student
        self._ask()

    def forget(self) -> None:
        """Whoever comes back chooses again."""
        self._student = None
        self.looked.set_records([])
        self.disclosures.set_records([])
        self._parts.setCurrentIndex(0)

    def focus_first(self) -> None:
        """The search."""
        self.search.setFocus()

    def _ask(self) -> None:
        desk, student = self._desk, self._student
        if student is not None:
            self._tasks.run_with_progress(
                lambda progress: _facts(desk, student.id, progress), self._show, title=_("Looking through the log"),
                parent=self)

    def _show(self, facts: _Facts) -> None:
        student = facts.looked.student
        detail = told_apart(student)
        self._name.setText(f"{student.name} · {detail}")
        text, more = looked_said(facts.looked.lines, self._desk)
        self.summary.say(text, more, "info", "show")
        self.looked.set_records(list(facts.looked.lines))
        self.disclosures.set_records(facts.disclosures)
        for chooser, number in zip(self._group.buttons(), (len(facts.looked.lines), len(facts.disclosures)),
                                   strict=True):
            chooser.setText(f"{chooser.accessibleName()} ({formats.number(number)})")
        self._parts.setCurrentIndex(1)

    def _record(self) -> None:
        def do(new: NewDisclosure, _paper: Paper) -> bool:
            desk, student = self._desk, self._chosen().id
            self._tasks.run(lambda: disclosures.record(desk, student, new), lambda _made: done(), dialog.fail,
                            owner=dialog)
            return True

        def done() -> None:
            dialog.accept()
            messages.say(self, _("The disclosure is in the log."))
            self._show_disclosures()
            self._ask()

        dialog = DisclosureDialog(self, self._context, self._chosen().name, Way.BY_HAND, do)
        dialog.open()

    def _save(self) -> None:
        """What is shown, as PDF: who has looked, or the disclosures."""
        way = Way.LOG if self._tables.currentWidget() is self.disclosures else Way.LOOKED
        name = _("Disclosure log") if way is Way.LOG else _("Who has looked")

        def do(new: NewDisclosure, paper: Paper) -> bool:
            file = self._choose_file(f"{name} {self._chosen().student_number} {self._desk.today().isoformat()}")
            if file is None:
                return False
            desk, student = self._desk, self._chosen().id
            self._tasks.run_with_progress(
                lambda progress: pdf_files.write(file, _pdf(desk, student, way, new, paper, progress)), done,
                dialog.fail, title=_("Saving"), parent=dialog, cancelled=lambda: dialog.save.setEnabled(True))
            return True

        def done(saved: Path) -> None:
            dialog.accept()
            messages.say(self, _("Saved as {name}.").format(name=saved.name))
            self._ask()

        dialog = DisclosureDialog(self, self._context, self._chosen().name, way, do)
        dialog.open()

    def _show_detail(self, one: Disclosure | None) -> None:
        """All of a line, which can be longer than its row."""
        self._detail.setVisible(one is not None)
        self._detail.setText(_("{recipient}: {what}. {why}. Written down by {name}.").format(
            recipient=one.recipient, what=one.what, why=_why(one), name=one.by) if one is not None else "")

    def _chosen(self) -> Student:
        assert self._student is not None  # noqa: S101 - the buttons are there only once somebody is chosen
        return self._student

    def _show_disclosures(self) -> None:
        self._group.buttons()[1].setChecked(True)

    def _tab(self, key: str, title: str, icon: str, table: QWidget) -> None:
        chooser = button(title, icon=icon, checkable=True)
        chooser.setObjectName(f"audit.tab.{key}")
        chooser.toggled.connect(lambda on: self._show_table(table) if on else None)
        self._group.addButton(chooser)
        self._tables.addWidget(table)

    def _show_table(self, table: QWidget) -> None:
        self._tables.setCurrentWidget(table)
        self.disclosures.clearSelection()

    def _lay_out(self) -> None:
        self._tab("looked", _("Who has looked"), "show", self.looked)
        self._tab("disclosures", _("Disclosures"), "export", self.disclosures)
        record = button(_("Record a disclosure…"), self._record, icon="add")
        save = button(_("Save as PDF…"), self._save, icon="print")
        record.setObjectName("audit.record")
        save.setObjectName("audit.savestudent")
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for chooser in self._group.buttons():
            acts.addWidget(chooser)
        acts.addStretch(1)
        acts.addWidget(record)
        acts.addWidget(save)
        card = Card()
        for part in (self._name, self.summary, acts):
            card.add(part)
        card.add(self._tables, 1)
        card.add(self._detail)
        self._detail.hide()
        self._parts.addWidget(EmptyState(
            _("Whose record?"), _("Choose a student above. It is recorded that you did."), "search"))
        self._parts.addWidget(card)
        self._group.buttons()[0].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.search)
        column.addWidget(self._parts, 1)


def _facts(desk: Desk, student: int, progress: Progress) -> _Facts:
    return _Facts(looked.at(desk, student, progress), disclosures.of_student(desk, student))


def _pdf(desk: Desk, student: int, way: Way, new: NewDisclosure, paper: Paper, progress: Progress) -> bytes:
    if way is Way.LOG:
        return disclosures.save_log(desk, student, new, paper)
    return looked.save(desk, student, new, paper, progress)


def _looked_table(desk: Desk) -> RecordTable[Line]:
    columns = [
        Column[Line](title=_("When"), text=lambda line: moment(desk, line.at), width=190),
        Column[Line](title=_("Who"), text=lambda line: line.who or "–", strong=True, width=210),
        Column[Line](title=_("What"), text=lambda line: line.text, stretch=True, tooltip=lambda line: line.text),
    ]
    return RecordTable[Line](_("Who has looked"), columns, lambda line: line.sequence, sortable=False)


def _disclosure_table() -> RecordTable[Disclosure]:
    columns = [
        Column[Disclosure](title=_("Day"), text=lambda one: formats.date(one.day), width=120),
        Column[Disclosure](title=_("To whom"), text=lambda one: one.recipient or "–", strong=True, width=220,
                           tooltip=lambda one: one.recipient),
        Column[Disclosure](title=_("Why"), text=_why, stretch=True, tooltip=_why,
                           tone=lambda one: "danger" if one.problem else "ink"),
        Column[Disclosure](title=_("What"), text=lambda one: one.what or "–", width=220, tooltip=lambda one: one.what),
    ]
    empty = EmptyState(_("No disclosure is recorded"), _("Whenever something of this record is given to somebody "
                       "outside the center, write it down here. The law asks for it."), "export")
    return RecordTable[Disclosure](_("Disclosures"), columns, lambda one: one.id, empty=empty, sortable=False)


def _why(one: Disclosure) -> str:
    return one.problem or f"{one.purpose} · {ground_label(one.ground)}"
