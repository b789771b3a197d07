"""Which red flags there are at this center, how soon an adult must know of each, and in which words."""

from wellnessdesk.base.i18n import _, language
from wellnessdesk.domain.flags import urgency_label
from wellnessdesk.domain.triggers import Trigger
from wellnessdesk.services import triggers
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.settings.saved_card import WIDTH
from wellnessdesk.ui.pages.settings.trigger_dialog import TriggerDialog

_HEIGHT = 330


class TriggersCard(Card):
    """The kinds as a list; Enter changes one."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(_("Red flags"))
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.table = RecordTable[Trigger](
            _("Red flags"),
            [Column(title=_("Kind"), text=_name, strong=True, stretch=True, tooltip=_name),
             Column(title=_("How soon"), text=lambda one: urgency_label(one.urgency), width=190),
             Column(title="", text=lambda one: "" if one.used else _("Not in use"), tone=lambda _one: "muted",
                    width=110)],
            key=lambda one: one.id, sortable=False)
        self.table.setObjectName("settings.triggers")
        self.table.setFixedHeight(_HEIGHT)
        self.table.opened.connect(self.change)
        self._change = button(_("Change…"), self._change_chosen, icon="note")
        self._change.setObjectName("settings.triggers.change")
        self._add = button(_("Add…"), lambda: self.change(Trigger(id="")), icon="add")
        self._add.setObjectName("settings.triggers.add")
        self.setMaximumWidth(WIDTH)
        self.add(label(_("What a Wellness Peer brings to an adult. What the program ships is never lost: your words "
                         "lie over it."), wrap=True))
        self.add(self.table)
        self.add(ButtonRow(self._change, self._add))

    def refresh(self) -> None:
        """Ask which there are."""
        desk = self._desk
        self._tasks.latest("settings.triggers", lambda: triggers.kinds(desk), self.table.set_records, owner=self)

    def change(self, trigger: Trigger) -> None:
        """Change a kind, or add one."""
        TriggerDialog(self, self._context, trigger, self._saved).open()

    def _change_chosen(self) -> None:
        chosen = self.table.current()
        if chosen is None:
            messages.say(self, _("Choose a red flag in the list first."), tone="info")
        else:
            self.change(chosen)

    def _saved(self) -> None:
        messages.say(self, _("Saved. It holds from now on."))
        self.refresh()


def _name(trigger: Trigger) -> str:
    return trigger.label_es if language() == "es" else trigger.label_en
