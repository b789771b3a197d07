"""A wellbeing check as it is read: each question with its answer, and the words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import wellbeing_questions
from wellnessdesk.domain.wellbeing import SCALE, Check
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.texts import label

_MOST_HEIGHT, _BAR = 380, 16


class Checks(QScrollArea):
    """Checks below each other, newest first; as high as they are, up to a limit."""

    def __init__(self, desk: Desk, checks: Sequence[Check], width: int) -> None:
        super().__init__()
        self.setAccessibleName(_("Wellbeing checks"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for line in ([_lines(desk, check) for check in checks] or [label(_("None was filled in yet."), "muted")]):
            column.addWidget(line)
            line.show()  # what is not shown has no height yet
        height = column.totalHeightForWidth(width - _BAR) if column.hasHeightForWidth() else (
            column.totalSizeHint().height())
        column.addStretch(1)
        self.setWidget(inside)
        self.setFixedHeight(min(_MOST_HEIGHT, height))


def _lines(desk: Desk, check: Check) -> QWidget:
    """One check, under its day."""
    made = QWidget()
    made.setObjectName(f"wellbeing.check.{check.id}")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    day = formats.date_long(desk.local(check.at).date())
    column.addWidget(label(day[:1].upper() + day[1:], "strong"))
    if check.problem:
        column.addWidget(label(check.problem, "danger", wrap=True))
        return made
    for entry in wellbeing_questions():
        if entry.id in check.told.answers:
            column.addWidget(label(_("{question} {answer} of {most}").format(
                question=entry.label, answer=formats.number(check.told.answers[entry.id]),
                most=formats.number(SCALE[-1])), "muted", wrap=True, small=True))
    if check.told.words:
        column.addWidget(label(check.told.words, wrap=True, selectable=True))
    if check.told.talk:
        column.addWidget(label(_("Asks for a talk"), "flag", small=True))
    return made
