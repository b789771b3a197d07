"""Importing a roster: look first, then take it whole in one transaction; and take the last import back."""

import json
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import rollover as new_year
from wellnessdesk.domain.roster import RosterFile, RosterPlan, plan
from wellnessdesk.domain.roster_imports import RosterImport, counts, undo_from
from wellnessdesk.exchange import look_alikes, oneroster
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.roster_writer import Undoer, Writer, known_students
from wellnessdesk.store import caregivers, people, roster_imports, timetables
from wellnessdesk.store.roster_imports import StoredImport
from wellnessdesk.store.transaction import Transaction

_ROLLOVER = "rollover"
"""Stands in the log, and among the imports, for a start of the school year."""


@act("roster.preview")
def preview(desk: Desk, path: Path, progress: Progress = NO_PROGRESS) -> RosterPlan:
    """What importing the OneRoster zip or folder at `path` would do. Writes nothing.

    Raises `RosterUnreadable` when nothing can be taken from it, `Cancelled` when the person stopped.
    """
    return _planned(desk, oneroster.read(path, progress, today=desk.today()))


@act("roster.preview")
def preview_rollover(desk: Desk, last: str = "") -> RosterPlan:
    """What the start of a school year would do; `last` is the school's last grade, by default its highest."""
    with desk.reading() as tx:
        known = list(known_students(tx))
    return new_year.plan(known, last or new_year.last_grade(known))


@act("roster.preview")
def last_grade(desk: Desk) -> str:
    """The highest grade of the school."""
    with desk.reading() as tx:
        return new_year.last_grade(known_students(tx))


@act("roster.preview")
def last_import(desk: Desk) -> RosterImport | None:
    """The newest import there was, undone or not; None before the first."""
    with desk.reading() as tx:
        found = roster_imports.last(tx)
        return _told(tx, found) if found else None


@act("roster.accept")
def accept(desk: Desk, accepted: RosterPlan, source: str = "") -> None:
    """Do what the preview showed, all of it or (when something fails) nothing. `source` is the file's name.

    Raises `Problem` when students it is about have changed by now (accepted twice, or by somebody else).
    """
    _accept(desk, accepted, source)


@act("roster.accept")
def accept_rollover(desk: Desk, accepted: RosterPlan) -> None:
    """Start the school year as the preview showed; raises what `accept` raises."""
    _accept(desk, accepted, _ROLLOVER, rollover=True)


@act("roster.undo")
def undo(desk: Desk, import_id: int) -> None:
    """Take back the last import: everything is as it was before, but what the log says of it.

    Raises `Problem` when this was not the last one, when it is undone already, or when something depends on it.
    """
    with desk.change("students", "roster") as change:
        last, kept = roster_imports.last(change.tx), roster_imports.undo_of(change.tx, import_id)
        if last is None or last.id != import_id or not kept:
            raise Problem(_("Only the last import can be undone, and only once."))
        try:
            taken_back = undo_from(kept)
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(_("This cannot be undone: what undoes it was altered.")) from error
        Undoer(change.tx, taken_back).undo()
        roster_imports.mark_undone(change.tx, import_id, change.now)
        change.record("roster.undo", f"import:{import_id}")


def _accept(desk: Desk, accepted: RosterPlan, source: str, *, rollover: bool = False) -> None:
    with desk.change("students", "roster") as change:
        undoing = Writer(change.tx, accepted).write()
        counted = counts(accepted)
        kept = json.dumps(counted | ({_ROLLOVER: 1} if rollover else {}))
        roster_imports.add(change.tx, change.now, desk.person.id, source, kept, undoing.written())
        said = ", ".join(f"{name} {number}" for name, number in counted.items())
        change.record("roster.rollover" if rollover else "roster.accept", "roster", said)


def _planned(desk: Desk, found: RosterFile) -> RosterPlan:
    with desk.reading() as tx:
        return plan(known_students(tx), found, caregivers.everybody(tx), timetables.everybody(tx), look_alikes.find)


def _told(tx: Transaction, found: StoredImport) -> RosterImport:
    by = people.get(tx, found.by)
    try:
        counted = {str(name): int(number) for name, number in json.loads(found.counts).items()}
    except (ValueError, AttributeError, TypeError):
        counted = {}
    return RosterImport(id=found.id, at=found.at, by=by.name if by else "", source=found.source, counts=counted,
                        rollover=_ROLLOVER in counted, undone_at=found.undone_at)
