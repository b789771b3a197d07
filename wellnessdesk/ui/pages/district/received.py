"""Received: every bundle that was taken, by center and period; what is missing; and the tables of each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundle_words import delete_by
from wellnessdesk.domain.district import AGGREGATE, Chain, Receipt
from wellnessdesk.domain.tables import legend
from wellnessdesk.services.district import received
from wellnessdesk.services.district.desk import FEATURE
from wellnessdesk.services.district.received import Held
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.count_table import CountTable
from wellnessdesk.ui.kit.layouts import stacked
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.palette import Tone
from wellnessdesk.ui.kit.parts import Banner, Card, EmptyState, clear
from wellnessdesk.ui.kit.scrolling import Scrolling
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.district.context import DistrictContext
from wellnessdesk.ui.pages.district.wording import kind, period, place

_DELETE_BY = 5
"""The column of the day by which a bundle has to be deleted."""


class ReceivedPage(Page):
    """The list, and in its place what is in the bundle that is opened. `choose_folder` can be set by tests."""

    features = frozenset({FEATURE})

    def __init__(self, context: DistrictContext) -> None:
        super().__init__(_("Received"), "", scroll=False)
        self._desk, self._tasks = context.desk, context.tasks
        self.choose_folder: Callable[[], Path | None] = self._ask_for_folder
        self._shown: Receipt | None = None
        self._files = button(_("Open to a folder…"), self.unpack, icon="folder")
        self._files.setObjectName("received.files")
        self.add_action(self._files)
        self._delete = button(_("Delete the content…"), self.delete, icon="remove", role="danger")
        self._delete.setObjectName("received.delete")
        self.add_action(self._delete)
        self._back = button(_("All bundles"), self.show_list, icon="back")
        self._back.setObjectName("received.back")
        self.add_action(self._back)
        self.gaps = Banner(tone="flag")
        self.table = _table(lambda: context.go_to("inbox"), context.desk.today)
        self.table.setObjectName("received.table")
        self.table.opened.connect(self.open)
        body = QWidget()
        self._tables = QVBoxLayout(body)
        self._tables.setContentsMargins(0, 0, 0, 0)
        self._tables.setSpacing(16)
        self._parts = QStackedWidget()
        self._parts.addWidget(stacked(self.gaps, (self.table, 1)))
        self._parts.addWidget(Scrolling(body))
        self.add(self._parts, 1)
        self.show_list()

    def refresh(self) -> None:
        """Ask for every bundle."""
        desk = self._desk
        self._tasks.latest("received.list", lambda: received.listed(desk), self._show, owner=self)

    def focus_first(self) -> None:
        """The list, or the way back to it."""
        shown = self.table if self._parts.currentIndex() == 0 else self._back
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, receipt: Receipt) -> None:
        """Show what a bundle contains."""
        desk = self._desk
        self._tasks.run_with_progress(lambda progress: received.held(desk, receipt.id, progress),
                                      lambda held: self._show_held(receipt, held), title=_("Reading the file"),
                                      parent=self)

    def unpack(self) -> None:
        """Write the files of the bundle that is shown, unprotected, for whoever needs them."""
        receipt, desk = self._shown, self._desk
        folder = self.choose_folder() if receipt is not None and self._may_lie_open(receipt) else None
        if receipt is None or folder is None:
            return
        self._tasks.run_with_progress(lambda progress: received.unpack(desk, receipt.id, folder, progress),
                                      self._tell_files, title=_("Writing the files"), parent=self)

    def delete(self) -> None:
        """Delete what the bundle that is shown holds; its record stays."""
        receipt, desk = self._shown, self._desk
        if receipt is not None and messages.confirm(self, _("Delete what this bundle holds?"), _(
                "Its file is deleted here, for good. What came, from whom and when stays on record. Copies in other "
                "folders and in backups you delete yourself."), _("Delete the content"), danger=True):
            self._tasks.run(lambda: received.delete(desk, receipt.id), lambda _gone: self._tell_deleted(), owner=self)

    def _tell_deleted(self) -> None:
        self.show_list()
        messages.say(self, _("The content was deleted. Its record stays."))

    def _may_lie_open(self, receipt: Receipt) -> bool:
        return receipt.kind == AGGREGATE or messages.confirm(self, _("Write these files unprotected?"), _(
            "They are about students. Whoever can use the folder can read them. Delete them as soon as nobody needs "
            "them."), _("Write the files"), danger=True)

    def _tell_files(self, folder: Path) -> None:
        messages.say(self, _("The files are in {folder}.").format(folder=folder))

    def show_list(self) -> None:
        """Back to all of them."""
        self._shown = None
        self._back.hide()
        self._files.hide()
        self._delete.hide()
        self._parts.setCurrentIndex(0)
        self.set_title(_("Received"), _("Every bundle that was taken. Open one to see its tables."))

    def _ask_for_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self, _("A folder for the files"))
        return Path(name) if name else None

    def _show(self, found: Sequence[Receipt]) -> None:
        self.table.set_records(found)
        self.table.setColumnHidden(_DELETE_BY, not any(one.ends_on for one in found))  # else the names have no room
        missing = gaps(found)
        self.gaps.say(_("Bundles are missing") if missing else "", "\n".join(missing), "flag")

    def _show_held(self, receipt: Receipt, held: Held) -> None:
        self._shown = receipt = replace(receipt, ends_on=held.ends_on or receipt.ends_on)
        clear(self._tables)
        self._tables.addWidget(_facts(receipt, held, self._desk.today()))
        for table in held.tables:
            card = Card(table.layout.title)
            if table.layout.description:
                card.add(label(table.layout.description, "muted", wrap=True))
            card.add(CountTable(table))
            self._tables.addWidget(card)
        self._tables.addStretch(1)
        self._back.show()
        there = receipt.deleted_at is None
        self._files.setVisible(there)
        self._delete.setVisible(there and receipt.kind != AGGREGATE)
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)  # else a table below would have it, scrolled into sight
        self._parts.setCurrentIndex(1)
        self.set_title(place(receipt), period(receipt.period))


def gaps(found: Sequence[Receipt]) -> list[str]:
    """A sentence for each center of which numbers are missing between those that came."""
    told = []
    for center in dict.fromkeys(one.center_id for one in found):
        mine = [one for one in found if one.center_id == center]
        numbers = Chain(mine).standing
        missing = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
        if missing:
            told.append(ngettext("{center}: number {numbers}.", "{center}: numbers {numbers}.", len(missing)).format(
                center=place(mine[0]), numbers=", ".join(map(formats.number, missing))))
    return told


def _facts(receipt: Receipt, held: Held, today: date) -> Card:
    card = Card(_("What this bundle is"))
    lines = [
        _("{kind}, number {number}, version {version}, taken on {day}.").format(
            kind=kind(receipt), number=formats.number(receipt.sequence), version=formats.number(receipt.version),
            day=formats.date(receipt.taken_at.date())),
        _("Purpose: {purpose}").format(purpose=receipt.purpose),
        _("Taken although it did not follow: {reason}").format(reason=receipt.reason) if receipt.reason else "",
        delete_by(receipt, today),
        *(f"{title}: " + ngettext("{n} row", "{n} rows", rows).format(n=formats.number(rows))
          for title, rows in held.rows),
        _where(receipt),
        legend() if any(table.blanks() for table in held.tables) else "",
    ]
    for line in filter(None, lines):
        card.add(label(line, wrap=True))
    return card


def _where(receipt: Receipt) -> str:
    if receipt.kind == AGGREGATE:
        return ""
    if receipt.deleted_at is not None:
        return _("It is in no total. What it held is not here any more.")
    return _("It is in no total. Its file is kept here, encrypted as it came.")


def _table(to_inbox: Callable[[], object], today: Callable[[], date]) -> RecordTable[Receipt]:
    go = button(_("Go to the inbox"), to_inbox, icon="import", role="primary")
    go.setObjectName("received.inbox")
    empty = EmptyState(_("Nothing was received yet"), _("Take the first bundle in the inbox."), "import", go)
    columns = [
        Column[Receipt](title=_("Center"), text=place, tooltip=place, strong=True, stretch=True),
        Column[Receipt](title=_("Period"), text=lambda one: period(one.period),
                        tooltip=lambda one: period(one.period), sort=lambda one: one.first_day, width=144),
        Column[Receipt](title=_("Kind"), text=kind, tooltip=kind),
        Column[Receipt](title=_("Number"), text=lambda one: formats.number(one.sequence), align="right",
                        sort=lambda one: one.sequence),
        Column[Receipt](title=_("Taken on"), text=lambda one: formats.date(one.taken_at.date()),
                        sort=lambda one: one.taken_at),
        Column[Receipt](title=_("Delete by"), text=lambda one: formats.date(one.ends_on) if one.ends_on else "–",
                        sort=lambda one: one.ends_on or date.max, width=110),
        Column[Receipt](title=_("Status"), text=lambda one: _status(one, today()), badge=True, width=155,
                        tone=lambda one: _tone(one, today())),
    ]
    return RecordTable[Receipt](_("Received"), columns, lambda one: one.id, empty=empty)


def _status(one: Receipt, today: date) -> str:
    if one.deleted_at is not None:
        return _("Deleted")
    if one.past(today):
        return _("Past its day")
    if one.counts:
        return _("In force, set aside") if one.displaced else _("In force")
    return _("Set aside") if one.displaced else _("Replaced")


def _tone(one: Receipt, today: date) -> Tone:
    if one.past(today) or (one.counts and one.displaced):
        return "flag"
    return "ok" if one.counts and one.deleted_at is None else "muted"
