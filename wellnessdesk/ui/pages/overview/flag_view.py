"""One open flag: what the peer wrote, the clock, and the way to its end."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Closing, Flag, FlagStatus, urgency_label
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.services import flags, sessions
from wellnessdesk.services.flags import NotYetComplete
from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import LabelTone, label
from wellnessdesk.ui.pages.overview import wording
from wellnessdesk.ui.pages.overview.closing_form import ClosingForm
from wellnessdesk.ui.pages.overview.emphasis import set_primary
from wellnessdesk.ui.pages.overview.note_view import NoteView

_SIDE_WIDTH = 264


class FlagView(QWidget):
    """Shows one flag at a time. What was half-entered for closing is kept for each flag as long as the page lives."""

    left = Signal()
    """Back to the overview."""
    acknowledge_asked = Signal(str)
    closed = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._flag: Flag | None = None
        self._drafts: dict[str, Closing] = {}
        self._texts: dict[str, QLabel] = {}
        self._urgency = Badge("")
        self._clock_icon = IconLabel("clock", "flag", 22)
        self._note = NoteView(context.desk)
        self._note_card = Card(_("Note of the session"))
        self._closing = ClosingForm()
        self._closing_card = Card(_("Close the flag"))
        self._scroll = QScrollArea()
        self._make_buttons()
        self._lay_out()
        escape = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)

    @property
    def flag_id(self) -> str | None:
        """Which flag is shown."""
        return self._flag.mark.id if self._flag else None

    def show_flag(self, flag: Flag, *, closing: bool = False) -> None:
        """Show a flag, or its newer version; with `closing`, the form as well."""
        if self._flag is None or self._flag.mark.id != flag.mark.id:
            self._change_to(flag)
        self._flag = flag
        waiting = flag.mark.status is FlagStatus.RAISED
        tone, icon = wording.urgency_look(flag.mark)
        self._urgency.show_status(urgency_label(flag.mark.urgency), tone, icon)
        self._say("student", flag.student)
        self._say("kind", catalogues.label("red_flags", flag.kind))
        self._say("raised", _("Raised: {moment}, by {peer}").format(
            peer=flag.raised_by, moment=wording.moment(self._context.desk, flag.mark.raised_at)))
        self._say("words", flag.words or _("The peer wrote nothing with it. Ask them."))
        self._acknowledge.setVisible(waiting)
        for each in (self._open_closing, self._close_button):
            set_primary(each, "ok", not waiting)
        self._show_note_button.setVisible(flag.session_id is not None)
        self._student_button.setVisible(bool(flag.student_id))
        self.tick(self._context.desk.clock.now())
        if closing:
            self._show_closing()

    def tick(self, now: datetime) -> None:
        """Move the clock on."""
        if self._flag is None:
            return
        said = wording.clock(self._flag.mark, now)
        self._clock_icon.set_icon(said.icon, said.tone)
        self._say("clock", said.text)
        theme.restyle(self._texts["clock"], tone=f"strong-{said.tone}")

    def focus_first(self) -> None:
        """To the form if it is open, else to what is to be done next."""
        if self._closing_card.isVisibleTo(self):
            self._closing.focus_first()
        elif self._acknowledge.isVisibleTo(self):
            self._acknowledge.setFocus()
        else:
            self._open_closing.setFocus()

    def forget(self) -> None:
        """Let go of what is shown; what was entered for closing stays."""
        self._keep_draft()
        self._flag = None
        self._note.clear()
        for each in self._texts.values():
            each.clear()

    def _change_to(self, flag: Flag) -> None:
        self._keep_draft()
        self._note.clear()
        self._note_card.hide()
        self._closing.set_value(self._drafts.get(flag.mark.id, Closing()))
        self._show_form(False)
        self._scroll.verticalScrollBar().setValue(0)

    def _keep_draft(self) -> None:
        if self._flag is not None:
            self._drafts[self._flag.mark.id] = self._closing.value()

    def _show_form(self, shown: bool) -> None:
        for part in (self._closing_card, self._close_button, self._not_now):
            part.setVisible(shown)
        self._open_closing.setVisible(not shown)

    def _show_closing(self) -> None:
        self._show_form(True)
        self._closing.focus_first()
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self._closing_card))  # once it is laid out

    def _hide_closing(self) -> None:
        self._show_form(False)
        self._open_closing.setFocus()

    def _close(self) -> None:
        if self._flag is None:
            return
        self._close_button.setEnabled(False)  # it is not closed twice
        desk, number, closing = self._context.desk, self._flag.mark.id, self._closing.value()
        self._context.tasks.run(lambda: flags.close(desk, number, closing), lambda _done: self._after_close(number),
                                self._close_failed, owner=self)

    def _after_close(self, flag_id: str) -> None:
        self._close_button.setEnabled(True)
        self.forget()
        self._drafts.pop(flag_id, None)
        self.closed.emit(flag_id)

    def _close_failed(self, error: Exception) -> None:
        self._close_button.setEnabled(True)
        if isinstance(error, NotYetComplete) and self._flag is not None:
            self._closing.show_missing(self._flag.mark, str(error).splitlines())
            self._scroll.ensureWidgetVisible(self._closing.focusWidget() or self._closing)
        else:
            messages.failure(self, error)

    def _show_student(self) -> None:
        if self._flag is not None and self._flag.student_id:
            self._context.show_student(self._flag.student_id)

    def _read_note(self) -> None:
        if self._flag is not None and self._flag.session_id is not None:
            desk, session = self._context.desk, self._flag.session_id
            self._context.tasks.latest("overview.flag.note", lambda: sessions.read_note(desk, session),
                                       self._show_note, owner=self)

    def _show_note(self, note: SignedNote) -> None:
        if self._flag is not None and self._flag.session_id == note.session.id:
            self._note.show_note(note)
            self._note_card.show()

    def _say(self, name: str, text: str) -> None:
        self._texts[name].setText(text)

    def _text(self, name: str, tone: LabelTone = "", *, selectable: bool = False) -> QLabel:
        made = label("", tone, wrap=True, selectable=selectable)
        made.setObjectName(f"flag.{name}")
        self._texts[name] = made
        return made

    def _make_buttons(self) -> None:
        self._acknowledge = button(
            _("Acknowledge"), lambda: self.acknowledge_asked.emit(self.flag_id), icon="adult", role="primary",
            tooltip=_("I have it: this stops the clock"))
        self._acknowledge.setObjectName("flag.acknowledge")
        self._open_closing = button(_("Close…"), self._show_closing, icon="ok", tooltip=_("Write down how it ended"))
        self._open_closing.setObjectName("flag.close")
        self._close_button = button(_("Close the flag"), self._close, icon="ok", role="primary")
        self._close_button.setObjectName("closing.confirm")
        self._not_now = button(_("Not now"), self._hide_closing, tooltip=_("What you entered stays here."))
        self._not_now.setObjectName("closing.later")
        self._student_button = button(_("The student's page"), self._show_student, icon="person")
        self._student_button.setObjectName("flag.student.page")
        self._show_note_button = button(_("Note of the session"), self._read_note, icon="note")
        self._show_note_button.setObjectName("flag.note")

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(16)
        self._note_card.add(self._note)
        self._closing_card.add(self._closing)
        for part in (self._facts_card(), self._closing_card, self._note_card):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._scroll, 1)
        row.addWidget(self._side(), 0, Qt.AlignmentFlag.AlignTop)

    def _facts_card(self) -> Card:
        card = Card(margin=24)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._text("student", "title"), 1)
        head.addWidget(self._urgency, 0, Qt.AlignmentFlag.AlignTop)
        card.add(head)
        card.add(self._text("kind", "heading"))
        card.add(self._text("raised", "muted"))
        card.body.addSpacing(6)
        card.add(label(_("What the peer wrote"), "muted"))
        card.add(self._text("words", selectable=True))
        return card

    def _side(self) -> QWidget:
        side = Card()
        side.setFixedWidth(_SIDE_WIDTH)
        clock = QHBoxLayout()
        clock.setSpacing(8)
        clock.addWidget(self._clock_icon, 0, Qt.AlignmentFlag.AlignTop)
        clock.addWidget(self._text("clock"), 1)
        side.add(clock)
        for each in (self._acknowledge, self._open_closing, self._close_button, self._not_now, self._show_note_button,
                     self._student_button):
            side.add(each)
        side.body.addStretch(1)
        return side
