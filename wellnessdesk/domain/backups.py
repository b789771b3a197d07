"""Backups: why one is made, what a restore must show, which are kept, and how healthy they are.

SECURITY.md E: 7 daily, 4 weekly, 6 monthly; each verified by really restoring it.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.audit import Head

SUFFIX = ".wdbackup"
DAYS, WEEKS, MONTHS = 7, 4, 6
"""How many daily, weekly and monthly backups are kept."""
FRESH = timedelta(days=4)
"""A long weekend: until then the last verified backup is recent."""
STALE = timedelta(days=7)
"""From then on a backup is too old to be relied on."""

K = TypeVar("K", bound=Hashable)


class Reason(StrEnum):
    """Why a backup is made."""

    DAILY = "daily"
    MIGRATION = "migration"
    ROTATION = "rotation"
    ASKED = "asked"


class State(StrEnum):
    """What became of a backup."""

    VERIFIED = "verified"
    FAILED = "failed"
    REMOVED = "removed"
    """It was verified, and has made room for newer ones."""


class Light(StrEnum):
    """Health at a glance."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is in a store, so that two can be compared: `tables` has (name, rows, SHA-256 of all rows) by name."""

    revision: str
    head: Head
    tables: tuple[tuple[str, int, str], ...]

    def rows(self, table: str) -> int:
        """How many rows a table has; 0 where there is no such table."""
        return next((rows for name, rows, _digest in self.tables if name == table), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a backup says of itself. `store` is the id of its center, `made_at` an aware UTC moment.

    `zone` is the center's time zone, in which the moment is shown.
    """

    store: str
    center: str
    school: str
    zone: str
    made_at: datetime
    reason: Reason
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup in one folder, or the attempt at one. `finding` is what kept it from being made."""

    id: str
    made_at: datetime
    reason: Reason
    folder: str
    name: str
    size: int
    hash: str
    audit_sequence: int
    state: State
    verified_at: datetime | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """What was entered in a center after a backup was made: a restore would lose it."""

    visits: int
    notes: int
    flags: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a restore would bring, and over a present center (`over`) what it would lose: None where nobody can tell."""

    facts: Facts
    size: int
    over: bool
    lost: Lost | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A center that was brought back. `aside` has what was there before, where there was anything.

    `secret_in_file` says that this computer has no keyring, and the device secret now lies in a file of the folder.
    """

    facts: Facts
    aside: str
    secret_in_file: bool


@dataclass(frozen=True, slots=True)
class Health:
    """How well the center is backed up: a light, what to say, what to do; `last` is the newest verified backup."""

    light: Light
    text: str
    what_to_do: str = ""
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that backups go to, by its path. `same_disk` as the center; `there` when it can be reached now."""

    path: str
    same_disk: bool
    there: bool


def held(content: Content) -> list[str]:
    """What a backup holds, as a person reads it."""
    rows = content.rows
    return [
        _counted(ngettext("{n} student", "{n} students", rows("students")), rows("students")),
        _counted(ngettext("{n} visit", "{n} visits", rows("visits")), rows("visits")),
        _counted(ngettext("{n} session with a peer", "{n} sessions with a peer", rows("sessions")), rows("sessions")),
        _counted(ngettext("{n} red flag", "{n} red flags", rows("flags")), rows("flags")),
        _counted(ngettext("{n} person who signs in", "{n} people who sign in", rows("people")), rows("people")),
    ]


def would_go(lost: Lost) -> list[str]:
    """What a restore would lose, as a person reads it; empty when nothing was entered since."""
    counted = [
        (lost.visits, ngettext("{n} visit", "{n} visits", lost.visits)),
        (lost.notes, ngettext("{n} signed note", "{n} signed notes", lost.notes)),
        (lost.flags, ngettext("{n} red flag", "{n} red flags", lost.flags)),
        (lost.entries, ngettext("{n} entry of the audit log", "{n} entries of the audit log", lost.entries)),
    ]
    return [_counted(text, number) for number, text in counted if number]


def reason_label(reason: Reason) -> str:
    """Why a backup was made, as a person reads it."""
    return {
        Reason.DAILY: _("first sign-in of the day"),
        Reason.MIGRATION: _("before an update of the records"),
        Reason.ROTATION: _("before a change of keys"),
        Reason.ASKED: _("asked for"),
    }[reason]


def _counted(text: str, number: int) -> str:
    return text.format(n=formats.number(number))


def file_name(center: str, local: datetime) -> str:
    """For instance `oak-wellness-center-2026-11-24-0752.wdbackup`; `local` is in the center's time."""
    letters = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in center.lower())
    short = "-".join(letters.split())[:24].strip("-") or "center"
    return f"{short}-{local:%Y-%m-%d-%H%M}{SUFFIX}"


def kept(made: Iterable[tuple[K, datetime]]) -> set[K]:
    """Which of these backups (key, moment in the center's time) stay: the newest of each of the last 7 days that
    have one, of the last 4 weeks and of the last 6 months. The newest of all is always among them.
    """
    newest_first = sorted(made, key=lambda one: one[1], reverse=True)
    periods: list[tuple[Callable[[date], Hashable], int]] = [
        (lambda day: day, DAYS), (lambda day: day.isocalendar()[:2], WEEKS),
        (lambda day: (day.year, day.month), MONTHS)]
    stay: set[K] = set()
    for period, most in periods:
        seen: dict[Hashable, K] = {}
        for key, moment in newest_first:
            seen.setdefault(period(moment.date()), key)
        stay.update(list(seen.values())[:most])
    return stay


def health(now: datetime, last: datetime | None, founded: datetime, folders: list[Folder],
           trouble: str = "") -> Health:
    """Judge by the newest verified backup `last`; `trouble` says what kept the newest attempt from a folder."""
    age = max(now - (last or founded), timedelta())
    if last is None and (trouble or age > timedelta(days=1)):
        return Health(Light.RED, _("There is no verified backup of this center."),
                      trouble or _("Press “Back up now”."))
    if age > STALE:
        return Health(Light.RED, _("The last verified backup is more than a week old."),
                      trouble or _("Press “Back up now”."), last)
    if trouble:
        return Health(Light.AMBER, _("The last backup could not be put into every folder."), trouble, last)
    if last is None:
        return Health(Light.AMBER, _("There is no backup yet."), _("Press “Back up now”."))
    if all(folder.same_disk for folder in folders):
        return Health(Light.AMBER, _("The backups are on the same disk as the center."),
                      _("If this disk breaks, both are gone. Choose a folder on a stick or a share."), last)
    missing = next((folder for folder in folders if not folder.there), None)
    if missing is not None:
        return Health(Light.AMBER, _("A backup folder cannot be reached."),
                      _("Put the stick in or connect the share: {folder}").format(folder=missing.path), last)
    if age > FRESH:
        return Health(Light.AMBER, _("The last verified backup is some days old."), _("Press “Back up now”."), last)
    return Health(Light.GREEN, _("Backups are well."), "", last)
