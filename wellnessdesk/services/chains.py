"""Sealed records that only grow: each version is bound to the one before, so that none can be changed or left out."""

from collections.abc import Iterator, Sequence

from wellnessdesk.services.desk import Desk
from wellnessdesk.services.signers import signed_within
from wellnessdesk.store import sealed
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.errors import Tampered
from wellnessdesk.vault.sealing import Binding, Opened


def append(desk: Desk, tx: Transaction, kind: str, record: str, body: dict[str, object]) -> tuple[int, bytes]:
    """Seal one more version to the coordinators and recovery; its number and bytes."""
    before = sealed.versions(tx, kind, record)
    version = len(before) + 1
    binding = Binding(kind, record, version, previous=_digest(before))
    blob = sealing.seal(desk.keys, binding, body, to_author=False)
    sealed.add(tx, kind, record, version, blob)
    return version, blob


def opened(desk: Desk, kind: str, record: str, blobs: Sequence[bytes], acts: tuple[str, ...]) -> Iterator[Opened]:
    """Every version (`sealed.versions`), opened, from the first; each sealed by somebody who may do one of these acts.

    Raises `Tampered` for a version that does not follow the one before, `NotForThisKey` for who is no coordinator.
    """
    before: list[bytes] = []
    for blob in blobs:
        version = sealing.unseal(desk.keys, Binding(kind, record, len(before) + 1, previous=_digest(before)), blob)
        if not any(signed_within(desk, version.signer, act) for act in acts):
            raise Tampered
        yield version
        before.append(blob)


def _digest(before: list[bytes]) -> bytes:
    return primitives.digest(before[-1]) if before else b""
