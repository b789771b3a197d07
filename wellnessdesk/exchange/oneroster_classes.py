"""Which class a student has in which period, out of a OneRoster export's classes, enrollments and terms."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.timetables import Classes, Told
from wellnessdesk.exchange import oneroster_lookups, roster_cells
from wellnessdesk.exchange.archive import Source
from wellnessdesk.exchange.csv_table import Row, Table
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.exchange.roster_cells import RosterRole

SESSIONS = Table(
    "academicsessions.csv",
    wanted=("sourcedId", "startDate", "endDate"),
    needed=("sourcedId",),
    others=("status", "dateLastModified", "title", "type", "parentSourcedId", "schoolYear"),
)
CLASSES = Table(
    "classes.csv",
    wanted=("sourcedId", "status", "title", "periods", "termSourcedIds"),
    needed=("sourcedId", "title"),
    others=("dateLastModified", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId",
            "subjects", "subjectCodes"),
)  # fmt: skip
ENROLLMENTS = Table(
    "enrollments.csv",
    wanted=("status", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"),
    needed=("classSourcedId", "userSourcedId"),
    others=("sourcedId", "dateLastModified", "schoolSourcedId", "primary"),
)
TABLES = (SESSIONS, CLASSES, ENROLLMENTS)

_LONGEST_TITLE = 120
_MOST_ALIKE = 100
"""So many lines of one fault are listed one by one; a whole file of them is told in a sentence."""
_NOW, _UNKNOWN, _LATER, _OVER = 3, 2, 1, 0
"""What stands for a period when several classes do: the one that is on now."""


@dataclass(slots=True)
class _Class:
    title: str
    entries: Classes
    turn: int
    ranked: dict[int, list[tuple[int, tuple[str, str]]]] = field(default_factory=dict)

    def at(self, turn: int) -> list[tuple[int, tuple[str, str]]]:
        """Its entries, each with that turn; the same ones for all its students."""
        return self.ranked.setdefault(turn, [(turn, entry) for entry in self.entries])


def read(source: Source, findings: Findings, today: date, students: Collection[str],
         everybody: Collection[str] | None) -> Told:
    """The classes of each student of `students` (roster ids); nothing when the export does not tell.

    `everybody` are the people users.csv names; None where it need not name them all (a delta).
    """
    if CLASSES.name not in source or ENROLLMENTS.name not in source:
        return Told()
    terms = _terms(source, findings, today)
    classes = _classes(source, findings, terms)
    taker = _Enrollments(classes, students, everybody, today, findings, source.label(ENROLLMENTS.name))
    for row in oneroster_lookups.rows(source, ENROLLMENTS, findings):
        taker.take(row)
    taker.tell_of_the_whole()
    return taker.told()


def _terms(source: Source, findings: Findings, today: date) -> dict[str, int]:
    terms = {}
    for row in oneroster_lookups.rows(source, SESSIONS, findings):
        start = roster_cells.read_date(row.get("startDate"), today)
        end = roster_cells.read_date(row.get("endDate"), today)
        terms[row.get("sourcedId")] = _turn(start, end, today)
    return terms


def _turn(start: date | None, end: date | None, today: date) -> int:
    if end and end < today:
        return _OVER
    if start and start > today:
        return _LATER
    return _NOW if start or end else _UNKNOWN


def _classes(source: Source, findings: Findings, terms: Mapping[str, int]) -> dict[str, _Class | None]:
    """By id; None for one that was deleted."""
    classes: dict[str, _Class | None] = {}
    label, without = source.label(CLASSES.name), 0
    for row in oneroster_lookups.rows(source, CLASSES, findings):
        id_, title = row.get("sourcedId"), row.get("title")[:_LONGEST_TITLE]
        if not id_ or not title:
            findings.refuse(label, row.line, _("The id or the name is missing."))
            continue
        gone = roster_cells.is_to_be_deleted(row.get("status")) or roster_cells.is_inactive(row.get("status"))
        periods = roster_cells.read_periods(row.get("periods"))
        without += not gone and not periods
        turns = [terms.get(term, _UNKNOWN) for term in roster_cells.read_list(row.get("termSourcedIds"))]
        made = _Class(title, tuple((period, title) for period in periods), max(turns, default=_UNKNOWN))
        classes.setdefault(id_, None if gone else made)
    if without:
        text = ngettext("{n} class says no period, so it is not known when it is.",
                        "{n} classes say no period, so it is not known when they are.", without)
        findings.note(label, None, text.format(n=without))
    return classes


class _Enrollments:
    """The lines of enrollments.csv, taken one by one."""

    def __init__(self, classes: Mapping[str, _Class | None], students: Collection[str],
                 everybody: Collection[str] | None, today: date, findings: Findings, label: str) -> None:
        self._classes, self._students, self._everybody = classes, students, everybody
        self._today, self._findings, self._label = today, findings, label
        self._found: dict[str, dict[str, tuple[int, tuple[str, str]]]] = {}
        self._ended: dict[str, list[tuple[str, str]]] = {}
        self._strangers = self._contrary = self._lost = 0

    def take(self, row: Row) -> None:
        """One enrollment; of teachers and of people unknown nothing is kept."""
        user, class_id = row.get("userSourcedId"), row.get("classSourcedId")
        if not user or not class_id:
            self._findings.refuse(self._label, row.line, _("The id of the person or of the class is missing."))
        elif roster_cells.read_role(row.get("role") or "student") is not RosterRole.STUDENT:
            return
        elif class_id not in self._classes:
            self._class_is_missing(row)
        elif user in self._students:
            self._put(user, self._classes[class_id], row)
        elif self._everybody is not None:
            self._contrary += user in self._everybody
            self._strangers += user not in self._everybody

    def told(self) -> Told:
        """What every student has."""
        classes = {}
        while self._found:
            user, periods = self._found.popitem()
            classes[user] = tuple(entry for _period, (_rank, entry) in sorted(periods.items()))
        return Told(classes, {user: tuple(ended) for user, ended in self._ended.items()},
                    whole=self._everybody is not None and bool(classes))

    def tell_of_the_whole(self) -> None:
        """What would be thousands of lines otherwise."""
        sentences = (
            (self._strangers, ngettext(
                "{n} line is of a person who is not in users.csv. It was left out.",
                "{n} lines are of people who are not in users.csv. They were left out.", self._strangers)),
            (self._contrary, ngettext(
                "{n} line calls somebody a student who is none in users.csv. It was left out.",
                "{n} lines call people students who are none in users.csv. They were left out.", self._contrary)),
            (max(0, self._lost - _MOST_ALIKE), ngettext(
                "The class of {n} further line is not in classes.csv.",
                "The classes of {n} further lines are not in classes.csv.", max(0, self._lost - _MOST_ALIKE))),
        )
        for count, text in sentences:
            if count:
                self._findings.note(self._label, None, text.format(n=count))

    def _class_is_missing(self, row: Row) -> None:
        self._lost += 1
        if self._everybody is None:
            return  # a delta need not repeat a class that has not changed
        if self._lost <= _MOST_ALIKE:
            self._findings.refuse(self._label, row.line, _("The class of this line is not in classes.csv."))

    def _put(self, user: str, taken: _Class | None, row: Row) -> None:
        gone = roster_cells.is_to_be_deleted(row.get("status")) or roster_cells.is_inactive(row.get("status"))
        if taken is None:
            return
        if gone:
            self._ended.setdefault(user, []).extend(taken.entries)
            return
        turn = min(taken.turn, self._own_turn(row))
        if turn == _OVER:
            return
        periods = self._found.setdefault(user, {})
        for one in taken.at(turn):
            there = periods.get(one[1][0])
            if there is None or there[0] < turn:
                periods[one[1][0]] = one

    def _own_turn(self, row: Row) -> int:
        if not row.get("beginDate") and not row.get("endDate"):
            return _NOW
        start = roster_cells.read_date(row.get("beginDate"), self._today)
        end = roster_cells.read_date(row.get("endDate"), self._today)
        return _turn(start, end, self._today) if start or end else _NOW
