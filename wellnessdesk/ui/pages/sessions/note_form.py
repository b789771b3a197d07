"""The fields of a note, grouped as a talk goes: what happened, what the student takes along, your own words."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.sessions import NoteBody, RedFlagCheck, missing_to_sign
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.pages.sessions.chips import ChipGroup
from wellnessdesk.ui.pages.sessions.red_flag_question import RedFlagQuestion

_COMPLETE = NoteBody(
    service="-", topics=("-",), offers=("-",), strengths=("-",), next_step="-", text="-",
    red_flag=RedFlagCheck.NOTHING,
)  # fmt: skip


class NoteForm(QWidget):
    """Shows a note to be written and gives it back."""

    changed = Signal()

    def __init__(self, body: NoteBody) -> None:
        super().__init__()
        self._service = ChoiceList(_choices("service_options", body.service), placeholder=_("Choose one"))
        self._service.set_value(body.service or None)
        self._topics = _chips("topics", _("Topics"), body.topics)
        self._offers = _chips("offers", _("What you offered"), body.offers)
        self._strengths = _chips("strengths", _("Strengths"), body.strengths)
        self._next_step = TextField(body.next_step, placeholder=_("I will …"))
        self._text = NoteField(body.text, lines=5)
        self._follow_up = QCheckBox(_("The student would like to meet again"))
        self._follow_up.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)  # all of it can be hit
        self._follow_up.setChecked(body.follow_up)
        self.red_flag = RedFlagQuestion(body.red_flag)
        self._fields = self._make_fields()
        self._name_parts()
        self._lay_out()
        self._listen()

    def body(self) -> NoteBody:
        """The note as it stands."""
        return NoteBody(
            service=self._service.value() or "",
            topics=self._topics.values(),
            offers=self._offers.values(),
            strengths=self._strengths.values(),
            next_step=self._next_step.value(),
            text=self._text.value(),
            follow_up=self._follow_up.isChecked(),
            red_flag=self.red_flag.answer(),
        )

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
                self._text,
                hint=_("Write it so that the student could read it with you."),
                optional=True,
            ),
            "red_flag": self.red_flag.field,
        }

    def _name_parts(self) -> None:
        names: dict[str, QWidget] = {
            "service": self._service, "next_step": self._next_step, "text": self._text, "follow_up": self._follow_up,
        }  # fmt: skip
        for name, widget in names.items():
            widget.setObjectName(f"note.{name}")

    def _lay_out(self) -> None:
        fields = self._fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(_card(_("What happened"), fields["service"], fields["topics"], fields["offers"]))
        column.addWidget(_card(_("What the student takes along"), fields["strengths"], fields["next_step"]))
        column.addWidget(_card(_("In your own words"), fields["text"], self._follow_up))
        column.addWidget(self.red_flag)

    def _listen(self) -> None:
        tell: Callable[..., None] = lambda *_anything: self.changed.emit()  # noqa: E731 - one slot for many signals
        for signal in (
            self._service.changed, self._topics.changed, self._offers.changed, self._strengths.changed,
            self._next_step.textChanged, self._text.textChanged, self._follow_up.toggled, self.red_flag.changed,
        ):  # fmt: skip
            signal.connect(tell)


def missing_by_part(body: NoteBody) -> dict[str, str]:
    """What `domain.sessions.missing_to_sign` finds missing, by the part of the note it is about."""
    parts = ("service", "topics", "offers", "strengths", "next_step", "text", "red_flag")
    found = {part: missing_to_sign(replace(_COMPLETE, **{part: getattr(body, part)})) for part in parts}
    return {part: " ".join(sentences) for part, sentences in found.items() if sentences}


def _choices(catalogue: str, *chosen: str) -> Sequence[Choice]:
    """The entries of a catalogue; what a draft has chosen stays even if the catalogue no longer has it."""
    entries = catalogues.load(catalogue)
    known = [Choice(entry.id, str(entry.label)) for entry in entries]
    return known + [Choice(key, key) for key in chosen if key and entries.get(key) is None]


def _chips(catalogue: str, name: str, chosen: tuple[str, ...]) -> ChipGroup:
    return ChipGroup(f"note.{catalogue}", name, _choices(catalogue, *chosen), chosen)


def _card(title: str, *parts: QWidget) -> Card:
    card = Card(title)
    card.body.setSpacing(16)
    for part in parts:
        card.add(part)
    return card
