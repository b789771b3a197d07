"""The disclosure log: to whom records of a student went, on which ground, for what, and when.

34 CFR 99.32 and Ed Code 49064 ask for it: who received what, and their legitimate interest; in an emergency also the
threat (99.32(a)(5)). It stays as long as the records do.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _

LONGEST_NAME, LONGEST_WORDS = 200, 600
"""Characters: a line of the log stays well within a page."""

_RECORDS, _BUNDLE = ("flag", "referral"), "bundle"


class Way(StrEnum):
    """How a line came into the log. It is not sealed."""

    BY_HAND = "by_hand"
    LOG = "disclosure_log"
    """The student's disclosure log was saved as PDF."""
    LOOKED = "who_looked"
    """Who has looked at the student's record was saved as PDF."""
    NOTE = "note"
    """One note was saved as PDF."""
    PACKET = "packet"
    """The student's whole record was saved as PDF."""


class Ground(StrEnum):
    """On which ground records may be given to somebody."""

    FAMILY = "family"
    CONSENT = "consent"
    OFFICIAL = "official"
    EMERGENCY = "emergency"
    CHILD_WELFARE = "child_welfare"
    COURT = "court"
    TRANSFER = "transfer"
    AUDIT = "audit"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDisclosure:
    """What is entered: on which day, to whom, on which ground and for what, and what it was (`what`)."""

    day: date
    recipient: str
    ground: Ground
    purpose: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """A line of a student's log, opened. `problem` says what is wrong with one that does not match its seal."""

    id: str
    student_id: int
    day: date
    at: datetime
    by: str
    way: Way
    recipient: str = ""
    ground: Ground = Ground.OTHER
    purpose: str = ""
    what: str = ""
    problem: str = ""
    about: str = field(default="", repr=False)
    """What whoever wrote the line kept with it, sealed like the rest."""

    @property
    def record(self) -> str:
        """The flag or referral that it was written with, as the log calls it (`flag:5`); empty for any other line."""
        kept = self._kept()
        found = [f"{kind}:{kept[kind]}" for kind in _RECORDS if kept.get(kind)]
        return found[0] if found else ""

    @property
    def bundle(self) -> str:
        """The id of the bundle in which it went out; empty for any other line."""
        return str(self._kept().get(_BUNDLE, ""))

    def _kept(self) -> dict[str, object]:
        try:
            kept = json.loads(self.about) if self.about else {}
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}


def of_bundle(bundle: str) -> str:
    """What a line keeps of the bundle in which it goes out (`Disclosure.about`)."""
    return json.dumps({_BUNDLE: bundle})


def ground_label(ground: Ground) -> str:
    """The ground as a person reads it, with where it is written."""
    return {
        Ground.FAMILY: _("The parent or the student asked (34 CFR 99.10)"),
        Ground.CONSENT: _("Signed consent (34 CFR 99.30)"),
        Ground.OFFICIAL: _("School official who needs it (34 CFR 99.31(a)(1))"),
        Ground.EMERGENCY: _("Health or safety emergency (34 CFR 99.36)"),
        Ground.CHILD_WELFARE: _("Child welfare agency (34 CFR 99.31(a)(10))"),
        Ground.COURT: _("Court order or subpoena (34 CFR 99.31(a)(9))"),
        Ground.TRANSFER: _("The school the student moves to (34 CFR 99.31(a)(2))"),
        Ground.AUDIT: _("Audit or evaluation (34 CFR 99.31(a)(3))"),
        Ground.OTHER: _("Another ground, named in the purpose"),
    }[ground]


def what_of(way: Way) -> str:
    """What went, for lines the program writes by itself; empty where each says it in its own words."""
    return {Way.LOG: _("The disclosure log, as PDF"), Way.LOOKED: _("Who has looked at the record, as PDF"),
            Way.NOTE: _("A note with what was added to it, as PDF"), Way.BY_HAND: "", Way.PACKET: ""}[way]


def wrong(new: NewDisclosure, today: date) -> dict[str, str]:
    """What is wrong with an entry, a sentence for each field; nothing when it will do."""
    found = {}
    if not new.recipient.strip():
        found["recipient"] = _("Write who received it: a name, and whom they act for.")
    elif len(new.recipient) > LONGEST_NAME:
        found["recipient"] = _too_long(LONGEST_NAME)
    if not new.purpose.strip():
        found["purpose"] = (_("Write what the threat was: the law asks for it.") if new.ground is Ground.EMERGENCY
                            else _("Write why: what they need it for."))
    elif len(new.purpose) > LONGEST_WORDS:
        found["purpose"] = _too_long(LONGEST_WORDS)
    if not new.what.strip():
        found["what"] = _("Write what was told or given.")
    elif len(new.what) > LONGEST_WORDS:
        found["what"] = _too_long(LONGEST_WORDS)
    if new.day > today:
        found["day"] = _("This day has not come yet.")
    return found


def _too_long(most: int) -> str:
    return _("Keep it under {n} characters.").format(n=formats.number(most))
