"""On a peer's first page: what they have to sign, exams to take, and what of theirs lapses soon. Hidden without any."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.agreements import ToSign, kind_label
from wellnessdesk.domain.clearance import Missing, Need
from wellnessdesk.services import agreements, clearance, exams
from wellnessdesk.services.clearance import Standing
from wellnessdesk.services.desk import Desk
from wellnessdesk.services.exams import Offer
from wellnessdesk.ui.kit import exam_dialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.parts import Badge, Card, clear
from wellnessdesk.ui.kit.sign_dialog import SignDialog
from wellnessdesk.ui.kit.texts import label

_MOST = 3
"""Lines: what comes later comes up as these are done."""
_SOON = 7
"""Days: what lapses later is said on My path."""


def read(desk: Desk) -> tuple[Standing, list[ToSign], list[Offer]]:
    """Where the peer stands, every agreement in force, and every exam."""
    return clearance.mine(desk), agreements.mine(desk), exams.mine(desk)


class StandingCard(QWidget):
    """A line for each, with a button that leads to the words to sign."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        card = Card(_("Your training and signatures"))
        card.add(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 4, MARGIN, 4)
        column.addWidget(card)
        self.hide()

    def refresh(self) -> None:
        """Ask anew."""
        desk = self._context.desk
        self._context.tasks.latest("clearance.mine", lambda: read(desk), lambda found: self._show(*found), owner=self)

    def _show(self, standing: Standing, to_sign: Sequence[ToSign], offers: Sequence[Offer]) -> None:
        clear(self._lines)
        lines = [self._exam(one) for one in offers if one.going_on]
        lines += [self._unsigned(one) for one in to_sign if not one.counts] if standing.asked else []
        lines += [self._exam(one) for one in offers if not one.going_on and not one.why_not] if standing.asked else []
        signed = {one.text.kind: one for one in to_sign}
        lines += [self._soon(one, formats.date(day), signed) for one, day in standing.soon
                  if (day - self._context.desk.today()).days <= _SOON]
        for line in lines[:_MOST]:
            self._lines.addWidget(line)
        self.setVisible(bool(lines))

    def _unsigned(self, one: ToSign) -> QWidget:
        again = one.signed is not None
        return self._line(kind_label(one.text.kind), _("lapsed") if again else _("to sign"), "flag", one)

    def _exam(self, one: Offer) -> QWidget:
        if one.going_on:
            badge, name = _("{n} of {all} answered").format(n=one.answered, all=one.questions), _("Go on")
        else:
            badge, name = ngettext("{n} question", "{n} questions", one.questions).format(n=one.questions), _(
                "Take the exam")
        go = button(name, lambda: exam_dialog.take(self, self._context, one.bank, self.refresh))
        go.setAccessibleName(f"{name}: {one.title}")
        go.setObjectName(f"standing.exam.{one.bank}")
        return self._line(str(one.title), badge, "muted", None, go)

    def _soon(self, one: Missing, day: str, signed: dict[str, ToSign]) -> QWidget:
        badge = _("lapses {day}").format(day=day)
        return self._line(one.title, badge, "muted", signed.get(one.id) if one.need is Need.AGREEMENT else None)

    def _line(self, title: str, badge: str, tone: str, sign: ToSign | None, do: QPushButton | None = None) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(title, wrap=True), 1)
        row.addWidget(Badge(badge, "flag" if tone == "flag" else "muted", "clock"))
        if sign is not None:
            go = button(_("Read and sign"), partial(self._sign, sign))
            go.setAccessibleName(_("Read and sign: {what}").format(what=title))
            go.setObjectName(f"standing.sign.{sign.text.kind}")
            row.addWidget(go)
        if do is not None:
            row.addWidget(do)
        return line

    def _sign(self, one: ToSign) -> None:
        SignDialog(self, self._context, one, self.refresh).open()
