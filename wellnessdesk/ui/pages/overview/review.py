"""Reading and co-signing one note after the other, with the keyboard alone: 45 notes in 20 minutes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.note_trail import Addendum
from wellnessdesk.domain.sessions import NoteState, Session, SignedNote
from wellnessdesk.services import note_returns, sessions
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.mark_session import MARK_KEYS, MarkButton
from wellnessdesk.ui.kit.note_trail import add_to_note
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.print_note import PrintNote
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.kit.words_dialog import WordsDialog
from wellnessdesk.ui.pages.overview.note_view import NoteScroll, NoteView
from wellnessdesk.ui.pages.overview.review_queue import ReviewQueue

_SIDE_WIDTH = 264


class Review(QWidget):
    """The note at the left, what to do with it at the right, always in the same place."""

    left = Signal()
    """Back to the overview."""
    finished = Signal(int, int)
    """All notes are decided on: so many co-signed, so many given back."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._queue = ReviewQueue(())
        self._read: SignedNote | None = None
        self.printing: PrintNote | None = None
        self._banner = Banner()
        self.mark = MarkButton(context)
        self._note = NoteView(context.desk)
        self._scroll = NoteScroll(self._note)
        self._scroll.setObjectName("review.note")
        self._make_buttons()
        self._lay_out()
        self._add_shortcuts()

    def begin(self, notes: Sequence[Session], first: Session | None = None) -> None:
        """Start a review of these notes, oldest first, at `first`."""
        self._queue = ReviewQueue(notes, first)
        self._open()

    def join(self, notes: Sequence[Session]) -> None:
        """Add what was signed meanwhile."""
        self._queue.join(notes)
        self._show_place()

    def focus_first(self) -> None:
        """To the note, where the arrows scroll."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_note(self) -> None:
        """Let go of what was read."""
        self._read = None
        self.mark.show_session(None)
        self._note.clear()

    def step(self, places: int) -> None:
        """To the next note, or back."""
        if self._queue.step(places):
            self._open()

    def cosign(self) -> None:
        """Co-sign the note that is on the screen, once it is, and go on to the next."""
        read = self._read
        if read is None or not self.cosign_button.isEnabled():
            return
        self.cosign_button.setEnabled(False)  # a second press must not meet the next note
        desk, number = self._context.desk, read.session.id
        self._context.tasks.run(
            lambda: sessions.cosign(desk, number), self._after_decision, self._cosign_failed, owner=self)

    def give_back(self) -> None:
        """Ask for more with a comment; the note goes back to its author, and the next one opens."""
        read, desk = self._read, self._context.desk
        if read is not None and self.return_button.isEnabled():
            WordsDialog(self, self._context.tasks, _("Give the note back"),
                        _("{name} reads your comment under My day, and answers with an addendum. The note then stands "
                          "here again.").format(name=read.session.peer), _("Give back"),
                        lambda words: note_returns.give_back(desk, read.session.id, words),
                        self._after_decision).open()

    def add(self) -> None:
        """Add to the note as a coordinator; it stays on the screen."""
        if self._read is not None:
            add_to_note(self, self._context.desk, self._context.tasks, self._read.session.id, self._after_adding)

    def give_out(self) -> None:
        """Save the note as PDF for somebody."""
        if self._read is not None:
            self.printing = PrintNote(self, self._context, self._read)

    def _open(self) -> None:
        session = self._queue.current
        self.close_note()
        self._banner.say("")
        self._show_place()
        if session is None:
            return
        self._note.show_session(session)
        desk, number = self._context.desk, session.id
        self._context.tasks.latest("overview.review", lambda: sessions.read_note(desk, number),
                                   self._show_note, self._reading_failed, owner=self)

    def _show_note(self, note: SignedNote) -> None:
        self._read = note
        self._note.show_note(note)
        self.mark.show_session(note.session.id)
        self._scroll.verticalScrollBar().setValue(0)
        self._show_place()
        self.focus_first()

    def _after_decision(self, session: Session) -> None:
        if self._queue.decide(session) is None:
            self.close_note()
            self.finished.emit(self._queue.cosigned, self._queue.decided - self._queue.cosigned)
        else:
            self._open()

    def _after_adding(self, added: Addendum) -> None:
        if self._read is not None:
            self._read = replace(self._read, addenda=(*self._read.addenda, added))
            self._note.show_note(self._read)
            self._scroll.show_end()
            self.focus_first()

    def _cosign_failed(self, error: Exception) -> None:
        messages.failure(self, error)
        self._show_place()

    def _reading_failed(self, error: Exception) -> None:
        """A note that cannot be opened does not keep anybody from the others."""
        self._banner.say(_("This note cannot be shown."), str(error), "danger")
        self._show_place()

    def _show_place(self) -> None:
        queue, read = self._queue, self._read
        self._place.setText(_("Note {n} of {all}").format(
            n=formats.number(queue.place), all=formats.number(queue.total)))
        self._progress.setRange(0, max(1, queue.total))
        self._progress.setValue(queue.decided)
        self._done.setText(_said(queue))
        self._back.setEnabled(queue.place > 1)
        self._next.setEnabled(queue.place < queue.total)
        state = read.session.note if read is not None else None
        self.cosign_button.setEnabled(state in (NoteState.SIGNED, NoteState.RETURNED))
        self.return_button.setEnabled(state is NoteState.SIGNED)
        self._add.setEnabled(read is not None)

    def _make_buttons(self) -> None:
        self.cosign_button = button(_("Co-sign and go on"), self.cosign, icon="sign", role="primary",
                                    tooltip=_("I have read this note and stand by it ({keys})").format(
                                        keys=_keys("Enter")))
        self.cosign_button.setObjectName("review.cosign")
        self.return_button = button(_("Give back…"), self.give_back, icon="undo", tooltip="R")
        self.return_button.setObjectName("review.return")
        self._add = button(_("Add to the note…"), self.add, icon="note", tooltip="A")
        self._add.setObjectName("review.add")
        self._back = button(_("Previous note"), lambda: self.step(-1), icon="back", tooltip="K, ←")
        self._back.setObjectName("review.previous")
        self._next = button(_("Next note"), lambda: self.step(1), icon="next", tooltip="J, →")
        self._next.setObjectName("review.next")
        self._place = label("", "heading", wrap=True)
        self._place.setObjectName("review.place")
        self._done = label("", "muted", wrap=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Notes reviewed"))

    def _add_shortcuts(self) -> None:
        onward, backward = (lambda: self.step(1)), (lambda: self.step(-1))
        acts: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.cosign, "Ctrl+Enter": self.cosign, "R": self.give_back, "A": self.add,
            "P": self.give_out, MARK_KEYS: self.mark.press, "J": onward, "Right": onward, "K": backward,
            "Left": backward, "Escape": self.left.emit}
        for keys, act in acts.items():
            self._shortcut(self, keys, act, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for keys in ("Return", "Enter"):  # on the note alone: on a button, Enter means the button
            self._shortcut(self._scroll, keys, self.cosign, Qt.ShortcutContext.WidgetShortcut)

    @staticmethod
    def _shortcut(on: QWidget, keys: str, act: Callable[[], object], context: Qt.ShortcutContext) -> None:
        made = QShortcut(QKeySequence(keys), on, context=context)
        made.setAutoRepeat(False)  # a key held down must not sign what nobody has read
        made.activated.connect(act)

    def _lay_out(self) -> None:
        note = Card(margin=24)
        note.add(self._banner)
        note.add(self._scroll, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(note, 1)
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        side = Card()
        side.setFixedWidth(_SIDE_WIDTH)
        for part in (self._place, self._progress, self._done):
            side.add(part)
        side.body.addSpacing(4)
        for each in (self.cosign_button, self.return_button, self._add, self.mark, self._next, self._back):
            side.add(each)
        side.body.addSpacing(4)
        legend = [
            _("{keys} co-signs and opens the next").format(keys=_keys("Enter")),
            _("R gives back, A adds, P gives out as PDF"),
            _("J or →: next, K or ←: previous"),
            _("↑ and ↓ scroll"),
            _("{keys} goes back to the overview").format(keys=_keys("Escape")),
        ]
        side.add(label("\n".join(legend), "muted", wrap=True, small=True))
        side.body.addStretch(1)
        return side


def _said(queue: ReviewQueue) -> str:
    returned = queue.decided - queue.cosigned
    done = ngettext("{n} co-signed so far", "{n} co-signed so far", queue.cosigned).format(
        n=formats.number(queue.cosigned))
    more = ngettext("{n} given back", "{n} given back", returned).format(n=formats.number(returned))
    return f"{done}, {more}" if returned else done


def _keys(name: str) -> str:
    """A key as this computer writes it."""
    return QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText)
