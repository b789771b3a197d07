"""One signed note, made to be read: every part under its name, also the empty ones."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import note_words
from wellnessdesk.domain.sessions import NoteBody, NoteState, RedFlagCheck, Session, SignedNote
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.note_trail import trail
from wellnessdesk.ui.kit.parts import Badge, separator
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.overview import wording

_NAMES_WIDTH = 168
_LAID_OUT_MS = 30


class NoteView(QWidget):
    """Shows one note at a time; `clear` lets go of its words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: QWidget | None = None

    def show_session(self, session: Session) -> None:
        """Whose note it will be, while it is opened."""
        self._show([*self._head(session)])

    def show_note(self, note: SignedNote) -> None:
        """The whole note."""
        self._show([*self._head(note.session), separator(), _red_flag(note.body), _parts(note),
                    *trail(self._desk, note)])

    def clear(self) -> None:
        """Show nothing, and keep nothing."""
        self._show([])

    def _show(self, parts: list[QWidget]) -> None:
        if self._shown is not None:
            self._column.removeWidget(self._shown)
            self._shown.setParent(None)
            self._shown.deleteLater()
        self._shown = QWidget()
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._column.addWidget(self._shown)

    def _head(self, session: Session) -> list[QWidget]:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(label(session.who, "title", wrap=True), 1)
        if session.late(self._desk.clock.now()):
            names.addWidget(Badge(_("Signed late"), "flag", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        if session.note is NoteState.COSIGNED:
            names.addWidget(Badge(_("Co-signed"), "ok"), 0, Qt.AlignmentFlag.AlignTop)
        if session.note is NoteState.RETURNED:
            names.addWidget(Badge(_("Given back"), "flag", "back"), 0, Qt.AlignmentFlag.AlignTop)
        if session.note is NoteState.LOCKED:
            names.addWidget(Badge(_("Not signed by its author"), "flag", "lock"), 0, Qt.AlignmentFlag.AlignTop)
        if session.answered:
            names.addWidget(Badge(_("Answered"), "info", "note"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(names)
        column.addWidget(label(self._with_and_when(session), "muted", wrap=True))
        if session.signed_at is not None:
            column.addWidget(label(_("Signed: {moment}, by {peer}").format(
                peer=session.peer, moment=wording.moment(self._desk, session.signed_at)), "muted", wrap=True))
        return [head]

    def _with_and_when(self, session: Session) -> str:
        started = self._desk.local(session.started_at)
        day, start = formats.date_long(started.date()), formats.time(started)
        if session.ended_at is None:
            return _("{day}, since {start}").format(day=day, start=start)
        return _("{day}, {start} to {end} ({time})").format(
            day=day, start=start, end=formats.time(self._desk.local(session.ended_at)),
            time=wording.span(session.ended_at - session.started_at))


class NoteScroll(QScrollArea):
    """A note view on a card's own ground; the arrows scroll it."""

    def __init__(self, note: NoteView) -> None:
        super().__init__()
        self.setAccessibleName(_("The note"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWidget(note)
        self.viewport().setAutoFillBackground(False)
        note.setAutoFillBackground(False)  # the card's ground shows through; Qt would fill it

    def show_end(self) -> None:
        """To the end of the note, as soon as it is laid out: what was just added stands there."""
        bar = self.verticalScrollBar()
        QTimer.singleShot(_LAID_OUT_MS, self, lambda: bar.setValue(bar.maximum()))


def _red_flag(body: NoteBody) -> QWidget:
    """The answer to the question that is asked in every note."""
    raised = body.red_flag is RedFlagCheck.RAISED
    return Badge(note_words.red_flag(body), "danger" if raised else "ok", "flag" if raised else "ok")


def _parts(note: SignedNote) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(16)
    grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(_all(note)):
        grid.addWidget(label(name, "muted", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_value(name, value), row, 1, Qt.AlignmentFlag.AlignTop)
    return made


def _all(note: SignedNote) -> list[tuple[str, str]]:
    """The parts of the note and, of a group, who came and what is about one of them alone."""
    came = note_words.attendance(note)
    return [*note_words.parts(note.body), *([(_("Who came"), came)] if came else []), *note_words.alone(note)]


def _value(name: str, value: str) -> QLabel:
    made = label(value or _("Nothing written"), "" if value else "muted", wrap=True, selectable=bool(value))
    made.setAccessibleName(f"{name}: {made.text()}")
    return made
