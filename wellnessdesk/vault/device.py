"""The device secret: 32 random bytes mixed into every passphrase's key.

It makes copied files useless elsewhere; it is not a second factor of any person. Where it lies in this account's
keyring, `vault.keyring_secret` fetches it.
"""

from wellnessdesk.vault import primitives
from wellnessdesk.vault.header import DeviceKind

DEMO_SECRET = primitives.digest(b"WellnessDesk demo center: made-up people, no secret")
NO_SECRET = b""


def fixed_secret(kind: DeviceKind) -> bytes:
    """The secret of a center that uses no keyring."""
    return DEMO_SECRET if kind is DeviceKind.DEMO else NO_SECRET


def check(secret: bytes) -> bytes:
    """What the header keeps to recognise the secret: it says nothing about the secret itself."""
    return primitives.derive(secret, b"", "wellnessdesk device check 1")
