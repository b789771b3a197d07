"""The rules of supervision: what comes on an agenda, in which order, and from which number on."""

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.agenda_rules import Rule, Rules, of_entry
from wellnessdesk.services import supervision_rules
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.rule_dialog import RuleDialog
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH

_HEIGHT = 350


class RulesCard(Card):
    """The rules as a list; Enter changes one."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Supervision"))
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.table = RecordTable[Rule](
            _("Rules of supervision"),
            [Column(title=_("Rule of supervision"), text=_name, strong=True, stretch=True, tooltip=_about),
             Column(title=_("Limit"), text=lambda one: _number(one.limit), width=72),
             Column(title=_("Days"), text=lambda one: _number(one.days), width=72),
             Column(title=_("Minutes"), text=lambda one: _number(one.minutes), width=82),
             Column(title="", text=lambda one: "" if _shipped(one) else _("Changed"), tone=lambda _one: "muted",
                    width=90)],
            key=lambda one: one.id, sortable=False)
        self.table.setObjectName("settings.rules")
        self.table.setFixedHeight(_HEIGHT)
        self.table.opened.connect(self.change)
        self._change = button(_("Change…"), self._change_chosen, icon="note")
        self._change.setObjectName("settings.rules.change")
        self.setMaximumWidth(WIDTH)
        self.add(label(_("What comes on an agenda, and when the overview warns. Open red flags always come first."),
                       wrap=True))
        self.add(self.table)
        self.add(ButtonRow(self._change))

    def refresh(self) -> None:
        """Ask which numbers hold."""
        desk = self._desk
        self._tasks.latest("settings.rules", lambda: supervision_rules.rules(desk), self._show, owner=self)

    def change(self, rule: Rule) -> None:
        """Change the numbers of a rule."""
        RuleDialog(self, self._context, rule, self._saved).open()

    def _change_chosen(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            messages.say(self, _("Choose a rule in the list first."), tone="info")
        else:
            self.change(chosen)

    def _show(self, rules: Rules) -> None:
        """By what comes first."""
        self.table.set_records(rules.all())

    def _saved(self, rules: Rules) -> None:
        messages.say(self, _("Saved. It holds from now on."))
        self._show(rules)


def _name(rule: Rule) -> str:
    return catalogues.label("supervision_rules", rule.id)


def _about(rule: Rule) -> str:
    entry = catalogues.supervision_rules().get(rule.id)
    return str(entry.about) if entry else ""


def _number(value: int) -> str:
    return formats.number(value) if value else ""


def _shipped(rule: Rule) -> bool:
    entry = catalogues.supervision_rules().get(rule.id)
    return entry is not None and of_entry(entry) == rule
