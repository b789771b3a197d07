"""A signed note as it stays: read only, with who signed it and when."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues, note_words
from wellnessdesk.domain.sessions import NoteBody, NoteState, RedFlagCheck, Session, SignedNote
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.icons import IconLabel
from wellnessdesk.ui.kit.mark_session import MarkButton
from wellnessdesk.ui.kit.note_trail import trail
from wellnessdesk.ui.kit.page import MARGIN
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.sessions import wording
from wellnessdesk.ui.pages.sessions.head import Facts, HeadBar, back_button, flag_button


class SignedNoteView(QWidget):
    """The locked note. A red flag can still be raised: some things come to mind later."""

    left = Signal()
    flag_wanted = Signal()
    addendum_wanted = Signal()
    """Something is to be added: the note itself stays as it is."""

    def __init__(self, context: PageContext, note: SignedNote) -> None:
        super().__init__()
        self.setObjectName("note.signed")
        self.session = note.session
        self._desk = context.desk
        self.mark = MarkButton(context)
        self.mark.show_session(note.session.id)
        self.title = note.session.who
        back = back_button(_("My day"), self.go_back, "note.back")
        self._back = back
        self._add = button(_("Add to the note…"), self.addendum_wanted.emit, icon="note")
        self._add.setObjectName("note.add")
        self.head = HeadBar(back, flag_button(self.flag_wanted.emit, "flag.open"))
        self._facts = Facts()
        self._facts.show_facts(*self._facts_of(note.session))
        self._lay_out(note)

    def focus_first(self) -> None:
        """There is nothing to fill in."""
        self._back.setFocus()

    def go_back(self) -> None:
        """Leave: there is nothing to save."""
        self.left.emit()

    def _facts_of(self, session: Session) -> list[tuple[str, Tone, str]]:
        now = self._desk.clock.now()
        return [
            (wording.when(self._desk, session), "muted", "today"),
            (wording.how_long(session, now), "muted", "clock"),
        ]

    def _lay_out(self, note: SignedNote) -> None:
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(MARGIN, 0, MARGIN, 20)
        row.setSpacing(16)
        row.addWidget(self._content(note), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._seal(note), 0, Qt.AlignmentFlag.AlignTop)
        facts = QHBoxLayout()
        facts.setContentsMargins(MARGIN, 0, MARGIN, 0)
        facts.addWidget(self._facts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(facts)
        column.addWidget(Scrolling(body), 1)

    def _seal(self, note: SignedNote) -> Card:
        card = Card()
        card.setFixedWidth(272)
        card.add(IconLabel("lock", "accent", 28))
        card.add(label(_("Signed and locked"), "heading", wrap=True))
        signed_at = note.session.signed_at
        if signed_at is not None:
            local = self._desk.local(signed_at)
            text = _("{name}, {day}, {time}").format(
                name=note.signer, day=formats.date(local.date()), time=formats.time(local)
            )
            signer = label(text, wrap=True)
            signer.setObjectName("note.signer")
            card.add(signer)
        card.add(_state_badge(note.session))
        if note.session.late(self._desk.clock.now()):
            card.add(Badge(_("Signed late"), "flag", "warning"))
        card.add(
            label(
                _("Nobody can change this note, not even you. What is wrong or missing, you add below it."),
                "muted",
                wrap=True,
                small=True,
            )
        )
        card.add(self._add)
        card.add(self.mark)
        return card

    def _content(self, note: SignedNote) -> Card:
        card = Card(_("The note"))
        card.body.setSpacing(14)
        for name, title, text in _parts(note.body):
            card.add(_part(name, title, text))
        if attendance := note_words.attendance(note):
            card.add(_part("attendance", _("Who came"), attendance))
        for name, text in note_words.alone(note):
            card.add(_part("alone", name, text))
        for part in trail(self._desk, note):
            card.add(part)
        return card


def _parts(body: NoteBody) -> list[tuple[str, str, str]]:
    """(name, question, answer) of everything that was answered."""
    parts = [
        ("service", _("Kind of session"), catalogues.label("service_options", body.service)),
        ("topics", _("Talked about"), _named("topics", body.topics)),
        ("offers", _("Offered"), _named("offers", body.offers)),
        ("strengths", _("Strengths seen"), _named("strengths", body.strengths)),
        ("next_step", _("The student's own next step"), body.next_step),
        ("text", _("In the peer's own words"), body.text),
        ("follow_up", _("Meet again"), note_words.meet_again(body)),
        *((key, name, text.replace("\n", " · ") if key == "resources" else text)
          for key, name, text in note_words.beside(body)),
        ("redflag", _("Anything an adult must know?"), _red_flag_answer(body.red_flag)),
    ]
    return [part for part in parts if part[2]]


def _part(name: str, title: str, text: str) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(title, "muted", wrap=True, small=True))
    answer = label(text, wrap=True, selectable=True)
    answer.setObjectName(f"note.signed.{name}")
    answer.setAccessibleName(title)
    column.addWidget(answer)
    return part


def _named(catalogue: str, ids: tuple[str, ...]) -> str:
    return " · ".join(catalogues.label(catalogue, each) for each in ids)


def _red_flag_answer(answer: RedFlagCheck) -> str:
    return _("Yes. A red flag was raised.") if answer is RedFlagCheck.RAISED else _("Nothing")


def _state_badge(session: Session) -> Badge:
    if session.note is NoteState.COSIGNED:
        return Badge(_("Read by your coordinator"), "ok", "ok")
    if session.note is NoteState.RETURNED:
        return Badge(_("Your coordinator asks for more"), "flag", "back")
    return Badge(_("Your coordinator reads it next"), "info", "waiting")
