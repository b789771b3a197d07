"""Centers: whose bundles are taken, known by the line of their signing key that was compared with them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.district import KnownCenter
from wellnessdesk.services.district import centers
from wellnessdesk.services.district.desk import FEATURE
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable, RowAction
from wellnessdesk.ui.pages.district.add_center import AddCenterDialog
from wellnessdesk.ui.pages.district.context import DistrictContext


class CentersPage(Page):
    """The table, and a way to add one and to end one."""

    features = frozenset({FEATURE})

    def __init__(self, context: DistrictContext) -> None:
        super().__init__(_("Centers"), _("Bundles are taken from these centers only."), scroll=False)
        self._context, self._desk, self._tasks = context, context.desk, context.tasks
        self.choose_file: Callable[[], Path | None] = self._ask_for_file
        self.add_button = button(_("Add a center…"), self.add_center, icon="add", role="primary")
        self.add_button.setObjectName("centers.add")
        self.add_action(self.add_button)
        self.table = _table(self.end)
        self.table.setObjectName("centers.table")
        self.add(self.table, 1)

    def refresh(self) -> None:
        """Ask which there are."""
        desk = self._desk
        self._tasks.latest("centers.list", lambda: centers.listed(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """What is next to do."""
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_center(self) -> None:
        """Ask for the line of a center."""
        AddCenterDialog(self, self._context, lambda: self.choose_file(), self._added).open()

    def end(self, center: KnownCenter) -> None:
        """Take no more bundles of a center, after asking once."""
        if not messages.confirm(self, _("Take no more bundles of {center}?").format(center=center.name), _(
                "What was taken before stays. You can add the center again, with its line."), _("Take no more"),
                danger=True):
            return
        desk = self._desk
        self._tasks.run(lambda: centers.end(desk, center.id), owner=self)

    def _show(self, found: Sequence[KnownCenter]) -> None:
        self.table.set_records(found)

    def _added(self, center: KnownCenter) -> None:
        messages.say(self, _("Bundles of {center} can be taken now.").format(center=center.name))

    def _ask_for_file(self) -> Path | None:
        name, _filter = QFileDialog.getOpenFileName(self, _("The center's line"))
        return Path(name) if name else None


def _table(end: Callable[[KnownCenter], object]) -> RecordTable[KnownCenter]:
    columns = [
        Column[KnownCenter](title=_("Center"), text=lambda one: one.name, strong=True, width=220),
        Column[KnownCenter](title=_("School"), text=lambda one: one.school, width=190),
        Column[KnownCenter](title=_("Its key in six words"), text=lambda one: one.words, stretch=True,
                            tooltip=lambda one: one.fingerprint),
        Column[KnownCenter](title=_("Known since"), text=_since, sort=lambda one: one.added_at, width=150,
                            tone=lambda one: "muted" if one.ended_at else "ink"),
    ]
    empty = EmptyState(_("No center yet"), _("Ask each center for its line (in its Export, under Districts), then add "
                                             "the center here."), "center")
    return RecordTable[KnownCenter](
        _("Centers"), columns, lambda one: one.id, empty=empty,
        row_action=RowAction[KnownCenter](_("End…"), "close", end, offered=lambda one: one.ended_at is None))


def _since(center: KnownCenter) -> str:
    if center.ended_at is not None:
        return _("ended {day}").format(day=formats.date(center.ended_at.date()))
    return formats.date(center.added_at.date())
