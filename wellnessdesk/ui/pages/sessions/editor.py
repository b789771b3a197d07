"""A note being written: the form, what a peer does and does not do beside it, and below whether it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.session_facts import Attendance, Participant, limit_of, needs_note, place_label
from wellnessdesk.domain.sessions import NoteBody, Session
from wellnessdesk.services import begun_sessions, note_hints, sessions, telling, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, spoken, theme
from wellnessdesk.ui.kit.autosave import Autosave
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.mark_session import MarkButton
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner, separator
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions import wording
from wellnessdesk.ui.pages.sessions.head import (
    Facts,
    HeadBar,
    about_button,
    back_button,
    facts_button,
    flag_button,
    left_button,
    over_button,
)
from wellnessdesk.ui.pages.sessions.note_form import NoteForm
from wellnessdesk.ui.pages.sessions.scope_card import ScopeCard
from wellnessdesk.ui.pages.sessions.telling_card import TellingCard
from wellnessdesk.ui.pages.sessions.together import TogetherView

_SIDE_WIDTH = 288
"""With room for a scroll bar in a low window."""


_HINTS_AFTER_MS = 900
"""After the last key: a hint that comes and goes while a word is typed would not be quiet."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session whose note can be written: what was written so far, who was there, who was not told what is shared."""

    session: Session
    draft: NoteBody | None
    participants: tuple[Participant, ...]
    untold: tuple[Participant, ...]


def read(desk: Desk, session: Session) -> Opened:
    """On the worker: everything the editor begins with."""
    return Opened(session, sessions.read_draft(desk, session.id), begun_sessions.participants(desk, session.id),
                  telling.to_tell(desk, session.id))


class NoteEditor(QWidget):
    """One session's note until it is signed. Made anew for every opening."""

    left = Signal()
    """Back to the list; everything is saved, or the peer said that it need not be."""
    signed = Signal(object)
    """The session, whose note is locked now."""
    flag_wanted = Signal()
    card_wanted = Signal()
    facts_wanted = Signal()
    """The peer wants to set right where, when or with whom it was."""

    def __init__(self, context: PageContext, opened: Opened) -> None:
        super().__init__()
        self.setObjectName("note.editor")
        session = self.session = opened.session
        self._desk, self._tasks = context.desk, context.tasks
        self.title = session.who
        self._gone = left_button(self._check_out)
        self._over = over_button(self._finish)
        facts = facts_button(self.facts_wanted.emit)
        buttons = [back_button(_("My day"), self.go_back, "note.back"), self._gone, self._over, facts]
        if (student := session.student_id) is not None:
            buttons.append(about_button(lambda: context.show_student(student)))
        self.head = HeadBar(*buttons, flag_button(self.flag_wanted.emit, "flag.open"))
        body = opened.draft or NoteBody(service=session.service)
        self.form = NoteForm(body, () if session.student_id is not None else opened.participants)
        self._telling = TellingCard()
        self.mark = MarkButton(context)
        self.mark.show_session(session.id)
        without = button(_("Done, without a note"), self._end_without_note)
        without.setObjectName("note.without")
        self._no_note = Banner("", "", "info", without)
        self._together: TogetherView | None = None
        self._hints_timer = QTimer(self, singleShot=True, interval=_HINTS_AFTER_MS)
        self._hints_timer.timeout.connect(self._look_for_hints)
        self.participants = opened.participants
        self._facts = Facts()
        self._problem = Banner()
        self._status_icon = IconLabel("ok", "muted", 16)
        self._status = label("", "muted", small=True, wrap=True)
        self._sign = button(_("Sign the note"), self.sign, icon="sign", role="primary")
        self._autosave = Autosave(self, context.tasks, body, self.form.body, self._save)
        self._failed = False
        self._name_parts()
        self._lay_out()
        self._listen()
        self._say_status(_("Saved by itself while you write"), "note")
        self.show_session(session)
        self._show_untold(opened.untold)

    def show_session(self, session: Session) -> None:
        """The facts, as they are by now: the student may have left meanwhile."""
        self.session = session
        now = self._desk.clock.now()
        facts: list[tuple[str, Tone, str]] = [
            (wording.when(self._desk, session), "muted", "today"),
            self._lasted(now),
        ]
        if session.place:
            facts.append((place_label(session.place), "muted", "center"))
        if session.second_peer:
            facts.append((_("with {name}").format(name=session.second_peer), "muted", "people"))
        if session.late(now):
            facts.append((_("Late: {age}").format(age=wording.note_age(session, now)), "flag", "warning"))
        self._facts.show_facts(*facts)
        self._gone.setVisible(session.ended_at is None and session.visit_id is not None)
        self._over.setVisible(session.ended_at is None and session.visit_id is None)

    def _lasted(self, now: datetime) -> tuple[str, Tone, str]:
        """How long it took; while it goes on longer than such a session usually does, that too."""
        text, limit = wording.how_long(self.session, now), limit_of(self.form.service())
        if self.session.ended_at is not None or not limit or now - self.session.started_at <= timedelta(minutes=limit):
            return text, "muted", "clock"
        longer = _("{minutes}, usually {limit} at most").format(minutes=text, limit=formats.minutes(limit))
        return longer, "flag", "clock"

    def _finish(self) -> None:
        """A session without a visit ends when the peer says so."""
        desk, number = self._desk, self.session.id
        self._tasks.run(lambda: begun_sessions.finish(desk, number), self.show_session, owner=self)

    # ---- what is shared, and with whom

    def _show_untold(self, untold: Sequence[Participant]) -> None:
        self._untold = tuple(untold)
        self._telling.show_for(untold)

    def _told(self) -> None:
        desk, number = self._desk, self.session.id
        self._telling.wait(True)

        def failed(error: Exception) -> None:
            self._telling.wait(False)
            messages.failure(self, error)

        def done(_told: object) -> None:
            self._show_untold(())
            self._problem.say("")
            self.form.focus_first()

        self._tasks.run(lambda: telling.told(desk, number), done, failed, owner=self)

    def _put_attendance(self, wanted: list[tuple[int, Attendance]]) -> None:
        """Who did not come need not be told either."""
        desk, number = self._desk, self.session.id

        def put() -> tuple[Participant, ...]:
            begun_sessions.set_attendance(desk, number, wanted)
            return telling.to_tell(desk, number)

        self._tasks.run(put, self._show_untold, owner=self)

    # ---- services that ask for no note

    def _offer_no_note(self) -> None:
        """As soon as such a service is chosen, and as long as nothing else is."""
        service = self.form.service()
        offered = bool(service) and not needs_note(service) and self.form.body() == NoteBody(service=service)
        if offered == self._no_note.isHidden():
            self._no_note.say(_("This kind of session needs no note.") if offered else "",
                              _("You can write one all the same.") if offered else "")

    def _end_without_note(self) -> None:
        desk, number, service = self._desk, self.session.id, self.form.service()
        self._autosave.stop()

        def failed(error: Exception) -> None:
            self._autosave.resume()
            messages.failure(self, error)

        self._tasks.run(lambda: begun_sessions.without_note(desk, number, service), lambda _done: self.left.emit(),
                        failed, owner=self)

    # ---- together, and hints

    def write_together(self) -> None:
        """Large, with the student at the screen; the same note, saved as it is written."""
        view = self._together = TogetherView(self, self.form.body())
        view.changed.connect(lambda: self.form.take(view.written(self.form.body())))
        view.finished.connect(self._end_together)
        view.open()

    def end_together(self) -> None:
        """Before a lock: nothing of the note stays on the screen."""
        if self._together is not None:
            self._together.reject()

    def _end_together(self) -> None:
        view, self._together = self._together, None
        if view is not None:
            view.deleteLater()
        self._autosave.flush()

    def _look_for_hints(self) -> None:
        desk, number, text = self._desk, self.session.id, self.form.body().text
        self._tasks.latest("sessions.hints", lambda: note_hints.look(desk, number, text),
                           self.form.hints.show_hints, lambda _error: None, owner=self)

    def _check_out(self) -> None:
        """The note goes on; it is usually finished after the student has gone."""
        desk, visit = self._desk, self.session.visit_id
        if visit is None:
            return
        self._gone.setEnabled(False)

        def failed(error: Exception) -> None:
            self._gone.setEnabled(True)
            messages.failure(self, error)

        self._tasks.run(lambda: visits.check_out_own(desk, visit), lambda after: messages.say(
            self, _("{name} is checked out.").format(name=after.student)), failed, owner=self)

    def focus_first(self) -> None:
        """Begin with the first question."""
        self.form.focus_first()

    def focus_again(self) -> None:
        """Back from the crisis card: go on where the peer was."""
        last = self.focusWidget()
        if last is not None and last.isVisible():
            last.setFocus()
        else:
            self.form.red_flag.focus_raised()

    def tick(self) -> None:
        """Time went by: show it, and try again what could not be saved."""
        self.show_session(self.session)
        if self._failed:
            self._autosave.flush()

    @property
    def unsaved(self) -> bool:
        """Whether something was written that is not kept yet."""
        return self._autosave.unsaved

    def flush(self) -> None:
        """Save at once what is not saved yet."""
        self._autosave.flush()

    def answer_raised(self) -> None:
        """A flag was raised, which answers the note's red-flag question."""
        self.form.red_flag.answer_raised()
        self._autosave.flush()

    def go_back(self) -> None:
        """Leave, as soon as everything is saved. If it cannot be, stay; the second time, ask."""
        if self._failed and self._autosave.unsaved and self._gives_up():
            self._autosave.stop()
        self._autosave.flush(self.left.emit)

    def sign(self) -> None:
        """Sign, if nothing is missing and the peer says so; from then on the note is locked."""
        if not self._sign.isEnabled() or self._is_missing_something():
            return
        if not messages.confirm(self, _("Sign this note?"), self._what_signing_means(), _("Sign the note")):
            return
        self._sign.setEnabled(False)
        self._autosave.stop()
        desk, number, body = self._desk, self.session.id, self.form.body()
        self._tasks.run(lambda: sessions.sign(desk, number, body), self.signed.emit, self._not_signed, owner=self)

    def _what_signing_means(self) -> str:
        """Whoever else will read it is named: the row that says so can be written by who holds the store's key."""
        said = _("After signing it is locked. Nobody can change it, not even you.")
        if self.session.second_peer:
            said += " " + _("{name}, who was there too, can read it.").format(name=self.session.second_peer)
        return said

    def _is_missing_something(self) -> bool:
        missing = self.form.show_missing()
        if self._untold and not missing:
            self._problem.say(_("One thing first: say together what is shared."),
                              _("It stands at the top. Then the note can be signed."), "flag")
            self._telling.done_button().setFocus()
            return True
        self._problem.say(
            _("Almost there. Some answers are still missing.") if missing else "",
            _("They are marked below.") if missing else "",
            "flag",
        )
        return missing

    def _not_signed(self, error: Exception) -> None:
        self._sign.setEnabled(True)
        self._autosave.resume()
        if isinstance(error, Problem):
            self.form.show_missing()
            self._problem.say(_("The note is not signed yet."), str(error), "danger")
        else:
            messages.failure(self, error)

    def _gives_up(self) -> bool:
        return messages.confirm(
            self,
            _("Leave without saving?"),
            _("What you wrote last could not be saved. It will be gone."),
            _("Leave without saving"),
            danger=True,
        )

    def _save(self, body: NoteBody) -> None:
        """On the worker."""
        sessions.save_draft(self._desk, self.session.id, body)

    def _on_change(self) -> None:
        if not self._problem.isHidden():  # saying nothing anew costs a restyling with every key
            self._problem.say("")
        self._autosave.touch()
        self._hints_timer.start()
        self._offer_no_note()

    def _on_saved(self) -> None:
        self._failed = False
        time = formats.time(self._desk.local(self._desk.clock.now()))
        self._say_status(_("Draft saved {time}").format(time=time), "ok")

    def _on_failed(self, sentence: str) -> None:
        self._failed = True
        self._status_icon.set_icon("warning", "danger")
        self._status.setText(sentence)
        theme.restyle(self._status, tone="danger")
        spoken.announce(self._status, sentence)

    def _say_status(self, text: str, icon: str) -> None:
        """Quietly: screen readers find it when they look for it."""
        self._status_icon.set_icon(icon, "muted")
        self._status.setText(text)
        theme.restyle(self._status, tone="muted")

    def _name_parts(self) -> None:
        self._status.setObjectName("note.status")
        self._sign.setObjectName("note.sign")
        self._sign.setAutoDefault(True)

    def _listen(self) -> None:
        self.form.changed.connect(self._on_change)
        self.form.together_wanted.connect(self.write_together)
        self._telling.told.connect(self._told)
        if self.form.group is not None:
            self.form.group.attendance_changed.connect(self._put_attendance)
        self.form.red_flag.flag_wanted.connect(self.flag_wanted)
        self.form.red_flag.card_wanted.connect(self.card_wanted)
        self._autosave.saved.connect(self._on_saved)
        self._autosave.failed.connect(self._on_failed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        facts = QHBoxLayout()
        facts.setContentsMargins(MARGIN, 0, MARGIN, 0)
        facts.addWidget(self._facts, 1)
        column.addLayout(facts)
        column.addLayout(self._middle(), 1)
        column.addWidget(self._foot())

    def _middle(self) -> QHBoxLayout:
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(MARGIN, 0, 12, 16)
        inside.setSpacing(14)
        inside.addWidget(self._telling)
        inside.addWidget(self._no_note)
        inside.addWidget(self.form)
        inside.addStretch(1)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 12, 16)
        beside.addWidget(ScopeCard(), 0, Qt.AlignmentFlag.AlignTop)
        beside.addStretch(1)
        scope = Scrolling(side)
        scope.setFixedWidth(_SIDE_WIDTH)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, MARGIN - 12, 0)
        row.setSpacing(4)
        row.addLayout(self._left(body), 1)
        row.addWidget(scope)
        return row

    def _left(self, body: QWidget) -> QVBoxLayout:
        """What is wrong stays in sight above the form, wherever it is scrolled to."""
        problem = QHBoxLayout()
        problem.setContentsMargins(MARGIN, 0, 24, 0)
        problem.addWidget(self._problem)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(problem)
        column.addWidget(Scrolling(body), 1)
        return column

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(separator())
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 12, MARGIN, 14)
        row.setSpacing(8)
        row.addWidget(self._status_icon)
        row.addWidget(self._status, 1)
        row.addWidget(self.mark)
        row.addWidget(self._sign)
        column.addLayout(row)
        return foot
