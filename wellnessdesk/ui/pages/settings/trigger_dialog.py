"""One kind of red flag in the center's own words, in both languages."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import Progress
from wellnessdesk.domain.flags import Urgency, urgency_label
from wellnessdesk.domain.triggers import ALWAYS, LONGEST_LABEL, Trigger, cleaned, wrong
from wellnessdesk.services import triggers
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.choices import Choice, ChoiceList
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.fields import NoteField, TextField
from wellnessdesk.ui.kit.forms import Field

_WIDTH = 860


class TriggerDialog(ActDialog):
    """What is shipped can be taken back to."""

    def __init__(self, parent: QWidget, context: PageContext, trigger: Trigger, done: Callable[[], object]) -> None:
        super().__init__(parent, context, _("Red flag of this center"), _("Save"), width=_WIDTH)
        self._trigger, self._done = trigger, done
        self._texts: dict[str, TextField | NoteField] = {
            name: (TextField(text, max_length=2 * LONGEST_LABEL) if name.startswith("label")
                   else NoteField(text, lines=3, most_lines=4)) for name, text in _texts(trigger).items()}
        self._urgency = ChoiceList([Choice(one, urgency_label(one)) for one in Urgency])
        self._urgency.set_value(trigger.urgency)
        self._used = QCheckBox(_("In use: Wellness Peers can choose it"))
        self._used.setChecked(trigger.used)
        self._used.setEnabled(trigger.id != ALWAYS)
        self._back = button(_("Back to what is shipped"), self._go_back, icon="undo", role="quiet")
        self._back.setObjectName("trigger.back")
        self._back.setVisible(trigger.shipped)
        self._fields: dict[str, Field] = {}
        self._lay_out()

    def entered(self) -> Trigger:
        """What stands in the fields."""
        words = {name: editor.value() for name, editor in self._texts.items()}
        return cleaned(Trigger(
            id=self._trigger.id, urgency=Urgency(self._urgency.value() or Urgency.SAME_DAY),
            used=self._used.isChecked(), shipped=self._trigger.shipped, label_en=words["label_en"],
            label_es=words["label_es"], signs_en=words["signs_en"], signs_es=words["signs_es"],
            say_en=words["say_en"], say_es=words["say_es"]))

    def valid(self) -> bool:
        """Whether each text is there in both languages; what is missing is said at its field."""
        found = wrong(self.entered())
        for name, field in self._fields.items():
            field.set_error(found.get(name, ""))
        return not self.form.show_errors()

    def act(self) -> None:
        desk, new = self.desk, self.entered()
        self._run(lambda: triggers.save(desk, new))

    def tell(self, error: Exception) -> bool:
        """What the rules find is said at its field."""
        if isinstance(error, StepProblem):
            self.valid()
        return isinstance(error, StepProblem)

    def _go_back(self) -> None:
        desk, kind = self.desk, self._trigger.id
        self._run(lambda: triggers.as_shipped(desk, kind))

    def _run(self, work: Callable[[], None]) -> None:
        def working(_progress: Progress) -> None:
            work()

        self.run(working, lambda _none: self._done())

    def _lay_out(self) -> None:
        said = {"label": _("What it is called"), "signs": _("What a peer may hear or see"),
                "say": _("Words to use with the student")}
        for part, name in said.items():
            self.form.row(*(self._field(f"{part}_{code}", f"{name} ({language})")
                            for code, language in (("en", "English"), ("es", "Español"))))
        urgency = Field(_("How soon an adult must know, unless the peer says otherwise"), self._urgency)
        self._urgency.setObjectName("trigger.urgency")
        self._used.setObjectName("trigger.used")
        self.form.row(urgency)
        beside = QHBoxLayout()
        beside.addWidget(self._used)
        beside.addStretch(1)
        beside.addWidget(self._back)
        self.form.add(beside)
        self.form.setMaximumWidth(_WIDTH - 40)
        self.lay_out()

    def _field(self, name: str, said: str) -> Field:
        self._texts[name].setObjectName(f"trigger.{name}")
        self._fields[name] = Field(said, self._texts[name])
        return self._fields[name]


def _texts(trigger: Trigger) -> dict[str, str]:
    return {"label_en": trigger.label_en, "label_es": trigger.label_es, "signs_en": trigger.signs_en,
            "signs_es": trigger.signs_es, "say_en": trigger.say_en, "say_es": trigger.say_es}
