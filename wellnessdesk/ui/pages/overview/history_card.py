"""The whole life of a flag, from raising to its end, in the order it was written: nothing is left out."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flag_steps import FlagLife, Written, kind_label, step_words
from wellnessdesk.domain.flags import Flag, status_label, urgency_label
from wellnessdesk.domain.referrals import status_label as referral_status
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.overview import wording

_WHOLE_WIDTH = Qt.AlignmentFlag(0)


class _Lines(Card):
    """A card whose lines are made anew each time."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title)
        self._called = name
        self._body = QWidget()
        self.add(self._body)

    def _show(self, parts: Sequence[QWidget], alignment: Qt.AlignmentFlag = _WHOLE_WIDTH) -> None:
        body = QWidget()
        body.setObjectName(self._called)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in parts:
            column.addWidget(part, 0, alignment)
        self.body.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body


class HistoryCard(_Lines):
    """One line for each thing that happened, what it says below it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("What happened"), "flag.history")
        self._desk = desk

    def show_life(self, life: FlagLife) -> None:
        """Write it all."""
        parts: list[QWidget] = []
        for said, words in self._lines(life):
            parts.append(label(said, "muted", wrap=True, small=True))
            if words:
                parts.append(label(words, wrap=True, selectable=True))
        self._show(parts)

    def forget(self) -> None:
        """Nothing of it stays."""
        self._show([])

    def _lines(self, life: FlagLife) -> Iterator[tuple[str, str]]:
        flag = life.flag
        yield self._line(_("Raised"), flag.mark.raised_at, flag.raised_by), ""
        if flag.mark.acknowledged_at is not None:
            yield self._line(_("An adult has it"), flag.mark.acknowledged_at, flag.acknowledged_by), ""
        for written in life.steps:
            yield self._written(written)

        for page in life.handed:
            stayed = _("{name} stayed with the student.").format(name=page.filled.stayed)
            yield (self._line(_("Handoff page for {name}").format(name=page.to), page.at, page.by),
                   f"{stayed} {page.filled.back}".strip())

        for one in life.referrals:
            yield (_("Referral to {name}").format(name=one.facts.to or "–"), referral_status(one.mark.status))

    def _written(self, written: Written) -> tuple[str, str]:
        if written.step is None or written.at is None:
            return _("Step {n}").format(n=written.number), written.problem
        said = self._line(kind_label(written.step.kind), written.at, written.by)
        if written.back:
            said = _("{said}. The computer's clock had been set back.").format(said=said)
        return said, step_words(written.step)

    def _line(self, what: str, at: datetime, who: str) -> str:
        return _("{what}: {moment}, by {name}").format(
            what=what, moment=wording.moment(self._desk, at), name=who or "–")


class OthersCard(_Lines):
    """The student's other flags, open and ended."""

    def __init__(self, desk: Desk, show: Callable[[str], object]) -> None:
        super().__init__(_("Other flags of this student"), "flag.others")
        self._desk, self._open = desk, show

    def show_flags(self, flags: Sequence[Flag]) -> None:
        """One button for each; hidden when there is none."""
        self._show([self._button(flag) for flag in flags], Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(flags))

    def _button(self, flag: Flag) -> QWidget:
        said = " · ".join((wording.moment(self._desk, flag.mark.raised_at), catalogues.label("red_flags", flag.kind),
                           urgency_label(flag.mark.urgency), status_label(flag.mark.status)))
        made = button(said, partial(self._open, flag.mark.id), icon="flag", role="quiet")
        made.setObjectName("flag.other")
        return made
