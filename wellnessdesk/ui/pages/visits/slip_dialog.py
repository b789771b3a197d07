"""A pass slip for one visit: which paper, and where the PDF goes; then it opens to be printed."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.pass_slips import SlipSize, size_label
from wellnessdesk.domain.visits import Visit
from wellnessdesk.services import pass_slips
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label


class SlipDialog(Dialog):
    """The paper used last is chosen already. `choose_file` and `show_file` can be set by tests."""

    def __init__(self, parent: QWidget, context: PageContext, visit: Visit) -> None:
        super().__init__(parent, _("Pass slip"), width=520)
        self._page, self._desk, self._tasks, self._visit = parent, context.desk, context.tasks, visit
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save as PDF"), name)
        self.show_file: Callable[[Path], object] = pdf_files.show
        self.paper = ChoiceCards(_("Paper"), [Choice(one, size_label(one), "print") for one in SlipSize], columns=1)
        self.paper.setObjectName("slip.paper")
        self.problem = Banner(tone="flag")
        self.save = button(_("Save and open…"), self._save, icon="print", role="primary")
        self.save.setObjectName("slip.save")
        for part in (label(self.windowTitle(), "heading"),
                     label(_("The student's name as they wish it on slips, the day and the times. No reason."),
                           wrap=True),
                     self.problem, self.paper, ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)
        self.save.setDefault(True)
        desk = self._desk
        self._tasks.latest("visits.slip_size", lambda: pass_slips.size(desk), self.paper.set_value, owner=self)

    def _save(self) -> None:
        time = formats.time(self._desk.local(self._visit.arrived_at)).replace(":", "")
        file = self.choose_file(_("Pass {day} {time}").format(day=self._visit.day.isoformat(), time=time))
        if file is None:
            return
        desk, visit, size = self._desk, self._visit.id, SlipSize(self.paper.value() or SlipSize.CARD)
        self.save.setEnabled(False)
        self._tasks.run(lambda: pdf_files.write(file, pass_slips.save(desk, visit, size)), self._saved, self._failed,
                        owner=self)

    def _saved(self, file: Path) -> None:
        self.accept()
        self.show_file(file)
        messages.say(self._page, _("Saved as {name}.").format(name=file.name))

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("The file was not saved"), str(error), "flag")
        else:
            messages.failure(self, error)
