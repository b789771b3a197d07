"""On My path: every exam there is, how the last attempt ended, and the way to begin or go on."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.services.exams import Offer
from wellnessdesk.ui.kit import exam_dialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Badge, Card, clear
from wellnessdesk.ui.kit.texts import label


class ExamsCard(Card):
    """Hidden without any. `refresh` of the page is called however an attempt ends."""

    def __init__(self, context: PageContext, refresh: Callable[[], object]) -> None:
        super().__init__(_("Exams"))
        self._context, self._refresh = context, refresh
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add(self._lines)
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """A line for each."""
        clear(self._lines)
        for one in offers:
            self._lines.addWidget(self._line(one))
        self.setVisible(bool(offers))

    def _line(self, one: Offer) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(str(one.title), wrap=True), 1)
        row.addWidget(self._badge(one))
        if one.going_on or not one.why_not:
            name = _("Go on") if one.going_on else _("Take the exam")
            go = button(name, lambda: exam_dialog.take(self, self._context, one.bank, self._refresh))
            go.setAccessibleName(f"{name}: {one.title}")
            go.setObjectName(f"program.exam.{one.bank}")
            row.addWidget(go)
        column.addLayout(row)
        column.addWidget(label(_about(one), "muted", wrap=True, small=True))
        return line

    def _badge(self, one: Offer) -> Badge:
        if one.going_on:
            return Badge(_("{n} of {all} answered").format(n=one.answered, all=one.questions), "muted", "clock")
        if one.last is None or one.last.ended_at is None:
            return Badge(ngettext("{n} question", "{n} questions", one.questions).format(n=one.questions), "muted")
        day = formats.date(self._context.desk.local(one.last.ended_at).date())
        return Badge(_("passed, {day}").format(day=day), "ok", "ok") if one.last.passed else Badge(
            _("not passed, {day}").format(day=day), "flag", "info")


def _about(one: Offer) -> str:
    asks = _("{n}% right answers to pass.").format(n=formats.number(one.pass_percent))
    gives = _("Who passes has “{what}”.").format(what=one.gives) if one.gives else ""
    return " ".join(part for part in (gives, asks, one.why_not) if part)
