"""The device secret of a center wherever it is: in this account's keyring, or in a file beside the store.

A file is second best: it protects only the backups and copies that leave it out. It is what a restored center gets
where there is no keyring, so that everybody's passphrase works again.
"""

import base64
from contextlib import suppress
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.vault import device, keyring_secret
from wellnessdesk.vault.device import FILE as FILE
from wellnessdesk.vault.header import DeviceKind, Header

KEPT = frozenset({DeviceKind.KEYRING, DeviceKind.FILE})
"""The kinds of centers whose secret this computer keeps, and can lose."""


def secret_for(folder: Path, header: Header) -> bytes:
    """The device secret that the header of the center in `folder` asks for.

    Raises `DeviceFileMissing` or `DeviceFileReplaced`, or what `keyring_secret.secret_for` raises.
    """
    if header.device is DeviceKind.FILE:
        return device.file_secret(folder, header)
    return keyring_secret.secret_for(header)


def put_back(folder: Path, header: Header, secret: bytes) -> DeviceKind:
    """Give this computer the secret of a restored center; where it is now, for the center's next header.

    Into the keyring where there is one that works, else into a file in `folder`. A center that uses none needs none.
    Raises `OSError`.
    """
    if header.device not in KEPT:
        return header.device
    if keyring_secret.works():
        keyring_secret.keep(header.anchors.store, secret)
        return DeviceKind.KEYRING
    draft = folder / f"{FILE}.new"
    files.write_anew(draft, base64.b64encode(secret) + b"\n")
    draft.replace(folder / FILE)
    return DeviceKind.FILE


def forget_file(folder: Path) -> None:
    """Take the file away once the secret is in the keyring: a thief of the folder would have it too."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)
