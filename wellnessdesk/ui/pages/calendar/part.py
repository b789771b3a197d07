"""A list of one kind of entries with its buttons: add, change, remove."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wellnessdesk.base.i18n import _
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable


class EntriesPart(QWidget):
    """`ask(number)` opens the dialog of an entry (None: a new one); `remove(number)` takes it away."""

    def __init__(self, name: str, title: str, columns: Sequence[Column[Any]], empty: EmptyState,
                 ask: Callable[[int | None], object], remove: Callable[[int], object]) -> None:
        super().__init__()
        self._ask, self._remove_it = ask, remove
        self._entries: list[Any] = []
        self.table: RecordTable[tuple[int, Any]] = RecordTable(
            title, [_of_entry(column) for column in columns], lambda numbered: numbered[0], empty=empty, sortable=False)
        self.table.setObjectName(f"calendar.{name}.table")
        self._edit = _named(button(_("Change…"), lambda: self._do(self._ask)), f"calendar.{name}.change")
        self._remove = _named(button(_("Remove"), lambda: self._do(self._remove_it), icon="remove", role="danger"),
                              f"calendar.{name}.remove")
        add = _named(button(_("Add…"), lambda: ask(None), icon="add"), f"calendar.{name}.add")
        self.table.opened.connect(lambda numbered: ask(numbered[0]))
        self.table.current_changed.connect(lambda numbered: self._look(numbered is not None))
        card = Card(title, self._edit, self._remove, add)
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)
        self._look(False)

    def show_entries(self, entries: Sequence[Any]) -> None:
        """Show these, in their order."""
        self.table.set_records(list(enumerate(entries)))

    def _do(self, act: Callable[[int], object]) -> None:
        numbered = self.table.current()
        if numbered is not None:
            act(numbered[0])

    def _look(self, chosen: bool) -> None:
        self._edit.setEnabled(chosen)
        self._remove.setEnabled(chosen)


def _of_entry(column: Column[Any]) -> Column[tuple[int, Any]]:
    return Column(title=column.title, text=lambda numbered: column.text(numbered[1]), strong=column.strong,
                  stretch=column.stretch, align=column.align)


def _named(made: QPushButton, name: str) -> QPushButton:
    made.setObjectName(name)
    return made
