"""Rows for an evaluation before they leave: each table with its first rows, and who could be found in them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.bundle_words import period_label, rows_warnings
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.k_anonymity import Alike
from wellnessdesk.domain.tables import Column as Told
from wellnessdesk.services import evaluation_tables
from wellnessdesk.services.bundle_rows import RowsPreview
from wellnessdesk.services.evaluation_rows import Sample
from wellnessdesk.ui.kit.parts import Banner, Card
from wellnessdesk.ui.kit.row_delegate import ROW_HEIGHT
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label

Row = tuple[int, tuple[str, ...]]
"""The place of a row on the screen, and what it says."""


class RowsPreviewPart(QWidget):
    """Made anew for each preview; keeps the one it shows."""

    def __init__(self, shown: RowsPreview) -> None:
        super().__init__()
        self.setObjectName("export.rows")
        self.shown = shown
        self.report = report_table(shown.grain, shown.report)
        self.samples = [_sample(one) for one in shown.samples]
        alike = Card(_("Who is alike"))
        alike.add(label(_("What somebody may know of a student, and how many others are alike in it. In a group of "
                          "fewer than 11, somebody may be found out."), "muted", wrap=True))
        alike.add(self.report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(_summary(shown))
        for sample, table in zip(shown.samples, self.samples, strict=True):
            column.addWidget(_sample_card(sample, table))
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


def _sample_card(sample: Sample, table: RecordTable[Row]) -> Card:
    layout = sample.layout
    card = Card(layout.title)
    card.add(label(layout.description, "muted", wrap=True))
    card.add(label(_how_many(sample), "strong", wrap=True))
    if sample.first:
        card.add(table)
    card.add(label(" ".join(f"{column.title}: {column.description}" for column in layout.columns), "muted", wrap=True,
                   small=True))
    return card


def _how_many(sample: Sample) -> str:
    if not sample.first:
        return _("No rows.")
    if sample.rows == len(sample.first):
        return ngettext("{n} row:", "{n} rows:", sample.rows).format(n=formats.number(sample.rows))
    return _("{n} rows. {first} of them, as they leave:").format(
        n=formats.number(sample.rows), first=formats.number(len(sample.first)))


def _sample(sample: Sample) -> RecordTable[Row]:
    """In words; what stands in the file for it, as a tooltip. The made-up number is not made yet."""
    student, *others = sample.layout.columns
    shown = [Column[Row](title=student.title, text=lambda _row: "…", tooltip=lambda _row: student.description,
                         width=120), *(_column(column, place) for place, column in enumerate(others))]
    made = RecordTable[Row](sample.layout.title, shown, lambda row: row[0], sortable=False)
    made.set_records(tuple(enumerate(sample.first)))
    made.setFixedHeight((len(sample.first) + 1) * ROW_HEIGHT + 8)
    return made


def _column(column: Told, place: int) -> Column[Row]:
    words = dict(column.labels)
    return Column[Row](
        title=column.title, text=lambda row: words.get(row[1][place], row[1][place]) or "–", stretch=True,
        tooltip=lambda row: _("In the file: {code}").format(code=row[1][place]) if row[1][place] else "")


def report_table(grain: Grain, report: tuple[Alike, ...]) -> RecordTable[Alike]:
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
