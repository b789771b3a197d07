"""Every bundle there was, and the facts by which one is recognized."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.bundles import Bundle, BundleState
from wellnessdesk.domain.tables import PublishedTable, legend
from wellnessdesk.services import bundle_history, papers
from wellnessdesk.services.desk import Desk
from wellnessdesk.ui.kit import messages, pdf_files
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.count_table import CountTable
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.parts import Card, EmptyState
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.wording import STATES, grouped, period_of, state_label, when

_WIDE, _TALL = 900, 460


class HistoryPart(QWidget):
    """The table, and below it what belongs to the selected bundle."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._desk, self._tasks = context.desk, context.tasks
        self._bundle: Bundle | None = None
        self.ask_for_file: Callable[[str], Path | None] = lambda name: pdf_files.ask(self, _("Save the receipt"), name)
        self.setObjectName("export.history")
        self.setAccessibleName(_("History"))
        self.table = _table(self._desk)
        self.table.current_changed.connect(self._show_details)
        self.receipt = button(_("Save receipt…"), self._save_receipt, icon="print")
        self.held = button(_("What it held…"), self._show_held, icon="export")
        self.receipt.setObjectName("history.receipt")
        self.held.setObjectName("history.held")
        self._details = Card(_("Selected bundle"), self.held, self.receipt)
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
        self._bundle = bundle
        self._details.setVisible(bundle is not None)
        if bundle is not None:
            self._file.setText(_("File: {name}").format(name=bundle.file_name))
            self._hash.setText(_("Hash (SHA-256): {hash}").format(hash=grouped(bundle.hash)))
            self._purpose.setText(_("Purpose: {purpose}").format(purpose=bundle.purpose))

    def _save_receipt(self) -> None:
        bundle, desk = self._bundle, self._desk
        if bundle is None or (file := self.ask_for_file(bundle.file_name.removesuffix(".age"))) is None:
            return
        self._tasks.run(lambda: pdf_files.write(file, bundle_history.receipt(desk, bundle.id, papers.size(desk))),
                        lambda made: messages.say(self, _("{file} is saved.").format(file=made.name)), owner=self)

    def _show_held(self) -> None:
        bundle, desk = self._bundle, self._desk
        if bundle is not None:
            self._tasks.run(lambda: bundle_history.tables(desk, bundle.id),
                            lambda tables: HeldDialog(self, period_of(bundle), tables).open(), owner=self)


class HeldDialog(Dialog):
    """The tables of a bundle, exactly as they left."""

    def __init__(self, parent: QWidget, title: str, tables: Sequence[PublishedTable]) -> None:
        super().__init__(parent, title, width=_WIDE)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setSpacing(16)
        for table in tables:
            card = Card(table.layout.title)
            card.add(CountTable(table))
            column.addWidget(card)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        scroll.setMinimumHeight(_TALL)
        self.body.addWidget(label(title, "heading"))
        if tables:
            self.body.addWidget(label(legend(), "muted", wrap=True, small=True))
            self.body.addWidget(scroll)
        else:
            self.body.addWidget(label(_("What this bundle held is not kept here."), wrap=True))
        close = button(_("Close"), self.accept, role="primary")
        close.setObjectName("held.close")
        self.body.addWidget(ButtonRow(close))


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
