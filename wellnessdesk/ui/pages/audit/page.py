"""Audit log: who did what and when; for coordinators also who has looked at a student's record."""

from collections.abc import Callable
from pathlib import Path

from wellnessdesk.base.i18n import _
from wellnessdesk.services import audit_log
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.pages.audit.log import LogPart


class AuditPage(Page):
    """`choose_file` can be set by tests."""

    features = frozenset({"audit", "people"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Audit log"), _("Who did what, and when."), scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self._left = False
        self.log = LogPart(context)
        save = button(_("Save as PDF…"), self.save, icon="print", role="primary")
        save.setObjectName("audit.save")
        self.add_action(save)
        self.add(self.log, 1)

    def refresh(self) -> None:
        """Ask for what is shown."""
        self.log.refresh()

    def tick(self) -> None:
        """Now and then."""
        self.log.tick()

    def focus_first(self) -> None:
        """The entries; for whoever comes back, with what was done meanwhile: nearly every act leaves one."""
        if self._left:
            self._left = False
            self.refresh()
        self.log.table.setFocus()

    def leave(self) -> None:
        """Somebody goes to another page, or locks."""
        self._left = True

    def save(self) -> None:
        """Ask where to, and write what is wanted there as a PDF; the log tells of it."""
        desk, wanted = self._desk, self.log.filters.wanted()
        file = self.choose_file(_("Audit log {day}").format(day=desk.today().isoformat()))
        if file is not None:
            self._tasks.run_with_progress(
                lambda progress: pdf_files.write(file, audit_log.export(desk, wanted, progress=progress)),
                lambda saved: messages.say(self, _("Saved as {name}.").format(name=saved.name)),
                title=_("Saving the log"), parent=self)
