"""One kit on the page: who keeps it, what it opens, when it was last tried."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.recovery import Drill, KitName, opens, stays_closed
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Badge, Card
from wellnessdesk.ui.kit.texts import label

_NAMES_WIDTH = 150


class KitCard(Card):
    """Shows one kit. `check` and `replace` open dialogs; without them, somebody else does that with this kit."""

    def __init__(self, kit: KitName, check: Callable[[], object] | None, replace: Callable[[], object] | None) -> None:
        super().__init__()
        title = _("Kit {letter}").format(letter=kit.letter)
        self.setAccessibleName(title)
        self._state = Badge("", "muted", "waiting")
        self._last = label("", wrap=True)
        self._mark = label("", selectable=True)
        self.check_button = button(_("Check kit {letter}…").format(letter=kit.letter), check, icon="key")
        self.check_button.setObjectName(f"recovery.check.{kit.letter.lower()}")
        self.check_button.setVisible(check is not None)
        self.replace_button = button(_("Make a new kit {letter}…").format(letter=kit.letter), replace, icon="add")
        self.replace_button.setObjectName(f"recovery.replace.{kit.letter.lower()}")
        self.replace_button.setVisible(replace is not None)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(title, "heading"))
        head.addWidget(self._state)
        head.addStretch(1)
        head.addWidget(self.replace_button)
        head.addWidget(self.check_button)
        self.add(head)
        self.add(self._facts(kit, with_who=check is None, lost=replace is None))
        self._state.hide()

    def show_drill(self, drill: Drill) -> None:
        """Say when it was last tried, and whether that is due."""
        if drill.last_on is None:
            last = _("Not since the center was set up")
        else:
            last = _("{date}, by {name}").format(date=formats.date(drill.last_on), name=drill.last_by)
        self._last.setText(last)
        self._mark.setText(drill.mark)
        if drill.due:
            self._state.show_status(_("Check is due"), "flag", "warning")
        else:
            self._state.show_status(_("Next check {date}").format(date=formats.date(drill.due_on)), "ok", "ok")
        self._state.show()

    def _facts(self, kit: KitName, *, with_who: bool, lost: bool) -> QGridLayout:
        keeps = {KitName.A: _("The administrator, in the school safe"),
                 KitName.B: _("The principal, in a sealed envelope. Never the administrator.")}[kit]
        rows = [(_("Who keeps it"), label(keeps, wrap=True)), (_("What it opens"), label(opens(kit), wrap=True)),
                (_("What stays closed"), label(stays_closed(kit), wrap=True)), (_("Last checked"), self._last),
                (_("Mark on the paper"), self._mark)]
        if with_who:
            who = {KitName.A: _("An administrator checks this kit."),
                   KitName.B: _("A coordinator checks this kit, together with the principal.")}[kit]
            rows.append((_("Who checks it"), label(who, wrap=True)))
        if lost:
            rows.append((_("If it is lost"), label(
                _("An administrator makes a new one on this page, and a coordinator agrees."), wrap=True)))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(0, _NAMES_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(rows):
            grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        return grid
