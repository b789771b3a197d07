"""One referral: to whom, for what, every step so far, and the buttons for the next."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.referrals import ENDED, Referral, Status, StepKind, possible, status_label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.referrals import wording

_WIDTH = 400
SLIP, STUDENT = "slip", "student"


class Details(Card):
    """`act(key)` is called with a `StepKind`'s value, `slip` or `student`."""

    def __init__(self, act: Callable[[str], object]) -> None:
        super().__init__(margin=16)
        self.setFixedWidth(_WIDTH)
        self._act = act
        self._student = label("", "heading", wrap=True, selectable=True)
        self._to = label("", "accent", wrap=True, selectable=True)
        self._status = Badge("")
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().setAutoFillBackground(False)
        self._buttons = QWidget()
        for part in (self._student, self._to, self._status):
            self.add(part)
        self.add(self._scroll, 1)
        self.add(self._buttons)

    def show_referral(self, one: Referral | None, today: date) -> None:
        """Show this one; None where nothing is selected."""
        self._student.setText((one.student or _("A referral that cannot be read")) if one else _("Referrals"))
        self._to.setText(_("To {name}").format(name=one.to) if one and one.to else "" if one else
                         _("Choose one to see all about it."))
        self._to.setVisible(bool(self._to.text()))
        self._status.setVisible(one is not None)
        if one is not None:
            self._status.show_status(_status(one, today), "danger" if one.mark.overdue(today) else
                                     wording.STATUS_TONES[one.mark.status], wording.STATUS_ICONS[one.mark.status])
        body = _body(one)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)  # which `setWidget` turned on
        self._show_buttons(one)

    def _show_buttons(self, one: Referral | None) -> None:
        old, self._buttons = self._buttons, QWidget()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, each in enumerate(self._made(one) if one is not None else []):
            grid.addWidget(each, place // 2, place % 2)
        self.body.replaceWidget(old, self._buttons)
        old.deleteLater()

    def _made(self, one: Referral) -> list[QPushButton]:
        if one.problem:
            return []
        first = wording.next_step(one)
        steps = sorted(possible(one.mark.status, agreed=one.agreed is not None), key=lambda kind: kind is not first)
        made = [self._button(kind.value, wording.step_button(kind), wording.STEP_ICONS[kind], kind is first)
                for kind in steps if kind is not StepKind.CONSENT or one.agreed is None]
        if one.mark.status is not Status.DRAFT and one.mark.status not in ENDED:
            made.append(self._button(SLIP, _("Slip as PDF…"), "print"))
        return [*made, self._button(STUDENT, _("The student's page"), "person")]

    def _button(self, key: str, text: str, icon: str, primary: bool = False) -> QPushButton:
        made = button(text, lambda: self._act(key), icon=icon, role="primary" if primary else "secondary")
        made.setObjectName(f"referrals.{key}")
        return made


def _status(one: Referral, today: date) -> str:
    said = status_label(one.mark.status)
    if one.mark.due is None or one.mark.ended:
        return said
    return _("{status} · next step by {due}").format(status=said, due=wording.due(one, today))


def _body(one: Referral | None) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(2)
    if one is not None and one.problem:
        column.addWidget(label(one.problem, "danger", wrap=True))
    elif one is not None:
        for name, words in ((_("Kind of help"), catalogues.label("resource_kinds", one.facts.kind)),
                            (_("Why"), one.facts.why), (_("What the helper is told"), one.facts.purpose)):
            column.addWidget(label(name, "muted", small=True))
            column.addWidget(label(words, wrap=True, selectable=True))
            column.addSpacing(6)
        _add_steps(column, one)
    column.addStretch(1)
    return body


def _add_steps(column: QVBoxLayout, one: Referral) -> None:
    for step in reversed(one.steps):
        row = QGridLayout()
        row.setSpacing(2)
        row.setColumnMinimumWidth(0, 24)
        row.setColumnStretch(1, 1)
        what, more = wording.step_lines(step)
        row.addWidget(IconLabel(wording.STEP_ICONS.get(step.kind, "note"), "muted", 16), 0, 0)
        row.addWidget(label(what, "strong", wrap=True), 0, 1)
        row.addWidget(label(more, "muted", wrap=True, small=True, selectable=True), 1, 1)
        column.addLayout(row)
        column.addSpacing(4)
