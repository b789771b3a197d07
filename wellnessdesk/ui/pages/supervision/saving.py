"""A PDF as a file: where to, under which name, whole or not at all."""

import tempfile
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _

_SUFFIX = ".pdf"


def suggested(week: date) -> Path:
    """Where the agenda of a week goes if nobody says otherwise: into Documents, named after its Monday."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = _("Supervision agenda {week}").format(week=week.isoformat())
    return Path(documents or Path.home()) / f"{name}{_SUFFIX}"


def ask(parent: QWidget, proposal: Path) -> Path | None:
    """Let the person choose a file; None when they think better of it."""
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Save the agenda"), str(proposal), _("PDF file (*.pdf)"))
    return Path(chosen) if chosen else None


def write(file: Path, data: bytes) -> Path:
    """Write a file that only its owner can read; where that fails, what was there before is still there.

    Gives the file, with its ending. Raises `Problem`.
    """
    target = file if file.suffix.lower() == _SUFFIX else file.with_name(file.name + _SUFFIX)
    draft: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".agenda-", delete=False) as made:
            draft = Path(made.name)
            made.write(data)
        draft.replace(target)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise Problem(_("The agenda could not be saved there. Choose another folder, or make room on the disk."))\
            from error
    return target


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
