"""Find in notes: by what they say; the note found is read in place."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.note_search import Found
from wellnessdesk.domain.note_trail import Addendum
from wellnessdesk.domain.sessions import Session, SignedNote
from wellnessdesk.services import note_search, sessions
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.find import Answer, FindBox
from wellnessdesk.ui.kit.mark_session import MARK_KEYS, MarkButton
from wellnessdesk.ui.kit.note_trail import add_to_note
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.print_note import PrintNote
from wellnessdesk.ui.kit.search import SearchRow
from wellnessdesk.ui.pages.overview import wording
from wellnessdesk.ui.pages.overview.note_view import NoteScroll, NoteView


def find_box(context: PageContext) -> FindBox:
    """The box; it gives the session of the note that was chosen."""
    desk = context.desk

    def read(found: Found) -> Answer:
        rows = tuple(SearchRow(one.session, one.session.who, one.snippet, "note", marks=one.marks, note=_(
            "{peer}, {day}").format(peer=one.session.peer, day=wording.short_day(one.session.day, desk.today())))
            for one in found.notes)
        return Answer(rows, _("No note says that.") if found.whole else _("Not all notes are read yet. One moment."))

    made = FindBox(context.tasks, "overview.find", lambda query: note_search.find(desk, query), read,
                   name=_("Find in notes…"))
    made.edit.setObjectName("overview.find")
    return made


class Reading(QWidget):
    """One note to be read, added to or given out: it does not wait for review."""

    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._read: SignedNote | None = None
        self.printing: PrintNote | None = None
        self._banner, self._note = Banner(), NoteView(context.desk)
        self._add = button(_("Add to the note…"), self.add, icon="note", tooltip="A")
        self._add.setObjectName("reading.add")
        self._give_out = button(_("Give out…"), self.give_out, icon="print", tooltip="P")
        self._give_out.setObjectName("reading.print")
        self._scroll = NoteScroll(self._note)
        self._scroll.setObjectName("reading.note")
        card = Card(margin=24)
        card.add(self._banner)
        card.add(self._scroll, 1)
        self.mark = MarkButton(context)
        foot = QHBoxLayout()
        foot.addWidget(self.mark)
        foot.addWidget(ButtonRow(self._add, self._give_out), 1)
        card.add(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        acts: dict[str, Callable[[], object]] = {"Escape": self.left.emit, "A": self.add, "P": self.give_out,
                                                   MARK_KEYS: self.mark.press}
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
                      ).activated.connect(act)
        self._look()

    def open(self, session: Session) -> None:
        """Open the note of this session; that is recorded, as every opening is."""
        self._banner.say("")
        self._read = None
        self.mark.show_session(None)
        self._look()
        self._note.show_session(session)
        desk = self._context.desk
        self._context.tasks.latest("overview.reading", lambda: sessions.read_note(desk, session.id), self.show_note,
                                   self._failed, owner=self)

    def focus_first(self) -> None:
        """To the note, where the arrows scroll."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_note(self) -> None:
        """Let go of what was read."""
        self._read = self.printing = None
        self._note.clear()

    def add(self) -> None:
        """Add to the note; it stays on the screen."""
        if self._read is not None:
            add_to_note(self, self._context.desk, self._context.tasks, self._read.session.id, self._after_adding)

    def give_out(self) -> None:
        """Save it as PDF for somebody."""
        if self._read is not None:
            self.printing = PrintNote(self, self._context, self._read)

    def _after_adding(self, added: Addendum) -> None:
        if self._read is not None:
            self.show_note(replace(self._read, addenda=(*self._read.addenda, added)))
            self._scroll.show_end()

    def _look(self) -> None:
        self._add.setEnabled(self._read is not None)
        self._give_out.setEnabled(self._read is not None)

    def show_note(self, note: SignedNote) -> None:
        """Show a note that was opened."""
        self._read = note
        self._look()
        self.mark.show_session(note.session.id)
        self._note.show_note(note)
        self._scroll.verticalScrollBar().setValue(0)

    def _failed(self, error: Exception) -> None:
        self._banner.say(_("This note cannot be shown."), str(error), "danger")
