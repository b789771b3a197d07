"""A wellbeing check as it is read: each question with its answer, and the words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogues import wellbeing_questions
from wellnessdesk.domain.wellbeing import SCALE, Check
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.texts import label


def check_lines(desk: Desk, check: Check) -> QWidget:
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
