"""Every bundle there was: what each was, what it held, what became of it, and by what it is recognized."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import rows_held
from wellnessdesk.domain.bundle_words import kind_label
from wellnessdesk.domain.bundles import Bundle, BundleState, Kind, Period
from wellnessdesk.domain.rows_held import RowsHeld
from wellnessdesk.domain.tables import PublishedTable, legend
from wellnessdesk.services import bundle_history
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Card, EmptyState, clear
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.receipts import SaveReceipt
from wellnessdesk.ui.pages.bundles.rows_preview import report_table
from wellnessdesk.ui.pages.bundles.tables_part import TablesPart
from wellnessdesk.ui.pages.bundles.wording import STATES, grouped, moment, period_of, state_label

_WIDE, _TALL = 1060, 460


class HistoryPart(QWidget):
    """The table, and below it what belongs to the selected bundle."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._desk, self._tasks = context.desk, context.tasks
        self._replaced: dict[str, Bundle] = {}
        self.setObjectName("export.history")
        self.setAccessibleName(_("History"))
        self.table = self._table()
        self.table.current_changed.connect(self._show_details)
        self.receipt = SaveReceipt(self, context, "history.receipt")
        self.held = button(_("What it held…"), self._show_held, icon="export")
        self.held.setObjectName("history.held")
        self._details = Card(_("Selected bundle"), self.held, self.receipt.button)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(20)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._details.add(self._facts)
        self._details.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.table, 1)
        column.addWidget(self._details)

    def show_history(self, bundles: Sequence[Bundle]) -> None:
        """Show these; the one selected stays so."""
        self._replaced = {one.supersedes: one for one in bundles
                          if one.supersedes and one.state is BundleState.WRITTEN}
        self.table.set_records(bundles)

    def _show_details(self, bundle: Bundle | None) -> None:
        self.receipt.bundle = bundle
        self._details.setVisible(bundle is not None)
        clear(self._facts)
        if bundle is None:
            return
        self.held.setVisible(bundle.kind is not Kind.PACKET)
        self.receipt.button.setVisible(bundle.state is BundleState.WRITTEN)
        for row, (name, value) in enumerate(self._facts_of(bundle)):
            text = label(value, wrap=True, selectable=True)
            text.setAccessibleName(f"{name}: {value}")
            self._facts.addWidget(label(name, "muted"), row, 0)
            self._facts.addWidget(text, row, 1)

    def _facts_of(self, bundle: Bundle) -> Iterator[tuple[str, str]]:
        yield _("What it is"), _("{kind}, version {version}").format(
            kind=kind_label(bundle.kind), version=formats.number(bundle.version))
        if bundle.kind is not Kind.AGGREGATE:
            yield _("What it held"), (_("It stands in the student's disclosure log.") if bundle.kind is Kind.PACKET else
                                      _("Rows under made-up numbers. They are not kept a second time."))
        yield _("Purpose"), bundle.purpose
        yield _("Authority"), bundle.authority
        if bundle.ends_on is not None:
            yield _("Until"), formats.date(bundle.ends_on)
        if (later := self._replaced.get(bundle.id)) is not None:
            yield _("Replaced by"), _("number {number}, version {version}").format(
                number=formats.number(later.sequence), version=formats.number(later.version))
        yield _("File"), bundle.file_name
        if bundle.own_copy:
            yield _("Our own copy"), bundle.own_copy
        yield _("Hash (SHA-256)"), grouped(bundle.hash)

    def _show_held(self) -> None:
        bundle, desk = self.receipt.bundle, self._desk
        if bundle is None:
            return
        if bundle.kind is Kind.ROWS:
            self._tasks.run(lambda: bundle_history.rows(desk, bundle), lambda rows: self._show(bundle, _rows(rows)),
                            owner=self)
        else:
            self._tasks.run(lambda: bundle_history.tables(desk, bundle.id),
                            lambda tables: self._show(bundle, _tables(tables)), owner=self)

    def _show(self, bundle: Bundle, parts: Sequence[QWidget]) -> None:
        HeldDialog(self, self._period(bundle), parts).open()

    def _period(self, bundle: Bundle) -> str:
        return period_of(self._desk, bundle.kind, Period.of(bundle.period), bundle.written_at)

    def _status(self, bundle: Bundle) -> str:
        return _("Replaced") if bundle.id in self._replaced else state_label(bundle.state)

    def _icon(self, bundle: Bundle) -> str:
        return "undo" if bundle.id in self._replaced else STATES[bundle.state][0]

    def _tone(self, bundle: Bundle) -> Tone:
        return "muted" if bundle.id in self._replaced else STATES[bundle.state][1]

    def _table(self) -> RecordTable[Bundle]:
        desk: Desk = self._desk
        columns = [
            Column[Bundle](title=_("Written"), text=lambda one: moment(desk, one.written_at),
                           sort=lambda one: one.written_at),
            Column[Bundle](title=_("Period"), text=self._period, sort=lambda one: one.period, strong=True),
            Column[Bundle](title=_("District"), text=lambda one: one.recipient.name, stretch=True),
            Column[Bundle](title=_("What it is"), text=lambda one: kind_label(one.kind), width=215),
            Column[Bundle](title=_("Number"), text=_number, align="right", sort=lambda one: one.sequence),
            Column[Bundle](title=_("Status"), text=self._status, badge=True, width=150, icon=self._icon,
                           tone=self._tone),
        ]
        empty = EmptyState(_("No bundle has been written yet"),
                           _("Each one will stand here, with the hash by which the district recognizes it."), "export")
        return RecordTable[Bundle](_("History"), columns, lambda one: one.id, empty=empty)


class HeldDialog(Dialog):
    """What a bundle held: the tables exactly as they left, or how many rows."""

    def __init__(self, parent: QWidget, title: str, parts: Sequence[QWidget]) -> None:
        super().__init__(parent, title, width=_WIDE)
        self.body.addWidget(label(title, "heading"))
        for part in parts or [label(_("What this bundle held is not kept here."), wrap=True)]:
            self.body.addWidget(part)
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("held.close")
        self.body.addWidget(ButtonRow(close))


def _tables(tables: Sequence[PublishedTable]) -> list[QWidget]:
    if not tables:
        return []
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(TablesPart(tables))
    scroll.setMinimumHeight(_TALL)
    return [label(legend(), "muted", wrap=True, small=True), scroll]


def _rows(rows: RowsHeld | None) -> list[QWidget]:
    if rows is None:
        return []
    figures = "   ".join(_("{name}: {value}").format(name=name, value=value) for name, value in rows_held.said(rows))
    return [label(figures, "strong", wrap=True), report_table(rows.grain, rows.report)]


def _number(bundle: Bundle) -> str:
    """The next bundle gets the number of one that never left."""
    return "–" if bundle.state is BundleState.ABANDONED else formats.number(bundle.sequence)
