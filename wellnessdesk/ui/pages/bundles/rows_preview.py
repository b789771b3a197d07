"""Rows for an evaluation before they leave: how many, who could be found in them, and what must be known."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundle_words import period_label, rows_warnings
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.k_anonymity import Alike
from wellnessdesk.services import evaluation_tables
from wellnessdesk.services.bundle_rows import RowsPreview
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label


class RowsPreviewPart(QWidget):
    """Made anew for each preview; keeps the one it shows. The rows themselves are nowhere on the screen."""

    def __init__(self, shown: RowsPreview) -> None:
        super().__init__()
        self.setObjectName("export.rows")
        self.shown = shown
        self.report = _report(shown.grain, shown.report)
        alike = Card(_("Who is alike"))
        alike.add(label(_("What somebody may know of a student, and how many others are alike in it. In a group of "
                          "fewer than 11, somebody may be found out."), "muted", wrap=True))
        alike.add(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(_summary(shown))
        column.addWidget(alike)


def _summary(shown: RowsPreview) -> Card:
    card = Card(_("What leaves: {period}, for {district}").format(
        period=period_label(shown.period), district=shown.recipient.name))
    card.add(Banner(_("Before you let rows leave"), "\n".join(rows_warnings()), "flag"))
    card.add(label(_figures(shown), "strong", wrap=True))
    card.add(label(_("Each student has a made-up number: the same for this recipient for a school year, another for "
                     "everybody else. No name, no day, no minute."), wrap=True))
    if withheld := shown.counted.withheld:
        card.add(label(ngettext(
            "Of {n} student, grade or language is left out: too few are alike.",
            "Of {n} students, grade or language is left out: too few are alike.", withheld).format(
                n=formats.number(withheld)), wrap=True))
    if shown.unchanged:
        card.add(label(_("The same rows left already for this recipient."), wrap=True))
    return card


def _figures(shown: RowsPreview) -> str:
    rows = shown.counted.rows
    return _("{visits} visits and {sessions} sessions, of {students} students").format(
        visits=formats.number(rows.get("visits", 0)), sessions=formats.number(rows.get("sessions", 0)),
        students=formats.number(shown.counted.students))


def _report(grain: Grain, report: tuple[Alike, ...]) -> RecordTable[Alike]:
    """As the table `k_anonymity` of the bundle, in words."""
    table, known, classes, smallest, students, few = evaluation_tables.report(grain).columns

    def said(one: Alike, place: int) -> str:
        code = evaluation_tables.report_row(one)[place]
        return dict((table, known)[place].labels).get(code, code)

    shown = [Column[Alike](title=table.title, text=lambda one: said(one, 0), width=120),
             Column[Alike](title=known.title, text=lambda one: said(one, 1), stretch=True),
             Column[Alike](title=classes.title, text=lambda one: formats.number(one.classes), align="right", width=100),
             Column[Alike](title=smallest.title, text=lambda one: formats.number(one.smallest), align="right",
                           width=110),
             Column[Alike](title=students.title, text=lambda one: formats.number(one.students), align="right",
                           width=120),
             Column[Alike](title=few.title, text=lambda one: formats.number(one.few), align="right", width=150)]
    made = RecordTable[Alike](_("Who is alike"), shown, lambda one: (one.table, one.known), sortable=False)
    made.set_records(report)
    made.setFixedHeight((len(report) + 1) * ROW_HEIGHT + 8)
    return made
