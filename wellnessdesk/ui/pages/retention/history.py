"""What was destroyed, and the certificate of each time."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.retention import Destruction
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable, RowAction
from wellnessdesk.ui.pages.retention.wording import destroyed, when


class HistoryPart(QWidget):
    """The table, with the certificate in each row."""

    def __init__(self, desk: Desk, save: Callable[[Destruction], object]) -> None:
        super().__init__()
        self.setObjectName("retention.history")
        self.table = _table(desk, save)
        card = Card(_("What was destroyed"))
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)

    def show_history(self, made: Sequence[Destruction]) -> None:
        """Show these; the selected one stays so."""
        self.table.set_records(made)


def _table(desk: Desk, save: Callable[[Destruction], object]) -> RecordTable[Destruction]:
    columns = [
        Column[Destruction](title=_("When"), text=lambda one: when(desk, one), width=210, strong=True,
                            sort=lambda one: one.at),
        Column[Destruction](title=_("By"), text=lambda one: one.by, width=170),
        Column[Destruction](title=_("What went"), text=destroyed, tooltip=destroyed, stretch=True),
    ]
    empty = EmptyState(_("Nothing has been destroyed yet"),
                       _("Each time will stand here, with its certificate."), "shield")
    return RecordTable[Destruction](_("What was destroyed"), columns, lambda one: one.id, empty=empty,
                                    row_action=RowAction[Destruction](_("Certificate…"), "print", save))
