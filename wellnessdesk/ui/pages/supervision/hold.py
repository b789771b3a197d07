"""A meeting is held: who is there, item after item with its time, what came out of it, and at the end the signature.

Covers the window. For a wall it shows initials and ids, and no remark of the coordinator's; that is how it begins.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.minutes import Said, Sitting, Words, on_wall
from wellnessdesk.domain.supervision import ItemState
from wellnessdesk.services import meetings, minutes
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.layouts import scrolling
from wellnessdesk.ui.kit.texts import breakable, label
from wellnessdesk.ui.pages.supervision.item_list import ItemList
from wellnessdesk.ui.pages.supervision.model import Key, key_of
from wellnessdesk.ui.pages.supervision.present import PresentPart
from wellnessdesk.ui.pages.supervision.records import leads_somewhere, open_record, opens_here
from wellnessdesk.ui.pages.supervision.said_part import SaidPart

SAVE_AFTER_MS = 2_000
_SECOND_MS = 1_000
_LIST_WIDTH = 380


class HoldDialog(QDialog):
    """`finished` when it is left; the meeting goes on until its minutes are signed. `at` is the item to begin with."""

    signed = Signal()

    def __init__(self, parent: QWidget, context: PageContext, sitting: Sitting, at: Key | None = None) -> None:
        window = parent.window()
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("hold")
        self.setWindowTitle(_("Supervision meeting"))
        self.setAccessibleName(self.windowTitle())
        self.setModal(True)
        self.setGeometry(window.geometry())
        self._context, self._sitting = context, sitting
        self._at: Key | None = None
        self._begin_at = at
        self.comes_back = False
        """Whether it was left for a moment: for a record, or because the program locked."""
        self._seconds, self._unsaved = 0, False
        self._pending: dict[Key, Words] = {}
        """Typed, and not known to be kept."""
        self._refused: dict[Key, Words] = {}
        """Those of them that were refused, which was told: once is enough."""
        self._list = ItemList()
        self._said = SaidPart(context, sitting.meeting, self._save_then)
        self._present = PresentPart(self._attend, sitting.meeting.minutes)
        self._clock = label("", "strong")
        self._clock.setObjectName("hold.clock")
        self._wall = button(_("For the wall"), checkable=True, icon="hide",
                            tooltip=_("Initials and ids only, and no remark"))
        self._wall.setChecked(True)
        self._full = button(_("Full screen"), self._toggle_full, shortcut="F11")
        self._record = button(_("Open the record"), self.open_record, icon="next")
        self._leave = button(_("Leave for now"), self.reject, icon="back",
                             tooltip=_("Everything is kept: go on with it later"))
        self._sign = button(_("Sign the minutes"), self.sign, icon="sign", role="primary")
        for name, each in (("wall", self._wall), ("full", self._full),
                           ("record", self._record), ("leave", self._leave), ("sign", self._sign)):
            each.setObjectName(f"hold.{name}")
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._second = QTimer(self, interval=_SECOND_MS)
        self._lay_out()
        self._connect()
        self.take(sitting)
        self._second.start()

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not known to be kept."""
        return self._unsaved or bool(self._pending)

    def refresh(self) -> None:
        """Read anew what is kept of the meeting; what is half typed stays."""
        desk, at = self._context.desk, self._sitting.meeting.id
        self._context.tasks.latest("supervision.hold", lambda: meetings.look(desk, at), self.take, owner=self)

    def take(self, sitting: Sitting) -> None:
        """Show the meeting as it stands."""
        self._sitting = sitting
        self._present.show_seats(sitting.seats)
        self._fill()
        self._show_clock()

    @property
    def place(self) -> tuple[str, Key | None]:
        """The meeting, and the item that is shown."""
        return self._sitting.meeting.id, self._at

    def flush(self) -> None:
        """Keep now what was typed and the time that was spent."""
        self._save_soon.stop()
        if self._at is None:
            return
        words, seconds = self._said.words(), self._seconds
        if self._unsaved:
            self._pending[self._at] = words
        self._seconds, self._unsaved = 0, False
        self._remember(self._at, words, seconds)
        for key, kept in self._pending.items():
            self._write(key, kept)
        if seconds:
            desk, meeting, at = self._context.desk, self._sitting.meeting.id, self._at
            self._context.tasks.run(lambda: meetings.spend(desk, meeting, *at, seconds), lambda _none: None,
                                    self._not_kept, owner=self)

    def _write(self, key: Key, words: Words) -> None:
        desk, meeting = self._context.desk, self._sitting.meeting.id

        def kept(_nothing: object) -> None:
            if self._pending.get(key) == words:
                self._pending.pop(key)

        def refused(error: Exception) -> None:
            if self._refused.get(key) != words:
                self._refused[key] = words
                self._not_kept(error)

        self._context.tasks.run(lambda: meetings.write(desk, meeting, *key, words), kept, refused, owner=self)

    def _remember(self, key: Key, words: Words, seconds: int) -> None:
        """What the list holds of an item goes along with what is kept of it."""
        self._sitting = replace(self._sitting, items=tuple(
            replace(said, words=words, item=replace(said.item, seconds=said.item.seconds + seconds))
            if key_of(said.item) == key else said for said in self._sitting.items))

    def sign(self) -> None:
        """Close the meeting for good, after asking."""
        self.flush()
        open_items = sum(said.item.state is ItemState.OPEN for said in self._sitting.items)
        carried = ngettext("{n} open item is carried over.", "{n} open items are carried over.", open_items).format(
            n=formats.number(open_items)) if open_items else ""
        text = _("They are locked from then on; what is set right is added below.")
        if messages.confirm(self, _("Sign the minutes?"), f"{text} {carried}".strip(), _("Sign the minutes")):
            desk, at, pending = self._context.desk, self._sitting.meeting.id, dict(self._pending)
            self._second.stop()  # what is signed takes no more time

            def work() -> None:
                for key, words in pending.items():  # what is refused must not be missing from the minutes
                    meetings.write(desk, at, *key, words)
                minutes.sign(desk, at)

            self._context.tasks.run(work, lambda _none: self._after_sign(), self._not_signed, owner=self)

    def open_record(self) -> None:
        """Leave for the record of the item that is shown; the meeting goes on when one comes back."""
        said = self._current()
        if said is not None and (opens_here(said.item) or self.leave_for_now()):
            open_record(self.parentWidget() or self, self._context, said.item)

    def leave_for_now(self) -> bool:
        """Everything is kept, and one comes back to the same item; whether one left."""
        self.comes_back = True
        self.reject()
        self.comes_back = not self.isVisible()
        return self.comes_back

    def reject(self) -> None:
        """Leave; everything is kept. What is too long to be kept would be lost: it is told, and one stays."""
        self.flush()
        if not any(words.too_long for words in self._pending.values()):
            super().reject()

    def done(self, result: int) -> None:
        """However it is left: the clock stands still from then on."""
        self._second.stop()
        self._save_soon.stop()
        super().done(result)

    def _not_signed(self, error: Exception) -> None:
        self._second.start()
        messages.failure(self, error)

    def _after_sign(self) -> None:
        self.accept()
        self.signed.emit()

    def _save_then(self, work: Callable[[Desk], object], then: Callable[[], object] | None = None) -> None:
        """Keep what was typed, do something else about the item, and look again."""
        self.flush()
        desk = self._context.desk

        def done(_answer: object) -> None:
            if then is not None:
                then()
            self.refresh()

        self._context.tasks.run(lambda: work(desk), done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self.refresh()

    def _not_kept(self, error: Exception) -> None:
        """What could not be kept is tried again with the next words, and still stands where it was typed."""
        messages.failure(self, error)

    def _attend(self, person: str, state: object, count: int | None) -> None:
        at = self._sitting.meeting.id
        self._save_then(lambda desk: meetings.attend(desk, at, person, state, count))  # type: ignore[arg-type]

    def _tick(self) -> None:
        self._seconds += 1
        self._show_clock()
        if self._seconds >= 30:
            self.flush()

    def _touch(self) -> None:
        self._unsaved = True
        if not self._save_soon.isActive():
            self._save_soon.start()

    def _fill(self) -> None:
        self._list.blockSignals(True)
        self._list.show_items([self._seen(said).item for said in self._sitting.items])
        wanted = self._at or self._begin_at
        at = next((place for place, said in enumerate(self._sitting.items) if key_of(said.item) == wanted), 0)
        if self._sitting.items:
            self._list.setCurrentRow(at)
        self._list.blockSignals(False)
        self._choose(at)

    def _choose(self, place: int) -> None:
        said = self._sitting.items[place] if 0 <= place < len(self._sitting.items) else None
        key = key_of(said.item) if said else None
        if key != self._at:
            self.flush()
            self._at, self._seconds = key, 0
        elif self._unsaved and said is not None:
            said = replace(said, words=self._said.words())  # half typed: newer than what was read
        if said is not None and key in self._pending and not self._unsaved:
            said = replace(said, words=self._pending[key_of(said.item)])
        self._record.setVisible(said is not None and leads_somewhere(said.item) and not self._wall.isChecked())
        self._said.show_said(self._seen(said) if said else None, self._sitting.seats, wall=self._wall.isChecked(),
                             words=said.words if said else Words())
        self._show_clock()

    def _current(self) -> Said | None:
        return next((one for one in self._sitting.items if key_of(one.item) == self._at), None)

    def _seen(self, said: Said) -> Said:
        return on_wall(said) if self._wall.isChecked() else said

    def _show_clock(self) -> None:
        said = self._current()
        if said is None:
            self._clock.setText("")
            return
        took = said.item.seconds + self._seconds
        over = took > said.item.minutes * 60
        if self._clock.property("tone") != (tone := "strong-flag" if over else "strong"):
            theme.restyle(self._clock, tone=tone)
        self._clock.setText(_("{taken} of {planned}").format(
            taken=f"{took // 60}:{took % 60:02}", planned=formats.minutes(said.item.minutes)))

    def _toggle_full(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _connect(self) -> None:
        self._save_soon.timeout.connect(self.flush)
        self._second.timeout.connect(self._tick)
        self._list.currentRowChanged.connect(self._choose)
        self._said.changed.connect(self._touch)
        self._said.shown_asked.connect(lambda: self._wall.setChecked(False))
        self._wall.toggled.connect(lambda _on: self._fill())
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._step, step))

    def _step(self, places: int) -> None:
        """To the next item, or back, from wherever the focus is."""
        self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + places)))

    def _lay_out(self) -> None:
        head, at = QHBoxLayout(), self._sitting.meeting
        head.setSpacing(8)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(breakable(at.name), "heading", wrap=True))
        names.addWidget(label(formats.date_long(at.day), "muted", wrap=True, small=True))
        head.addLayout(names, 1)
        for each in (self._clock, self._record, self._wall, self._full, self._leave, self._sign):
            head.addWidget(each)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 3)
        column.addWidget(scrolling(self._present, "PageScroll"), 2)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(scrolling(self._said, "PageScroll"))
        parts.setSizes([_LIST_WIDTH, self.width() - _LIST_WIDTH])
        parts.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 20, 28, 20)
        whole.setSpacing(16)
        whole.addLayout(head)
        whole.addWidget(parts, 1)
