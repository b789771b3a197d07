"""Reading and co-signing one note after the other, with the keyboard alone: 45 notes in 20 minutes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.sessions import NoteState, Session, SignedNote
from wellnessdesk.services import sessions
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.overview.note_view import NoteScroll, NoteView
from wellnessdesk.ui.pages.overview.review_queue import ReviewQueue

_SIDE_WIDTH = 264


class Review(QWidget):
    """The note at the left, what to do with it at the right, always in the same place."""

    left = Signal()
    """Back to the overview."""
    finished = Signal(int)
    """All notes are co-signed; so many of them now."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._queue = ReviewQueue(())
        self._read: SignedNote | None = None
        self._banner = Banner()
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
            lambda: sessions.cosign(desk, number), self._after_cosign, self._cosign_failed, owner=self)

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
        self._scroll.verticalScrollBar().setValue(0)
        self._show_place()
        self.focus_first()

    def _after_cosign(self, session: Session) -> None:
        if self._queue.cosign(session) is None:
            self.close_note()
            self.finished.emit(self._queue.cosigned)
        else:
            self._open()

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
        self._progress.setValue(queue.cosigned)
        self._done.setText(ngettext("{n} co-signed so far", "{n} co-signed so far", queue.cosigned).format(
            n=formats.number(queue.cosigned)))
        self._back.setEnabled(queue.place > 1)
        self._next.setEnabled(queue.place < queue.total)
        self.cosign_button.setEnabled(read is not None and read.session.note is NoteState.SIGNED)

    def _make_buttons(self) -> None:
        self.cosign_button = button(_("Co-sign and go on"), self.cosign, icon="sign", role="primary",
                                    tooltip=_("I have read this note and stand by it ({keys})").format(
                                        keys=_keys("Ctrl+Enter")))
        self.cosign_button.setObjectName("review.cosign")
        self._back = button(_("Previous note"), lambda: self.step(-1), icon="back", tooltip="←")
        self._back.setObjectName("review.previous")
        self._next = button(_("Next note"), lambda: self.step(1), icon="next", tooltip="→")
        self._next.setObjectName("review.next")
        self._place = label("", "heading", wrap=True)
        self._place.setObjectName("review.place")
        self._done = label("", "muted", wrap=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Notes co-signed"))

    def _add_shortcuts(self) -> None:
        for keys, act in (("Ctrl+Return", self.cosign), ("Ctrl+Enter", self.cosign),
                          ("Right", lambda: self.step(1)), ("Left", lambda: self.step(-1)), ("Escape", self.left.emit)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)  # a key held down must not sign what nobody has read
            shortcut.activated.connect(act)

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
        for each in (self.cosign_button, self._next, self._back):
            side.add(each)
        side.body.addSpacing(4)
        legend = [
            _("{keys} co-signs").format(keys=_keys("Ctrl+Enter")),
            _("← and → go to other notes"),
            _("↑ and ↓ scroll"),
            _("{keys} goes back to the overview").format(keys=_keys("Escape")),
        ]
        side.add(label("\n".join(legend), "muted", wrap=True, small=True))
        side.body.addStretch(1)
        return side


def _keys(name: str) -> str:
    """A key as this computer writes it."""
    return QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText)
