"""Parts of a page that take turns: a row of buttons above, one of them down, and its part below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.ui.kit.buttons import button


class Segments(QWidget):
    """Tab comes to the button that is down, the arrow keys go to its neighbors. `name` begins their object names."""

    changed = Signal(str)
    """The key of the part that is shown from now on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._parts: dict[str, QWidget] = {}
        self._choosers: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._below = QHBoxLayout()
        self._below.setSpacing(8)
        self._below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._row)
        column.addLayout(self._below)
        column.addWidget(self._stack, 1)

    def add(self, key: str, title: str, icon: str, part: QWidget) -> None:
        """Put a part at the end; the first is shown."""
        chooser = button(title, icon=icon, checkable=True)
        chooser.setObjectName(f"{self._name}.tab.{key}")
        self._parts[key], self._choosers[key] = part, chooser
        self._group.addButton(chooser)
        self._row.insertWidget(self._row.count() - 1, chooser)
        self._stack.addWidget(part)
        chooser.toggled.connect(lambda on: self._turn_to(key) if on else None)
        if len(self._parts) == 1:
            chooser.setChecked(True)

    def put_beside(self, *widgets: QWidget) -> None:
        """Put something at the right end of the row of buttons."""
        for each in widgets:
            self._row.addWidget(each)

    def put_below(self, *widgets: QWidget) -> None:
        """Put something in a row of its own between the buttons and the part, where it has more room."""
        for each in widgets:
            self._below.insertWidget(self._below.count() - 1, each)

    def shown(self) -> str:
        """The key of the part that is shown."""
        return next((key for key, chooser in self._choosers.items() if chooser.isChecked()), "")

    def has(self, key: str) -> bool:
        """Whether there is a part of this key."""
        return key in self._parts

    def turn_to(self, key: str) -> None:
        """Show a part, if it is here."""
        if key in self._choosers:
            self._choosers[key].setChecked(True)

    def set_title(self, key: str, title: str) -> None:
        """Another word on a button, for instance with a number."""
        self._choosers[key].setText(title)
        self._choosers[key].setAccessibleName(title)

    def focus_first(self) -> None:
        """To the button that is down."""
        if shown := self._group.checkedButton():
            shown.setFocus()

    def _turn_to(self, key: str) -> None:
        self._stack.setCurrentWidget(self._parts[key])
        self.changed.emit(key)
