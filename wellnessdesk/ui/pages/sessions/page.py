"""My day: a Wellness Peer's sessions; opening one shows its note in place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.appointments import Appointment
from wellnessdesk.domain.flags import FlagMark
from wellnessdesk.domain.sessions import NoteState, Session, SignedNote
from wellnessdesk.services import begun_sessions, flags, sessions
from wellnessdesk.services.begun_sessions import Choices
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.adult import AdultDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.mark_session import MARK_KEYS, ask_mark
from wellnessdesk.ui.kit.note_trail import add_to_note
from wellnessdesk.ui.kit.page import MARGIN, Page
from wellnessdesk.ui.kit.self_rating import SelfRatingCard
from wellnessdesk.ui.kit.taken_on import TakenOn
from wellnessdesk.ui.pages.sessions import day_read, editor
from wellnessdesk.ui.pages.sessions.coming import Coming
from wellnessdesk.ui.pages.sessions.crisis_card import CrisisCard
from wellnessdesk.ui.pages.sessions.day_list import WRITABLE, DayList
from wellnessdesk.ui.pages.sessions.day_read import Mine
from wellnessdesk.ui.pages.sessions.editor import NoteEditor, Opened
from wellnessdesk.ui.pages.sessions.find_notes import find_box
from wellnessdesk.ui.pages.sessions.flag_dialog import FlagDialog, NewFlag
from wellnessdesk.ui.pages.sessions.head import FLAG_KEYS
from wellnessdesk.ui.pages.sessions.new_session import Asked, SessionDialog
from wellnessdesk.ui.pages.sessions.signed_note import SignedNoteView
from wellnessdesk.ui.pages.sessions.standing import StandingCard
from wellnessdesk.ui.pages.sessions.wellbeing_part import WellbeingPart

NEW_KEYS = "Ctrl+N"
Note = NoteEditor | SignedNoteView
Pane = DayList | Note | CrisisCard


class MyDayPage(Page):
    """The list of the day, over it the note opened from it, over that the crisis card."""

    features = frozenset({"sessions", "flags", "appointments", "shifts", "peers", "supervision", "wellbeing",
                          "self_ratings", "marks",
                          "clearance"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("My day"), scroll=False)
        self._context = context
        self._desk, self._tasks = context.desk, context.tasks
        self._note: Note | None = None
        self._crisis: CrisisCard | None = None
        self._dialog: FlagDialog | AdultDialog | SessionDialog | None = None
        self._opening = False
        self._wanted: int | None = None
        self._raised: dict[int, tuple[NewFlag, FlagMark]] = {}
        self._title_shown = ("", "")
        self._find = find_box(context)
        self._find.chosen.connect(self._read_found)
        self.coming = Coming(context)
        self.coming.met.connect(self.begin_session)
        self._new = button(_("New session"), self.begin_session, icon="add", shortcut=NEW_KEYS,
                           tooltip=_("A talk the front desk knows nothing of: elsewhere, a group, an appointment"))
        self._new.setObjectName("myday.new")
        self.add_action(self._new)
        self.taken_on, self.wellbeing = TakenOn(context, margin=MARGIN), WellbeingPart(context)
        self.standing, self.self_rating = StandingCard(context), SelfRatingCard(context)
        self._how = button(_("How I am…"), self.wellbeing.ask, icon="heart")
        self._how.setObjectName("myday.how")
        self.add_action(self._how)
        self._day = DayList(context.desk, self._find, self.standing, self.taken_on, self.wellbeing,
                            _beside(self.self_rating), self.coming)
        self._day.opened.connect(self._open)
        self._day.flag_wanted.connect(self._open_and_flag)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._day)
        self._heads = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 0)
        self.add(self._stack, 1)
        whole = self.layout()
        if isinstance(whole, QVBoxLayout):
            whole.insertLayout(0, self._heads)
        QShortcut(QKeySequence(FLAG_KEYS), self, self.raise_flag)
        QShortcut(QKeySequence(MARK_KEYS), self, self.mark)

    def refresh(self) -> None:
        """Ask for the sessions, and with a crisis card open whether an adult has taken the flag on."""
        desk, card = self._desk, self._crisis
        self.coming.refresh()
        self.taken_on.refresh()
        self.standing.refresh()
        self.wellbeing.refresh()
        self.self_rating.refresh()
        self._tasks.latest("sessions.mine", lambda: day_read.read(desk), self._show_mine, owner=self)
        if card is not None:
            self._tasks.latest(
                "sessions.adult_needed", lambda: flags.adult_needed(desk), card.show_waiting, owner=card
            )

    def focus_first(self) -> None:
        """Where work on what is shown begins."""
        self._top().focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        note = self._top()
        if event.key() == Qt.Key.Key_Escape and isinstance(note, NoteEditor | SignedNoteView):
            note.go_back()
        else:  # the crisis card is not put away by a stray key
            super().keyPressEvent(event)

    def tick(self) -> None:
        """Every 15 seconds while the page is visible."""
        for pane in (self._day, self._note, self._crisis):
            if isinstance(pane, DayList | NoteEditor | CrisisCard):
                pane.tick()

    def leave(self) -> None:
        """Before the page is hidden or locked: what was written is saved."""
        if self._dialog is not None:
            self._dialog.reject()
        if isinstance(self._note, NoteEditor):
            self._note.end_together()
            self._note.flush()

    @property
    def unsaved(self) -> bool:
        """Whether something was written that could not be kept: a lock or a close asks first."""
        return isinstance(self._note, NoteEditor) and self._note.unsaved

    @property
    def shows_crisis(self) -> bool:
        """Whether the crisis card is open: it says that an adult is needed, so the frame's banner need not."""
        return self._crisis is not None

    def open_session(self, number: int) -> None:
        """Open the session of this id, if it is in the list."""
        for session in self._day.sessions():
            if session.id == number:
                self._open(session)

    def place(self) -> str:
        """Where the peer is, for when they come back."""
        return f"session:{self._note.session.id}" if self._note is not None else ""

    def go_to_place(self, detail: str) -> None:
        """Open the session they were at, as soon as the list is here."""
        kind, _colon, number = detail.partition(":")
        self._wanted = int(number) if kind == "session" and number.isdecimal() else None

    def raise_flag(self) -> None:
        """Begin a red flag: about the session that is open, else the one chosen or the only one going on."""
        if self._note is not None:
            self._ask_flag(self._note.session)
            return
        session = self._day.at_hand()
        if session is None:
            messages.say(self, _("Open the session it is about, then raise the flag. Is there none? Fetch an adult "
                                 "now and tell them in person."), tone="info")
        else:
            self._open_and_flag(session)

    def mark(self) -> None:
        """Talk in supervision about the session that is open, else the one chosen or the only one going on."""
        if self._note is not None:
            self._note.mark.press()
            return
        session = self._day.at_hand()
        if session is None:
            messages.say(self, _("Choose the session first."), tone="info")
        else:
            ask_mark(self, self._context, session.id)

    # ---- opening and leaving

    def _open(self, session: Session) -> None:
        if self._opening or self._note is not None:
            return
        self._opening = True
        desk, number = self._desk, session.id
        if session.second_peer_id == desk.person.id and session.note in WRITABLE:
            self._opening = False
            messages.say(self, _("{name} writes this note. You can read it when it is signed.").format(
                name=session.peer), tone="info")
        elif session.note in WRITABLE:
            self._tasks.run(lambda: editor.read(desk, session), self._edit, self._not_opened, owner=self)
        else:
            self._read(number)

    def _read(self, number: int) -> None:
        desk = self._desk
        self._tasks.run(lambda: sessions.read_note(desk, number), self._show_signed, self._not_opened, owner=self)

    def _read_found(self, number: int) -> None:
        if not self._opening and self._note is None:
            self._opening = True
            self._find.clear()
            self._read(number)

    def _edit(self, opened: Opened) -> None:
        made = NoteEditor(self._context, opened)
        made.flag_wanted.connect(self.raise_flag)
        made.card_wanted.connect(self._show_card_again)
        made.facts_wanted.connect(lambda: self._set_right(made.session))
        made.signed.connect(self._after_signing)
        self._show_note(made)

    # ---- sessions the peer begins

    def begin_session(self, appointment: Appointment | None = None) -> None:
        """Write down a session that no front desk began, or the one of an appointment."""
        self._ask_session(Asked(appointment=appointment), self._begun)

    def _set_right(self, session: Session) -> None:
        self._ask_session(Asked(session=session), self._set_right_now)

    def _ask_session(self, asked: Asked, done: Callable[[Session], object]) -> None:
        if self._dialog is not None:
            return
        desk = self._desk

        def ask(choices: Choices) -> None:
            if self._dialog is None and self.isVisible():
                dialog = self._dialog = SessionDialog(self, self._context, choices, done, asked)
                dialog.finished.connect(lambda: self._forget_dialog(dialog))
                dialog.open()

        self._tasks.run(lambda: begun_sessions.choices(desk), ask, owner=self)

    def _begun(self, session: Session) -> None:
        self.refresh()
        if session.note is NoteState.NOT_NEEDED:
            messages.say(self, _("Written down. This kind of session needs no note."))
        else:
            self._open(session)

    def _set_right_now(self, session: Session) -> None:
        if isinstance(self._note, NoteEditor) and self._note.session.id == session.id:
            self._note.show_session(session)

    def _show_signed(self, note: SignedNote) -> None:
        view = SignedNoteView(self._context, note)
        view.flag_wanted.connect(self.raise_flag)
        view.addendum_wanted.connect(lambda: self._add_to(note.session))
        self._show_note(view)

    def _add_to(self, session: Session) -> None:
        add_to_note(self, self._desk, self._tasks, session.id, lambda _added: self._read(session.id))

    def _show_note(self, note: Note) -> None:
        self._opening = False
        self._put_away(self._note)
        self._note = note
        note.left.connect(self._leave_note)
        self._put_on(note)

    def _not_opened(self, error: Exception) -> None:
        self._opening = False
        self._leave_note()
        messages.failure(self, error)

    def _after_signing(self, session: Session) -> None:
        self.refresh()
        self._read(session.id)

    def _leave_note(self) -> None:
        number = self._note.session.id if self._note is not None else -1
        self._put_away(self._note)
        self._note = None
        self._show_top()
        self._day.focus_session(number)
        self.refresh()

    # ---- red flags

    def _open_and_flag(self, session: Session) -> None:
        self._open(session)
        self._ask_flag(session)

    def _ask_flag(self, session: Session) -> None:
        if self._dialog is not None:
            return
        if session.student_id is not None:
            self._show_flag_dialog(session)
            return
        desk = self._desk
        self._tasks.latest("sessions.flag_choices", lambda: flags.choices(desk, session.id),
                           lambda group: self._show_flag_dialog(session, group), owner=self)

    def _show_flag_dialog(self, session: Session, group: Sequence[tuple[int, str]] = ()) -> None:
        if self._dialog is None:
            dialog = self._dialog = FlagDialog(self, session.who, group)
            dialog.finished.connect(lambda: self._after_asking(dialog, session))
            dialog.open()

    def _after_asking(self, dialog: FlagDialog, session: Session) -> None:
        self._dialog = None
        dialog.deleteLater()
        if dialog.result() == FlagDialog.DialogCode.Accepted:
            card = self._show_card(session, dialog.flag())
            self._store_flag(card, session)
        elif isinstance(self._note, NoteEditor):
            self._note.form.red_flag.forget_yes()

    def _store_flag(self, card: CrisisCard, session: Session) -> None:
        desk, flag = self._desk, card.flag
        self._tasks.run(
            lambda: flags.raise_flag(desk, session.id, kind=flag.kind, urgency=flag.urgency, words=flag.words,
                                     student_id=flag.student),
            lambda mark: self._flag_stored(card, session, mark),
            lambda error: self._flag_not_stored(card, error),
            owner=self,
        )

    def _flag_stored(self, card: CrisisCard, session: Session, mark: FlagMark) -> None:
        self._raised[session.id] = card.flag, mark
        if card is self._crisis:
            card.show_raised(mark)
        if isinstance(self._note, NoteEditor) and self._note.session.id == session.id:
            self._note.answer_raised()

    def _flag_not_stored(self, card: CrisisCard, error: Exception) -> None:
        if card is self._crisis and isinstance(error, Problem):
            card.show_failure(str(error))
        else:
            messages.failure(self, error)

    def _show_card(self, session: Session, flag: NewFlag | None) -> CrisisCard:
        self._put_away(self._crisis)
        card = self._crisis = CrisisCard(self._desk, session.who, flag)
        card.left.connect(self._leave_card)
        card.again.connect(lambda: self._store_flag(card, session))
        card.adult_is_here.connect(self._take_on)
        self._put_on(card)
        return card

    def _take_on(self, mark: FlagMark) -> None:
        """A coordinator came and takes the flag on by their own passphrase; the peer's note waits."""
        if self._dialog is not None:
            return
        text = _("You take this flag on as yourself. {name} stays signed in, and the note stays as it is.").format(
            name=self._desk.person.name)
        dialog = self._dialog = AdultDialog(
            self, self._context, title=_("A coordinator is here"), text=text, action=_("Acknowledge"),
            act=lambda adult: flags.acknowledge(adult, mark.id), done=self._taken_on)
        dialog.finished.connect(lambda: self._forget_dialog(dialog))
        dialog.open()

    def _taken_on(self, name: str) -> None:
        messages.say(self, _("{name} has it now.").format(name=name))

    def _forget_dialog(self, dialog: AdultDialog | SessionDialog) -> None:
        self._dialog = None
        dialog.deleteLater()

    def _show_card_again(self) -> None:
        if self._note is None:
            return
        flag, mark = self._raised.get(self._note.session.id, (None, None))
        card = self._show_card(self._note.session, flag)
        if mark is not None:
            card.show_raised(mark)
        self.refresh()

    def _leave_card(self) -> None:
        self._put_away(self._crisis)
        self._crisis = None
        self._show_top()
        if isinstance(self._note, NoteEditor):
            self._note.focus_again()
        else:
            self.focus_first()

    # ---- what is on the screen

    def _top(self) -> Pane:
        return self._crisis or self._note or self._day

    def _put_on(self, pane: Note | CrisisCard) -> None:
        self._stack.addWidget(pane)
        self._heads.addWidget(pane.head)
        self._show_top()
        self.focus_first()

    def _put_away(self, pane: Note | CrisisCard | None) -> None:
        if pane is not None:
            for part in (pane.head, pane):
                part.hide()
                part.deleteLater()
            self._stack.removeWidget(pane)

    def _show_top(self) -> None:
        top = self._top()
        for pane in (self._note, self._crisis):
            if pane is not None:
                pane.head.setVisible(pane is top)
        self._stack.setCurrentWidget(top)
        for act in (self._new, self._how):
            act.setVisible(top is self._day)
        self._show_title()

    def _show_title(self) -> None:
        top = self._top()
        title = (top.title, top.subtitle() if isinstance(top, DayList) else "")
        if title != self._title_shown:  # a screen reader reads it aloud each time it is set
            self._title_shown = title
            self.set_title(*title)

    def _show_mine(self, mine: Mine) -> None:
        self._day.show_mine(mine)
        self._show_title()
        for session in mine.sessions:
            if isinstance(self._note, NoteEditor) and self._note.session.id == session.id:
                self._note.show_session(session)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open_session(wanted)


def _beside(card: SelfRatingCard) -> QWidget:
    """As far from the edge as what stands above; gone with the card."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(MARGIN, 4, MARGIN, 4)
    column.addWidget(card)
    holder.hide()
    card.shown.connect(lambda: holder.setVisible(not card.isHidden()))
    return holder
