"""One session in the list of the day: a card while it goes on, a row afterwards."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.session_facts import place_label
from wellnessdesk.domain.sessions import NoteState, Session
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import FaceButton, button
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions import wording
from wellnessdesk.ui.pages.sessions.head import flag_button

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SessionRow(FaceButton):
    """A session whose note is to be written, or is signed. Pressing it opens the note."""

    opened = Signal(object)

    def __init__(self, desk: Desk, session: Session, comment: str = "") -> None:
        """`comment` is what a coordinator asks for, of a note that came back."""
        super().__init__(session.who, "tile", upright=False)
        self.setObjectName(f"myday.session.{session.id}")
        self._desk = desk
        self._session = session
        self._when = label("", "muted", small=True, wrap=True)
        self._draft = Badge(_("Draft"), "accent", "note")
        self._status = Badge("")
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label(session.who, "strong", wrap=True))
        texts.addWidget(self._when)
        self._comment = comment
        if comment:
            asked = label(_("“{comment}”").format(comment=comment), wrap=True)
            asked.setObjectName(f"myday.comment.{session.id}")
            texts.addWidget(asked)
        self.face.setSpacing(12)
        self.face.addLayout(texts, 1)
        for part in (self._draft, self._status, IconLabel("next", "muted", 18)):
            self.face.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.let_clicks_through()
        self.clicked.connect(lambda: self.opened.emit(self._session))

    def begin(self) -> None:
        """Put the focus on what is to be done with it."""
        self.setFocus()

    def show_session(self, session: Session, now: datetime) -> None:
        """The session as it is by now."""
        self._session = session
        text, tone, icon = note_status(self._desk, session, now)
        details = [wording.when(self._desk, session)]
        details += [wording.how_long(session, now)] if session.ended_at else []
        details += [catalogues.label("service_options", session.service)] if session.service else []
        details += [place_label(session.place)] if session.place not in ("", "center") else []
        details += [_("with {name}").format(name=other)] if (other := _other(self._desk, session)) else []
        self._when.setText(" · ".join(details))
        self._status.show_status(text, tone, icon)
        self._draft.setVisible(session.note is NoteState.DRAFT)
        self.setAccessibleDescription(", ".join([*details, text, *([self._comment] if self._comment else [])]))
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class GoingOn(Card):
    """The session that is going on: what a peer needs at hand while the student is there."""

    opened = Signal(object)
    flag_wanted = Signal(object)

    def __init__(self, desk: Desk, session: Session, *, first: bool) -> None:
        super().__init__()
        self._desk = desk
        self._session = session
        write = self._write = button(_("Write the note"), icon="note", role="primary" if first else "secondary")
        write.setObjectName(f"myday.session.{session.id}")
        write.setAutoDefault(True)
        write.clicked.connect(lambda: self.opened.emit(self._session))
        flag = flag_button(lambda: self.flag_wanted.emit(self._session), f"myday.flag.{session.id}")
        self.setAccessibleName(_("Going on now: {name}").format(name=session.who))
        self._when = label("", "muted", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(Badge(_("Going on now"), "accent", "sessions"))
        texts.addWidget(label(session.who, "title", wrap=True))
        texts.addWidget(self._when)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(texts, 1)
        row.addWidget(flag)
        row.addWidget(write)
        self.add(row)
        self.setTabOrder(write, flag)  # forward too, the flag comes right after what one begins with

    def begin(self) -> None:
        """Put the focus on what is to be done with it."""
        self._write.setFocus()

    def show_session(self, session: Session, now: datetime) -> None:
        """The session as it is by now."""
        self._session = session
        if session.note is NoteState.DRAFT:
            self._write.setText(_("Go on with the note"))
            self._write.setAccessibleName(_("Go on with the note"))
        self._when.setText(
            _("{when} · {minutes}").format(
                when=wording.when(self._desk, session), minutes=wording.how_long(session, now)
            )
        )


def _other(desk: Desk, session: Session) -> str:
    """The other peer of two who were there."""
    return session.second_peer if session.peer_id == desk.person.id else session.peer


def note_status(desk: Desk, session: Session, now: datetime) -> tuple[str, Tone, str]:
    """How far the note is, as text, tone and icon."""
    if session.note is NoteState.COSIGNED:
        return _("Read by your coordinator"), "ok", "ok"
    if session.note is NoteState.NOT_NEEDED:
        return _("No note needed"), "muted", "ok"
    if session.note is NoteState.UNKNOWN:
        return _("Changed outside the program"), "danger", "warning"
    if session.peer_id != desk.person.id and session.signed_at is None:
        return _("{name} writes the note").format(name=session.peer), "muted", "note"
    if session.note is NoteState.RETURNED and session.peer_id == desk.person.id:
        return _("Given back"), "flag", "undo"
    if session.signed_at is not None:
        time = formats.time(desk.local(session.signed_at))
        return _("Signed {time}").format(time=time), "ok", "lock"
    age = wording.note_age(session, now)
    if session.late(now):
        return _("Late: {age}").format(age=age), "flag", "warning"
    return _("Waiting: {age}").format(age=age), "muted", "clock"
