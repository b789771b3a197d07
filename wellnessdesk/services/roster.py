"""Importing a roster: look first, then take it whole in one transaction; and take the last import back."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain import rollover as new_year
from wellnessdesk.domain.names import tidy
from wellnessdesk.domain.roster import RosterFile, RosterPlan, plan, with_somebody
from wellnessdesk.domain.roster_imports import RosterImport, counts, state_detail, undo_from
from wellnessdesk.domain.sheet_mapping import SAMPLE, SheetLook, SheetMapping, remember, remembered
from wellnessdesk.exchange import look_alikes, oneroster, sheet_roster, sheets
from wellnessdesk.exchange.findings import Findings
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.roster_writer import Undoer, Writer, known_students
from wellnessdesk.store import caregivers, people, roster_imports, roster_state, settings, students, timetables
from wellnessdesk.store.roster_imports import StoredImport
from wellnessdesk.store.transaction import Transaction

_MAPPING = "roster.mapping"
_ROLLOVER = "rollover"
"""Stands in the log, and among the imports, for a start of the school year."""
_WRITTEN = 80
"""Percent: what undoes it and what the log says of it are made after."""
_ONCE_A_YEAR = timedelta(days=200)


@act("roster.preview")
def preview(desk: Desk, path: Path, progress: Progress = NO_PROGRESS,
            mapping: SheetMapping | None = None) -> RosterPlan:
    """What importing the file at `path` would do. Writes nothing.

    It is a OneRoster zip, folder or users.csv; with a `mapping` any CSV or Excel table of students. Raises
    `RosterUnreadable` when nothing can be taken from it, `Cancelled` when the person stopped.
    """
    if mapping is None:
        found = oneroster.read(path, progress, today=desk.today())
    else:
        found = sheet_roster.read(path, mapping, progress, today=desk.today())
    made = _planned(desk, with_somebody(found, path.name))
    progress.check_cancelled()  # of a large roster the comparison takes seconds too
    return made


@act("roster.preview")
def first_look(desk: Desk, path: Path, progress: Progress = NO_PROGRESS) -> RosterPlan | SheetLook:
    """What importing a OneRoster export would do; of any other table, what its columns were taken for.

    Raises what `preview` raises.
    """
    if not sheets.is_sheet(path):
        return preview(desk, path, progress)
    with sheets.opened(path, Findings(), progress) as sheet:
        header = sheet.header
    with desk.reading() as tx:
        kept = settings.get(tx, _MAPPING)
    known = remembered(kept, header)
    return SheetLook(header, known or sheets.recognized(header), remembered=known is not None)


@act("roster.preview")
def sample(desk: Desk, path: Path, mapping: SheetMapping) -> RosterFile:
    """The first lines of a table as they will be read. Raises `RosterUnreadable`."""
    return sheet_roster.read(path, mapping, today=desk.today(), lines=SAMPLE)


@act("roster.preview")
def preview_rollover(desk: Desk, last: str = "") -> RosterPlan:
    """What the start of a school year would do; `last` is the school's last grade, by default its highest."""
    with desk.reading() as tx:
        known, before = list(known_students(tx)), roster_imports.last_of(tx, _ROLLOVER)
    made = new_year.plan(known, last or new_year.last_grade(one.grade for one in known if one.active))
    if before is None or desk.clock.now() - before > _ONCE_A_YEAR:
        return made
    again = _("The grades went up already, on {date}.").format(date=formats.date(desk.local(before)))
    return replace(made, standing=(again, *made.standing))


@act("roster.preview")
def last_grade(desk: Desk) -> str:
    """The highest grade of the school."""
    with desk.reading() as tx:
        return new_year.last_grade(students.grades(tx))


@act("roster.preview")
def last_import(desk: Desk) -> RosterImport | None:
    """The newest import there was, undone or not; None before the first."""
    with desk.reading() as tx:
        found = roster_imports.last(tx)
        return _told(tx, found) if found else None


@act("roster.accept")
def accept(desk: Desk, accepted: RosterPlan, source: str = "", sheet: SheetLook | None = None,
           progress: Progress = NO_PROGRESS) -> None:
    """Do what the preview showed, all of it or (when something fails) nothing. `source` is the file's name.

    `sheet` has the columns of a table as they were said to be, so that the next file of its kind is read like it.
    Raises `Problem` when students it is about have changed by now (accepted twice, or by somebody else), `Cancelled`
    when the person stopped: then nothing of it was written.
    """
    _accept(desk, accepted, source, progress, sheet=sheet)


@act("roster.accept")
def accept_rollover(desk: Desk, accepted: RosterPlan, progress: Progress = NO_PROGRESS) -> None:
    """Start the school year as the preview showed; raises what `accept` raises."""
    _accept(desk, accepted, _ROLLOVER, progress, rollover=True)


@act("roster.undo")
def undo(desk: Desk, import_id: int) -> None:
    """Take back the last import: everything is as it was before, but what the log says of it.

    Raises `Problem` when this was not the last one, when it is undone already, or when something depends on it.
    """
    with desk.change("students", "roster") as change:
        last, kept = roster_imports.last(change.tx), roster_imports.undo_of(change.tx, import_id)
        if last is None or last.id != import_id or not kept:
            raise Problem(_("Only the last import can be undone, only once, and not after records it wrote were "
                            "destroyed."))
        try:
            taken_back = undo_from(kept)
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(_("This cannot be undone: what undoes it was altered.")) from error
        Undoer(change.tx, taken_back).undo()
        roster_imports.mark_undone(change.tx, import_id, change.now)
        change.record("roster.undo", f"import:{import_id}", state_detail(roster_state.fingerprint(change.tx)))


def _accept(desk: Desk, accepted: RosterPlan, source: str, progress: Progress, *, rollover: bool = False,
            sheet: SheetLook | None = None) -> None:
    with desk.change("students", "roster") as change:
        undoing = Writer(change.tx, accepted, Share(progress, 0, _WRITTEN)).write()
        counted = counts(accepted)
        kept = json.dumps(counted | ({_ROLLOVER: 1} if rollover else {}))
        roster_imports.add(change.tx, change.now, desk.person.id, tidy(source), kept, undoing.written())
        if sheet is not None:
            kept_before = settings.get(change.tx, _MAPPING)
            settings.put(change.tx, _MAPPING, remember(kept_before, sheet.header, sheet.proposed))
        said = ", ".join([*(f"{name} {number}" for name, number in counted.items()),
                          state_detail(roster_state.fingerprint(change.tx))])
        progress.check_cancelled()  # the last moment: what is committed can only be undone
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
