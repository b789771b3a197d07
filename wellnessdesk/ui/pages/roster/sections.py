"""The tables of a preview: who comes, what changes, who becomes inactive, which lines are not taken."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.roster import (
    KnownStudent,
    LineNote,
    LineNotTaken,
    RosterPlan,
    RosterStudent,
    fact_label,
    name_of,
)
from wellnessdesk.domain.roster_choices import Line, add_line, back_line, inactive_line
from wellnessdesk.domain.timetables import ClassChange
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.record_model import as_sorted
from wellnessdesk.ui.kit.tables import Column, RecordTable
from wellnessdesk.ui.kit.texts import label
from wellnessdesk.ui.pages.roster.lines import CaregiverRow, FactRow, Numbered, caregiver_rows, classes_shown, facts
from wellnessdesk.ui.pages.roster.wording import shown

T = TypeVar("T")
_BOX = 78


class Ticks:
    """Which lines are taken: all, but those somebody left out. `changed` is called after each decision."""

    def __init__(self, changed: Callable[[], object]) -> None:
        self.left_out: set[Line] = set()
        self._changed = changed

    def turn(self, lines: Sequence[Line]) -> None:
        """Leave these out when any is taken, else take them all."""
        self.set(lines, taken=all(line in self.left_out for line in lines))

    def set(self, lines: Sequence[Line], *, taken: bool) -> None:
        """Take these, or leave them out."""
        if taken:
            self.left_out.difference_update(lines)
        else:
            self.left_out.update(lines)
        self._changed()


class Section(QWidget):
    """A heading, a sentence and a table. The object name is `roster.` and its key."""

    def __init__(self, key: str, title: str, count: int, about: str, table: QWidget) -> None:
        super().__init__()
        self.setObjectName(f"roster.{key}")
        self.setAccessibleName(title)
        self.key, self.count = key, count
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label(title, "heading", wrap=True))
        texts.addWidget(label(about, "muted", wrap=True))
        self.head.addLayout(texts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        column.addLayout(self.head)
        column.addWidget(table, 1)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the sections of one plan; with `ticks`, each line has a box."""

    plan: RosterPlan
    ticks: Ticks | None = None

    def sections(self) -> list[Section]:
        """Those with something in them, in the order in which they should be looked at."""
        plan = self.plan
        made = [self._adds(), self._facts(), self._gone(), self._back(), self._caregivers(), self._classes(),
                _not_taken(plan.not_taken), _notes(plan.notes)]
        return [section for section in made if section.count]

    def _adds(self) -> Section:
        title, adds = _("New students"), self.plan.adds
        return self._section("adds", title, len(adds), _("Students the center did not have before."), adds,
                             _student_columns(adds), lambda one: one.sourced_id, add_line)

    def _gone(self) -> Section:
        title, gone = _("Becoming inactive"), self.plan.becoming_inactive
        about = _("No longer in the roster. Their visits and notes stay; nobody is deleted.")
        return self._section("inactive", title, len(gone), about, gone, _student_columns(gone), lambda one: one.id,
                             inactive_line)

    def _back(self) -> Section:
        title, back = _("Active again"), self.plan.reactivated
        return self._section("back", title, len(back), _("Inactive before, and in the roster again."), back,
                             _student_columns(back), lambda one: one.id, back_line)

    def _facts(self) -> Section:
        about = _("Facts that the roster has otherwise. What the center itself entered stays.")
        return self._section("changes", _("Changes"), len(self.plan.changes), about, facts(self.plan), _fact_columns(),
                             lambda row: row.line, lambda row: row.line)

    def _caregivers(self) -> Section:
        rows = caregiver_rows(self.plan.caregivers)
        about = _("Who may be called for a student, and how. Students' own contacts are never taken.")
        return self._section("caregivers", _("Caregivers"), len(rows), about, rows, _caregiver_columns(),
                             lambda row: row.line, lambda row: row.line[:2] if row.line[0] == "caregiver" else row.line)

    def _classes(self) -> Section:
        changes = self.plan.classes
        about = _("Which class a student has in which period, to say what a visit misses.")
        return self._section("classes", _("Classes"), len(changes), about, changes, _class_columns(),
                             lambda one: one.student, lambda one: ("classes", one.student))

    def _section(self, key: str, title: str, count: int, about: str, records: Sequence[T],
                 columns: list[Column[T]], key_of: Callable[[T], Hashable], line: Callable[[T], Line]) -> Section:
        ticks = self.ticks
        if ticks is None:
            return Section(key, title, count, about, _table(title, columns, key_of, records))
        box = Column[T](title=_("Take"), text=lambda one: "" if line(one) in ticks.left_out else _("Taken"), width=_BOX,
                        ticked=lambda one: line(one) not in ticks.left_out,
                        sort=lambda one: line(one) in ticks.left_out)
        table = _table(title, [box, *columns], key_of, records, many=True)
        table.ticked.connect(lambda chosen: ticks.turn([line(one) for one in chosen]))
        table.ticked.connect(lambda _chosen: table.show_ticks())
        section = Section(key, title, count, about, table)
        for name, text, taken in (("all", _("Take all"), True), ("none", _("Take none"), False)):
            every = button(text, partial(_turn_all, ticks, table, [line(one) for one in records], taken))
            every.setObjectName(f"roster.{key}.{name}")
            section.head.addWidget(every)
        return section


def _turn_all(ticks: Ticks, table: RecordTable[T], lines: list[Line], taken: bool) -> None:
    ticks.set(lines, taken=taken)
    table.show_ticks()


def _table(name: str, columns: list[Column[T]], key: Callable[[T], Hashable], records: Sequence[T], *,
           many: bool = False) -> RecordTable[T]:
    table = RecordTable[T](name, columns, key, many=many)
    table.set_records(records)
    return table


_S = TypeVar("_S", RosterStudent, KnownStudent)


def _student_columns(students: Sequence[_S]) -> list[Column[_S]]:
    more = [
        Column[_S](title=_("Preferred name"), text=lambda one: one.preferred_given or ""),
        Column[_S](title=_("Grade"), text=lambda one: one.grade, sort=lambda one: one.grade.rjust(4)),
        Column[_S](title=_("School"), text=lambda one: one.school, tone=lambda _one: "muted"),
        Column[_S](title=_("Student number"), text=lambda one: one.student_number, tone=lambda _one: "muted"),
        Column[_S](title=_("Date of birth"), text=lambda one: formats.date(one.birth_date) if one.birth_date else "",
                   sort=lambda one: str(one.birth_date or ""), tone=lambda _one: "muted"),
    ]
    columns = [Column[_S](title=_("Name"), text=name_of, strong=True, stretch=True, sort=lambda one: _by_family(one))]
    return columns + [column for column in more if any(column.text(one) for one in students)]


def _fact_columns() -> list[Column[FactRow]]:
    return [
        Column[FactRow](title=_("Name"), text=lambda row: name_of(row.known), strong=True, stretch=True,
                        sort=lambda row: _by_family(row.known)),
        Column[FactRow](title=_("What"), text=lambda row: fact_label(row.fact.field)),
        Column[FactRow](title=_("Until now"), text=lambda row: shown(row.fact.old), tone=lambda _row: "muted",
                        tooltip=lambda row: shown(row.fact.old), width=210),
        Column[FactRow](title=_("From now on"), text=lambda row: shown(row.fact.new), icon=lambda _row: "next",
                        tone=lambda _row: "accent", tooltip=lambda row: shown(row.fact.new), width=240),
    ]


def _caregiver_columns() -> list[Column[CaregiverRow]]:
    return [
        Column[CaregiverRow](title=_("Name"), text=lambda row: row.name, strong=True, width=200),
        Column[CaregiverRow](title=_("What"), text=lambda row: row.what, width=170),
        Column[CaregiverRow](title=_("Until now"), text=lambda row: row.old, tone=lambda _row: "muted", width=190,
                             tooltip=lambda row: row.old),
        Column[CaregiverRow](title=_("From now on"), text=lambda row: row.new, tone=lambda _row: "accent",
                             tooltip=lambda row: row.new, stretch=True),
    ]


def _class_columns() -> list[Column[ClassChange]]:
    return [
        Column[ClassChange](title=_("Name"), text=lambda one: one.name, strong=True, width=200),
        Column[ClassChange](title=_("Until now"), text=lambda one: shown(classes_shown(one.old)),
                            tone=lambda _one: "muted", tooltip=lambda one: classes_shown(one.old), width=280),
        Column[ClassChange](title=_("From now on"), text=lambda one: shown(classes_shown(one.new)),
                            tone=lambda _one: "accent", tooltip=lambda one: classes_shown(one.new), stretch=True),
    ]


def _not_taken(lines: Sequence[LineNotTaken]) -> Section:
    columns = [
        Column[Numbered[LineNotTaken]](title=_("File"), text=lambda row: row.record.file, strong=True),
        Column[Numbered[LineNotTaken]](title=_("Line"), text=lambda row: formats.number(row.record.line), align="right",
                                       sort=lambda row: (row.record.file, row.record.line)),
        Column[Numbered[LineNotTaken]](title=_("Why"), text=lambda row: row.record.reason, stretch=True,
                                       tooltip=lambda row: row.record.reason),
    ]
    table = _table(_("Lines not taken"), columns, lambda row: row.number,
                   [Numbered(*each) for each in enumerate(lines)])
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


def _notes(notes: Sequence[LineNote]) -> Section:
    columns = [
        Column[Numbered[LineNote]](title=_("File"), text=lambda row: row.record.file, strong=True),
        Column[Numbered[LineNote]](title=_("Line"), text=lambda row: _line(row.record), align="right",
                                   sort=lambda row: (row.record.file, row.record.line or 0)),
        Column[Numbered[LineNote]](title=_("Remark"), text=lambda row: row.record.text, stretch=True,
                                   tooltip=lambda row: row.record.text),
    ]
    table = _table(_("Remarks"), columns, lambda row: row.number, [Numbered(*each) for each in enumerate(notes)])
    return Section("notes", _("Remarks"), len(notes), _("Taken all the same, but worth knowing."), table)


def _line(note: LineNote) -> str:
    return "" if note.line is None else formats.number(note.line)


def _by_family(one: RosterStudent | KnownStudent) -> tuple[str, str]:
    return as_sorted(one.family), as_sorted(one.given)
