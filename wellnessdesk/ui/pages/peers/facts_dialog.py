"""What the center knows of a peer: languages, the day of birth, when they graduate."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.services import peer_facts
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField

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


class FactsDialog(KeepDialog):
    """Stays open until it is kept or cancelled; nothing chosen is lost by a refusal."""

    def __init__(self, parent: QWidget, context: PageContext, name: str, facts: PeerFacts,
                 done: Callable[[PeerFacts], object]) -> None:
        super().__init__(parent, context, _("About {name}").format(name=name), _("Save"))
        self._person, self._done, self.fields = facts.person, done, {}
        today = context.desk.today()
        self.languages = ChoiceCards(_("Languages"), [
            Choice(entry.id, str(entry.label)) for entry in catalogues.load("languages")], columns=3, many=True)
        self.languages.set_values(facts.languages)
        self.born = MaybeDate(facts.born, today - _AGE, _("Born on"))
        self.graduates = MaybeDate(facts.graduates, today + _LEFT, _("Graduates on"))
        self.form.row(self._field("languages", _("Languages they speak with students"), self.languages))
        self.form.row(self._field("born", _("Born on"), self.born, _("Some credentials are open from 18 on.")),
                      self._field("graduates", _("Graduates on"), self.graduates))
        self.lay_out(_("Only coordinators see this. {name} can ask to read it at any time.").format(name=name))

    def act(self) -> None:
        """Keep it."""
        desk, wanted = self.desk, PeerFacts(
            person=self._person, languages=self.languages.values(), born=self.born.value(),
            graduates=self.graduates.value())
        self.run(lambda _progress: peer_facts.save(desk, wanted), self._done)

    def _field(self, key: str, name: str, editor: QWidget, hint: str = "") -> Field:
        editor.setObjectName(f"facts.{key}")
        self.fields[key] = Field(name, editor, hint=hint)
        return self.fields[key]
