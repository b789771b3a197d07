"""The numbers of one rule of supervision."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import agenda_rules, catalogues
from wellnessdesk.domain.agenda_rules import Rule, Rules
from wellnessdesk.services import supervision_rules
from wellnessdesk.ui.kit.act_dialog import ActDialog
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.forms import Field
from wellnessdesk.ui.kit.pickers import NumberField

_WIDTH = 560


class RuleDialog(ActDialog):
    """Only the numbers that the rule has; what is shipped can be taken back to."""

    def __init__(self, parent: QWidget, context: PageContext, rule: Rule, done: Callable[[Rules], object]) -> None:
        entry = catalogues.supervision_rules().get(rule.id)
        super().__init__(parent, context, catalogues.label("supervision_rules", rule.id), _("Save"), width=_WIDTH)
        self._rule, self._done = rule, done
        self.numbers: dict[str, NumberField] = {}
        names = {"limit": _("Limit"), "days": _("Days"), "minutes": _("Minutes for one"),
                 "weight": _("Weight: more is earlier")}
        fields = []
        for name, said in names.items():
            least, most = agenda_rules.bounds(rule.id, name)
            if most:
                self.numbers[name] = NumberField(getattr(rule, name), least, most)
                self.numbers[name].setObjectName(f"rule.{name}")
                fields.append(Field(said, self.numbers[name]))
        for first in range(0, len(fields), 2):
            self.form.row(*fields[first:first + 2])
        self._back = button(_("Back to what is shipped"), self._go_back, icon="undo", role="quiet")
        self._back.setObjectName("rule.back")
        self._back.setVisible(entry is not None and agenda_rules.of_entry(entry) != rule)
        beside = QHBoxLayout()
        beside.addWidget(self._back)
        beside.addStretch(1)
        self.form.add(beside)
        self.form.setMaximumWidth(_WIDTH - 40)
        self.go.setEnabled(bool(self.numbers))
        self.lay_out(*([str(entry.about)] if entry else []))

    def entered(self) -> Rule:
        """What stands in the fields."""
        now = {name: self.numbers[name].value() if name in self.numbers else 0 for name in agenda_rules.NUMBERS}
        return Rule(id=self._rule.id, **now)

    def valid(self) -> bool:
        """A field cannot leave its bounds."""
        return not agenda_rules.wrong(self.entered())

    def act(self) -> None:
        """Keep them."""
        desk, rule = self.desk, self.entered()
        self.run(lambda _progress: supervision_rules.save(desk, rule), self._done)

    def _go_back(self) -> None:
        desk, rule = self.desk, self._rule.id
        self.run(lambda _progress: supervision_rules.as_shipped(desk, rule), self._done)
