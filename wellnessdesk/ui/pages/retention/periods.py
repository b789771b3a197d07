"""How long each class of record stays, and changing it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.retention import RULES, Decided, Records, Since, label, period_text
from wellnessdesk.services import retention
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.forms import Form
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.pickers import NumberField
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label as text
from wellnessdesk.ui.pages.retention.wording import ICONS

_Row = tuple[Records, int]


class PeriodsPart(QWidget):
    """The table; for an administrator, Enter or the button changes a period."""

    def __init__(self, change: Callable[[Records, int], object] | None) -> None:
        super().__init__()
        self.setObjectName("retention.periods")
        self.table = _table()
        self.change = button(_("Change period…"), self._change, icon="settings")
        self.change.setObjectName("retention.change")
        self.change.setVisible(change is not None)
        self.change.setEnabled(False)
        self._ask = change
        self._by = text("", "muted", wrap=True, small=True)
        if change is not None:
            self.table.current_changed.connect(lambda row: self.change.setEnabled(row is not None))
            self.table.opened.connect(lambda _row: self._change())
        card = Card(_("How long records stay"), self.change)
        card.add(self.table, 1)
        card.add(self._by)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 1)

    def show_periods(self, decided: Decided) -> None:
        """Show these; the selected one stays so."""
        self.table.set_records([(records, decided.periods[records]) for records in Records])
        self._by.setText(
            _("These are the usual periods. Your district's own rule goes first: an administrator can change them.")
            if decided.day is None else
            _("Last changed on {date}. Every change stands in the audit log.").format(date=formats.date(decided.day)))

    def _change(self) -> None:
        row = self.table.current()
        if row is not None and self._ask is not None:
            self._ask(*row)


class PeriodDialog(Dialog):
    """One number. What cannot be is told at its field."""

    def __init__(self, parent: QWidget, context: PageContext, row: _Row, done: Callable[[Decided], object]) -> None:
        super().__init__(parent, _("Change period"))
        self._context, self._done = context, done
        self._records, number = row
        rule = RULES[self._records]
        years = rule.since is Since.SCHOOL_YEAR
        self.number = NumberField(number, rule.least, rule.most, unit=_("years") if years else _("months"))
        self.number.setObjectName("period.number")
        self.save = button(_("Save"), self._save, role="primary")
        self.save.setObjectName("period.save")
        self.save.setDefault(True)
        form = Form()
        self._field = form.field(
            _("Kept for"), self.number,
            hint=(_("After the end of the school year of the record. From {least} to {most} years.") if years else
                  _("After the session. From {least} to {most} months.")).format(least=rule.least, most=rule.most))
        for part in (text(label(self._records), "heading", wrap=True), form,
                     text(_("A shorter period makes more records due. Nothing is destroyed by this: only a coordinator "
                            "can do that, and sees first what will go."), "muted", wrap=True),
                     ButtonRow(self.save, button(_("Cancel"), self.reject))):
            self.body.addWidget(part)
        self.number.setFocus()
        self.number.selectAll()

    def _save(self) -> None:
        desk, records, number = self._context.desk, self._records, self.number.value()
        self.save.setEnabled(False)
        self._context.tasks.run(lambda: retention.set_period(desk, records, number), self._saved, self._failed,
                                owner=self)

    def _saved(self, decided: Decided) -> None:
        self.accept()
        self._done(decided)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Problem):
            self._field.set_error(str(error))
            self._field.focus()
        else:
            messages.failure(self, error)


def _table() -> RecordTable[_Row]:
    columns = [
        Column[_Row](title=_("Records"), text=lambda row: label(row[0]), strong=True, stretch=True,
                     icon=lambda row: ICONS[row[0]], sort=lambda row: list(ICONS).index(row[0])),
        Column[_Row](title=_("Kept for"), text=lambda row: period_text(*row), width=330, sort=lambda row: row[1]),
        Column[_Row](title=_("Rule"), text=lambda row: RULES[row[0]].source, width=270,
                     tooltip=lambda row: RULES[row[0]].source, tone=lambda _row: "muted"),
    ]
    return RecordTable[_Row](_("How long records stay"), columns, lambda row: row[0])
