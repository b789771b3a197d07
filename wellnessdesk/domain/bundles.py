"""Bundles: to whom, of which kind and period, what each says about itself, and what became of it."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.domain.tables import CountTable, PublishedTable


class Kind(StrEnum):
    """What a bundle holds: counts; rows of an evaluation under pseudonyms; one student's records."""

    AGGREGATE = "aggregate"
    ROWS = "rows"
    PACKET = "packet"


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    TERM = "term"
    YEAR = "year"


_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"([0-9]{4})-([0-9]{4})")
_TERM = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})--([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, a term or a school year: fixed, so that two bundles never cut the same days differently."""

    first: date
    last: date
    span: Span

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """A calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), Span.MONTH)

    @classmethod
    def term(cls, first: date, last: date) -> "Period":
        """A term of the school calendar; `ValueError` when it ends before it begins."""
        if last < first:
            raise ValueError("a term that ends before it begins")
        return cls(first, last, Span.TERM)

    @classmethod
    def school_year(cls, begins: int) -> "Period":
        """The school year that begins in a year: from 1 July to 30 June (Ed Code 37200)."""
        return cls(date(begins, 7, 1), date(begins + 1, 6, 30), Span.YEAR)

    @classmethod
    def day(cls, day: date) -> "Period":
        """The day on which one student's records leave: they are of no period. Readers know it as a term of one day."""
        return cls.term(day, day)

    @classmethod
    def of(cls, code: str) -> "Period":
        """The period of a code; `ValueError` for what is none."""
        if found := _MONTH.fullmatch(code):
            return cls.month(int(found[1]), int(found[2]))
        if (found := _YEAR.fullmatch(code)) and int(found[2]) == int(found[1]) + 1:
            return cls.school_year(int(found[1]))
        if found := _TERM.fullmatch(code):
            return cls.term(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
        raise ValueError("no code of a period")

    @property
    def code(self) -> str:
        """`2026-09`, `2026-2027`, or for a term its days: `2026-08-17--2026-12-18`. Sound in the name of a file."""
        return {
            Span.MONTH: f"{self.first:%Y-%m}",
            Span.TERM: f"{self.first.isoformat()}--{self.last.isoformat()}",
            Span.YEAR: f"{self.first.year:04d}-{self.last.year:04d}",
        }[self.span]

    def before(self) -> "Period":
        """The month or the school year before; a term does not know the one before it (`ValueError`)."""
        if self.span is Span.TERM:
            raise ValueError("the calendar knows the terms")
        if self.span is Span.YEAR:
            return Period.school_year(self.first.year - 1)
        year, month = divmod(self.first.year * 12 + self.first.month - 2, 12)
        return Period.month(year, month + 1)

    def meets(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientKey:
    """A public age key and its six words. It locks bundles once the words were compared, and until it ends."""

    id: str
    age_key: str
    fingerprint: str
    added_at: datetime
    compared_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def in_force(self) -> bool:
        """Whether bundles are locked for it."""
        return self.compared_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who may receive which kinds of bundle, from when until when; `keys` are the newest first.

    `added_at` is None before it was added.
    """

    id: str
    name: str
    kinds: tuple[Kind, ...] = (Kind.AGGREGATE,)
    keys: tuple[RecipientKey, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    added_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def keys_in_force(self) -> tuple[RecipientKey, ...]:
        """The keys that bundles are locked for."""
        return tuple(key for key in self.keys if key.in_force)

    @property
    def fingerprint(self) -> str:
        """The six words of the newest key in force; of the newest at all where none is; empty without keys."""
        return next((key.fingerprint for key in (*self.keys_in_force, *self.keys)), "")

    def named_as(self, other: "Recipient") -> bool:
        """Whether both have the same name."""
        return self.name.casefold() == other.name.casefold()

    def follows(self, other: "Recipient") -> bool:
        """Whether its bundles go on from those of another: its own, or of one of its name that was revoked before it
        was added. Whoever receives them is still at the same desk, and knows the last number."""
        came_back = (other.revoked_at is not None and self.added_at is not None and self.named_as(other)
                     and other.revoked_at <= self.added_at)
        return other.id == self.id or came_back

    def valid_on(self, day: date) -> bool:
        """Whether a bundle may leave for it on that day, as far as dates and revocation go."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until) and self.revoked_at is None


class BundleState(StrEnum):
    """A bundle is pending until its file is safely in place."""

    PENDING = "pending"
    WRITTEN = "written"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The record of one bundle; `hash` is the SHA-256 of the encrypted file, in hex, `size` its bytes (0: unknown).

    `period` is a code of `Period`. `supersedes` is the id of the version before, or empty. `shown` is the hash of the
    tables that somebody looked at before it left. `own_copy` is the name of the file for the center's own kit.
    """

    id: str
    sequence: int
    recipient: Recipient
    kind: Kind = Kind.AGGREGATE
    period: str
    version: int = 1
    supersedes: str = ""
    purpose: str
    authority: str = ""
    ends_on: date | None = None
    file_name: str
    hash: str
    previous_hash: str
    size: int = 0
    shown: str = ""
    own_copy: str = ""
    written_at: datetime
    written_by: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    state: BundleState


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """True counts of some days (the first and the last), nothing blank.

    `told`: a bundle of these days has left, or is about to; else they lie between the days of several.
    """

    days: tuple[date, date]
    tables: tuple[CountTable, ...]
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An aggregate bundle that left, as far as the proof of a later one needs it: its tables exactly as they left, and
    what was true then of its own days and of all that hang together with them."""

    bundle: str
    period: Period
    version: int
    tables: tuple[PublishedTable, ...]
    counted: tuple[Counted, ...]


class Outcome(StrEnum):
    """What became of a request for a second person's approval."""

    WAITING = ""
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a bundle is asked for: to whom, what, of which period, what for, and by whose word it may leave.

    `about` is what else its kind needs to know it by, never a student: of rows, how coarse (`coarse.Grain`). `ends_on`
    is the last day of an evaluation.
    """

    recipient: str
    kind: Kind = Kind.AGGREGATE
    period: Period
    purpose: str
    authority: str = ""
    ends_on: date | None = None
    about: str = ""

    def tidied(self) -> "Asked":
        """Without blanks around what was typed."""
        return replace(self, purpose=self.purpose.strip(), authority=self.authority.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A bundle that a second person is asked to approve; `shown` is the hash of what the first one looked at."""

    id: str
    asked: Asked
    shown: str
    asked_by: str
    asked_at: datetime
    outcome: Outcome = Outcome.WAITING
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""
    bundle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMeta:
    """What a bundle says about itself, beside its tables.

    `sequence` counts the bundles of this center to this recipient from 1; `previous` is the SHA-256 (hex)
    of the encrypted file of the one before, empty for the first. `version` counts those of this kind and period;
    `supersedes` is the id of the one that this corrects. `audit_head` is the hash of the audit log's entry number
    `audit_sequence`. `recipient_keys` are the words of the keys it is locked for. `center_id` is the principal of the
    signature. `ends_on` is the day on which an evaluator's authority ends.
    """

    id: str
    sequence: int
    previous: str
    audit_sequence: int
    audit_head: str
    period: Period
    recipient: str
    recipient_keys: tuple[str, ...]
    center_id: str
    center: str
    school: str
    purpose: str
    authority: str
    created: datetime
    program: str
    kind: Kind = Kind.AGGREGATE
    version: int = 1
    supersedes: str = ""
    ends_on: date | None = None
    demo: bool = False

    @property
    def first_day(self) -> date:
        """The first day of its period."""
        return self.period.first

    @property
    def last_day(self) -> date:
        """The last day of its period."""
        return self.period.last

    @property
    def place(self) -> str:
        """Center and school in one line."""
        return ", ".join(filter(None, (self.center, self.school)))
