"""The tables of a preview: who comes, what changes, who becomes inactive, which lines are not taken."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import (
    FieldChange,
    KnownStudent,
    LineNote,
    LineNotTaken,
    RosterPlan,
    RosterStudent,
    fact_label,
)
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.record_model import as_sorted
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.wording import shown

R = TypeVar("R")


@dataclass(frozen=True)  # no slots: Python 3.11 cannot then make `Numbered[Record](…)`
class Numbered(Generic[R]):
    """A record with its place in the list: two lines may say the same."""

    number: int
    record: R


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of one student, before and after."""

    known: KnownStudent
    fact: FieldChange


class Section(QWidget):
    """A heading, a sentence and a table. The object name is `roster.` and its key."""

    def __init__(self, key: str, title: str, count: int, about: str, table: QWidget) -> None:
        super().__init__()
        self.setObjectName(f"roster.{key}")
        self.setAccessibleName(title)
        self.key, self.count = key, count
        self.head = QHBoxLayout()
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label(title, "heading"))
        texts.addWidget(label(about, "muted", wrap=True))
        self.head.addLayout(texts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        column.addLayout(self.head)
        column.addWidget(table, 1)


def sections(plan: RosterPlan) -> list[Section]:
    """Those with something in them, in the order in which they should be looked at."""
    facts = [FactRow(change.known, fact) for change in plan.changes for fact in change.fields]
    gone, back = plan.becoming_inactive, plan.reactivated
    made = (
        Section("adds", _("New students"), len(plan.adds), _("Students the center did not have before."),
                _students(_("New students"), plan.adds, lambda one: one.sourced_id)),
        Section("changes", _("Changes"), len(plan.changes),
                _("Facts that the roster has otherwise. What the center itself entered stays."), _facts(facts)),
        Section("inactive", _("Becoming inactive"), len(gone),
                _("No longer in the roster. Their visits and notes stay; nobody is deleted."),
                _students(_("Becoming inactive"), gone, lambda one: one.id)),
        Section("back", _("Active again"), len(back), _("Inactive before, and in the roster again."),
                _students(_("Active again"), back, lambda one: one.id)),
        _not_taken(plan.not_taken),
        Section("notes", _("Remarks"), len(plan.notes), _("Taken all the same, but worth knowing."),
                _notes(plan.notes)),
    )
    return [section for section in made if section.count]


_S = TypeVar("_S", RosterStudent, KnownStudent)


def name_of(one: RosterStudent | KnownStudent) -> str:
    """First, middle and last name."""
    return " ".join(part for part in (one.given, one.middle, one.family) if part)


def _students(name: str, students: Sequence[_S], key: Callable[[_S], Hashable]) -> RecordTable[_S]:
    facts = [
        Column[_S](title=_("Preferred name"), text=lambda one: one.preferred_given or ""),
        Column[_S](title=_("Grade"), text=lambda one: one.grade, sort=lambda one: one.grade.rjust(4)),
        Column[_S](title=_("School"), text=lambda one: one.school, tone=lambda _one: "muted"),
        Column[_S](title=_("Student number"), text=lambda one: one.student_number, tone=lambda _one: "muted"),
        Column[_S](title=_("Date of birth"), text=lambda one: formats.date(one.birth_date) if one.birth_date else "",
                   sort=lambda one: str(one.birth_date or ""), tone=lambda _one: "muted"),
    ]
    columns = [Column[_S](title=_("Name"), text=name_of, strong=True, stretch=True, sort=lambda one: _by_family(one))]
    columns += [column for column in facts if any(column.text(one) for one in students)]
    table = RecordTable[_S](name, columns, key)
    table.set_records(students)
    return table


def _facts(facts: Sequence[FactRow]) -> RecordTable[FactRow]:
    columns = [
        Column[FactRow](title=_("Name"), text=lambda row: name_of(row.known), strong=True, stretch=True,
                        sort=lambda row: _by_family(row.known)),
        Column[FactRow](title=_("What"), text=lambda row: fact_label(row.fact.field)),
        Column[FactRow](title=_("Until now"), text=lambda row: shown(row.fact.old), tone=lambda _row: "muted",
                        tooltip=lambda row: shown(row.fact.old), width=230),
        Column[FactRow](title=_("From now on"), text=lambda row: shown(row.fact.new), icon=lambda _row: "next",
                        tone=lambda _row: "accent", tooltip=lambda row: shown(row.fact.new), width=260),
    ]
    table = RecordTable[FactRow](_("Changes"), columns, lambda row: (row.known.id, row.fact.field))
    table.set_records(facts)
    return table


def _not_taken(lines: Sequence[LineNotTaken]) -> Section:
    columns = [
        Column[Numbered[LineNotTaken]](title=_("File"), text=lambda row: row.record.file, strong=True),
        Column[Numbered[LineNotTaken]](title=_("Line"), text=lambda row: formats.number(row.record.line), align="right",
                                       sort=lambda row: (row.record.file, row.record.line)),
        Column[Numbered[LineNotTaken]](title=_("Why"), text=lambda row: row.record.reason, stretch=True,
                                       tooltip=lambda row: row.record.reason),
    ]
    table = RecordTable[Numbered[LineNotTaken]](_("Lines not taken"), columns, lambda row: row.number)
    table.set_records([Numbered(*each) for each in enumerate(lines)])
    section = Section("nottaken", _("Lines not taken"), len(lines),
                      _("These lines stay out. Send the list to whoever made the file."), table)
    copy = button(_("Copy list"), lambda: _copy(section, lines), icon="note")
    copy.setObjectName("roster.copy")
    section.head.addWidget(copy)
    return section


def _copy(section: Section, lines: Sequence[LineNotTaken]) -> None:
    rows = [(_("File"), _("Line"), _("Why")), *((line.file, str(line.line), line.reason) for line in lines)]
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
    messages.say(section, _("The list is copied. Paste it into a message or a spreadsheet."))


def _notes(notes: Sequence[LineNote]) -> RecordTable[Numbered[LineNote]]:
    columns = [
        Column[Numbered[LineNote]](title=_("File"), text=lambda row: row.record.file, strong=True),
        Column[Numbered[LineNote]](title=_("Line"), text=lambda row: _line(row.record), align="right",
                                   sort=lambda row: (row.record.file, row.record.line or 0)),
        Column[Numbered[LineNote]](title=_("Remark"), text=lambda row: row.record.text, stretch=True,
                                   tooltip=lambda row: row.record.text),
    ]
    table = RecordTable[Numbered[LineNote]](_("Remarks"), columns, lambda row: row.number)
    table.set_records([Numbered(*each) for each in enumerate(notes)])
    return table


def _line(note: LineNote) -> str:
    return "" if note.line is None else formats.number(note.line)


def _by_family(one: RosterStudent | KnownStudent) -> tuple[str, str]:
    return as_sorted(one.family), as_sorted(one.given)
