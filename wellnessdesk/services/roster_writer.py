"""Writes what was accepted of a roster, and takes it back: students, their caregivers and classes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import TypeVar

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import caregivers as families
from wellnessdesk.domain.caregivers import Family, KnownCaregiver, KnownTie, NewTie, RosterCaregiver
from wellnessdesk.domain.roster import KnownStudent, RosterPlan, RosterStudent
from wellnessdesk.domain.roster_imports import Facts, Undo, Value
from wellnessdesk.domain.students import Student
from wellnessdesk.store import caregivers, roster_imports, students, timetables
from wellnessdesk.store.transaction import Transaction

_COLUMNS = {"preferred_given": "roster_preferred"}
"""Facts whose column has another name: the name a roster prefers is kept apart from the one the center was told."""
_FACTS = {column: fact for fact, column in _COLUMNS.items()}
_AT_ONCE = 2_000
"""Rows handed over at once: a roster of any size needs little memory beside itself."""
_T = TypeVar("_T")
_Columns = Mapping[str, tuple[Value, Value]]
"""By column, what stood there and what does now."""


class Writer:
    """One accepted plan, inside a transaction of the caller. `write` gives what undoes it.

    A large one takes seconds: `progress` is told how far it is, and may stop it.
    """

    def __init__(self, tx: Transaction, plan: RosterPlan, progress: Progress = NO_PROGRESS) -> None:
        self._tx, self._plan, self._undo = tx, plan, Undo()
        self._progress, self._done = progress, 0
        self._total = (len(plan.adds) + len(plan.changes) + len(plan.becoming_inactive) + len(plan.reactivated)
                       + len(plan.caregivers.adds) + len(plan.caregivers.changes) + len(plan.caregivers.gone)
                       + len(plan.caregivers.ties) + len(plan.classes))
        self._ids: dict[str, int] = {}
        self._caregiver_ids: dict[str, int] = {}

    def write(self) -> Undo:
        """Write it all. Raises `Problem` when anybody it is about is not as they were when it was made, `Cancelled`
        when the person stopped: the caller's transaction takes back what was written."""
        self._require_as_seen()
        self._write_students()
        if not self._plan.caregivers.empty:
            self._write_caregivers(caregivers.everybody(self._tx))
            self._write_ties()
        self._write_classes()
        return self._undo

    def _require_as_seen(self) -> None:
        """Nobody was added, changed or taken away since the plan was made."""
        plan = self._plan
        new = {one.sourced_id for one in plan.adds}
        seen = {one.known.id: one.known for one in plan.changes}
        seen |= {one.id: one for one in (*plan.becoming_inactive, *plan.reactivated)}
        met = 0
        for one in known_students(self._tx):
            if one.sourced_id in new or seen.get(one.id, one) != one:
                raise _changed_since()
            met += one.id in seen
        if met != len(seen):
            raise _changed_since()

    def _write_students(self) -> None:
        plan = self._plan
        first = students.newest(self._tx) + 1
        for number, one in enumerate(plan.adds, first):
            self._ids[one.sourced_id] = number
        for part in self._parts(plan.adds):
            students.add_many(self._tx, [_row(self._ids[one.sourced_id], one) for one in part])
        if plan.adds:
            self._undo.students = (first, first + len(plan.adds) - 1)
        self._undo.student_facts = list(_student_facts(plan).items())
        for facts in self._parts(self._undo.student_facts):
            students.change_many(self._tx, _new_values(facts))

    def _write_caregivers(self, family: Family) -> None:
        plan = self._plan.caregivers
        here = {one.id: one for one in family.caregivers}
        there = {one.sourced_id for one in family.caregivers}
        touched = [*(one.known for one in plan.changes), *plan.gone]
        if any(one.sourced_id in there for one in plan.adds) or any(here.get(one.id) != one for one in touched):
            raise _changed_since()
        first = caregivers.newest(self._tx) + 1
        for number, one in enumerate(plan.adds, first):
            self._caregiver_ids[one.sourced_id] = number
        for part in self._parts(plan.adds):
            caregivers.add_many(self._tx, [_caregiver_row(self._caregiver_ids[one.sourced_id], one) for one in part])
        if plan.adds:
            self._undo.caregivers = (first, first + len(plan.adds) - 1)
        self._undo.caregiver_facts = list(_caregiver_facts(plan.changes, plan.gone))
        for facts in self._parts(self._undo.caregiver_facts):
            caregivers.change_many(self._tx, _new_values(facts))

    def _write_ties(self) -> None:
        plan = self._plan.caregivers
        ties = [tie for one in plan.ties if (tie := self._tie(one)) is not None]
        before = caregivers.relations(self._tx, sorted({tie.student for tie in ties} - set(self._ids.values())))
        for part in self._parts(ties):
            caregivers.tie_many(self._tx, part)
        caregivers.untie_many(self._tx, [(one.tie.student, one.tie.caregiver) for one in plan.untied])
        self._undo.ties = [(tie.student, tie.caregiver, before.get((tie.student, tie.caregiver)), tie.relation)
                           for tie in ties]
        self._undo.ties += [(one.tie.student, one.tie.caregiver, one.tie.relation, None) for one in plan.untied]

    def _tie(self, one: NewTie) -> KnownTie | None:
        student = one.student_id if one.student_id is not None else self._ids.get(one.tie.student)
        caregiver = one.caregiver_id if one.caregiver_id is not None else self._caregiver_ids.get(one.tie.caregiver)
        return KnownTie(student, caregiver, one.tie.relation) if student and caregiver else None

    def _write_classes(self) -> None:
        new = {id_: one.new for one in self._plan.classes
               if (id_ := one.id if one.id is not None else self._ids.get(one.student)) is not None}
        if not new:
            return
        before = timetables.of(self._tx, [one.id for one in self._plan.classes if one.id is not None])
        for part in self._parts(list(new.items())):
            timetables.put(self._tx, dict(part))
        self._undo.classes = [(id_, before.get(id_, ())) for id_ in new]

    def _parts(self, rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
        """The rows by the part; whoever waits is told of each, and may stop before it is written."""
        for start in range(0, len(rows), _AT_ONCE):
            self._progress.check_cancelled()
            part = rows[start : start + _AT_ONCE]
            yield part
            self._done += len(part)
            self._progress.report(min(self._done, self._total), self._total)


class Undoer:
    """Takes an import back, inside a transaction of the caller."""

    def __init__(self, tx: Transaction, undo: Undo) -> None:
        self._tx, self._undo = tx, undo

    def undo(self) -> None:
        """Take it all back. Raises `Problem` when something entered since depends on it."""
        self._require_nothing_since()
        undo = self._undo
        timetables.put(self._tx, dict(undo.classes))
        caregivers.tie_many(self._tx, [KnownTie(student, caregiver, before)
                                       for student, caregiver, before, _after in undo.ties if before is not None])
        caregivers.untie_many(self._tx, [(student, caregiver)
                                         for student, caregiver, before, _after in undo.ties if before is None])
        students.change_many(self._tx, _old_values(undo.student_facts))
        caregivers.change_many(self._tx, _old_values(undo.caregiver_facts))
        if undo.caregivers:
            caregivers.remove(self._tx, *undo.caregivers)
        if undo.students:
            students.remove_newest(self._tx, *undo.students)

    def _require_nothing_since(self) -> None:
        depending = roster_imports.depending(self._tx, *self._undo.students) if self._undo.students else 0
        if depending:
            raise Problem(ngettext(
                "This cannot be undone: since the import something was entered about {n} student it added.",
                "This cannot be undone: since the import something was entered about {n} students it added.",
                depending).format(n=depending))
        changed = _changed(known_students(self._tx), dict(self._undo.student_facts))
        changed += _changed(caregivers.everybody(self._tx).caregivers, dict(self._undo.caregiver_facts))
        if changed:
            raise Problem(ngettext(
                "This cannot be undone: what the import wrote about {n} person has been changed since.",
                "This cannot be undone: what the import wrote about {n} people has been changed since.",
                changed).format(n=changed))


def _changed(here: Iterable[KnownStudent | KnownCaregiver], facts: Mapping[int, _Columns]) -> int:
    """How many are not as it was written of them."""
    return len(facts) - sum(1 for one in here if one.id in facts and _as_written(one, facts[one.id]))


def _as_written(one: KnownStudent | KnownCaregiver, columns: _Columns) -> bool:
    return all(getattr(one, _FACTS.get(name, name)) == new for name, (_old, new) in columns.items())


def known_students(tx: Transaction) -> Iterator[KnownStudent]:
    """All students, with the preferred name of the last roster."""
    return (_known(student, preferred) for student, preferred in students.with_roster_names(tx))


def _changed_since() -> Problem:
    return Problem(_("The students have changed since this preview. Choose the roster again."))


def _student_facts(plan: RosterPlan) -> dict[int, _Columns]:
    facts: dict[int, dict[str, tuple[Value, Value]]] = {
        one.known.id: {_COLUMNS.get(fact.field, fact.field): (fact.old, fact.new) for fact in one.fields}
        for one in plan.changes}
    for people, active in ((plan.becoming_inactive, False), (plan.reactivated, True)):
        for one in people:
            facts.setdefault(one.id, {})["active"] = (not active, active)
    return dict(facts)


def _caregiver_facts(changes: Iterable[families.CaregiverChange], gone: Iterable[KnownCaregiver]) -> Iterator[Facts]:
    for change in changes:
        facts: dict[str, tuple[Value, Value]] = {fact.field: (fact.old, fact.new) for fact in change.facts}
        yield change.known.id, facts | ({"active": (False, True)} if change.back else {})
    for one in gone:
        yield one.id, {"active": (True, False)}


def _new_values(facts: Iterable[Facts]) -> Iterator[dict[str, object]]:
    return ({"id": id_, **{name: new for name, (_old, new) in columns.items()}} for id_, columns in facts)


def _old_values(facts: Iterable[Facts]) -> Iterator[dict[str, object]]:
    return ({"id": id_, **{name: old for name, (old, _new) in columns.items()}} for id_, columns in facts)


def _known(student: Student, roster_preferred: str) -> KnownStudent:
    """Texts are interned, as those of the roster it is compared with are: each is held in memory once."""
    return KnownStudent(
        id=student.id, sourced_id=intern(student.sourced_id) if student.sourced_id else None,
        student_number=intern(student.student_number), given=intern(student.given), middle=intern(student.middle),
        family=intern(student.family), preferred_given=intern(roster_preferred), grade=intern(student.grade),
        school=intern(student.school), birth_date=student.birth_date, active=student.active)


def _row(id_: int, student: RosterStudent) -> dict[str, object]:
    return {
        "id": id_, "sourced_id": student.sourced_id, "student_number": student.student_number, "given": student.given,
        "middle": student.middle, "family": student.family, "roster_preferred": student.preferred_given,
        "grade": student.grade, "school": student.school, "birth_date": student.birth_date, "active": True}


def _caregiver_row(id_: int, one: RosterCaregiver) -> dict[str, object]:
    return {"id": id_, "sourced_id": one.sourced_id, "active": True,
            **{fact: getattr(one, fact) for fact in families.FACTS}}
