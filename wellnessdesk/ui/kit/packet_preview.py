"""Exactly what leaves, section by section, before it does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.packets import Section
from wellnessdesk.ui.kit.texts import label


class PacketPreview(QScrollArea):
    """The sections of a packet, to be read through; the arrow keys scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("packet.preview")
        self.setAccessibleName(_("What leaves"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_sections(self, name: str, sections: Sequence[Section]) -> None:
        """Show these, under the name that stands on the packet."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        column.addWidget(label(name, "title", wrap=True))
        for section in sections:
            column.addSpacing(8)
            column.addWidget(label(section.title, "heading", wrap=True))
            for title, text in section.texts:
                if title:
                    column.addWidget(label(title, "muted", small=True, wrap=True))
                column.addWidget(label(text, wrap=True))
            if section.rows:
                column.addLayout(_table(section))
            elif not section.texts:
                column.addWidget(label(section.nothing, "muted", wrap=True))
        column.addStretch(1)
        body.setAutoFillBackground(False)
        self.setWidget(body)

    def clear(self) -> None:
        """Keep nothing."""
        self.setWidget(QWidget())


def _table(section: Section) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(3)
    for column, heading in enumerate(section.headings):
        grid.addWidget(label(heading, "muted", small=True), 0, column)
    for row, cells in enumerate(section.rows, 1):
        for column, cell in enumerate(cells):
            grid.addWidget(label(cell, wrap=column == len(cells) - 1), row, column, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(len(section.headings) - 1, 1)
    return grid
