"""Whether a copy that only the center's own recovery kit opens is written too, and into which folder."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Bundle
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.texts import label


class OwnCopy(QWidget):
    """Ticking the box asks for the folder; who chooses none gets no copy. `name` is what it is found by."""

    def __init__(self, choose_folder: Callable[[], Path | None], name: str) -> None:
        super().__init__()
        self._choose_folder = choose_folder
        self._folder: Path | None = None
        self.wanted = QCheckBox(_("A second copy for our own recovery kit"))
        self.wanted.setObjectName(name)
        self.wanted.setAccessibleName(self.wanted.text())
        self.wanted.toggled.connect(self._show)
        self.wanted.clicked.connect(self._clicked)
        self._where = label("", "muted", wrap=True)
        self._other = button(_("Another folder…"), self._choose, role="quiet")
        self._other.setObjectName(f"{name}.folder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.wanted)
        row.addWidget(self._where, 1)
        row.addWidget(self._other)
        self._show(False)

    def folder(self) -> Path | None:
        """Where the copy goes; None for none."""
        return self._folder if self.wanted.isChecked() else None

    def _clicked(self, on: bool) -> None:
        if on:
            self._choose()

    def _choose(self) -> None:
        self._folder = self._choose_folder() or self._folder
        self.wanted.setChecked(self._folder is not None)
        self._show(self.wanted.isChecked())

    def _show(self, on: bool) -> None:
        self._where.setText(_("In {folder}. Only the principal's kit B opens it.").format(folder=self._folder)
                            if on and self._folder else _("Only the principal's kit B opens it."))
        self._other.setVisible(on)


def became_of_it(bundle: Bundle, folder: Path) -> str:
    """What became of a copy that was wanted in this folder."""
    if bundle.own_copy:
        return _("{file}, in {folder}").format(file=bundle.own_copy, folder=folder)
    return _("Could not be written into {folder}. The bundle itself is whole.").format(folder=folder)
