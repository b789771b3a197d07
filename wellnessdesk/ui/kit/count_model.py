"""A published table as rows and columns for the screen: what stands where, and why a number is blank."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import Column, Place, PublishedTable, Why, why_text

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell on the screen: a heading of its row, or the number of a place with the reason if it is blank."""

    text: str
    why: Why = ""
    place: Place | None = None
    total: bool = False
    heading: bool = False


class CountModel(QAbstractTableModel):
    """Reads only. Every number that leaves is a cell here, and no cell is anything else.

    `findings` are what is left open about blanks; those of other tables do not matter.
    """

    def __init__(self, table: PublishedTable, parent: QObject | None = None, findings: Iterable[Finding] = ()) -> None:
        super().__init__(parent)
        self._findings = {one.place: one for one in findings if one.table == table.layout.name}
        self.titles = tuple(_titles(table))
        self.grid = tuple(_grid(table))

    def shown(self, index: Index) -> Shown:
        """What stands in a cell."""
        return self.grid[index.row()][index.column()]

    def reason(self, index: Index) -> str:
        """Why a number is blank, and what somebody could still find out of it; empty for any other cell."""
        cell = self.shown(index)
        found = self._findings.get(cell.place) if cell.why and cell.place else None
        return " ".join(filter(None, (why_text(cell.why), found.said() if found else "")))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature; an invalid index is a constant
        return 0 if parent.isValid() else len(self.grid)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.grid:
            return int(_side(self.grid[0][section]) | Qt.AlignmentFlag.AlignVCenter) | Qt.TextFlag.TextWordWrap
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.shown(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("blank") if cell.why else cell.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.reason(index) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(cell) | Qt.AlignmentFlag.AlignVCenter
        return None


def _side(cell: Shown) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if cell.heading else Qt.AlignmentFlag.AlignRight


def _titles(table: PublishedTable) -> list[str]:
    layout = table.layout
    counted = [_("Count")] if layout.columns is None else [_label(layout.columns, key) for key in layout.column_keys]
    return [*(column.title for column in layout.rows), *counted, *([_("Total")] if table.row_totals else [])]


def _grid(table: PublishedTable) -> list[tuple[Shown, ...]]:
    layout = table.layout
    lines = []
    for row, key in enumerate(layout.row_keys):
        heads = [Shown(_label(column, value), heading=True) for column, value in zip(layout.rows, key, strict=True)]
        counts = [_shown(table, (row, column)) for column in range(len(layout.column_keys))]
        ends = [_shown(table, (row, None))] if table.row_totals else []
        lines.append((*heads, *counts, *ends))
    if table.column_totals or table.grand_total is not None:
        lines.append(_totals(table))
    return lines


def _totals(table: PublishedTable) -> tuple[Shown, ...]:
    heads = [Shown(_("Total"), total=True, heading=True)]
    heads += [Shown("", total=True, heading=True) for _more in table.layout.rows[1:]]
    counts = [_shown(table, (None, column)) for column in range(len(table.column_totals))]
    grand = [] if table.grand_total is None else [_shown(table, (None, None))]
    missing = len(_titles(table)) - len(heads) - len(counts) - len(grand)
    return (*heads, *(Shown("", total=True) for _gap in range(missing)), *counts, *grand)


def _shown(table: PublishedTable, place: Place) -> Shown:
    cell = table.at(place)
    return Shown(cell.said(), cell.why, place, total=None in place)


def _label(column: Column, value: str) -> str:
    return dict(column.labels).get(value, value)
