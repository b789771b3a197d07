"""Reads a roster from any table of students, as a mapping says which column is which fact. Nothing here writes."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from pathlib import Path

from wellnessdesk.base.clock import SystemClock
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.caregivers import RosterCaregiver, Tie, Told
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.roster import RosterFile, RosterKind, RosterStudent, RosterUnreadable
from wellnessdesk.domain.sheet_mapping import SheetMapping
from wellnessdesk.exchange import roster_cells, sheets
from wellnessdesk.exchange.csv_table import Record, clean, plain
from wellnessdesk.exchange.findings import Findings

_OWN = "number:"
"""A student whose table has no roster id is known by the number."""
_LONGEST = 255
_CAREGIVERS = ("caregiver1", "caregiver2")
_MOST_CAREGIVERS = 20
"""Of one student; more of them is a column mixed up."""
_SAID = ("middle", "preferred_given", "grade", "school", "birth_date")
_GONE = {"i", "n", "w", "inactive", "withdrawn", "exited", "left", "graduated", "transferred", "dropped", "noshow",
         "no", "false"}  # fmt: skip
_ENROLL_STATUS_HERE = {"0", "-1"}
"""PowerSchool's Enroll_Status: 0 is enrolled, -1 will be; every other number is not any more."""


def read(path: Path, mapping: SheetMapping, progress: Progress = NO_PROGRESS, *, today: date | None = None,
         lines: int | None = None) -> RosterFile:
    """Read all that a table says of students and their caregivers; only the first `lines`, if that is given.

    Raises `RosterUnreadable` when nothing can be taken, or a column is missing that a student cannot do without.
    """
    if missing := mapping.missing():
        raise RosterUnreadable(
            _("It is not known which columns of {file} are these: {columns}.").format(
                file=path.name, columns=", ".join(missing)))
    findings = Findings()
    with sheets.opened(path, findings, progress) as sheet:
        taker = _Taker(sheet, mapping, findings, today or SystemClock().now().date())
        for record in islice(sheet, lines):
            taker.take(record)
    return taker.roster(RosterKind.BULK if mapping.whole else RosterKind.DELTA)


class _Taker:
    """The lines of one table, taken one by one. A student may stand on several, one for each caregiver."""

    def __init__(self, sheet: sheets.Sheet, mapping: SheetMapping, findings: Findings, today: date) -> None:
        places = {name: place for place, name in enumerate(sheet.header)}
        self._places = {fact: places[name] for fact, name in mapping.columns.items() if name in places}
        self._width, self._label, self._findings, self._today = len(sheet.header), sheet.label, findings, today
        numbers = plain(mapping.columns.get("status", "")) == "enrollstatus"
        self._enroll_status = numbers
        unsaid = {fact for fact in _SAID if fact not in self._places}
        unsaid |= set() if "sourced_id" in self._places else {"sourced_id"}
        unsaid |= set() if "student_number" in self._places else {"student_number"}
        self._unsaid = frozenset(unsaid)
        self._students: dict[str, RosterStudent] = {}
        self._first: dict[str, int] = {}
        self._caregivers: dict[str, RosterCaregiver] = {}
        self._ties: list[Tie] = []
        self._whose: dict[str, list[str]] = {}

    def take(self, record: Record) -> None:
        """One line: a student, another caregiver of one, or a reason why not."""
        cells = {fact: clean(record.cells[place]) if place < len(record.cells) else ""
                 for fact, place in self._places.items()}
        id_ = cells.get("sourced_id") or (_OWN + cells["student_number"] if cells.get("student_number") else "")
        given, family = _names(cells)
        reason = self._obstacle(record, cells, id_, given, family)
        if reason:
            self._findings.refuse(self._label, record.line, reason, id_)
            return
        if id_ not in self._students:
            self._first[id_] = record.line
            self._students[id_] = self._student(record, cells, id_, given, family)
        self._take_caregivers(record, cells, id_)

    def roster(self, kind: RosterKind) -> RosterFile:
        """All that was taken."""
        told = Told(tuple(self._caregivers.values()), (), tuple(self._ties),
                    whole=kind is RosterKind.BULK and bool(self._ties))
        schools = {student.school: student.school for student in self._students.values() if student.school}
        return RosterFile(kind=kind, students=tuple(self._students.values()), caregivers=told, schools=schools,
                          not_taken=tuple(self._findings.not_taken), notes=tuple(self._findings.notes))

    def _obstacle(self, record: Record, cells: Mapping[str, str], id_: str, given: str, family: str) -> str:
        """Why this line cannot be taken, or ""."""
        if not record.closed:
            return _("A quotation mark is opened and never closed.")
        if any(map(clean, record.cells[self._width :])):
            return _("The line has more cells than the header, perhaps from a comma without quotation marks.")
        if not id_:
            return _("The student number is missing.")
        if not given and not family:
            return _("The name is missing.")
        if any(len(cell) > _LONGEST for cell in cells.values()):
            return _("A name or number is far too long.")
        there = self._students.get(id_)
        if there and (fold(there.given), fold(there.family)) != (fold(given), fold(family)):
            return _("The number is that of line {line}, which was taken.").format(line=self._first[id_])
        return ""

    def _student(self, record: Record, cells: Mapping[str, str], id_: str, given: str, family: str) -> RosterStudent:
        if roster_cells.is_formula(given) or roster_cells.is_formula(family):
            self._note(record, roster_cells.formula_taken())
        return RosterStudent(
            sourced_id=id_, student_number=cells.get("student_number", ""), given=given,
            middle=cells.get("middle", ""), family=family, preferred_given=cells.get("preferred_given", ""),
            grade=self._grade(record, cells.get("grade", "")), school=cells.get("school", ""),
            birth_date=self._birth_date(record, cells.get("birth_date", "")),
            active=self._is_here(cells.get("status", "")), unsaid=self._unsaid)

    def _grade(self, record: Record, cell: str) -> str:
        grades = roster_cells.read_list(cell)
        if len(grades) > 1:
            self._note(record, _("The line has several grades. The first was taken."))
        return roster_cells.read_grade(grades[0]) if grades else ""

    def _birth_date(self, record: Record, cell: str) -> date | None:
        day = roster_cells.read_birth_date(cell, self._today)
        if cell and day is None:
            self._note(record, _("The date of birth is no date, or not a possible one. It was left out."))
        return day

    def _is_here(self, cell: str) -> bool:
        if self._enroll_status:
            return not cell or cell in _ENROLL_STATUS_HERE
        return plain(cell) not in _GONE

    def _take_caregivers(self, record: Record, cells: Mapping[str, str], student: str) -> None:
        for slot in _CAREGIVERS:
            name = cells.get(f"{slot}_name", "")
            contacts = {fact: cells.get(f"{slot}_{fact}", "") for fact in ("phone", "sms", "email")}
            if name or any(contacts.values()):
                self._put_caregiver(record, student, name, contacts, cells, slot)

    def _put_caregiver(self, record: Record, student: str, name: str, contacts: dict[str, str],
                       cells: Mapping[str, str], slot: str) -> None:
        """Known from one import to the next by their place: the first of this student, the second."""
        mine = self._whose.setdefault(student, [])
        given, family = _parted(name)
        if any((self._caregivers[one].given, self._caregivers[one].family) == (given, family) for one in mine):
            return
        if len(mine) >= _MOST_CAREGIVERS:
            self._note(record, _("The student has far too many caregivers. This one was left out."))
            return
        id_ = f"{student}#{len(mine) + 1}"
        unsaid = frozenset({fact for fact in contacts if f"{slot}_{fact}" not in self._places}
                           | (set() if "caregiver_language" in self._places else {"language"}))
        if roster_cells.is_formula(name):
            self._note(record, roster_cells.formula_taken())
        self._caregivers[id_] = RosterCaregiver(
            sourced_id=id_, given=given, family=family, phone=contacts["phone"], sms=contacts["sms"],
            email=contacts["email"], unsaid=unsaid,
            language=roster_cells.read_language(cells.get("caregiver_language", "")))
        mine.append(id_)
        self._ties.append(Tie(student, id_, cells.get(f"{slot}_relation", "").casefold()))

    def _note(self, record: Record, text: str) -> None:
        self._findings.note(self._label, record.line, text)


def _names(cells: Mapping[str, str]) -> tuple[str, str]:
    """First and last name."""
    given, family = cells.get("given", ""), cells.get("family", "")
    return (given, family) if given or family else _parted(cells.get("full_name", ""))


def _parted(name: str) -> tuple[str, str]:
    """First and last name of "Last, First" or of "First Last"."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return given, family
    given, _space, family = name.rpartition(" ")
    return (given, family) if given else (family, "")
