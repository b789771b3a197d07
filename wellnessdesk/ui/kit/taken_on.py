"""What somebody took on in supervision, on their first page: a line each, with a tick for done."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.minutes import Action
from wellnessdesk.services import supervision_actions
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Badge, Card, clear
from wellnessdesk.ui.kit.texts import label

_MOST = 4
"""Lines: the rest comes up as these are done."""


class TakenOn(QWidget):
    """Hidden while there is nothing. A tick is kept at once, and can be taken back in passing."""

    def __init__(self, context: PageContext, *, margin: int = 0) -> None:
        super().__init__()
        self._context = context
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        card = Card(_("You took this on in supervision"))
        card.add(self._lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 4 if margin else 0, margin, 4 if margin else 0)
        column.addWidget(card)
        self.hide()

    def refresh(self) -> None:
        """Ask anew."""
        desk = self._context.desk
        self._context.tasks.latest("supervision.mine", lambda: supervision_actions.mine(desk), self._show, owner=self)

    def _show(self, found: list[Action]) -> None:
        clear(self._lines)
        for one in found[:_MOST]:
            self._lines.addWidget(self._line(one))
        if len(found) > _MOST:
            left = len(found) - _MOST
            self._lines.addWidget(label(ngettext("and {n} more, which is not due as soon",
                                                 "and {n} more, which are not due as soon", left).format(
                n=formats.number(left)), "muted", small=True))
        self.setVisible(bool(found))

    def _line(self, one: Action) -> QWidget:
        text = one.problem or one.text
        tick = QCheckBox()
        tick.setObjectName("taken_on.tick")
        tick.setAccessibleName(_("Done: {what}").format(what=text))
        tick.toggled.connect(partial(self._tick, one))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(tick)
        row.addWidget(label(text, wrap=True), 1)
        if one.due is not None:
            over = one.overdue(self._context.desk.today())
            row.addWidget(Badge(_("until {day}").format(day=formats.date(one.due)), "flag" if over else "muted",
                                "clock"))
        return line

    def _tick(self, one: Action, done: bool) -> None:
        desk = self._context.desk
        self._context.tasks.run(lambda: supervision_actions.set_done(desk, one.id, done=done),
                                lambda _none: self._kept(one, done), self._failed, owner=self)

    def _kept(self, one: Action, done: bool) -> None:
        self.refresh()
        if done:
            messages.say(self, _("Done. Well kept in mind."), undo=lambda: self._tick(one, False))

    def _failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.refresh()
