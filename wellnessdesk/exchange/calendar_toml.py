"""A school calendar as a TOML file, so that a district can hand one to its schools: read and written."""

import json
import tomllib
from pathlib import Path

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.calendar import SchoolCalendar
from wellnessdesk.domain.calendar_plain import CalendarProblem, from_plain, to_plain

_LARGEST = 1_000_000
_TIMES = ("starts", "ends")
_DAYS = ("first", "last", "day")
"""What TOML writes without quotes."""
_END_OF_DAY = "24:00"
"""The one time that TOML has no word for."""
_HEAD = """\
# A school calendar of WellnessDesk. Dates are written year first, times by the school's clock.
# A name may be one text, or { en = "…", es = "…" }. `weekdays` are mon, tue, wed, thu, fri, sat, sun.
# The `id` of a class period is what the roster calls it.
"""


def read(path: Path) -> SchoolCalendar:
    """The calendar of a file. Raises `CalendarProblem` for a file that cannot be read, or where something is wrong."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError:
        raise CalendarProblem(_("This file cannot be opened.")) from None
    if len(raw) > _LARGEST:
        raise CalendarProblem(_("This file is too big to be a school calendar."))
    try:
        return from_plain(tomllib.loads(raw.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "UTF-8"
        raise CalendarProblem(_("This is no TOML file: {reason}.").format(reason=reason)) from None


def text(calendar: SchoolCalendar) -> str:
    """The file of a calendar."""
    parts = [_HEAD]
    for kind, entries in to_plain(calendar).items():
        for entry in entries:
            parts.append(_table(kind, entry))
    return "\n".join(parts)


def _table(kind: str, entry: dict[str, object]) -> str:
    inner = entry.get("period")
    lines = [f"[[{kind}]]", *(f"{key} = {_value(key, value)}" for key, value in entry.items() if key != "period")]
    more = [_table(f"{kind}.period", one) for one in inner] if isinstance(inner, list) else []
    return "\n".join([*lines, "", *more])


def _value(key: str, value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_value(name, each)}" for name, each in value.items()) + " }"
    if key in _DAYS:
        return str(value)
    if key in _TIMES and value != _END_OF_DAY:
        return f"{value}:00"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
