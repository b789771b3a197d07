"""The crisis lines of the card, each with the day it was last verified; amber says that this is long ago."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import CrisisLine
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import label


class CrisisLines(Card):
    """The lines side by side: what to dial, and when somebody answers."""

    def __init__(self, today: date, *, keeper: bool) -> None:
        """`keeper`: for who can see to it that a number is verified again, and is told so."""
        super().__init__(_("Somebody to call or text, together"))
        row = QHBoxLayout()
        row.setSpacing(18)
        for place, line in enumerate(catalogues.crisis_lines()):
            if place:
                row.addWidget(_upright_line())
            row.addWidget(_line(line, today, keeper=keeper), 1)
        self.add(row)


def _line(line: CrisisLine, today: date, *, keeper: bool) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    name = QHBoxLayout()
    name.setSpacing(8)
    name.addWidget(IconLabel("phone", "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
    name.addWidget(label(str(line.label), "muted", wrap=True), 1)
    column.addLayout(name)
    column.addWidget(label(str(line.how), "heading", wrap=True, selectable=True))
    column.addWidget(label(str(line.hours), "muted", wrap=True, small=True))
    if keeper:
        column.addStretch(1)
    verified = _verified(line, today, keeper=keeper)
    column.addWidget(verified, 0, Qt.AlignmentFlag.AlignLeft if keeper else Qt.AlignmentFlag(0))
    if not keeper:
        column.addStretch(1)
    return whole


def _verified(line: CrisisLine, today: date, *, keeper: bool) -> QWidget:
    day, stale = formats.date(line.last_verified), catalogues.stale(line, today)
    if not keeper:
        return label(_("Last verified {day}").format(day=day), "flag" if stale else "muted", wrap=True, small=True)
    said = _("Last verified {day}, check it") if stale else _("Last verified {day}")
    return Badge(said.format(day=day), "flag" if stale else "muted", "warning" if stale else "ok")


def _upright_line() -> QFrame:
    line = QFrame()
    line.setObjectName("Separator")
    line.setFixedWidth(1)
    return line
