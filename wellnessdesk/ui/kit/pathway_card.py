"""How far somebody is on a pathway: a bar a requirement, what is missing and where to get it, when to renew."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.pathways import Asks, Progress, Standing
from wellnessdesk.ui.kit.parts import Badge, Card, separator
from wellnessdesk.ui.kit.texts import label

_BAR = 150
Do = Callable[[Standing, Progress], Sequence[QPushButton]]
"""Buttons beside a requirement, for who may do something about it."""


class PathwayCard(Card):
    """Everything of one pathway."""

    def __init__(self, one: Standing, *actions: QPushButton, do: Do = lambda _one, _progress: ()) -> None:
        super().__init__(str(one.pathway.label), *actions)
        self.setObjectName("Card")
        self.add(label(str(one.pathway.about), "muted", wrap=True, small=True))
        self._say_eligible(one)
        for each in one.progress:
            self.add(_line(each, do(one, each)))
        if one.renewal:
            self.add(separator())
            if one.renew_by is not None:
                self.add(label(_("To renew by {day}").format(day=formats.date(one.renew_by)), "strong"))
            for each in one.renewal:
                self.add(_line(each, ()))
        self.add(label(_("Rules as of {day}: {source}").format(
            day=formats.date(one.pathway.last_verified), source=one.pathway.source), "muted", wrap=True, small=True,
            selectable=True))

    def _say_eligible(self, one: Standing) -> None:
        if reminder := one.reminder():
            self.add(_told(reminder, "flag"))
        if why := one.why_not():
            self.add(_told(why, "info"))


def _told(words: str, tone: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Badge(_("Renew") if tone == "flag" else _("Not yet"), "flag" if tone == "flag" else "info"))
    row.addWidget(label(words, wrap=True), 1)
    return line


def _line(one: Progress, do: Sequence[QPushButton]) -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(label(str(one.requirement.label), wrap=True), 1)
    if one.requirement.asks is Asks.HOURS:
        row.addWidget(_bar(one))
    row.addWidget(Badge(one.sentence(), "ok" if one.met else "muted", "ok" if one.met else "clock"))
    for each in do:
        row.addWidget(each)
    column.addLayout(row)
    lacks = ", ".join(one.missing)
    where = str(one.requirement.get) if one.requirement.get else ""
    if not one.met and (lacks or where):
        column.addWidget(label(" · ".join(part for part in (lacks, where) if part), "muted", wrap=True, small=True))
    return line


def _bar(one: Progress) -> QProgressBar:
    made = QProgressBar(textVisible=False, minimum=0, maximum=100, value=round(one.share * 100))
    made.setFixedWidth(_BAR)
    made.setAccessibleName(f"{one.requirement.label}: {one.sentence()}")
    return made
