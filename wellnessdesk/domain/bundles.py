"""Bundles: to whom, for which period, and what became of each."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar month: fixed, so that two bundles never cut the same days differently."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def code(self) -> str:
        """For instance `2026-09`."""
        return f"{self.year:04d}-{self.month:02d}"

    def before(self) -> "Period":
        """The month before."""
        return Period(self.year - 1, 12) if self.month == 1 else Period(self.year, self.month - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A district that may receive bundles; `age_key` is its public age key."""

    id: str
    name: str
    age_key: str
    fingerprint: str


class BundleState(StrEnum):
    """A bundle is pending until its file is safely in place."""

    PENDING = "pending"
    WRITTEN = "written"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The record of one bundle; `hash` is the SHA-256 of the encrypted file, in hex."""

    id: str
    sequence: int
    recipient: Recipient
    period: str
    purpose: str
    file_name: str
    hash: str
    previous_hash: str
    written_at: datetime
    state: BundleState
