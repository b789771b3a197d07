"""Audit log: who did what and when; for coordinators also who has looked at a student's record."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import access
from wellnessdesk.services.audit import log
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.audit.log import LogPart
from wellnessdesk.ui.pages.audit.student import StudentPart


class AuditPage(Page):
    """`choose_file` can be set by tests."""

    features = frozenset({"audit", "people"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Audit log"), _("Who did what, and when."), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._left = False
        self._group = QButtonGroup(self)
        self._segments = QHBoxLayout()
        self._parts = QStackedWidget()
        self.log = LogPart(context)
        self._save_log = button(_("Save as PDF…"), self.save, icon="print", role="primary")
        self._save_log.setObjectName("audit.save")
        self.student = self._make_student(context)
        self.add_action(self._save_log)
        self.add(self._parts, 1)

    def refresh(self) -> None:
        """Ask for what is shown."""
        self.log.refresh()

    def tick(self) -> None:
        """Now and then."""
        self.log.tick()

    def focus_first(self) -> None:
        """The entries, with what was done meanwhile (nearly every act leaves one), or the search for a student."""
        if self._left:
            self._left = False
            self.refresh()
        if self.student is not None and self.student.isVisible():
            self.student.focus_first()
        else:
            self.log.table.setFocus()

    def leave(self) -> None:
        """Somebody goes to another page, or locks: nothing of a student stays behind."""
        self._left = True
        if self.student is not None:
            self.student.forget()

    def save(self) -> None:
        """Ask where to, and write what is wanted there as a PDF; the log tells of it."""
        desk, wanted = self._desk, self.log.filters.wanted()
        file = self.choose_file(_("Audit log {day}").format(day=desk.today().isoformat()))
        if file is not None:
            self._tasks.run_with_progress(
                lambda progress: pdf_files.write(file, log.export(desk, wanted, progress=progress)),
                lambda saved: messages.say(self, _("Saved as {name}.").format(name=saved.name)),
                title=_("Saving the log"), parent=self)

    def _make_student(self, context: PageContext) -> StudentPart | None:
        """Coordinators have two parts to choose from; for others the log is the page."""
        if not access.allowed(self._desk.person.role, "audit.looked"):
            self._parts.addWidget(self.log)
            return None
        made = StudentPart(context, lambda name: self.choose_file(name))
        self._segment("log", _("Log"), "shield", self.log)
        self._segment("student", _("A student"), "person", made)
        self._segments.setSpacing(8)
        self._segments.addStretch(1)
        self.add(self._segments)
        self._group.buttons()[0].setChecked(True)
        return made

    def _segment(self, key: str, title: str, icon: str, part: QWidget) -> None:
        chooser = button(title, icon=icon, checkable=True)
        chooser.setObjectName(f"audit.part.{key}")
        chooser.toggled.connect(lambda on: self._show_part(part) if on else None)
        self._group.addButton(chooser)
        self._segments.addWidget(chooser)
        self._parts.addWidget(part)

    def _show_part(self, part: QWidget) -> None:
        self._parts.setCurrentWidget(part)
        self._save_log.setVisible(part is self.log)
        if isinstance(part, StudentPart):
            part.focus_first()
        elif self.isVisible():
            self.log.refresh()
