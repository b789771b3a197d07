"""Entries of the audit log, read with the keys of whoever is signed in: sealed ones open for coordinators only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wellnessdesk.domain import audit_words
from wellnessdesk.domain.audit import SEALED
from wellnessdesk.domain.audit_log import Kind, Line
from wellnessdesk.domain.audit_words import Told
from wellnessdesk.domain.kiosk import KIOSK
from wellnessdesk.domain.people import Role, role_label
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import audit_log, people
from wellnessdesk.store.audit_log import Found, Sought
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import sealed_entries
from wellnessdesk.vault.errors import VaultProblem

_MOST = 200
"""Entries at a time: so many can be unsealed within a few hundredths of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An entry, opened. `action` is empty where it stays sealed; `genuine` is false where a seal does not fit."""

    sequence: int
    at: datetime | None
    actor: str
    action: str
    subject: str
    detail: str
    sealed: bool
    genuine: bool = True


_LONGEST = 300
"""Characters of a line: SQL can write an action or a detail as long as it likes."""


class Reader:
    """Reads entries for one desk, and words them."""

    def __init__(self, desk: Desk, tx: Transaction) -> None:
        self._keys, self._directory = desk.keys, desk.keys.directory
        self.names = people.names(tx)
        self.names[KIOSK] = role_label(Role.KIOSK)

    @property
    def opens_sealed(self) -> bool:
        """Whether sealed entries can be read here."""
        return bool(self._keys.role_privates)

    def read(self, found: Found) -> Read:
        """One entry as far as it can be opened here."""
        entry, at = found.entry, found.at
        if entry.action != SEALED:
            return Read(sequence=entry.sequence, at=at, actor=entry.actor, action=entry.action, subject=entry.subject,
                        detail=entry.detail, sealed=False)
        action, subject, detail = self.words(found) if self.opens_sealed else ("", "", "")
        signer = sealed_entries.signer(self._keys, entry.hash, entry.signature, self._directory,
                                       number=entry.sequence) if action else None
        return Read(sequence=entry.sequence, at=at, actor=signer or "", action=action, subject=subject, detail=detail,
                    sealed=True, genuine=signer is not None or not self.opens_sealed)

    def words(self, found: Found) -> tuple[str, str, str]:
        """Action, subject and detail of a sealed entry, whoever signed it; three empty texts where it does not open."""
        try:
            told = sealed_entries.words(self._keys, found.entry.detail)
        except VaultProblem:
            return "", "", ""
        action, subject, detail = [*told.split(" ", 2), "", ""][:3]
        return action, subject, detail

    def line(self, read: Read) -> Line:
        """An entry in words."""
        if read.sealed and not (read.action and read.genuine):
            text = audit_words.not_genuine() if self.opens_sealed else audit_words.only_for_coordinators()
            return Line(sequence=read.sequence, at=read.at, who="", text=text, kind=Kind.SEALED, sealed=True)
        told = Told(read.subject, read.detail, self.names)
        return Line(sequence=read.sequence, at=read.at, who=self.names.get(read.actor, ""), sealed=read.sealed,
                    text=audit_words.sentence(read.action, told)[:_LONGEST], kind=audit_words.kind(read.action))


def backwards(tx: Transaction, sought: Sought, number: int | None = None) -> Iterator[tuple[list[Found], int | None]]:
    """The log part by part, the newest first, each with the number from which the next one goes on."""
    further = number
    while True:
        part, further = audit_log.backwards(tx, sought, further, _MOST)
        yield part, further
        if further is None:
            return
