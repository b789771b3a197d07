"""Observed practice of everybody: what was played, how it went, and what was written of it."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.practice import Practice, rating_label, scenario_label
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

_BESIDE = 300


class PracticePart(QWidget):
    """A table, and beside it what is chosen. `end` is called with what was entered by mistake."""

    def __init__(self, end: Callable[[Practice], object]) -> None:
        super().__init__()
        self._end, self._names = end, dict[str, str]()
        self.table = self._make_table()
        self.table.current_changed.connect(self._tell)
        self._heading, self._about = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self._words, self._by = label("", wrap=True, selectable=True), label("", "muted", wrap=True, small=True)
        self._mistake = button(_("Entered by mistake"), self._end_current)
        self._mistake.setObjectName("practice.end")
        self._card = Card()
        for part in (self._heading, self._about, self._words, self._by, self._mistake):
            self._card.add(part)
        self._hint = label(_("Choose a line to read what was written."), "muted", wrap=True)
        self._beside = QWidget()
        self._beside.setFixedWidth(_BESIDE)
        self._lay_out()

    def show_all(self, found: Sequence[Practice], names: Mapping[str, str]) -> None:
        """Show it; `names` of people by id."""
        self._names = dict(names)
        self.table.set_records(found)
        self._tell(self.table.current())

    def _tell(self, one: Practice | None) -> None:
        self._card.setVisible(one is not None)
        self._hint.setVisible(one is None and self.table.records_model.rowCount() > 0)
        if one is None:
            return
        entry = catalogues.scenarios().get(one.scenario)
        self._heading.setText(scenario_label(one.scenario))
        self._about.setText(str(entry.about) if entry else "")
        self._words.setText(one.problem or one.words or _("Nothing was written."))
        self._by.setText(_("{observer} watched on {day}.").format(
            observer=self._name(one.observer), day=formats.date(one.day)))
        self._mistake.setVisible(one.ended_at is None)

    def _end_current(self) -> None:
        one = self.table.current()
        if one is not None:
            self._end(one)

    def _name(self, person: str) -> str:
        return self._names.get(person, _("Somebody who left"))

    def _make_table(self) -> RecordTable[Practice]:
        columns = [
            Column[Practice](title=_("Day"), width=110, text=lambda one: formats.date(one.day),
                             sort=lambda one: one.day),
            Column[Practice](title=_("Wellness Peer"), text=lambda one: self._name(one.person), strong=True, width=176),
            Column[Practice](title=_("What was played"), text=lambda one: scenario_label(one.scenario), stretch=True),
            Column[Practice](title=_("How it went"), width=160, text=_went,
                             tone=lambda one: "muted" if one.ended_at else "ink"),
        ]
        empty = EmptyState(_("No practice yet"), _("Watch a role play of two peers, and enter how it went."),
                           "training")
        made = RecordTable[Practice](_("Observed practice"), columns, lambda one: one.id, empty=empty)
        made.setObjectName("training.practice")
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.table, 1)
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self._card)
        column.addStretch(1)
        row.addWidget(self._beside)


def _went(one: Practice) -> str:
    if one.ended_at is not None:
        return _("does not count")
    return f"{one.rating} · {rating_label(one.rating)}"
