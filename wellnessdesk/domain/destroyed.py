"""What the audit log keeps of one part of a destruction: what went, by its own name. Nothing else may be missing."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from wellnessdesk.domain.retention import Beside, Gone, Records

_LONGEST_NUMBER = 20
MONTH = len("2026-09")
"""So much of a day, written as ISO 8601 does, says the month."""
_T = TypeVar("_T")


class Names:
    """The names of destroyed records: numbers in runs (`5-90 92`), or opaque ids."""

    def __init__(self, text: str = "") -> None:
        self._single: set[str] = set()
        self._runs: list[tuple[int, int]] = []
        for part in text.split():
            first, dash, last = part.partition("-")
            if dash and first.isdecimal() and last.isdecimal():
                self._runs.append((int(first), int(last)))
            else:
                self._single.add(part)

    def __contains__(self, name: str) -> bool:
        number = int(name) if name.isdecimal() and len(name) < _LONGEST_NUMBER else -1
        return name in self._single or any(first <= number <= last for first, last in self._runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithVisits:
    """What goes with visits: appointments by number, closed records as `peer/student`; of caregivers how many.

    `roster` is the fingerprint of how students and caregivers were left, where some went.
    """

    appointments: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    caregivers: int = 0
    roster: str = ""

    @property
    def counted(self) -> Beside:
        """How much it is, for the certificate."""
        return Beside(len(self.appointments), self.caregivers, len(self.conflicts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed:
    """What an entry says was destroyed: records of a class by their names, with the first and last of their days.

    `facts` is the fingerprint of the certificate's facts; the other names and `roster` are as in `WithVisits`.
    """

    records: Records
    names: Names
    days: tuple[date, date]
    facts: str = ""
    appointments: Names = field(default_factory=Names)
    conflicts: Names = field(default_factory=Names)
    roster: str = ""

    @property
    def month(self) -> str:
        """The month they were of, as in `2026-09`: one entry is about days of one month."""
        return self.days[0].isoformat()[:MONTH]

    def spared(self, records: dict[str, _T]) -> dict[str, _T]:
        """Those of `records` that it does not name."""
        return {name: record for name, record in records.items() if name not in self.names}


def detail(gone: Gone, names: Iterable[str], facts: str, also: WithVisits) -> str:
    """What the log keeps of one part of a destruction; `facts` are those of the certificate."""
    more = {"appointments": runs(also.appointments), "conflicts": runs(also.conflicts), "roster": also.roster}
    return json.dumps({"records": gone.records.value, "n": gone.number, "from": gone.oldest.isoformat(),
                       "to": gone.newest.isoformat(), "names": runs(names), "facts": fingerprint(facts),
                       **{name: told for name, told in more.items() if told}}, separators=(",", ":"))


def told(detail: str) -> Destroyed | None:
    """Back from that; None for what is no such detail."""
    try:
        raw = json.loads(detail)
        return Destroyed(
            records=Records(raw["records"]), names=Names(str(raw["names"])), facts=str(raw.get("facts", "")),
            days=(date.fromisoformat(raw["from"]), date.fromisoformat(raw["to"])),
            appointments=Names(str(raw.get("appointments", ""))), conflicts=Names(str(raw.get("conflicts", ""))),
            roster=str(raw.get("roster", "")))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def fingerprint(facts: str) -> str:
    """What the audit log keeps of the facts of a certificate, so that nobody can change it later."""
    return hashlib.blake2b(facts.encode(), digest_size=32).hexdigest()


def runs(names: Iterable[str]) -> str:
    """Names one after another; numbers that follow each other as `first-last`."""
    listed = list(names)
    if not all(name.isdecimal() and len(name) < _LONGEST_NUMBER for name in listed):
        return " ".join(sorted(listed))
    found: list[list[int]] = []
    for number in sorted(map(int, listed)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)
