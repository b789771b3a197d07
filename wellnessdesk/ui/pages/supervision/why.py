"""“Why is this here?”: the rule that put an item on the agenda, and where the rule is changed."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.supervision import Item, ItemKind
from wellnessdesk.services import supervision_rules
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.rule_dialog import RuleDialog
from wellnessdesk.ui.kit.texts import label


class WhyLine(QWidget):
    """A line below the agenda about the item that is selected; quiet, and for the coordinator's screen alone."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._said: QLabel = label("", "muted", wrap=True, small=True)
        self._said.setObjectName("supervision.why")
        self._said.setAccessibleName(_("Why is this here?"))
        self._context = context
        self._item: Item | None = None
        self._rules = button(_("Change the rule…"), self.change_rule, role="row",
                             tooltip=_("All rules stand in the settings, under Supervision"))
        self._rules.setObjectName("supervision.rules")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._said, 1)
        row.addWidget(self._rules)
        self.show_item(None)

    def show_item(self, item: Item | None) -> None:
        """Say why this item is on the agenda."""
        self._item = item
        self._said.setText(why_text(item) if item is not None else "")
        self._rules.setVisible(item is not None and bool(item.why))

    def change_rule(self) -> None:
        """Change the numbers of the rule that put it there; of several, of the first."""
        item, desk = self._item, self._context.desk
        if item is not None and item.why:
            rule = item.why[0].rule
            self._context.tasks.run(lambda: supervision_rules.rules(desk)[rule], lambda found: RuleDialog(
                self, self._context, found, lambda _rules: self._saved()).open(), owner=self)

    def _saved(self) -> None:
        messages.say(self, _("Saved. It holds when an agenda is built."))


def why_text(item: Item) -> str:
    """Each rule by its name, for its facts stand with the item; what was added by hand, or is settled, says that."""
    if item.kind is ItemKind.OWN:
        return _("Why is this here? A coordinator added it.")
    if not item.why:
        return _("Why is this here? It was when the agenda was built; what it was for is settled.")
    return _("Why is this here? {reasons}").format(reasons=" · ".join(
        f"{one.label} ({one.private})" if one.private else one.label for one in item.why))
