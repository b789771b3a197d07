"""Substitutes: who stands in for a coordinator for some hours, with keys of their own (break-glass).

The center key alone signs for one, so that a coordinator can let a substitute in without an administrator; who lets
them in is answerable for it in the audit log. A substitute is no part of the directory, and can seal, sign and read
like a coordinator until the time is over. What they signed stays theirs for good, so their document stays too.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from wellnessdesk.domain.people import Role
from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import Directory, Entry, Former, encode
from wellnessdesk.vault.errors import DirectoryForged


@dataclass(frozen=True, slots=True)
class Substitute:
    """One grant. `since` is the newest entry of the log when it was given, `last` when it was ended (None: it stands).

    `id` is the grant's own, `ends_ms` the moment it is over at the latest, in milliseconds since 1970 UTC, `epoch` that
    of the newest role key they were given.
    """

    id: str
    person: str
    box: bytes
    sign: bytes
    since: int
    ends_ms: int
    epoch: int
    last: int | None = None
    by_center: bytes = b""

    def document(self, store: str) -> bytes:
        """The bytes the center key signs."""
        return primitives.canonical({
            "kind": "wellnessdesk substitute 1", "store": store, "id": self.id, "person": self.person,
            "box": encode(self.box), "sign": encode(self.sign), "since": self.since, "ends": self.ends_ms,
            "epoch": self.epoch, "last": self.last})

    def signed(self, store: str, center_seed: bytes) -> "Substitute":
        """The same with the center key's signature under it."""
        return replace(self, by_center=primitives.sign(center_seed, self.document(store)))

    def entry(self) -> Entry:
        """As the directory knows people."""
        ends = datetime.fromtimestamp(self.ends_ms / 1000, UTC)
        history = () if self.last is None else (Former(Role.COORDINATOR, self.sign, self.last),)
        return Entry(self.person, Role.COORDINATOR, self.last is None, self.box, self.sign, history, self.since, ends)


def with_substitutes(directory: Directory, center: bytes, substitutes: tuple[Substitute, ...]) -> Directory:
    """The directory and these beside it, each signature checked; raises `DirectoryForged`.

    None may bear the id of somebody else: their keys would count as the other's.
    """
    people = [entry.person for entry in directory.entries] + [one.person for one in substitutes]
    if len(set(people)) != len(people):
        raise DirectoryForged
    if not all(primitives.signed_by(center, one.document(directory.store), one.by_center) for one in substitutes):
        raise DirectoryForged
    try:
        return replace(directory, substitutes=tuple(one.entry() for one in substitutes))
    except (ValueError, OverflowError, OSError) as error:  # a moment that no calendar has
        raise DirectoryForged from error
