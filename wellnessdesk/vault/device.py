"""The device secret: 32 random bytes mixed into every passphrase's key.

It makes copied files useless elsewhere; it is not a second factor of any person. Where it lies in this account's
keyring, `vault.keyring_secret` fetches it: this module knows no keyring, which the sign-in window cannot wait for.
"""

import base64
import binascii
from pathlib import Path

from wellnessdesk.base import files
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import DeviceFileMissing, DeviceFileReplaced
from wellnessdesk.vault.header import DeviceKind, Header

FILE = "device.key"
_LONGEST = 200

DEMO_SECRET = primitives.digest(b"WellnessDesk demo center: made-up people, no secret")
NO_SECRET = b""


def fixed_secret(kind: DeviceKind) -> bytes:
    """The secret of a center that uses no keyring."""
    return DEMO_SECRET if kind is DeviceKind.DEMO else NO_SECRET


def file_secret(folder: Path, header: Header) -> bytes:
    """The secret of a center that keeps it in a file; raises `DeviceFileMissing` or `DeviceFileReplaced`."""
    try:
        secret = base64.b64decode(files.read(folder / FILE, _LONGEST).strip(), validate=True)
    except OSError as error:
        raise DeviceFileMissing from error
    except binascii.Error as error:
        raise DeviceFileReplaced from error
    if not primitives.same(check(secret), header.device_check):
        raise DeviceFileReplaced
    return secret


def check(secret: bytes) -> bytes:
    """What the header keeps to recognise the secret: it says nothing about the secret itself."""
    return primitives.derive(secret, b"", "wellnessdesk device check 1")
