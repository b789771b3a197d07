"""What the center knows of a peer: languages, the day of birth, when they graduate."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.services import peer_facts
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.kit.pickers import DateField
from wellnessdesk.ui.kit.texts import label

_WIDTH = 640
_AGE, _LEFT = timedelta(days=16 * 365), timedelta(days=365)
"""Where the calendar opens while nothing is written down."""


class MaybeDate(QWidget):
    """A day that may not be known: a tick, and the day beside it."""

    def __init__(self, day: date | None, usual: date, name: str) -> None:
        super().__init__()
        self.known = QCheckBox(_("Known"))
        self.known.setAccessibleName(name)
        self.day = DateField(day or usual)
        self.day.setAccessibleName(name)
        self.known.toggled.connect(self.day.setEnabled)
        self.known.setChecked(day is not None)
        self.day.setEnabled(day is not None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.known)
        row.addWidget(self.day, 1)
        self.setFocusProxy(self.known)

    def value(self) -> date | None:
        """The day, or None."""
        return self.day.value() if self.known.isChecked() else None


class FactsDialog(Dialog):
    """Stays open until it is kept or cancelled; nothing chosen is lost by a refusal."""

    def __init__(self, parent: QWidget, context: PageContext, name: str, facts: PeerFacts,
                 done: Callable[[PeerFacts], object]) -> None:
        super().__init__(parent, _("About {name}").format(name=name), width=_WIDTH)
        self._context, self._person, self._done = context, facts.person, done
        today = context.desk.today()
        self.languages = ChoiceCards(_("Languages"), [
            Choice(entry.id, str(entry.label)) for entry in catalogues.load("languages")], columns=3, many=True)
        self.languages.set_values(facts.languages)
        self.born = MaybeDate(facts.born, today - _AGE, _("Born on"))
        self.graduates = MaybeDate(facts.graduates, today + _LEFT, _("Graduates on"))
        self.problem = Banner(tone="flag")
        self.go = button(_("Save"), self._save, role="primary")
        self.go.setObjectName("facts.go")
        self._fields: dict[str, Field] = {}
        self._lay_out(name)

    def _lay_out(self, name: str) -> None:
        form = Form(width=_WIDTH)
        form.row(self._field("languages", _("Languages they speak with students"), self.languages))
        form.row(self._field("born", _("Born on"), self.born, _("Some credentials are open from 18 on.")),
                 self._field("graduates", _("Graduates on"), self.graduates))
        self._form = form
        cancel = button(_("Cancel"), self.reject)
        cancel.setObjectName("facts.cancel")
        for part in (label(self.windowTitle(), "heading"),
                     label(_("Only coordinators see this. {name} can ask to read it at any time.").format(name=name),
                           "muted", wrap=True),
                     self.problem, form, ButtonRow(self.go, cancel)):
            self.body.addWidget(part)

    def _field(self, key: str, name: str, editor: QWidget, hint: str = "") -> Field:
        editor.setObjectName(f"facts.{key}")
        self._fields[key] = Field(name, editor, hint=hint)
        return self._fields[key]

    def _save(self) -> None:
        self.problem.say("")
        self._form.clear_errors()
        self.go.setEnabled(False)
        desk, wanted = self._context.desk, PeerFacts(
            person=self._person, languages=self.languages.values(), born=self.born.value(),
            graduates=self.graduates.value())
        self._context.tasks.run(lambda: peer_facts.save(desk, wanted), self._kept, self._failed, owner=self)

    def _kept(self, facts: PeerFacts) -> None:
        self.accept()
        self._done(facts)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        if isinstance(error, StepProblem):
            for key, sentence in error.found.items():
                self._fields[key].set_error(sentence)
            self._form.show_errors()
        elif isinstance(error, Problem):
            self.problem.say(_("Nothing was saved"), str(error), "flag")
        else:
            messages.failure(self, error)
