"""Reads a catalogue file and refuses a wrong one in words that name the file, the line and the entry.

A file has a `[catalogue]` table with `source` and `last_verified`, and one `[[entry]]` table an entry;
an entry may carry a source and date of its own. Every text for people is `{ en = "…", es = "…" }`.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.catalogue_entries import (
    AgreementWords,
    ApplicationQuestion,
    BellPeriod,
    CaregiverRule,
    Catalogue,
    ClearanceRule,
    DemographicOption,
    Entry,
    HourActivity,
    RedFlag,
    ScopePrompt,
    ServiceOption,
    Text,
    TrainingModule,
    Urgency,
    VisitReason,
)


class CatalogueProblem(Problem):
    """A catalogue file is missing or wrong; the text names the file and, where there is one, the entry."""


def read(path: Path, kind: type[Entry]) -> Catalogue[Any]:
    """The catalogue in `path`, whose entries are of `kind`. Raises CatalogueProblem."""
    raw = _parse(path)
    head = raw.get("catalogue")
    if not isinstance(head, dict):
        raise _wrong(path, _("the table [catalogue] is missing."))
    entries = tuple(_entry(path, kind, head, one) for one in _tables(path, raw))
    _check_ids(path, entries)
    if kind is RedFlag:
        _check_urgencies(path, entries)
    _check_names(path, entries)
    return Catalogue(path.stem, entries)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise _wrong(path, _("the file is missing or cannot be opened.")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, _("it is not a valid TOML file: {reason}.").format(reason=error)) from None


def _tables(path: Path, raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    tables = raw.get("entry")
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        raise _wrong(path, _("it has no entries. Each one begins with [[entry]]."))
    return tables


def _entry(path: Path, kind: type[Entry], head: Mapping[str, object], own: Mapping[str, object]) -> Entry:
    raw = {key: head[key] for key in ("source", "last_verified") if key in head} | dict(own)
    wanted: dict[str, Any] = {field.name: field.type for field in fields(kind)}
    name = str(own.get("id", "?"))
    for key in raw:
        if key not in wanted:
            raise _wrong_entry(path, name, _("“{field}” is not known here.").format(field=key))
    for key, expected in wanted.items():
        if key not in raw or not _fits(expected, raw[key]):
            raise _wrong_entry(path, name, _expectation(key, expected))
    entry = kind(**{key: _value(expected, raw[key]) for key, expected in wanted.items()})
    reason = _broken_rule(entry)
    if reason:
        raise _wrong_entry(path, name, reason)
    return entry


def _fits(expected: object, value: object) -> bool:
    if expected is Text:
        return (isinstance(value, dict) and set(value) == {"en", "es"}
                and all(isinstance(text, str) and text.strip() for text in value.values()))
    if expected == tuple[str, ...]:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is expected


def _value(expected: object, value: Any) -> Any:
    if expected is Text:
        return Text(value["en"], value["es"])
    return tuple(value) if isinstance(value, list) else value


def _expectation(key: str, expected: object) -> str:
    sentences: dict[object, str] = {
        Text: _("“{field}” must be a text in English and Spanish."),
        int: _("“{field}” must be a whole number."),
        bool: _("“{field}” must be true or false."),
        dt.date: _("“{field}” must be a date, year first."),
        dt.time: _("“{field}” must be a time with hours, minutes and seconds."),
        tuple[str, ...]: _("“{field}” must be a list of texts."),
    }
    return sentences.get(expected, _("“{field}” must be a text in quotes.")).format(field=key)


_CHOICES: Mapping[type[Entry], tuple[str, tuple[str | int, ...]]] = {
    ServiceOption: ("tier", (1, 2, 3)),
    Urgency: ("answer", ("minutes", "same_day", "next_supervision")),
    CaregiverRule: ("suggests", ("tell", "weigh", "ask_first")),
    ScopePrompt: ("kind", ("does", "does_not")),
    BellPeriod: ("kind", ("open", "class", "break", "lunch")),
    TrainingModule: ("delivery", ("class", "online", "observed")),
    HourActivity: ("kind", ("field", "training", "supervision", "education")),
}


_PARTS = ("", "mediation", "subject", "theme")


def _broken_rule(entry: Entry) -> str:
    if not entry.source.strip():
        return _("“{field}” must be a text in quotes.").format(field="source")
    if type(entry) in _CHOICES:
        field, allowed = _CHOICES[type(entry)]
        if getattr(entry, field) not in allowed:
            return _choice(field, allowed)
    if isinstance(entry, ServiceOption | VisitReason | TrainingModule) and entry.minutes < 1:
        return _("“{field}” must be at least 1.").format(field="minutes")
    if isinstance(entry, ApplicationQuestion):
        return next((_("“{field}” must be at least 1.").format(field=field) for field in ("limit", "lines")
                     if getattr(entry, field) < 1), "")
    if isinstance(entry, ServiceOption) and entry.part not in _PARTS:
        return _choice("part", tuple(part or "\"\"" for part in _PARTS))
    if isinstance(entry, ClearanceRule) and (entry.practice < 0 or not 1 <= entry.practice_rating <= 4):
        return _choice("practice_rating", (1, 2, 3, 4))
    if isinstance(entry, BellPeriod) and entry.start >= entry.end:
        return _("it ends before it begins.")
    return ""


def _choice(field: str, allowed: tuple[str | int, ...]) -> str:
    return _("“{field}” must be one of: {choices}.").format(field=field, choices=", ".join(map(str, allowed)))


def _check_ids(path: Path, entries: tuple[Entry, ...]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise _wrong_entry(path, entry.id, _("the same id stands there twice."))
        seen.add(entry.id)


def _check_urgencies(path: Path, flags: tuple[Entry, ...]) -> None:
    known = read(path.with_name("urgencies.toml"), Urgency).ids()
    for flag in flags:
        if isinstance(flag, RedFlag) and flag.urgency not in known:
            raise _wrong_entry(path, flag.id, _choice("urgency", known))


def _check_names(path: Path, entries: tuple[Entry, ...]) -> None:
    """What an entry names in another catalogue, or among its own, must be there."""
    for entry in entries:
        for other, ids in _named(path, entries, entry):
            for one in ids:
                if one not in other:
                    raise _wrong_entry(path, entry.id, _("“{id}” is named, but there is no such entry.").format(id=one))


def _named(path: Path, entries: tuple[Entry, ...], entry: Entry) -> list[tuple[set[str], tuple[str, ...]]]:
    if isinstance(entry, TrainingModule):
        return [({one.id for one in entries}, entry.prerequisites)]
    if isinstance(entry, HourActivity):
        return [(set(read(path.with_name("competencies.toml"), Entry).ids()), (entry.competency,)),
                (set(read(path.with_name("service_options.toml"), ServiceOption).ids()), entry.services)]
    if isinstance(entry, DemographicOption):
        return [(set(read(path.with_name("demographic_categories.toml"), Entry).ids()), (entry.category,))]
    if not isinstance(entry, ClearanceRule):
        return []
    texts = read(path.with_name("agreement_texts.toml"), AgreementWords)
    return [(set(read(path.with_name("training_modules.toml"), TrainingModule).ids()), entry.modules),
            ({one.kind for one in texts}, entry.agreements)]


def _wrong(path: Path, reason: str) -> CatalogueProblem:
    return CatalogueProblem(
        _("The list “{file}” cannot be used: {reason} Put it right, or install the program again.")
        .format(file=path.name, reason=reason))


def _wrong_entry(path: Path, entry: str, reason: str) -> CatalogueProblem:
    line = _line(path.read_text(encoding="utf-8"), entry)
    if not line:
        return _wrong(path, _("in the entry “{entry}”, {reason}").format(entry=entry, reason=reason))
    return _wrong(path, _("line {line}, in the entry “{entry}”: {reason}").format(
        line=line, entry=entry, reason=reason))


def _line(text: str, entry: str) -> int:
    """Where the last entry of this id names itself, which the parser of TOML does not tell; 0: nowhere."""
    found = list(re.finditer(rf'^[ \t]*id[ \t]*=[ \t]*"{re.escape(entry)}"', text, re.MULTILINE))
    return text.count("\n", 0, found[-1].start()) + 1 if found else 0
