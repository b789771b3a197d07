"""A PDF as a file: where to, whole or not at all, readable by its owner alone; showing it to print or to carry it."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _

_SUFFIX = ".pdf"


def ask(parent: QWidget, title: str, name: str) -> Path | None:
    """Let the person choose a file, proposing one of this name in Documents; None when they think better of it."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    proposal = Path(documents or Path.home()) / f"{name}{_SUFFIX}"
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(proposal), _("PDF file (*.pdf)"))
    return Path(chosen) if chosen else None


def write(file: Path, data: bytes) -> Path:
    """Write a file that only its owner can read; where that fails, what was there before is still there.

    Gives the file, with its ending. Raises `Problem`.
    """
    target = file if file.suffix.lower() == _SUFFIX else file.with_name(file.name + _SUFFIX)
    draft: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".saving-", delete=False) as made:
            draft = Path(made.name)
            made.write(data)
        draft.replace(target)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise Problem(_("The file could not be saved there. Choose another folder, or make room on the disk."))\
            from error
    return target


def show(path: Path) -> bool:
    """Open a file in the system's own PDF program, from which it is printed, or its folder; whether that is there."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
