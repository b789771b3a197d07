"""The tables of a bundle, one at a time: a list at the side, and of the cell that is looked at why it is blank."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundle_changes import Changed, place_label
from wellnessdesk.domain.suppression import Finding
from wellnessdesk.domain.tables import BLANK_REASONS, MARKS, Cell, PublishedTable, Why
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.count_table import CountTable
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label

_LIST_WIDTH = 236
_KEPT = "\N{NO-BREAK SPACE}"
"""So that no line ends between a number and its letter."""
_MOST_CHANGES = 12
"""Differences that are told one by one."""


class TablesPart(QWidget):
    """`tables` are the grids in their order. `changes` are what is different from the bundle `before`, named so."""

    def __init__(self, tables: Sequence[PublishedTable], findings: Sequence[Finding] = (),
                 changes: Sequence[Changed] = (), before: str = "") -> None:
        super().__init__()
        self.setObjectName("bundle.tables")
        self._published, self._before = tuple(tables), before
        self._changes = {table.layout.name: [one for one in changes if one.table == table.layout.title]
                         for table in tables}
        self.tables = [CountTable(table, findings) for table in tables]
        self.list = self._make_list()
        self.next = button(_("Next table"), self._go_to_next, shortcut="Ctrl+PgDown", tooltip=_("Next table"))
        self.next.setObjectName("bundle.nexttable")
        self.reason = label("", wrap=True)
        self.reason.setObjectName("bundle.reason")
        self._about, self._differences = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self._card = Card(" ", *([self.next] if len(tables) > 1 else []))
        self._lay_out()
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        table = self._published[row]
        for one, grid in zip(self._published, self.tables, strict=True):
            grid.setVisible(one is table)
        self._card.heading.setText(table.layout.title)
        self._card.setAccessibleName(table.layout.title)
        self._about.setText(" ".join(filter(None, (table.layout.description, _blanks(table)))))
        changed = self._changes[table.layout.name]
        self._differences.setText(_differences(self._before, changed))
        self._differences.setVisible(bool(changed))
        self._tell(table, self.tables[self._published.index(table)].currentIndex())

    def _tell(self, table: PublishedTable, index: QModelIndex) -> None:
        grid = self.tables[self._published.index(table)]
        why = grid.counts.reason(index) if index.isValid() else ""
        place = grid.counts.shown(index).place if index.isValid() else None
        self.reason.setVisible(bool(table.blanks()))
        self.reason.setText(_("{place}: {reason}").format(place=place_label(table, place), reason=why)
                            if why and place else _("Choose a blank to read why it is one."))

    def _go_to_next(self) -> None:
        self.list.setCurrentRow((self.list.currentRow() + 1) % len(self.tables))

    def _make_list(self) -> QListWidget:
        made = QListWidget()
        made.setObjectName("bundle.list")
        made.setAccessibleName(_("Tables"))
        made.setProperty("role", "pick")
        made.setWordWrap(True)
        made.setResizeMode(QListWidget.ResizeMode.Adjust)
        made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        made.setFixedWidth(_LIST_WIDTH)
        made.setSpacing(2)
        made.addItems([f"{table.layout.title}\n{_blank_count(len(table.blanks()))}" for table in self._published])
        return made

    def _lay_out(self) -> None:
        self._card.add(self._about)
        for table, grid in zip(self._published, self.tables, strict=True):
            grid.hide()
            self._card.add(grid)
            grid.selectionModel().currentChanged.connect(
                lambda index, _before, table=table: self._tell(table, index))
        self._card.add(self.reason)
        self._card.add(self._differences)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        beside = QVBoxLayout()
        beside.addWidget(self._card)
        beside.addStretch(1)
        row.addWidget(self.list)
        row.addLayout(beside, 1)


def _blank_count(blanks: int) -> str:
    return ngettext("{n} blank", "{n} blanks", blanks).format(n=formats.number(blanks))


def _differences(before: str, changes: Sequence[Changed]) -> str:
    """What is different in one table, the first dozen numbers one by one."""
    said = "; ".join(_("{place}: {then} → {now}").format(place=one.place, then=_said(one.before), now=_said(one.now))
                     for one in changes[:_MOST_CHANGES])
    more = len(changes) - _MOST_CHANGES
    rest = " " + ngettext("And {n} more.", "And {n} more.", more).format(n=formats.number(more)) if more > 0 else ""
    return _("Compared with {before}: {changes}.").format(before=before, changes=said) + rest


def _said(cell: Cell | None) -> str:
    return "–" if cell is None else cell.said()


def _blanks(table: PublishedTable) -> str:
    """How many numbers are blank, and by which letters, for whoever has the legend out of sight."""
    counted = blank_reasons((table,))
    if not counted:
        return _("No number is blank.")
    letters = ", ".join(f"{formats.number(counted[why])}{_KEPT}{MARKS[why]}" for why in BLANK_REASONS if counted[why])
    numbers = sum(1 for _place in table.places())
    return _("{blanks} of {numbers} numbers are blank: {letters}.").format(
        blanks=formats.number(counted.total()), numbers=formats.number(numbers), letters=letters)


def blank_reasons(tables: Sequence[PublishedTable]) -> Counter[Why]:
    """How many blanks there are for each reason."""
    return Counter(why for table in tables for why in table.blanks().values())
