"""Hours entered by hand, or a line corrected: what it was, when, how long, what it was good for."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.hours import (
    LONGEST_WORDS,
    Entry,
    Line,
    Source,
    competency_of,
    kind_label,
    kind_of,
    manual,
)
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import TextField
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.keep_dialog import KeepDialog
from wellnessdesk.ui.kit.pickers import DateField, NumberField


class HoursDialog(KeepDialog):
    """Stays open until it is kept: what is wrong is told at its field. With a `line`, it corrects that one."""

    def __init__(self, parent: QWidget, context: PageContext, person: str, save: Callable[[Entry], Entry],
                 done: Callable[[Entry], object], line: Line | None = None) -> None:
        super().__init__(parent, context, _("Correct a line") if line else _("Enter hours"), _("Save"))
        self._person, self._save, self._done, self._line = person, save, done, line
        ids = manual() if line is None else catalogues.hour_activities().ids()
        self.activity = ChoiceList([Choice(one, _activity(one)) for one in ids], placeholder=_("Choose…"))
        self.day = DateField(line.day if line else context.desk.today())
        self.hours, self.minutes = NumberField(1, 0, 24, unit=_("h")), NumberField(0, 0, 59, unit=_("min"))
        self.competency = ChoiceList([Choice(one.id, str(one.label)) for one in catalogues.load("competencies")],
                                     placeholder=_("Choose…"))
        self.words = TextField("", max_length=LONGEST_WORDS)
        for key in ("activity", "day", "hours", "minutes", "competency", "words"):
            getattr(self, key).setObjectName(f"hours.{key}")
        self.activity.currentIndexChanged.connect(lambda _index: self._suggest())
        self._fill()
        self._begin()

    def act(self) -> None:
        """Keep it."""
        wanted, save = self._entry(), self._save
        self.run(lambda _progress: save(wanted), self._done)

    def _entry(self) -> Entry:
        line = self._line
        return Entry(
            person=self._person, day=self.day.value(), minutes=self.hours.value() * 60 + self.minutes.value(),
            activity=self.activity.value() or "", competency=self.competency.value() or "", words=self.words.value(),
            about=line.key if line and line.source is not Source.ENTRY else "",
            replaces=line.id if line and line.source is Source.ENTRY else "")

    def _begin(self) -> None:
        line = self._line
        if line is not None:
            self.activity.set_value(line.activity or None)
            self.competency.set_value(line.competency or None)
            self.hours.setValue(line.minutes // 60)
            self.minutes.setValue(line.minutes % 60)
            self.words.setText(line.words)
            self.day.setEnabled(False)
        self.activity.setFocus()

    def _suggest(self) -> None:
        self.competency.set_value(competency_of(self.activity.value() or "") or None)

    def _fill(self) -> None:
        took = QWidget()
        row = QHBoxLayout(took)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.hours)
        row.addWidget(self.minutes)
        took.setFocusProxy(self.hours)
        form = self.form
        self.fields = {
            "activity": form.field(_("What was it?"), self.activity), "day": Field(_("Day"), self.day),
            "minutes": Field(_("How long"), took)}
        form.row(self.fields["day"], self.fields["minutes"])
        self.fields["competency"] = form.field(_("What was it good for?"), self.competency)
        self.fields["words"] = form.field(_("In a few words"), self.words, optional=True,
                                          hint=_("No names of students: others read this."))
        self.lay_out(
            _("The line as it stands stays in sight; what you write here counts in its place once it is approved.")
            if self._line else
            _("A coordinator reads and approves it. Sessions, classes and meetings need no entering."))


def _activity(id: str) -> str:
    return f"{catalogues.label('hour_activities', id)} · {kind_label(kind_of(id))}"
