"""Every bundle there was, and the facts by which one is recognized."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Bundle, BundleState
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.wording import STATES, grouped, period_of, state_label, when


class HistoryPart(QWidget):
    """The table, and below it what belongs to the selected bundle."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("export.history")
        self.setAccessibleName(_("History"))
        self.table = _table(desk)
        self.table.current_changed.connect(self._show_details)
        self._details = Card(_("Selected bundle"))
        self._file, self._hash, self._purpose = (label("", wrap=True, selectable=True) for _line in range(3))
        for line in (self._file, self._hash, self._purpose):
            self._details.add(line)
        self._details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.table, 1)
        column.addWidget(self._details)

    def show_history(self, bundles: Sequence[Bundle]) -> None:
        """Show these; the one selected stays so."""
        self.table.set_records(bundles)

    def _show_details(self, bundle: Bundle | None) -> None:
        self._details.setVisible(bundle is not None)
        if bundle is not None:
            self._file.setText(_("File: {name}").format(name=bundle.file_name))
            self._hash.setText(_("Hash (SHA-256): {hash}").format(hash=grouped(bundle.hash)))
            self._purpose.setText(_("Purpose: {purpose}").format(purpose=bundle.purpose))


def _table(desk: Desk) -> RecordTable[Bundle]:
    columns = [
        Column[Bundle](title=_("Written"), text=lambda one: when(desk, one), sort=lambda one: one.written_at),
        Column[Bundle](title=_("Period"), text=period_of, sort=lambda one: one.period, strong=True),
        Column[Bundle](title=_("District"), text=lambda one: one.recipient.name, stretch=True),
        Column[Bundle](title=_("Number"), text=_number, align="right", sort=lambda one: one.sequence),
        Column[Bundle](title=_("Status"), text=lambda one: state_label(one.state), badge=True, width=190,
                       icon=lambda one: STATES[one.state][0], tone=lambda one: STATES[one.state][1]),
    ]
    empty = EmptyState(_("No bundle has been written yet"),
                       _("Each one will stand here, with the hash by which the district recognizes it."), "export")
    return RecordTable[Bundle](_("History"), columns, lambda one: one.id, empty=empty)


def _number(bundle: Bundle) -> str:
    """The next bundle gets the number of one that never left."""
    return "–" if bundle.state is BundleState.ABANDONED else formats.number(bundle.sequence)
