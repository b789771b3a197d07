"""On a peer's first page: what they have to sign, and what of theirs lapses soon. Hidden while there is neither."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.agreements import ToSign, kind_label
from wellnessdesk.domain.clearance import Missing, Need
from wellnessdesk.services import agreements, clearance
from wellnessdesk.services.clearance import Standing
from wellnessdesk.services.desk import Desk
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


def read(desk: Desk) -> tuple[Standing, list[ToSign]]:
    """Where the peer stands, and every agreement in force."""
    return clearance.mine(desk), agreements.mine(desk)


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

    def _show(self, standing: Standing, to_sign: Sequence[ToSign]) -> None:
        clear(self._lines)
        lines = [self._unsigned(one) for one in to_sign if not one.counts] if standing.asked else []
        signed = {one.text.kind: one for one in to_sign}
        lines += [self._soon(one, formats.date(day), signed) for one, day in standing.soon
                  if (day - self._context.desk.today()).days <= _SOON]
        for line in lines[:_MOST]:
            self._lines.addWidget(line)
        self.setVisible(bool(lines))

    def _unsigned(self, one: ToSign) -> QWidget:
        again = one.signed is not None
        return self._line(kind_label(one.text.kind), _("lapsed") if again else _("to sign"), "flag", one)

    def _soon(self, one: Missing, day: str, signed: dict[str, ToSign]) -> QWidget:
        badge = _("lapses {day}").format(day=day)
        return self._line(one.title, badge, "muted", signed.get(one.id) if one.need is Need.AGREEMENT else None)

    def _line(self, title: str, badge: str, tone: str, sign: ToSign | None) -> QWidget:
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
        return line

    def _sign(self, one: ToSign) -> None:
        SignDialog(self, self._context, one, self.refresh).open()
