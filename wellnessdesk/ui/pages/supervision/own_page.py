"""Supervision as a Wellness Peer sees it: when the next meeting is, what they bring to it, what they attended."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Meeting, Was
from wellnessdesk.domain.own_items import About, Brought, about_label, choices
from wellnessdesk.domain.supervision import ItemState, item_state_label
from wellnessdesk.services import own_items, supervision_attended
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Badge, Card, clear
from wellnessdesk.ui.kit.taken_on import TakenOn
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.supervision.attended import attended_table, summary
from wellnessdesk.ui.pages.supervision.own_part import OwnPart

_MOST = 6
"""Of what was brought: the rest is long over."""
_TABLE_HEIGHT = 220


@dataclass(frozen=True, slots=True)
class _Found:
    coming: tuple[Meeting, ...] = ()
    brought: tuple[Brought, ...] = ()
    attended: tuple[Was, ...] = ()


class OwnSupervisionPage(Page):
    """Three cards, and above them what one took on and has not done."""

    features = frozenset({"supervision", "calendar"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Supervision"), _("Your meetings, and what you bring to them."))
        self._context = context
        self.taken_on = TakenOn(context)
        self._coming = QVBoxLayout()
        self._coming.setSpacing(6)
        self.meeting = ChoiceList([])
        self.meeting.setAccessibleName(_("For which meeting?"))
        self.meeting.setObjectName("bring.meeting")
        self.part = OwnPart("bring", _("What do you want to talk about? Initials, no names."),
                            choices(context.desk.person.role), self.bring)
        self._who_reads = label("", "muted", wrap=True, small=True)
        self._brought = QVBoxLayout()
        self._brought.setSpacing(8)
        self._attended = label("", "muted")
        self.table = attended_table(groups=True)
        self.table.setObjectName("attended.own")
        self.table.setMinimumHeight(_TABLE_HEIGHT)
        self.part.about.changed.connect(self._say_who_reads)
        self._say_who_reads()
        self._lay_out()

    def refresh(self) -> None:
        """Ask anew; what is half typed stays."""
        desk = self._context.desk
        self._context.tasks.latest("supervision.own", lambda: _found(desk), self._show, owner=self)
        self.taken_on.refresh()

    def focus_first(self) -> None:
        """To what can be brought."""
        self.part.words.setFocus()

    def bring(self, about: About, words: str) -> None:
        """Bring what was typed to the meeting that is chosen."""
        desk, at = self._context.desk, self.meeting.value()
        if at:
            self._context.tasks.run(lambda: own_items.bring(desk, at, about, words), lambda _none: self._kept(),
                                    self._failed, owner=self)

    def _kept(self) -> None:
        self.part.clear()
        self._say_who_reads()
        self.refresh()
        messages.say(self, _("It is on the agenda of your meeting."))

    def _withdraw(self, one: Brought) -> None:
        desk = self._context.desk
        self._context.tasks.run(lambda: own_items.withdraw(desk, one.meeting, one.item.ref),
                                lambda _none: self.refresh(), self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.refresh()

    def _show(self, found: _Found) -> None:
        clear(self._coming)
        for one in found.coming:
            self._coming.addWidget(label(_when(one), "strong", wrap=True))
        if not found.coming:
            self._coming.addWidget(label(
                _("You are in no supervision group yet. Ask your coordinator."), "muted", wrap=True))
        self._offer(found.coming)
        clear(self._brought)
        for each in found.brought[:_MOST]:
            self._brought.addWidget(self._line(each))
        self._attended.setText(summary(found.attended))
        self._attended.setVisible(bool(found.attended))
        self.table.set_records(found.attended)

    def _offer(self, coming: Sequence[Meeting]) -> None:
        chosen = self.meeting.value()
        self.meeting.clear()
        for one in coming:
            self.meeting.addItem(_when(one), one.id)
        self.meeting.set_value(chosen if chosen in {one.id for one in coming} else coming[0].id if coming else None)
        self.meeting.setVisible(len(coming) > 1)
        self.part.setEnabled(bool(coming))

    def _line(self, one: Brought) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(one.item.problem or one.item.text, wrap=True))
        texts.addWidget(label(f"{about_label(one.item.about)} · {formats.date(one.day)}", "muted", small=True))
        row.addLayout(texts, 1)
        row.addWidget(Badge(_("Waits") if one.state is ItemState.OPEN else item_state_label(one.state),
                            "ok" if one.state is ItemState.TALKED else "info"))
        if one.free:
            back = button(_("Take back"), partial(self._withdraw, one), icon="remove", icon_only=True)
            back.setObjectName("bring.take_back")
            row.addWidget(back)
        return line

    def _say_who_reads(self) -> None:
        self._who_reads.setText(
            _("Only coordinators read this: it is not printed, and not shown to the group.")
            if self.part.about.value() == About.CONCERN.value else
            _("Sealed to you and the coordinators until your meeting; there the group sees it."))

    def _lay_out(self) -> None:
        self.add(self.taken_on)
        coming = Card(_("Your next meeting"))
        coming.add(self._coming)
        self.add(coming)
        bring = Card(_("Bring something"))
        for part in (self.meeting, self.part, self._who_reads):
            bring.add(part)
        bring.add(self._brought)
        self.add(bring)
        attended = Card(_("What you attended"))
        attended.add(self._attended)
        attended.add(self.table)
        self.add(attended)
        self.add_stretch()


def _found(desk: Desk) -> _Found:
    return _Found(tuple(own_items.coming(desk)), tuple(own_items.brought(desk)), tuple(supervision_attended.own(desk)))


def _when(one: Meeting) -> str:
    closed = _("No school: {why}").format(why=one.closed) if one.closed else ""
    day = _("{weekday}, {date}").format(weekday=formats.weekday(one.day), date=formats.date(one.day))
    return " · ".join(part for part in (day, formats.minute_of_day(one.starts), one.room, one.name, closed) if part)
