"""A list with a box before each line, for choosing many of many; Space ticks."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from wellnessdesk.ui.kit.choices import Choice

_LINE = 30


class TickList(QListWidget):
    """As high as its lines, up to `most`; then it scrolls."""

    changed = Signal()

    def __init__(self, name: str, choices: Sequence[Choice], *, most: int = 5) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for choice in choices:
            item = QListWidgetItem(choice.title, self)
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            item.setSizeHint(QSize(0, _LINE))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.setFixedHeight(_LINE * max(1, min(most, len(choices))) + 8)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def values(self) -> tuple[str, ...]:
        """The keys of what is ticked, from top to bottom."""
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in self._items()
                     if item.checkState() is Qt.CheckState.Checked)

    def set_values(self, keys: Iterable[str]) -> None:
        """Tick exactly these."""
        wanted = set(keys)
        for item in self._items():
            on = item.data(Qt.ItemDataRole.UserRole) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]
