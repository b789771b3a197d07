"""One item of a meeting: what came out of it, what was decided, who takes on what; put off, or talked about."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.meetings import Meeting
from wellnessdesk.domain.minutes import LONGEST_ACTION, Action, Said, Seat, Words
from wellnessdesk.domain.supervision import Audience, Item, ItemState
from wellnessdesk.services import meetings, supervision, supervision_actions
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import EmptyState, clear, separator
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import breakable, label
from wellnessdesk.ui.pages.supervision.model import carried_text, key_of

Work = Callable[[Desk], object]
_WEEK = timedelta(days=7)
_NAME = 16
"""The list is at least as wide as so many letters, and not as wide as the longest name."""


def _nothing() -> None:
    """Nothing follows but another look."""


class SaidPart(QWidget):
    """`changed` when something was typed; acts go out through `do`, which keeps what was typed first."""

    changed = Signal()
    shown_asked = Signal()
    """What is not for a wall is to be shown, because there is none."""

    def __init__(self, context: PageContext, meeting: Meeting,
                 do: Callable[[Work, Callable[[], object]], object]) -> None:
        super().__init__()
        self._context, self._meeting, self._do = context, meeting, do
        self._said: Said | None = None
        self._waits = False
        self._title, self._reason = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.outcome, self.decision = NoteField(lines=3), NoteField(lines=2)
        self.put_off, self.remark = TextField(max_length=500), NoteField(lines=2)
        self._talked = button(_("Talked through"), self._talk, icon="ok", checkable=True)
        self._defer = button(_("Put it off"), self._put_off, icon="undo")
        self._not_here = EmptyState(
            _("This is for coordinators"), _("What it is about, and what is said about it, does not stand on a wall."),
            "hide", shown := button(_("Show it on my screen"), self.shown_asked.emit, icon="person"))
        shown.setObjectName("hold.shown")
        self._whole = QWidget()
        self.who = ChoiceList([], placeholder=_("Who"))
        self.who.setSizeAdjustPolicy(ChoiceList.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.who.setMinimumContentsLength(_NAME)
        self.what = TextField(placeholder=_("Takes on …"), max_length=LONGEST_ACTION)
        self.by = QCheckBox(_("until"))
        self.due = DateField(meeting.day + _WEEK)
        self._add = button(_("Add"), self._add_action, icon="add")
        self._actions = QVBoxLayout()
        for name, each in (("outcome", self.outcome), ("decision", self.decision), ("put_off", self.put_off),
                           ("remark", self.remark), ("talked", self._talked), ("defer", self._defer),
                           ("who", self.who), ("what", self.what), ("by", self.by), ("due", self.due),
                           ("add", self._add), ("title", self._title)):
            each.setObjectName(f"hold.{name}")
        self._lay_out()
        for field in (self.outcome, self.decision, self.put_off, self.remark):
            field.textChanged.connect(lambda *_text: self.changed.emit())

    def words(self) -> Words:
        """What stands in the fields."""
        return Words(outcome=self.outcome.value(), decision=self.decision.value(), put_off=self.put_off.value(),
                     remark=self.remark.value())

    def show_said(self, said: Said | None, seats: Sequence[Seat], *, wall: bool, words: Words) -> None:
        """Show an item; `words` may be newer than those that are kept. On a wall no remark is seen."""
        before, self._said = self._said, said
        self.setEnabled(said is not None)
        if said is None:
            return
        item = said.item
        self._title.setText(breakable(" · ".join(part for part in (item.title, item.who, item.name) if part)))
        self._reason.setText(breakable(" · ".join(part for part in (item.reason, carried_text(item)) if part)))
        closed = wall and item.audience is not Audience.GROUP
        self._not_here.setVisible(closed)
        self._whole.setHidden(closed)
        self._show_words(words)
        self._remark_field.setVisible(not wall)
        self._talked.setChecked(item.state is ItemState.TALKED)
        self._waits = item.state is ItemState.DEFERRED
        self._defer.setText(_("Take it up again") if self._waits else _("Put it off"))
        self._show_actions(said.actions)
        if before is None or key_of(before.item) != key_of(item):
            self.what.clear()
        self._show_people(seats)

    def _show_words(self, words: Words) -> None:
        self.blockSignals(True)
        for field, text in ((self.outcome, words.outcome), (self.decision, words.decision),
                            (self.remark, words.remark)):
            if field.value() != text:
                field.setPlainText(text)
        if self.put_off.value() != words.put_off:
            self.put_off.setText(words.put_off)
        self.blockSignals(False)

    def _show_people(self, seats: Sequence[Seat]) -> None:
        here = [(seat.person, seat.name) for seat in seats if seat.active]
        if [self.who.itemData(at) for at in range(self.who.count())] != [person for person, _name in here]:
            self.who.clear()
            for person, name in here:
                self.who.addItem(name, person)
            self.who.setCurrentIndex(-1)

    def _show_actions(self, actions: Sequence[Action]) -> None:
        clear(self._actions)
        for one in actions:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            due = _("until {day}").format(day=formats.date(one.due)) if one.due else ""
            row.addWidget(label(breakable(" · ".join(part for part in (
                one.owner_name, one.problem or one.text, due) if part)), wrap=True), 1)
            back = button(_("Take back"), partial(self._take_back, one.id), icon="remove", icon_only=True)
            back.setObjectName("hold.take_back")
            row.addWidget(back)
            self._actions.addWidget(line)

    def _talk(self) -> None:
        item = self._item()
        if item is not None:
            at, done = self._meeting.id, self._talked.isChecked()
            self._do(lambda desk: supervision.tick(desk, at, item.kind, item.ref, done=done), _nothing)

    def _put_off(self) -> None:
        item, reason = self._item(), self.put_off.value()
        if item is None:
            return
        at = self._meeting.id
        if self._waits:
            self._do(lambda desk: meetings.take_up(desk, at, item.kind, item.ref), _nothing)
        else:
            self._do(lambda desk: meetings.put_off(desk, at, item.kind, item.ref, reason), _nothing)

    def _add_action(self) -> None:
        item, who, what = self._item(), self.who.value() or "", self.what.value()
        if item is None or not what:
            self.what.setFocus()
            return
        at, due = self._meeting.id, self.due.value() if self.by.isChecked() else None

        def work(desk: Desk) -> None:
            supervision_actions.add(desk, at, item.kind, item.ref, who, what, due)

        self._do(work, self.what.clear)

    def _take_back(self, action: str) -> None:
        self._do(lambda desk: supervision_actions.take_back(desk, action), _nothing)

    def _item(self) -> Item | None:
        return self._said.item if self._said else None

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 0, 12, 12)
        outer.setSpacing(14)
        for part in (self._title, self._reason, self._not_here, self._whole):
            outer.addWidget(part)
        outer.addStretch(1)
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._remark_field = Field(_("Remark for coordinators"), self.remark, hint=_("Sealed, and never printed."))
        hint = _("It is printed: initials, no names.")
        for field in (Field(_("Outcome"), self.outcome, hint=hint), Field(_("Decision"), self.decision),
                      self._remark_field):
            column.addWidget(field)
        column.addWidget(separator())
        column.addWidget(label(_("Who takes on what"), "heading"))
        column.addLayout(self._actions)
        column.addLayout(_row(self.who, self.what, self.by, self.due, self._add, wide=self.what))
        column.addWidget(separator())
        column.addLayout(_row(self._talked, label(_("Or it waits, because"), "muted"), self.put_off, self._defer,
                              wide=self.put_off))


def _row(*parts: QWidget, wide: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for part in parts:
        row.addWidget(part, 1 if part is wide else 0)
    return row
