"""Giving one note out as PDF: to whom, on which ground and why is asked first, and written into the disclosure log."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.disclosures import NewDisclosure, Way
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.services import note_print
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.disclosure_dialog import DisclosureDialog


class PrintNote:
    """The dialog, and what it leads to. `choose_file` asks where the PDF goes."""

    def __init__(self, page: QWidget, context: PageContext, note: SignedNote) -> None:
        self._page, self._context, self._note = page, context, note
        self.choose_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(page, _("Save the note"), name)
        self.dialog = DisclosureDialog(page, context, note.session.who, Way.NOTE, self._do)
        self.dialog.open()

    def _do(self, new: NewDisclosure, paper: Paper) -> bool:
        desk, session = self._context.desk, self._note.session
        file = self.choose_file(_("Note {number} {day}").format(number=session.id, day=session.day.isoformat()))
        if file is None:
            return False
        self._context.tasks.run(lambda: pdf_files.write(file, note_print.save(desk, session.id, new, paper)),
                                self._done, self.dialog.fail, owner=self.dialog)
        return True

    def _done(self, saved: Path) -> None:
        self.dialog.accept()
        messages.say(self._page, _("Saved as {name}. It is in the disclosure log.").format(name=saved.name))
