"""The dialog in which a step of a referral is written down: each kind asks for what it needs, and no more."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.referrals import (
    WAYS_TO_AGREE,
    WAYS_TO_SEND,
    Agreed,
    Referral,
    Step,
    StepKind,
    agreed_label,
    how_label,
    wrong_step,
)
from wellnessdesk.services import referrals
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 560


class StepDialog(Dialog):
    """Stays open until it is written or cancelled; nothing typed is lost by a refusal."""

    def __init__(self, parent: QWidget, context: PageContext, referral: Referral, kind: StepKind,
                 done: Callable[[Referral], object]) -> None:
        super().__init__(parent, _title(kind), width=_WIDTH)
        self._desk, self._tasks, self._referral, self._done = context.desk, context.tasks, referral, done
        self.kind = kind
        today = self._desk.today()
        self.day = DateField(today, earliest=min(referral.mark.day, today), latest=today)
        self.agreed = ChoiceCards(_("Who agreed"), [Choice(one, agreed_label(one)) for one in Agreed], columns=3)
        ways = WAYS_TO_AGREE if kind is StepKind.CONSENT else WAYS_TO_SEND
        self.how = ChoiceCards(_("How"), [Choice(one, how_label(one)) for one in ways],
                               columns=3 if kind is StepKind.CONSENT else 2)
        self.who = TextField(self._desk.person.name if kind is StepKind.HAND_OVER else "", max_length=200)
        self.words = NoteField(lines=3)
        self.problem = Banner(tone="flag")
        self.save = button(_("Write down"), self._save, role="danger-primary" if kind is StepKind.REVOKE else "primary")
        self.save.setObjectName("step.save")
        self._fields: dict[str, Field] = {}
        self._lay_out()

    def entered(self) -> Step:
        """What stands in the fields."""
        who = (self.agreed.value() or "") if self.kind is StepKind.CONSENT else self.who.value()
        return Step(kind=self.kind, day=self.day.value(), who=who, how=self.how.value() or "",
                    words=self.words.value())

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        desk, new, one = self._desk, self.entered(), self._referral
        for name, sentence in wrong_step(new, one.mark.day, desk.today()).items():
            self._fields[name].set_error(sentence)
        if not self._form.show_errors():
            self.save.setEnabled(False)
            self._tasks.run(lambda: referrals.step(desk, one.mark.id, new), self._saved, self._failed, owner=self)

    def _saved(self, found: Referral) -> None:
        self.accept()
        self._done(found)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)

    def _lay_out(self) -> None:
        self._form = Form(width=_WIDTH)
        if self.kind is StepKind.CONSENT:
            self._field("who", _("Who agreed"), self.agreed)
        if self.kind is StepKind.HAND_OVER:
            self._field("who", _("Who walked there with the student"), self.who)
        if self.kind in (StepKind.CONSENT, StepKind.SEND):
            self._field("how", _("How"), self.how)
        self._field("day", _("Day"), self.day)
        self._field("words", *_words(self.kind))
        intro = _intro(self.kind, self._referral)
        for part in (label(self.windowTitle(), "heading", wrap=True), *([label(intro, wrap=True)] if intro else []),
                     self.problem, self._form, ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)

    def _field(self, key: str, name: str, editor: QWidget | str = "", hint: str = "") -> None:
        widget = editor if isinstance(editor, QWidget) else self.words
        widget.setObjectName(f"step.{key}")
        optional = key == "words" and self.kind not in (StepKind.DECLINE, StepKind.CLOSE, StepKind.REVOKE)
        self._fields[key] = self._form.field(name, widget, optional=optional,
                                             hint=editor if isinstance(editor, str) else hint)


def _title(kind: StepKind) -> str:
    return {
        StepKind.CONSENT: _("Somebody agreed"), StepKind.SEND: _("Send the referral"),
        StepKind.HAND_OVER: _("Walked there together"), StepKind.ACCEPT: _("They accepted"),
        StepKind.DECLINE: _("They declined"), StepKind.ATTEND: _("The student went"),
        StepKind.CLOSE: _("Close the referral"), StepKind.REVOKE: _("Revoke the referral"),
    }[kind]


def _intro(kind: StepKind, one: Referral) -> str:
    if kind is StepKind.SEND:
        return _("{to} gets to know of {name}. That goes into the disclosure log.").format(to=one.to, name=one.student)
    if kind is StepKind.CONSENT:
        return _("Tell them to whom it goes, and what is said: {purpose}").format(purpose=one.facts.purpose)
    return ""


def _words(kind: StepKind) -> tuple[str, str]:
    """The name of the field for words, and its hint."""
    if kind in (StepKind.DECLINE, StepKind.REVOKE):
        return _("Why"), _("Only coordinators can read this.")
    if kind is StepKind.CLOSE:
        return _("How it ended"), _("Only coordinators can read this.")
    return _("Remarks"), ""
