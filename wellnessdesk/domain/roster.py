"""A school's roster as it arrives, and the preview of what taking it would change. Nothing here writes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import caregivers, timetables
from wellnessdesk.domain.caregivers import CaregiverPlan, Family
from wellnessdesk.domain.caregivers import Told as CaregiversTold
from wellnessdesk.domain.names import fold
from wellnessdesk.domain.students import Listed
from wellnessdesk.domain.timetables import ClassChange, Classes
from wellnessdesk.domain.timetables import Told as ClassesTold

# What a roster may change about a student. What the center itself adds to a student is not among them.
FACTS = (
    "sourced_id",
    "student_number",
    "given",
    "middle",
    "family",
    "preferred_given",
    "grade",
    "school",
    "birth_date",
)
# Facts that a roster may correct but not take away: an empty cell says that it does not know.
_NEVER_EMPTIED = {"student_number", "birth_date"}

Value = str | date | None


class RosterUnreadable(Problem):
    """A roster nothing can be taken from. The sentence says what is wrong with the file, and names nobody."""


class RosterKind(StrEnum):
    """A full roster, or only what changed since the last one (OneRoster: `file.users` in the manifest)."""

    BULK = "bulk"
    DELTA = "delta"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterStudent:
    """A student as a roster tells of them. Texts are trimmed; `school` is the school's name."""

    sourced_id: str
    student_number: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    preferred_given: str = ""
    grade: str = ""
    school: str = ""
    birth_date: date | None = None
    active: bool = True
    to_delete: bool = False
    # Facts this roster does not speak of: empty here, and never taken for "now empty".
    unsaid: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStudent:
    """A student the center has, reduced to what came from rosters.

    `sourced_id` is None for a student who was entered by hand. `preferred_given` is what the last roster said, not
    what the center set; leave it None where that is not kept, and no roster will touch the preferred name.
    """

    id: int
    sourced_id: str | None = None
    student_number: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    preferred_given: str | None = None
    grade: str = ""
    school: str = ""
    birth_date: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class LineNotTaken:
    """A line that is not imported: the physical line its record begins on (from 1), why, and whose it is.

    `sourced_id` is "" for a person whose id could not be read, None for a line that is not about a person.
    """

    file: str
    line: int
    reason: str
    sourced_id: str | None = None


@dataclass(frozen=True, slots=True)
class LineNote:
    """Something to know about a line that was taken, or about a whole file (no line)."""

    file: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """All that was read from a roster. `schools` gives names by id; staff are counted only.

    `role_unsaid` are people of whom the file does not say what they are (in a delta, or to be deleted): they are
    students only if the center knows them.
    """

    kind: RosterKind
    version: str = ""
    source: str = ""
    students: tuple[RosterStudent, ...] = ()
    role_unsaid: tuple[RosterStudent, ...] = ()
    caregivers: CaregiversTold = field(default_factory=CaregiversTold)
    classes: ClassesTold = field(default_factory=ClassesTold)
    staff: int = 0
    schools: Mapping[str, str] = field(default_factory=dict)
    not_taken: tuple[LineNotTaken, ...] = ()
    notes: tuple[LineNote, ...] = ()


def with_somebody(found: RosterFile, file: str) -> RosterFile:
    """The roster as it is; raises `RosterUnreadable` for a full one in which no line is a student's, good or bad.

    Taken at its word it would make everybody inactive.
    """
    if found.kind is RosterKind.BULK and not (found.students or found.role_unsaid or found.not_taken):
        raise RosterUnreadable(_(
            "There is no student in {file}. As the full roster it would make every student inactive. Check that it is "
            "the right file, or export it again.").format(file=file))
    return found


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One fact of a student that the roster has otherwise. `field` is one of `FACTS`."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class StudentChange:
    """A known student whose facts change."""

    known: KnownStudent
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A student who would be added, and somebody here, not in the roster, who may be the same person."""

    student: RosterStudent
    known: KnownStudent


Alike = Callable[[Sequence[RosterStudent], Sequence[KnownStudent]], tuple[LookAlike, ...]]
"""Finds the look-alikes among new students and those here whom the roster does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPlan:
    """What taking a roster would do, for a person to look at first.

    A student may stand in `changes` and in `becoming_inactive` or `reactivated` too. `unchanged` counts the known
    students of whom the roster says nothing new, `passed_over` those it calls gone whom the center never had. Who
    stands in `look_alikes` stands in `adds` too, until somebody says that they are the same. `active` counts the active
    students here whom a full roster is about (0 for a delta), `standing` are warnings whatever is decided.
    """

    adds: tuple[RosterStudent, ...] = ()
    changes: tuple[StudentChange, ...] = ()
    becoming_inactive: tuple[KnownStudent, ...] = ()
    reactivated: tuple[KnownStudent, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    caregivers: CaregiverPlan = field(default_factory=CaregiverPlan)
    classes: tuple[ClassChange, ...] = ()
    unchanged: int = 0
    passed_over: int = 0
    not_taken: tuple[LineNotTaken, ...] = ()
    notes: tuple[LineNote, ...] = ()
    active: int = 0
    standing: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to look at first, as it is decided now: whoever is merged or left out becomes inactive no more."""
        return (*_leaving(self), *self.standing)

    @property
    def changes_nothing(self) -> bool:
        """Whether accepting this plan would write nothing."""
        return not (self.adds or self.changes or self.becoming_inactive or self.reactivated or self.classes
                    or not self.caregivers.empty)


def fact_label(fact: str) -> str:
    """The name of one of `FACTS` as a person reads it."""
    return {
        "sourced_id": _("Roster id"),
        "student_number": _("Student number"),
        "given": _("First name"),
        "middle": _("Middle name"),
        "family": _("Last name"),
        "preferred_given": _("Preferred name"),
        "grade": _("Grade"),
        "school": _("School"),
        "birth_date": _("Date of birth"),
    }[fact]


def nobody_alike(_new: Sequence[RosterStudent], _here: Sequence[KnownStudent]) -> tuple[LookAlike, ...]:
    """Where nobody compares names."""
    return ()


def plan(existing: Iterable[KnownStudent], roster: RosterFile, family: Family | None = None,
         classes: Mapping[int, Classes] | None = None, alike: Alike = nobody_alike) -> RosterPlan:
    """Compare a roster with the students the center has (a `sourced_id` at most once), in the roster's order.

    Students are matched by roster id, then by student number. In a full roster, a student who came from a roster
    and is absent becomes inactive; in a delta only those listed are touched. Nobody is deleted: `tobedeleted`
    (OneRoster CSV 1.1, 1.2) makes inactive. To apply a plan, add the adds, set each change's fields to their new
    values, and set who is active; planning the same roster again then changes nothing. `family` are the caregivers
    here, `classes` the timetables by id. Raises nothing.
    """
    known = tuple(existing)
    pairs, clashes = _matched(known, roster)
    met = {mine.id for theirs, mine in pairs if mine}
    gone = [mine for theirs, mine in pairs if mine and mine.active and _is_gone(theirs)]
    absent = _absent(known, met, roster) if roster.kind is RosterKind.BULK else []
    adds = tuple(theirs for theirs, mine in pairs if not mine and not _is_gone(theirs))
    people = {theirs.sourced_id: Listed(mine.id if mine else None, name_of(theirs))
              for theirs, mine in pairs if not _is_gone(theirs)}
    made = RosterPlan(
        adds=adds,
        changes=tuple(_changes(pairs)),
        becoming_inactive=(*gone, *absent),
        reactivated=tuple(mine for theirs, mine in pairs if mine and not mine.active and not _is_gone(theirs)),
        look_alikes=alike(adds, [mine for mine in known if mine.id not in met]) if adds else (),
        caregivers=caregivers.plan(roster.caregivers, family or Family(), people),
        classes=timetables.plan(roster.classes, classes or {}, people),
        passed_over=sum(1 for theirs, mine in pairs if not mine and _is_gone(theirs)),
        not_taken=roster.not_taken,
        notes=roster.notes,
        active=sum(mine.active for mine in known) if roster.kind is RosterKind.BULK else 0,
        standing=tuple(_standing(known, roster, clashes, family or Family())),
    )
    return replace(made, unchanged=len(met - _touched(made)))


def name_of(one: RosterStudent | KnownStudent) -> str:
    """First, middle and last name."""
    return " ".join(part for part in (one.given, one.middle, one.family) if part)


def _touched(made: RosterPlan) -> set[int]:
    """Students of whom something changes."""
    touched = {change.known.id for change in made.changes}
    touched |= {mine.id for mine in (*made.becoming_inactive, *made.reactivated)}
    return touched | {change.id for change in made.classes if change.id is not None}


_Pair = tuple[RosterStudent, KnownStudent | None]


def _matched(known: tuple[KnownStudent, ...], roster: RosterFile) -> tuple[list[_Pair], int]:
    """Each student of the roster with the known one, and how many share a number with somebody else here."""
    by_id = {mine.sourced_id: mine for mine in known if mine.sourced_id}
    listed = {theirs.sourced_id for theirs in (*roster.students, *roster.role_unsaid)}
    mine_by_number = _by_number(mine for mine in known if mine.sourced_id not in listed)
    theirs_by_number = _by_number(roster.students)
    pairs: list[_Pair] = []
    clashes = 0
    for theirs in roster.students:
        mine = by_id.get(theirs.sourced_id)
        if not mine and theirs_by_number.get(theirs.student_number) is theirs and not theirs.to_delete:
            mine = mine_by_number.get(theirs.student_number)
            if mine and not _may_be_same(theirs, mine):
                mine, clashes = None, clashes + 1
        pairs.append((theirs, mine))
    found = ((theirs, by_id.get(theirs.sourced_id)) for theirs in roster.role_unsaid)
    pairs.extend((theirs, mine) for theirs, mine in found if mine and (mine.active or theirs.to_delete))
    return pairs, clashes


_Numbered = TypeVar("_Numbered", KnownStudent, RosterStudent)


def _by_number(students: Iterable[_Numbered]) -> dict[str, _Numbered]:
    """Students by their number, where just one has it: some exports give everybody the same."""
    numbered = [student for student in students if student.student_number]
    count = Counter(student.student_number for student in numbered)
    return {student.student_number: student for student in numbered if count[student.student_number] == 1}


def _may_be_same(theirs: RosterStudent, mine: KnownStudent) -> bool:
    """A number that was given out again must not hand one student's history to another."""
    if theirs.birth_date and mine.birth_date:
        return theirs.birth_date == mine.birth_date
    return fold(theirs.given) == fold(mine.given) or fold(theirs.family) == fold(mine.family)


def _is_gone(theirs: RosterStudent) -> bool:
    return theirs.to_delete or not theirs.active


def _absent(known: tuple[KnownStudent, ...], met: set[int], roster: RosterFile) -> list[KnownStudent]:
    """Students from earlier rosters who are not in this; one whose line could not be taken is not absent."""
    spoiled = {line.sourced_id for line in roster.not_taken}
    return [
        mine
        for mine in known
        if mine.active and mine.sourced_id and mine.id not in met and mine.sourced_id not in spoiled
    ]


def _changes(pairs: Iterable[_Pair]) -> Iterator[StudentChange]:
    for theirs, mine in pairs:
        # A line "to be deleted" is often empty but for its id: its blanks say nothing.
        if mine and not theirs.to_delete and (fields := differences(theirs, mine)):
            yield StudentChange(mine, fields)


def differences(theirs: RosterStudent, mine: KnownStudent) -> tuple[FieldChange, ...]:
    """What the roster has otherwise about a student."""
    return tuple(
        FieldChange(fact, old, new)
        for fact in FACTS
        if fact not in theirs.unsaid
        and (new := getattr(theirs, fact)) != (old := getattr(mine, fact))
        and not (fact in _NEVER_EMPTIED and not new)
        and not (fact == "preferred_given" and old is None)
    )


def _leaving(plan: RosterPlan) -> Iterator[str]:
    """Of a full roster: that very many become inactive, and that some of them may be in lines without an id."""
    leaving = len(plan.becoming_inactive)
    if plan.active and leaving * 2 > plan.active:
        yield _(
            "This roster would make {leaving} of {active} active students inactive. "
            "Check that it is the full roster of the right school."
        ).format(leaving=leaving, active=plan.active)
    unknown = sum(1 for line in plan.not_taken if line.sourced_id == "")
    if plan.active and leaving and unknown:
        yield ngettext(
            "{n} line without an id was not taken. Its student may be among those becoming inactive.",
            "{n} lines without an id were not taken. Their students may be among those becoming inactive.",
            unknown,
        ).format(n=unknown)


def _standing(known: tuple[KnownStudent, ...], roster: RosterFile, clashes: int, family: Family) -> Iterator[str]:
    if clashes:
        yield ngettext(
            "{n} new student has the student number of somebody else here, and will be added apart.",
            "{n} new students have the student numbers of others here, and will be added apart.",
            clashes,
        ).format(n=clashes)
    if strangers := _strangers(known, roster, family):
        yield ngettext(
            "{n} person is new, and the roster does not say whether they are a student. They will not be added.",
            "{n} people are new, and the roster does not say whether they are students. They will not be added.",
            strangers,
        ).format(n=strangers)


def _strangers(known: tuple[KnownStudent, ...], roster: RosterFile, family: Family) -> int:
    ids = {mine.sourced_id for mine in known} | {mine.sourced_id for mine in family.caregivers}
    return sum(1 for theirs in roster.role_unsaid if not theirs.to_delete and theirs.sourced_id not in ids)
