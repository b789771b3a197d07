"""What a member of staff says for or against an application."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.applications import LONGEST_NAME, POINTS, Recommendation, strength_label
from wellnessdesk.services import application_ratings
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.texts import label

_WIDTH = 620


class RecommendDialog(Dialog):
    """Stays open until it is kept."""

    def __init__(self, parent: QWidget, context: PageContext, application: str, name: str,
                 done: Callable[[Recommendation], object]) -> None:
        super().__init__(parent, _("Recommendation for {name}").format(name=name), width=_WIDTH)
        self._desk, self._tasks, self._application, self._done = context.desk, context.tasks, application, done
        self.who = TextField(max_length=LONGEST_NAME)
        self.strength = ChoiceCards(_("How strongly"), [Choice(str(one), strength_label(one)) for one in POINTS],
                                    columns=2)
        self.words = NoteField(lines=4)
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self.save, role="primary")
        for name_ in ("who", "words", "go"):
            getattr(self, name_).setObjectName(f"recommend.{name_}")
        for one in POINTS:
            self.strength.card(str(one)).setObjectName(f"recommend.strength.{one}")
        form = Form(width=_WIDTH)
        form.field(_("Who recommends"), self.who)
        form.field(_("How strongly"), self.strength)
        form.field(_("In their words"), self.words, hint=_("Only coordinators read this."), optional=True)
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("recommend.cancel")
        for part in (label(self.windowTitle(), "heading", wrap=True), form, self.problem,
                     ButtonRow(self.go, cancel)):
            self.body.addWidget(part)
        self.who.setFocus()

    def save(self) -> None:
        """Keep it."""
        if self.go.isEnabled():
            self.go.setEnabled(False)
            desk, one, who, words = self._desk, self._application, self.who.value(), self.words.value()
            strength = int(self.strength.value() or 0)
            self._tasks.run(lambda: application_ratings.recommend(desk, one, who, strength, words), self._kept,
                            self._failed, owner=self)

    def _kept(self, made: Recommendation) -> None:
        self.accept()
        self._done(made)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)
