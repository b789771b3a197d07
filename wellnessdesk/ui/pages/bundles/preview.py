"""What would leave, on the screen: every table as it will be, and why numbers are blank."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundle_words import period_label
from wellnessdesk.domain.bundles import Bundle, Period
from wellnessdesk.domain.tables import BLANK_REASONS, MARKS, Cell, PublishedTable, Why, why_text
from wellnessdesk.services.bundles import Preview
from wellnessdesk.ui.kit.count_table import CountTable, Swatch
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label

_MOST = 12
"""Differences that are told one by one."""


class PreviewPart(QWidget):
    """Made anew for each preview; keeps the one it shows."""

    def __init__(self, shown: Preview) -> None:
        super().__init__()
        self.setObjectName("export.tables")
        self.shown = shown
        self.tables = [CountTable(table) for table in shown.tables]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(_summary(shown))
        for published, grid in zip(shown.tables, self.tables, strict=True):
            column.addWidget(_card(published, grid))


def _summary(shown: Preview) -> Card:
    card = Card(_("What leaves: {period}, for {district}").format(
        period=period_label(shown.period), district=shown.recipient.name))
    card.add(label(_("These tables leave, exactly as they stand here, with the names of center, school and district, "
                     "the days, the purpose, and what is needed to check the bundle. No student's name, no note, and "
                     "nothing about a single visit."), wrap=True))
    card.add(label(_figures(shown), "strong", wrap=True))
    for withheld in dict.fromkeys(one.withheld for one in shown.findings if one.withheld):
        card.add(label(_("“{table}” does not leave: no blanks could make it safe.").format(table=withheld), wrap=True))
    if shown.last is not None:
        card.add(label(_differences(shown, shown.last), "muted", wrap=True))
    counted = _counted(shown.tables)
    for why in BLANK_REASONS:
        if counted[why]:
            card.add(_legend(why, counted[why]))
    return card


def _differences(shown: Preview, last: Bundle) -> str:
    """In one sentence what is different from the bundle before, the first twelve numbers one by one."""
    before = _("number {number}, {period}").format(number=formats.number(last.sequence),
                                                   period=period_label(Period.of(last.period)))
    if not shown.changes:
        return _("Compared with {before}: no number is different.").format(before=before)
    said = "; ".join(_("{table}, {place}: {then} → {now}").format(
        table=one.table, place=one.place, then=_said(one.before), now=_said(one.now)) for one in shown.changes[:_MOST])
    more = len(shown.changes) - _MOST
    rest = " " + ngettext("And {n} more.", "And {n} more.", more).format(n=formats.number(more)) if more > 0 else ""
    return _("Compared with {before}: {changes}.").format(before=before, changes=said) + rest


def _said(cell: Cell | None) -> str:
    return "–" if cell is None else cell.said()


def _figures(shown: Preview) -> str:
    numbers = sum(1 for table in shown.tables for _place in table.places())
    tables = ngettext("{n} table", "{n} tables", len(shown.tables)).format(n=formats.number(len(shown.tables)))
    if not shown.blanks:
        return _("{tables} with {numbers} numbers. None is blank.").format(
            tables=tables, numbers=formats.number(numbers))
    return _("{tables} with {numbers} numbers, {blanks} of them blank:").format(
        tables=tables, numbers=formats.number(numbers), blanks=formats.number(shown.blanks))


def _legend(why: Why, count: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Swatch(why), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(_("{letter}, {n} times: {reason}").format(
        letter=MARKS[why], n=formats.number(count), reason=why_text(why)), wrap=True), 1)
    return row


def _card(table: PublishedTable, grid: CountTable) -> Card:
    card = Card(table.layout.title)
    card.add(label(" ".join(part for part in (table.layout.description, _blanks(table)) if part), "muted", wrap=True))
    card.add(grid)
    return card


def _blanks(table: PublishedTable) -> str:
    """How many numbers are blank, and by which letters, for whoever has the legend out of sight."""
    counted = _counted((table,))
    if not counted:
        return _("No number is blank.")
    letters = ", ".join(f"{formats.number(counted[why])} {MARKS[why]}" for why in BLANK_REASONS if counted[why])
    numbers = sum(1 for _place in table.places())
    return _("{blanks} of {numbers} numbers are blank: {letters}.").format(
        blanks=formats.number(counted.total()), numbers=formats.number(numbers), letters=letters)


def _counted(tables: tuple[PublishedTable, ...]) -> Counter[Why]:
    return Counter(why for table in tables for why in table.blanks().values())
