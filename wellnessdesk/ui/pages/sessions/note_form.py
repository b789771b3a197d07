"""The fields of a note, grouped as a talk goes: what happened, what the student takes along, your own words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.session_facts import Participant
from wellnessdesk.domain.sessions import LONGEST_TEXT, NoteBody, RedFlagCheck, missing_to_sign
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.pages.sessions.chips import ChipGroup
from wellnessdesk.ui.pages.sessions.group_card import GroupCard
from wellnessdesk.ui.pages.sessions.hints import HintLine
from wellnessdesk.ui.pages.sessions.red_flag_question import RedFlagQuestion
from wellnessdesk.ui.pages.sessions.service_part import ServicePart, choice_list, choices
from wellnessdesk.ui.pages.sessions.with_student import WithStudent
from wellnessdesk.ui.pages.sessions.words_field import WordsField

_COMPLETE = NoteBody(
    service="-", topics=("-",), offers=("-",), strengths=("-",), next_step="-", text="-",
    red_flag=RedFlagCheck.NOTHING,
)  # fmt: skip
_PARTS = ("service", "topics", "offers", "strengths", "next_step", "text", "red_flag")


class NoteForm(QWidget):
    """Shows a note to be written and gives it back; of a group, who came as well."""

    changed = Signal()
    together_wanted = Signal()
    """The peer wants to write it with the student at the screen."""

    def __init__(self, body: NoteBody, participants: Sequence[Participant] = ()) -> None:
        super().__init__()
        self._service = ChoiceList(choices("service_options", body.service), placeholder=_("Choose one"))
        self._service.set_value(body.service or None)
        self._part = ServicePart(body)
        self._topics = _chips("topics", _("Topics"), body.topics)
        self._offers = _chips("offers", _("What you offered"), body.offers)
        self._strengths = _chips("strengths", _("Strengths"), body.strengths)
        self._resources = _chips("given_resources", _("Resources"), body.resources)
        self._next_step = TextField(body.next_step, placeholder=_("I will …"))
        self.text = WordsField(body.text, lines=5, most=LONGEST_TEXT)
        self.hints = HintLine()
        self._follow_up = QCheckBox(_("The student would like to meet again"))
        self._follow_up.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)  # all of it can be hit
        self._follow_up.setChecked(body.follow_up)
        self._meet_when = choice_list("follow_up_times", body.meet_when)
        self._when = Field(_("When?"), self._meet_when, optional=True)
        self._when.setVisible(body.follow_up)
        self._with_student = WithStudent(body, name="note")
        self.group = GroupCard(participants, body.remarks) if participants else None
        self.red_flag = RedFlagQuestion(body.red_flag)
        self._fields = self._make_fields()
        self._name_parts()
        self._lay_out()
        self._listen()

    def body(self) -> NoteBody:
        """The note as it stands."""
        note = NoteBody(
            service=self.service(),
            topics=self._topics.values(),
            offers=self._offers.values(),
            strengths=self._strengths.values(),
            resources=self._resources.values(),
            next_step=self._next_step.value(),
            text=self.text.value(),
            follow_up=self._follow_up.isChecked(),
            meet_when=(self._meet_when.value() or "") if self._follow_up.isChecked() else "",
            agreed=self._with_student.agreed(),
            wishes=self._with_student.wishes.value(),
            red_flag=self.red_flag.answer(),
            remarks=self.group.remarks() if self.group else (),
        )
        return replace(note, **self._part.values())  # type: ignore[arg-type]

    def service(self) -> str:
        """The kind of session that is chosen; empty while none is."""
        return self._service.value() or ""

    def take(self, body: NoteBody) -> None:
        """What was written together with the student takes the place of what stands here."""
        self._strengths.set_values(body.strengths)
        self._next_step.setText(body.next_step)
        if self.text.value() != body.text:
            self.text.setPlainText(body.text)
        self._with_student.take(body.agreed, body.wishes)
        self.changed.emit()

    def show_missing(self) -> bool:
        """Say at each field what it still needs, and go to the first. True if something is missing."""
        missing = missing_by_part(self.body())
        for part, field in self._fields.items():
            field.set_error(missing.get(part, ""))
        first = next((field for field in self._fields.values() if field.error), None)
        if first is not None:
            first.focus()
        return first is not None

    def focus_first(self) -> None:
        """Begin with the first question."""
        self._service.setFocus()

    def _make_fields(self) -> dict[str, Field]:
        return {
            "service": Field(_("What kind of session was it?"), self._service),
            "topics": Field(_("What did you talk about?"), self._topics),
            "offers": Field(_("What did you offer?"), self._offers),
            "strengths": Field(_("Which strengths did you see?"), self._strengths, optional=True),
            "next_step": Field(
                _("What is the student's own next step?"), self._next_step, hint=_("In their words."), optional=True
            ),
            "text": Field(
                _("What else should be remembered?"),
                self.text,
                hint=_("Write it so that the student could read it with you."),
                optional=True,
            ),
            "red_flag": self.red_flag.field,
        }

    def _name_parts(self) -> None:
        names: dict[str, QWidget] = {
            "service": self._service, "next_step": self._next_step, "text": self.text, "follow_up": self._follow_up,
            "meet_when": self._meet_when,
        }  # fmt: skip
        for name, widget in names.items():
            widget.setObjectName(f"note.{name}")

    def _lay_out(self) -> None:
        fields = self._fields
        resources = Field(_("What did you give them to take along?"), self._resources, optional=True)
        together = button(_("Write it together…"), self.together_wanted.emit, icon="people",
                          tooltip=_("Large, for both of you, and nothing else on the screen"))
        together.setObjectName("note.together")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        cards = [
            _card(Card(_("What happened")), fields["service"], self._part, fields["topics"], fields["offers"]),
            _card(Card(_("What the student takes along")), fields["strengths"], fields["next_step"], resources,
                  self._follow_up, self._when),
            _card(Card(_("In your own words")), fields["text"], self.hints),
            _card(Card(_("With the student"), together), self._with_student), self.red_flag]
        if self.group is not None:
            cards.insert(1, self.group)
        for card in cards:
            column.addWidget(card)

    def _listen(self) -> None:
        tell: Callable[..., None] = lambda *_anything: self.changed.emit()  # noqa: E731 - one slot for many signals
        for signal in (
            self._service.changed, self._topics.changed, self._offers.changed, self._strengths.changed,
            self._resources.changed, self._next_step.textChanged, self.text.textChanged, self._follow_up.toggled,
            self._meet_when.changed, self._part.changed, self._with_student.changed, self.red_flag.changed,
        ):  # fmt: skip
            signal.connect(tell)
        self._service.changed.connect(lambda: self._part.show_for(self.service()))
        self._follow_up.toggled.connect(self._when.setVisible)
        for words in (self.text, self._part.mediation, self._with_student.wishes):
            words.refused.connect(self.hints.say)
            words.textChanged.connect(lambda: self.hints.say(""))
        if self.group is not None:
            self.group.changed.connect(tell)
            self.group.refused.connect(self.hints.say)


def missing_by_part(body: NoteBody) -> dict[str, str]:
    """What `domain.sessions.missing_to_sign` finds missing, by the part of the note it is about."""
    found = {part: missing_to_sign(replace(_COMPLETE, **{part: getattr(body, part)})) for part in _PARTS}
    return {part: " ".join(sentences) for part, sentences in found.items() if sentences}


def _chips(catalogue: str, name: str, chosen: tuple[str, ...]) -> ChipGroup:
    return ChipGroup(f"note.{catalogue}", name, choices(catalogue, *chosen), chosen)


def _card(card: Card, *parts: QWidget) -> Card:
    card.body.setSpacing(16)
    for part in parts:
        card.add(part)
    return card
