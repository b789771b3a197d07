"""The audit log as people look at it: lines, what they can be narrowed down to, and a page of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base.i18n import _

MOST_EXPORTED = 2_000
"""Lines of one PDF, some fifty pages: what is longer nobody reads, and it is narrowed down first."""


class Kind(StrEnum):
    """What an entry is about."""

    VISITS = "visits"
    NOTES = "notes"
    FLAGS = "flags"
    REFERRALS = "referrals"
    STUDENTS = "students"
    SUPERVISION = "supervision"
    EXPORTS = "exports"
    PEOPLE = "people"
    RETENTION = "retention"
    CENTER = "center"
    SEALED = "sealed"
    """What only coordinators can read, for whoever is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are wanted: of a person (their id), of a kind, of days (both included). None: all of them."""

    person: str | None = None
    kind: Kind | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry in words. `who` is a name, empty where it is not to be known; `at` is None where it is illegible."""

    sequence: int
    at: datetime | None
    who: str
    text: str
    kind: Kind
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines, the newest first. Older ones are asked for with `before`; None when the log was looked through."""

    lines: tuple[Line, ...]
    before: int | None


def kind_label(kind: Kind) -> str:
    """The kind as a person reads it."""
    return {
        Kind.VISITS: _("Visits"), Kind.NOTES: _("Sessions and notes"), Kind.FLAGS: _("Red flags"),
        Kind.REFERRALS: _("Referrals and caregivers"),
        Kind.STUDENTS: _("Students and the roster"), Kind.SUPERVISION: _("Supervision"),
        Kind.EXPORTS: _("Exports, prints and disclosures"), Kind.PEOPLE: _("People and keys"),
        Kind.RETENTION: _("Retention and destruction"), Kind.CENTER: _("The center and this log"),
        Kind.SEALED: _("Only coordinators can read"),
    }[kind]
