"""What would leave, on the screen: how much of it is blank and why, what is different, and each table as it will be."""

from collections import Counter

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundle_words import period_label
from wellnessdesk.domain.bundles import Bundle, Period
from wellnessdesk.domain.tables import BLANK_REASONS, MARKS, Why, why_text
from wellnessdesk.services.bundles import Preview
from wellnessdesk.ui.kit.count_table import Swatch
from wellnessdesk.ui.kit.parts import Card
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.bundles.tables_part import TablesPart, blank_reasons


class PreviewPart(QWidget):
    """Made anew for each preview; keeps the one it shows."""

    def __init__(self, shown: Preview) -> None:
        super().__init__()
        self.setObjectName("export.tables")
        self.shown = shown
        part = TablesPart(shown.tables, shown.findings, shown.changes, _named(shown.last) if shown.last else "")
        self.tables = part.tables
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(_summary(shown))
        column.addWidget(part)


def _summary(shown: Preview) -> Card:
    card = Card(_("What leaves: {period}, for {district}").format(
        period=period_label(shown.period), district=shown.recipient.name))
    card.add(label(_("These tables leave, exactly as they stand here, with the names of center, school and district, "
                     "the days, the purpose, and what is needed to check the bundle. No student's name, no note, and "
                     "nothing about a single visit."), wrap=True))
    card.add(label(_figures(shown), "strong", wrap=True))
    if shown.blanks:
        card.add(_legend(blank_reasons(shown.tables)))
        if shown.rows_left:
            card.add(label(_("Rows of some of these days left for {district}. Whoever has them can count what is blank "
                             "here.").format(district=", ".join(shown.rows_left)), wrap=True))
    for withheld in dict.fromkeys(one.withheld for one in shown.findings if one.withheld):
        card.add(label(_("“{table}” does not leave: no blanks could make it safe.").format(table=withheld), wrap=True))
    if shown.last is not None:
        card.add(label(_differences(shown, shown.last), "muted", wrap=True))
    card.body.setSpacing(8)  # the tables are what is to be seen
    return card


def _differences(shown: Preview, last: Bundle) -> str:
    """How much is different from the bundle before; what, stands with each table, but for tables that are gone."""
    if not shown.changes:
        return _("Compared with {before}: no number is different.").format(before=_named(last))
    here = {table.layout.title for table in shown.tables}
    gone = [one.table for one in shown.changes if one.table not in here]
    said = ngettext("Compared with {before}: {n} number is different. It stands with its table.",
                    "Compared with {before}: {n} numbers are different. They stand with their tables.",
                    len(shown.changes)).format(before=_named(last), n=formats.number(len(shown.changes)))
    return " ".join((said, *(_("“{table}” is not in this one.").format(table=one) for one in gone)))


def _named(last: Bundle) -> str:
    return _("number {number}, {period}").format(number=formats.number(last.sequence),
                                                 period=period_label(Period.of(last.period)))


def _figures(shown: Preview) -> str:
    numbers = sum(1 for table in shown.tables for _place in table.places())
    tables = ngettext("{n} table", "{n} tables", len(shown.tables)).format(n=formats.number(len(shown.tables)))
    if not shown.blanks:
        return _("{tables} with {numbers} numbers. None is blank.").format(
            tables=tables, numbers=formats.number(numbers))
    return _("{tables} with {numbers} numbers, {blanks} of them blank:").format(
        tables=tables, numbers=formats.number(numbers), blanks=formats.number(shown.blanks))


def _legend(counted: Counter[Why]) -> QHBoxLayout:
    """In one line, in short; the whole reason stands below a table for the blank that is chosen."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for why in BLANK_REASONS:
        if counted[why]:
            said = label(_short(why).format(n=formats.number(counted[why])), wrap=True)
            said.setToolTip(why_text(why))
            said.setAccessibleName(_("{letter}, {n} times: {reason}").format(
                letter=MARKS[why], n=formats.number(counted[why]), reason=why_text(why)))
            row.addWidget(Swatch(why))
            row.addWidget(said, len(said.text()))
    return row


def _short(why: Why) -> str:
    return {
        "": "",
        "small": _("{n}: a count of 1 to 10"),
        "complement": _("{n}: a small count could be found from it"),
        "derived": _("{n}: a total or average of such counts"),
    }[why]
