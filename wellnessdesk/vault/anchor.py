"""What this computer remembers of a center's records: how far their audit log went, and the directory's serial.

It lies in this account's keyring, apart from the records, so that an older copy of them is noticed (SECURITY.md C).
A MAC under a key that follows from the store key keeps others from setting one that misleads. Who can write the
keyring can take it away, or put back an older one that was genuine: against that it does not protect.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wellnessdesk.base.i18n import _
from wellnessdesk.vault import keyring_secret, primitives
from wellnessdesk.vault.directory import decode, encode
from wellnessdesk.vault.errors import VaultProblem
from wellnessdesk.vault.header import DeviceKind, Header


@dataclass(frozen=True, slots=True)
class Anchor:
    """Entry `sequence` of the log had this hash, the directory this serial. `at` (UTC) is told, never compared."""

    sequence: int
    hash: bytes
    serial: int
    at: datetime

    def plain(self) -> dict[str, object]:
        """As JSON data."""
        return {"sequence": self.sequence, "hash": encode(self.hash), "serial": self.serial, "at": self.at.isoformat()}


class AnchorUnfit(VaultProblem):
    """The keyring holds an anchor that this center's key did not make."""

    def sentence(self) -> str:
        return _("What this computer remembers of this center does not fit these records.")


def used(header: Header) -> bool:
    """Whether this center has an anchor: only where its secret lies in a keyring. A file could not protect itself."""
    return header.device is DeviceKind.KEYRING


def keep(store: str, anchor: Anchor, store_keys: Sequence[bytes]) -> None:
    """Remember this from now on. Raises `KeyringUnavailable`.

    While the store key is being exchanged both, the old and the new one, are given: either may be the one that counts
    after a crash.
    """
    body = primitives.canonical(anchor.plain())
    text = json.dumps({"body": encode(body), "macs": [encode(_mac(key, store, body)) for key in store_keys]})
    keyring_secret.keep_text(_user(store), text)


def kept(store: str, store_key: bytes) -> Anchor | None:
    """What is remembered, None when nothing is. Raises `AnchorUnfit` or `KeyringUnavailable`."""
    text = keyring_secret.kept_text(_user(store))
    if text is None:
        return None
    try:
        raw = json.loads(text)
        body, macs = decode(raw["body"]), [decode(mac) for mac in raw["macs"]]
        genuine = any(primitives.same(mac, _mac(store_key, store, body)) for mac in macs)
        inside = json.loads(body) if genuine else {}
        return Anchor(int(inside["sequence"]), decode(inside["hash"]), int(inside["serial"]),
                      datetime.fromisoformat(inside["at"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise AnchorUnfit from error


def _user(store: str) -> str:
    return f"{store}.anchor"


def _mac(store_key: bytes, store: str, body: bytes) -> bytes:
    return primitives.mac(primitives.derive(store_key, store.encode(), "wellnessdesk anchor 1"), body)
