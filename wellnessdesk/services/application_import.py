"""Applications from a CSV or Excel file: its columns, what would be taken, and taking it. For coordinators alone."""

from collections.abc import Mapping
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import application_import as rules
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.application_import import NAME, NUMBER, Line, Look, Preview
from wellnessdesk.domain.applications import Came, Cycle, State, kept_answers
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.roster import RosterUnreadable
from wellnessdesk.domain.students import Student
from wellnessdesk.exchange import sheets
from wellnessdesk.exchange.csv_table import Record, clean
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services.applications import add, cycle_there, put, require_not_over
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import applications, settings, students
from wellnessdesk.store.transaction import Transaction

_KEPT = "applications.columns"
_MOST = 2_000
_Taken = Line | str
"""A line, or the reason why it is none."""


@act("applications.import")
def look(desk: Desk, number: int, path: Path) -> Look:
    """The columns of a file, and what they are taken for. Raises `RosterUnreadable` for what is no table."""
    with sheets.opened(path, Findings()) as sheet:
        header = tuple(sheet.header)
    with desk.reading() as tx:
        cycle, kept = cycle_there(tx, number), settings.get(tx, _KEPT)
    return Look(header, rules.proposed(cycle, header, sheets.recognized(header).columns, kept))


@act("applications.import")
def preview(desk: Desk, number: int, path: Path, columns: Mapping[str, str],
            progress: Progress = NO_PROGRESS) -> Preview:
    """What a file would bring, and each line that is not taken, with its reason. Nothing is written.

    Raises `Problem` while nobody said where names or numbers stand, `RosterUnreadable` for what is no table.
    """
    if not {NUMBER, NAME} & columns.keys():
        raise Problem(_("Say which column holds the student number, or the whole name."))
    findings = Findings()
    with desk.reading() as tx:
        reader = _Reader(tx, cycle_there(tx, number), columns)
    with sheets.opened(path, findings, progress) as sheet:
        places = {name: place for place, name in enumerate(sheet.header)}
        for count, record in enumerate(sheet):
            if count >= _MOST:
                raise RosterUnreadable(_("The file has more than {n} lines. Check that it is the right one.").format(
                    n=_MOST))
            taken = reader.take(record, places)
            if isinstance(taken, str):
                findings.refuse(sheet.label, record.line, taken)
    lines = sorted(findings.not_taken, key=lambda one: one.line)
    return Preview(number, path.name, tuple(reader.lines), tuple(lines))


@act("applications.import")
def accept(desk: Desk, seen: Preview, columns: Mapping[str, str]) -> int:
    """Write what a preview showed; how many. Raises `Problem` where somebody applied meanwhile: then none is taken."""
    if not seen.lines:
        raise Problem(_("There is nothing to take in this file."))
    with desk.change("applications") as change:
        cycle = cycle_there(change.tx, seen.cycle)
        require_not_over(cycle, desk)
        words = []
        for line in seen.lines:
            made = add(desk, change, cycle, Came.FILE, State.SENT, line.student, line.name)
            put(desk, change.tx, made, kept_answers(cycle, line.answers))
            words.append(marks.of(change.tx, made))
        settings.put(change.tx, _KEPT, dict(columns))
        change.record("application.import", f"cycle:{cycle.id}", " ".join(words))
    return len(seen.lines)


class _Reader:
    """Takes lines one by one, and knows who is on the roster and who has applied."""

    def __init__(self, tx: Transaction, cycle: Cycle, columns: Mapping[str, str]) -> None:
        self._cycle, self._columns = cycle, columns
        self.lines: list[Line] = []
        there = applications.of_cycle(tx, cycle.id)
        self._applied = {one.student for one in there if one.student is not None}
        self._names = {fold(one.name) for one in there if one.student is None}
        self._by_number: dict[str, list[Student]] = {}
        self._by_name: dict[str, list[Student]] = {}
        for student in students.everybody(tx, active_only=True):
            self._by_number.setdefault(student.student_number, []).append(student)
            for given in {student.given, student.preferred_given} - {""}:
                self._by_name.setdefault(fold(f"{given} {student.family}"), []).append(student)

    def take(self, record: Record, places: Mapping[str, int]) -> _Taken:
        """One line: kept, or the reason why not."""
        cells = {target: _cell(record, places.get(name, -1)) for target, name in self._columns.items()}
        who = self._who(cells.get(NUMBER, ""), cells.get(NAME, "")) if record.closed else _(
            "A quotation mark is opened and never closed.")
        if isinstance(who, str):
            return who
        student, name = who
        if student in self._applied or (student is None and fold(name) in self._names):
            return _("They have applied already, or stand in this file twice.")
        answers = {one.id: cells.get(one.id, "") for one in self._cycle.criteria.questions}
        if not any(answers.values()):
            return _("No question is answered.")
        if student is None:
            self._names.add(fold(name))
        else:
            self._applied.add(student)
        line = Line(line=record.line, name=name, student=student, answers=answers)
        self.lines.append(line)
        return line

    def _who(self, number: str, name: str) -> tuple[int | None, str] | str:
        found = self._by_number.get(number, []) if number else self._by_name.get(fold(_in_order(name)), [])
        if len({one.id for one in found}) > 1:
            return _("More than one student of the roster has this name or number.")
        if found:
            return found[0].id, found[0].name
        if number:
            return _("Nobody on the roster has this student number.")
        return (None, _in_order(name)) if name else _("It has neither a student number nor a name.")


def _cell(record: Record, place: int) -> str:
    return plain_text.clean(clean(record.cells[place])) if 0 <= place < len(record.cells) else ""


def _in_order(name: str) -> str:
    """"Last, First" as First Last."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name
