"""Importing a roster: look first, then take it whole in one transaction."""

from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.roster import KnownStudent, RosterPlan, RosterStudent, StudentChange, plan
from wellnessdesk.domain.students import Student
from wellnessdesk.exchange import oneroster
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import students

_COLUMNS = {"preferred_given": "roster_preferred"}
"""Facts whose column has another name: the name a roster prefers is kept apart from the one the center was told."""


@act("roster.preview")
def preview(desk: Desk, path: Path, progress: Progress = NO_PROGRESS) -> RosterPlan:
    """What importing the OneRoster zip or folder at `path` would do. Writes nothing.

    Raises `RosterUnreadable` when nothing can be taken from it, `Cancelled` when the person stopped.
    """
    found = oneroster.read(path, progress, today=desk.today())
    with desk.reading() as tx:
        known = [_known(student, preferred) for student, preferred in students.with_roster_names(tx)]
    return plan(known, found)


@act("roster.accept")
def accept(desk: Desk, accepted: RosterPlan) -> None:
    """Do what the preview showed, all of it or (when something fails) nothing.

    Raises `Problem` when students it would add are there by now (accepted twice, or by somebody else).
    """
    with desk.change("students", "roster") as change:
        there = {student.sourced_id for student in students.everybody(change.tx)}
        if any(student.sourced_id in there for student in accepted.adds):
            raise Problem(_("The students have changed since this preview. Choose the roster again."))
        students.add_many(change.tx, [_row(student) for student in accepted.adds])
        students.change_many(change.tx, [_changed(one) for one in accepted.changes])
        students.change_many(change.tx, [{"id": known.id, "active": False} for known in accepted.becoming_inactive])
        students.change_many(change.tx, [{"id": known.id, "active": True} for known in accepted.reactivated])
        change.record("roster.accept", "roster", _counts(accepted))


def _counts(accepted: RosterPlan) -> str:
    counted = {"adds": accepted.adds, "changes": accepted.changes, "inactive": accepted.becoming_inactive,
               "reactivated": accepted.reactivated, "not taken": accepted.not_taken}
    return ", ".join(f"{name} {len(what)}" for name, what in counted.items())


def _known(student: Student, roster_preferred: str) -> KnownStudent:
    return KnownStudent(
        id=student.id, sourced_id=student.sourced_id, student_number=student.student_number, given=student.given,
        middle=student.middle, family=student.family, preferred_given=roster_preferred, grade=student.grade,
        school=student.school, birth_date=student.birth_date, active=student.active)


def _row(student: RosterStudent) -> dict[str, object]:
    return {
        "sourced_id": student.sourced_id, "student_number": student.student_number, "given": student.given,
        "middle": student.middle, "family": student.family, "roster_preferred": student.preferred_given,
        "grade": student.grade, "school": student.school, "birth_date": student.birth_date, "active": True}


def _changed(one: StudentChange) -> dict[str, object]:
    return {"id": one.known.id, **{_COLUMNS.get(fact.field, fact.field): fact.new for fact in one.fields}}
