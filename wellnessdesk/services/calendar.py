"""The school calendar: read by everybody, set by coordinators and administrators, handed on as a TOML file."""

import hashlib
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.base.paths import resource
from wellnessdesk.domain.calendar import Day, Period, SchoolCalendar, wrong
from wellnessdesk.domain.calendar_plain import CalendarProblem as CalendarProblem  # the page tells it at its place
from wellnessdesk.domain.calendar_plain import from_plain, to_plain
from wellnessdesk.exchange import calendar_toml
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction

KEY = "calendar"
_CACHE = "calendar"


@act("calendar.see")
def whole(desk: Desk) -> SchoolCalendar:
    """The center's school calendar; where none is kept, the bells of the sample and nothing else."""
    found = desk.cache.get(_CACHE)
    if not isinstance(found, SchoolCalendar):
        with desk.reading() as tx:
            found = kept(tx)
        desk.cache[_CACHE] = found
    return found


@act("calendar.see")
def day(desk: Desk, wanted: date) -> Day:
    """What holds on a day: whether there are classes, and which bells."""
    return whole(desk).day(wanted)


@act("calendar.see")
def period_at(desk: Desk, moment: datetime) -> Period | None:
    """The part of the school day a moment (aware) falls in; between two bells the next one. None out of hours."""
    local = desk.local(moment)
    return whole(desk).day(local.date()).period_at(local.hour * 60 + local.minute)


@act("calendar.see")
def is_kept(desk: Desk) -> bool:
    """Whether the center has entered a calendar of its own."""
    with desk.reading() as tx:
        return settings.get(tx, KEY) is not None


@act("calendar.set")
def put(desk: Desk, wanted: SchoolCalendar) -> None:
    """Keep this calendar. Raises `CalendarProblem`, naming the first thing that cannot be right."""
    fault = wrong(wanted)
    if fault:
        raise CalendarProblem(fault)
    plain = to_plain(wanted)
    from_plain(plain)
    with desk.change("calendar", "appointments") as change:
        settings.put(change.tx, KEY, plain)
        change.record("calendar.set", "center", fingerprint(plain))


@act("calendar.set")
def read_file(desk: Desk, path: Path) -> SchoolCalendar:
    """The calendar of a TOML file; nothing is kept yet. Raises `CalendarProblem` saying where it is wrong."""
    return calendar_toml.read(path)


@act("calendar.set")
def file_text(desk: Desk) -> str:
    """The center's calendar as a TOML file."""
    return calendar_toml.text(whole(desk))


@act("calendar.set")
def write_file(desk: Desk, path: Path) -> Path:
    """Write it there; gives the file, with its ending. Raises `Problem` where that cannot be."""
    target = path if path.suffix.lower() == ".toml" else path.with_name(f"{path.name}.toml")
    try:
        target.write_text(file_text(desk), encoding="utf-8")
    except OSError as error:
        raise Problem(_("The file could not be saved there. Choose another folder, or make room on the disk."))\
            from error
    return target


@act("calendar.set")
def sample(desk: Desk) -> SchoolCalendar:
    """The sample that is shipped: a Californian high school's year, to begin with."""
    return shipped()


def kept(tx: Transaction) -> SchoolCalendar:
    """The calendar inside a transaction of the caller. One that was spoiled counts as none."""
    raw = settings.get(tx, KEY)
    try:
        return from_plain(raw) if raw is not None else SchoolCalendar(schedules=shipped().schedules)
    except Problem:
        return SchoolCalendar(schedules=shipped().schedules)


def fingerprint(plain: object) -> str:
    """What the audit log keeps of a calendar (`audit.verify`)."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def shipped() -> SchoolCalendar:
    """The sample, outside of any desk."""
    return calendar_toml.read(resource("catalogues", "school_calendar.toml"))
