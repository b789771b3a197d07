"""The anchor of this center in the keyring: kept up with its audit log in the background, compared with it at opening.

An older copy of the records passes every check of its own; only what lies elsewhere tells of it (SECURITY.md C).
"""

import threading
import time
from dataclasses import dataclass

from wellnessdesk.base.clock import Clock
from wellnessdesk.domain.anchors import AT_ONCE, Anchored, AnchorKind, Missing
from wellnessdesk.domain.audit import Head
from wellnessdesk.store import audit, audit_log
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import anchor
from wellnessdesk.vault.anchor import Anchor, AnchorUnfit
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.header import DeviceKind, Header
from wellnessdesk.vault.unlock import Unlocked

_EVERY_SECONDS = 30.0
_LONGEST_PAUSE_SECONDS = 600.0
"""Between two tries of a keyring that does not answer: each leaves a thread behind that still waits for it."""
_PATIENCE_SECONDS = 2.0
"""How long a lock waits for the keyring. What was not kept by then, the next sign-in finds ahead of its anchor."""


@dataclass(frozen=True, slots=True)
class _Due:
    """What is to be remembered next, and under whose keys."""

    head: Head
    keys: Unlocked


class Keeper:
    """Remembers the newest head, at most every 30 seconds, on a thread of its own: a keyring can block for ever.

    `kept` is what was remembered last, `failed` whether the last try was in vain. The first try is made at once.
    """

    def __init__(self, clock: Clock, kept: Anchor | None = None) -> None:
        self.kept, self.failed = kept, False
        self._clock = clock
        self._turn, self._writing = threading.Condition(), threading.Lock()
        self._thread: threading.Thread | None = None
        self._due: _Due | None = None
        self._newest: _Due | None = None
        self._urgent = self._closing = False
        self._not_before, self._pause = 0.0, _EVERY_SECONDS
        self._new_key = b""

    def moved(self, keys: Unlocked, head: Head, *actions: str) -> None:
        """The log has this head now, after these actions. Returns at once."""
        with self._turn:
            self._due = self._newest = _Due(head, keys)
            self._urgent = self._urgent or not AT_ONCE.isdisjoint(actions)
            self._serve_on()

    def bridge(self, keys: Unlocked, store_key: bytes) -> None:
        """Before the store key is exchanged for this one: from now on the anchor counts under both of them.

        Whatever happens next, it fits the key that counts then. Once `keys` holds the new one, the old one is dropped.
        Raises `KeyringUnavailable`.
        """
        with self._writing:
            self._new_key = store_key
            if self.kept is not None:
                anchor.keep(keys.header.anchors.store, self.kept, self._store_keys(keys))

    def finish(self) -> None:
        """Before the center is closed: remember what is still due, if the keyring answers in time.

        The newest is remembered once more: a list of people is put in place a moment after the entry that tells of it.
        """
        with self._turn:
            self._closing = True
            self._due = self._due or self._newest
            thread = self._thread
            self._turn.notify()
        if thread is not None:
            thread.join(_PATIENCE_SECONDS)

    def _serve_on(self) -> None:
        """With the turn held."""
        if self._thread is None and not self._closing:
            self._thread = threading.Thread(target=self._serve, name="anchor", daemon=True)
            self._thread.start()
        self._turn.notify()

    def _serve(self) -> None:
        while (due := self._next()) is not None:
            self._keep(due)

    def _next(self) -> _Due | None:
        """What is to be remembered, once it is time; None when the center is closed."""
        with self._turn:
            while (wait := self._seconds_to_wait()) != 0:
                self._turn.wait(wait)
            due, self._due, self._urgent = self._due, None, False
            return due

    def _seconds_to_wait(self) -> float | None:
        """None: until something happens."""
        if self._closing or (self._due is not None and self._urgent):
            return 0
        return max(0.0, self._not_before - time.monotonic()) if self._due is not None else None

    def _keep(self, due: _Due) -> None:
        try:
            with self._writing:
                made = _made(due.keys, due.head, self._clock)
                anchor.keep(due.keys.header.anchors.store, made, self._store_keys(due.keys))
        except VaultProblem:
            with self._turn:
                self.failed = True
                self._due = None if self._closing else self._due or due
                self._put_off(min(2 * self._pause, _LONGEST_PAUSE_SECONDS))
            return
        with self._turn:
            self.kept, self.failed = made, False
            self._put_off(_EVERY_SECONDS)

    def _store_keys(self, keys: Unlocked) -> list[bytes]:
        return list(dict.fromkeys(key for key in (keys.store_key, self._new_key) if key))

    def _put_off(self, pause: float) -> None:
        self._pause, self._not_before = pause, time.monotonic() + pause


@dataclass(frozen=True, slots=True)
class Look:
    """The newest entry of these records, what is remembered of them, and how the two differ (None: they do not)."""

    head: Head
    kept: Anchor | None
    missing: Missing | None


def look(keys: Unlocked, tx: Transaction) -> Look:
    """Compare the records that were just opened with what this computer remembers. Raises `KeyringUnavailable`.

    Records with more entries than are remembered are as they should be, as long as the one remembered is among them.
    """
    head = audit.head(tx)
    try:
        kept = anchor.kept(keys.header.anchors.store, keys.store_key)
    except AnchorUnfit:
        return Look(head, None, Missing(unfit=True, found=head.short()))
    return Look(head, kept, _missing(keys, tx, head, kept) if kept is not None else None)


def adopt(header: Header, store_key: bytes, head: Head, serial: int, clock: Clock) -> Anchor | None:
    """These records count from now on, whatever was remembered: they were restored on purpose, or accepted.

    `head` and `serial` (their directory's) are theirs. Gives the new anchor; None where there is none to be had.
    Raises `KeyringUnavailable`.
    """
    if not anchor.used(header):
        return None
    made = Anchor(head.sequence, head.hash, serial, clock.now())
    anchor.keep(header.anchors.store, made, [store_key])
    return made


def anchored(keys: Unlocked, keeper: Keeper | None) -> Anchored:
    """How the anchor of the center that is open stands."""
    if keeper is None:
        demo = keys.header.device is DeviceKind.DEMO
        return Anchored(kind=AnchorKind.DEMO if demo else AnchorKind.NONE)
    kept = keeper.kept
    if kept is None:
        return Anchored(kind=AnchorKind.KEYRING, failed=keeper.failed)
    return Anchored(kind=AnchorKind.KEYRING, sequence=kept.sequence, failed=keeper.failed, at=kept.at)


def _missing(keys: Unlocked, tx: Transaction, head: Head, kept: Anchor) -> Missing | None:
    fewer = max(0, kept.sequence - head.sequence)
    other = kept.sequence if not fewer and audit_log.hash_of(tx, kept.sequence) != kept.hash else 0
    people = keys.directory.serial < kept.serial
    if not (fewer or other or people):
        return None
    return Missing(entries=fewer, since=audit_log.moment_of(tx, head.sequence) if fewer else None, other=other,
                   people=people, remembered=Head(kept.sequence, kept.hash).short(), found=head.short())


def _made(keys: Unlocked, head: Head, clock: Clock) -> Anchor:
    return Anchor(head.sequence, head.hash, keys.directory.serial, clock.now())
