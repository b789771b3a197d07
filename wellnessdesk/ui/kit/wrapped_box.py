"""A box to tick whose words wrap: a QCheckBox keeps its words on one line, and so a whole column as wide."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.ui.kit.texts import label


class WrappedBox(QWidget):
    """The `box`, and beside it the words, which tick it too."""

    def __init__(self, text: str, name: str, *, on: bool) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setObjectName(name)
        self.box.setAccessibleName(text)
        self.box.setChecked(on)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words."""
        if self.box.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.box.toggle()
