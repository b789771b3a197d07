"""Where backups go: one or two folders, each with what is to be said of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.backups import Folder
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.backups.wording import folder_state

Choose = Callable[[], Path | None]
MOST = 2


class FoldersCard(Card):
    """Calls `change(paths)` with the folders that are wanted; `choose` asks for one."""

    def __init__(self, choose: Choose, change: Callable[[list[Path]], object]) -> None:
        self._add = button(_("Add a second folder…"), self._add_one, icon="add", role="quiet")
        super().__init__(_("Where they go"), self._add)
        self._choose, self._change = choose, change
        self._add.setObjectName("backups.folder.add")
        self._paths: list[Path] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add(self._rows)

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """Show these."""
        self._paths = [Path(folder.path) for folder in folders]
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, folder in enumerate(folders):
            row = self._row(number, folder, alone=len(folders) == 1)
            self._rows.addWidget(row)
            row.show()
        self._add.setVisible(len(folders) < MOST)

    def _row(self, number: int, folder: Folder, *, alone: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(IconLabel("folder", "accent", 20))
        line.addWidget(label(folder.path, "strong", wrap=True, selectable=True), 1)
        line.addWidget(Badge(*folder_state(folder)))
        change = button(_("Change…"), lambda: self._replace(number), role="row")
        change.setObjectName(f"backups.folder.change.{number + 1}")
        line.addWidget(change)
        if not alone:
            remove = button(_("Remove"), lambda: self._remove(number), role="row",
                            tooltip=_("The backups in it stay there"))
            remove.setObjectName(f"backups.folder.remove.{number + 1}")
            line.addWidget(remove)
        return row

    def _add_one(self) -> None:
        chosen = self._choose()
        if chosen is not None:
            self._change([*self._paths, chosen])

    def _replace(self, number: int) -> None:
        chosen = self._choose()
        if chosen is not None:
            self._change([chosen if place == number else path for place, path in enumerate(self._paths)])

    def _remove(self, number: int) -> None:
        self._change([path for place, path in enumerate(self._paths) if place != number])
