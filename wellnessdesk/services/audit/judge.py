"""The audit log, verified: the chain, who made each entry, and whether the records are still as it says."""

from dataclasses import replace

from wellnessdesk.base.i18n import _
from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain import kiosk
from wellnessdesk.domain.audit import NOBODY, SEALED, Entry, Verdict, may_write, not_allowed, unsigned
from wellnessdesk.domain.people import Role
from wellnessdesk.services.audit import indexes
from wellnessdesk.services.audit.records import Told
from wellnessdesk.services.audit.told.gatherer import Deed
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import audit, people
from wellnessdesk.store import center as centers
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealed_entries
from wellnessdesk.vault.directory import Directory
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.unlock import Unlocked


@act("audit.verify")
def verify(desk: Desk, progress: Progress = NO_PROGRESS) -> Verdict:
    """Walk the whole chain: numbers, hashes, every signature against the directory, every act against the policy.

    A whole chain is then compared with the records it tells of: notes, flags, visits, holds, bundles, agendas. Only a
    coordinator can check what sealed entries say, and so the flags; for an administrator their place in the chain must
    do (`Verdict.unchecked`).
    """
    judge = _Judge(desk.keys)
    with desk.reading() as tx:
        verdict = audit.verify(tx, judge.fault, progress)
        if not verdict.whole:
            return verdict
        finding = judge.told.differs(tx, with_sealed=judge.reads) or _people_differ(tx, desk.keys.directory)
        finding = finding or (indexes.differ(desk, tx) if judge.reads else "")
    return replace(verdict, finding=finding, unchecked=judge.unchecked)


class _Judge:
    """Checks entries one after another, and keeps what they tell of notes and flags."""

    def __init__(self, keys: Unlocked) -> None:
        self.told, self.unchecked, self.reads = Told(), 0, bool(keys.role_privates)
        self._keys, self._directory = keys, keys.directory
        self._kiosk = b""
        self._people = {entry.person: entry for entry in (*self._directory.entries, *self._directory.substitutes)}

    def fault(self, entry: Entry) -> str:
        """What is wrong with an entry; empty when nothing is."""
        if entry.actor == NOBODY:
            return self._fault_of_sealed(entry)
        then = self._then(entry.actor, entry.sequence)
        if then is None or not primitives.signed_by(then[1], entry.hash, entry.signature):
            return unsigned(entry.sequence)
        if not may_write(then[0], entry.action):
            return not_allowed(entry.sequence)
        if entry.action in (kiosk.START, kiosk.STOP):
            self._kiosk = kiosk.key_of(entry.detail)
        self.told.add(Deed(entry.sequence, entry.action, entry.subject, entry.detail, entry.actor))
        return ""

    def _then(self, person: str | None, number: int) -> tuple[Role, bytes] | None:
        """The role and key somebody had when the entry of this number was made; None for who could make none.

        The kiosk has the key that the newest entry before it names which started one, until it is ended.
        """
        if person == kiosk.KIOSK:
            return (Role.KIOSK, self._kiosk) if self._kiosk else None
        entry = self._people.get(person or NOBODY)
        return entry.in_force(number) if entry is not None else None

    def _fault_of_sealed(self, entry: Entry) -> str:
        if entry.action != SEALED or entry.subject:  # else any entry could be written anew as nobody's
            return not_allowed(entry.sequence)
        if not self.reads:
            self.unchecked += 1
            return ""
        signer = sealed_entries.signer(self._keys, entry.hash, entry.signature, self._directory, number=entry.sequence)
        then = self._then(signer, entry.sequence)
        if then is None:
            return unsigned(entry.sequence)
        try:
            action, subject, detail = [*sealed_entries.words(self._keys, entry.detail).split(" "), "", ""][:3]
        except VaultProblem:
            return not_allowed(entry.sequence)
        if not may_write(then[0], action, sealed=True):
            return not_allowed(entry.sequence)
        self.told.add(Deed(entry.sequence, action, subject, detail, signer or NOBODY))
        return ""


def _people_differ(tx: Transaction, directory: Directory) -> str:
    """Whether the records know the people of the signed directory, as a sentence; empty when they do."""
    if centers.directory_serial(tx) < directory.serial:
        return _("The records are older than the signed list of people. A part of an older copy was put back.")
    for entry in directory.entries:
        person = people.get(tx, entry.person)
        if person is None or (person.role, person.active) != (entry.role, entry.active):
            return _("The people are not as the signed list says.")
    return ""
