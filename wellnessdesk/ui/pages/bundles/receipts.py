"""The receipt of a bundle as PDF: what left, to whom, and the words of its hash."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Bundle
from wellnessdesk.services import bundle_history, papers
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext


class SaveReceipt:
    """A button with what it does, for the `bundle` that is shown. `ask_for_file` can be set by tests."""

    def __init__(self, parent: QWidget, context: PageContext, name: str) -> None:
        self._parent, self._desk, self._tasks = parent, context.desk, context.tasks
        self.bundle: Bundle | None = None
        self.ask_for_file: Callable[[str], Path | None] = lambda proposed: pdf_files.ask(
            parent, _("Save the receipt"), proposed)
        self.button = button(_("Save receipt…"), self._save, icon="print")
        self.button.setObjectName(name)

    def _save(self) -> None:
        bundle, desk = self.bundle, self._desk
        if bundle is None or (file := self.ask_for_file(bundle.file_name.removesuffix(".age"))) is None:
            return
        self._tasks.run(lambda: pdf_files.write(file, bundle_history.receipt(desk, bundle.id, papers.size(desk))),
                        lambda made: messages.say(self._parent, _("{file} is saved.").format(file=made.name)),
                        owner=self._parent)
