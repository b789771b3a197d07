"""A published table as rows and columns for the screen: what stands where, and why a number is blank."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.tables import Cell, Column, PublishedTable, Why, why_text

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell on the screen: a heading of its row, or a number with the reason if it is blank."""

    text: str
    why: Why = ""
    total: bool = False
    heading: bool = False


class CountModel(QAbstractTableModel):
    """Reads only. Every number that leaves is a cell here, and no cell is anything else."""

    def __init__(self, table: PublishedTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles = tuple(_titles(table))
        self.grid = tuple(_grid(table))

    def shown(self, index: Index) -> Shown:
        """What stands in a cell."""
        return self.grid[index.row()][index.column()]

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
            return _side(self.grid[0][section]) | Qt.AlignmentFlag.AlignVCenter
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
            return why_text(cell.why) or None
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
        counts = [_shown(cell) for cell in table.cells[row]]
        ends = [_shown(table.row_totals[row], total=True)] if table.row_totals else []
        lines.append((*heads, *counts, *ends))
    if table.column_totals or table.grand_total is not None:
        lines.append(_totals(table))
    return lines


def _totals(table: PublishedTable) -> tuple[Shown, ...]:
    heads = [Shown(_("Total"), total=True, heading=True)]
    heads += [Shown("", total=True, heading=True) for _more in table.layout.rows[1:]]
    counts = [_shown(cell, total=True) for cell in table.column_totals]
    grand = [] if table.grand_total is None else [_shown(table.grand_total, total=True)]
    missing = len(_titles(table)) - len(heads) - len(counts) - len(grand)
    return (*heads, *(Shown("", total=True) for _gap in range(missing)), *counts, *grand)


def _shown(cell: Cell, *, total: bool = False) -> Shown:
    return Shown(cell.said(), cell.why, total)


def _label(column: Column, value: str) -> str:
    return dict(column.labels).get(value, value)
