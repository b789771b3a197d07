"""What a district knows: the centers it hears from, the bundles it took, and whether one follows from the others.

The bundles of a center are a chain: each has a number, and names the hash of the file before it and how far the
center's audit log went. Nothing here opens a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

AGGREGATE = "aggregate"


class Verdict(StrEnum):
    """What became of a file that was looked at. Each asks for another next step."""

    GOOD = "good"
    UNREADABLE = "unreadable"
    NOT_A_BUNDLE = "not a bundle"
    OTHER_KEY = "other key"
    DAMAGED = "damaged"
    NEWER = "newer"
    UNKNOWN_CENTER = "unknown center"
    FORGED = "forged"
    GAP = "gap"
    FORK = "fork"
    REPLAY = "replay"
    SUPERSEDED = "superseded"
    OTHER_RECIPIENT = "other recipient"
    OLDER_COPY = "older copy"


CODES: dict[Verdict, int] = {
    Verdict.GOOD: 0, Verdict.UNREADABLE: 1, Verdict.NOT_A_BUNDLE: 3, Verdict.OTHER_KEY: 4, Verdict.DAMAGED: 5,
    Verdict.NEWER: 6, Verdict.UNKNOWN_CENTER: 7, Verdict.FORGED: 8, Verdict.GAP: 9, Verdict.FORK: 10,
    Verdict.REPLAY: 11, Verdict.SUPERSEDED: 12, Verdict.OTHER_RECIPIENT: 13, Verdict.OLDER_COPY: 14,
}
"""The exit code of the command line for each; 2 is a command line that makes no sense."""

CAN_BE_TAKEN = frozenset({Verdict.GAP, Verdict.SUPERSEDED, Verdict.FORK, Verdict.OLDER_COPY})
"""What whoever is at the district can take all the same, with a reason: the center was called, and explained it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictKey:
    """A public key of the district's and the six words to compare; `made` is the day."""

    made: date
    public: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCenter:
    """A center whose signing key the district compared. `id` is the principal of its signatures.

    `fingerprint` is the key's, as `ssh-keygen -l` shows it; `words` are six words of it. `ended_at`: from then on its
    bundles are refused.
    """

    id: str
    name: str
    school: str
    line: str
    fingerprint: str
    words: str
    added_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A bundle that was taken, or could be. `hash` is the SHA-256 of its encrypted file, in hex; `size` its bytes.

    `displaced`: it left the chain, for a bundle of the same number was taken in its place. `counts`: its numbers are
    the ones in force for its center and period. `despite` and `reason`: why it was taken although it did not follow.
    `ends_on` is the day by which its content has to be deleted, `deleted_at` when it was.
    """

    id: str
    center_id: str
    center: str
    school: str
    kind: str
    period: str
    first_day: date
    last_day: date
    version: int
    sequence: int
    previous: str
    hash: str
    size: int
    supersedes: str
    audit_sequence: int
    audit_head: str
    purpose: str
    authority: str
    created: datetime
    program: str
    demo: bool
    file_name: str
    taken_at: datetime
    despite: str = ""
    reason: str = ""
    displaced: bool = False
    counts: bool = False
    ends_on: date | None = None
    deleted_at: datetime | None = None

    def past(self, today: date) -> bool:
        """Whether its content is still here, though its day is over."""
        return self.deleted_at is None and self.ends_on is not None and self.ends_on < today


@dataclass(slots=True)
class Chain:
    """The bundles taken from one center."""

    all: list[Receipt] = field(default_factory=list)

    @property
    def standing(self) -> dict[int, Receipt]:
        """Those that are in the chain, by number."""
        return {one.sequence: one for one in self.all if not one.displaced}

    def judge(self, new: Receipt) -> Verdict:
        """Whether a bundle (whole, and of this center) follows from those that were taken before."""
        if any(new.hash == one.hash or new.id == one.id for one in self.all):
            return Verdict.REPLAY
        standing = self.standing
        before, after = standing.get(new.sequence - 1), standing.get(new.sequence + 1)
        if new.sequence in standing or not _joined(before, new) or not _joined(new, after):
            return Verdict.FORK
        if (new.sequence == 1) != (new.previous == ""):
            return Verdict.FORK
        if not self._log_grew(new):
            return Verdict.OLDER_COPY
        if self.superseded(new):
            return Verdict.SUPERSEDED
        return Verdict.GOOD if before or new.sequence == 1 else Verdict.GAP

    def superseded(self, one: Receipt) -> bool:
        """Whether a correction of it was taken, or of the same counts and period a later bundle."""
        return any(one.id == other.supersedes or _replaces(other, one) for other in self.all if not other.displaced)

    def missing_before(self, new: Receipt) -> tuple[int, int]:
        """(first, last) number that is missing before a bundle."""
        known = [number for number in self.standing if number < new.sequence]
        return max(known, default=0) + 1, new.sequence - 1

    def _log_grew(self, new: Receipt) -> bool:
        return all((one.audit_sequence < new.audit_sequence) == (one.sequence < new.sequence)
                   for one in self.standing.values() if one.sequence != new.sequence)


def contradicted(taken: Iterable[Receipt], new: Receipt) -> set[str]:
    """The ids of what leaves the chain when `new` is taken into it, whatever the verdict was.

    That is what has its number or a later one that does not follow, and what was made when the log was longer.
    """
    standing = [one for one in taken if not one.displaced]
    forked = any(one.sequence == new.sequence or (one.sequence == new.sequence + 1 and not _joined(new, one))
                 for one in standing)
    return {one.id for one in standing
            if (forked and one.sequence >= new.sequence)
            or (one.sequence < new.sequence and one.audit_sequence >= new.audit_sequence)
            or (one.sequence > new.sequence and one.audit_sequence <= new.audit_sequence)}


def in_force(taken: Iterable[Receipt]) -> set[str]:
    """The ids of the bundles of one center whose numbers count: for each kind and period the last one."""
    last: dict[tuple[str, str], Receipt] = {}
    taken = list(taken)
    corrected = {one.supersedes for one in taken if not one.displaced}
    for one in sorted(taken, key=lambda one: (not one.displaced, one.sequence, one.taken_at)):
        if one.kind == AGGREGATE:
            last[one.kind, one.period] = one
    others = {one.id for one in taken if one.kind != AGGREGATE and one.id not in corrected}
    return {one.id for one in last.values()} | others


def _joined(one: Receipt | None, other: Receipt | None) -> bool:
    return one is None or other is None or other.previous == one.hash


def _replaces(other: Receipt, one: Receipt) -> bool:
    same = (other.kind, other.period) == (one.kind, one.period) == (AGGREGATE, other.period)
    return same and other.sequence > one.sequence
