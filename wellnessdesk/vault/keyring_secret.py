"""The device secret in this account's keyring (Secret Service, Credential Locker, Keychain).

A keyring counts only if a written probe reads back (keyring's null backend answers None after a set). Calls can block
for ever while a desktop asks for an unlock, so each runs in a thread of its own with a time limit.
"""

import base64
import threading
from collections.abc import Callable
from typing import TypeVar

import keyring
import keyring.errors

from wellnessdesk.base.paths import APP_ID
from wellnessdesk.vault import device, primitives
from wellnessdesk.vault.errors import (
    KeyringEmptied,
    KeyringLocked,
    KeyringMissing,
    KeyringReplaced,
    KeyringUnavailable,
)
from wellnessdesk.vault.header import DeviceKind, Header

_LIMIT_SECONDS = 20.0

T = TypeVar("T")


def works() -> bool:
    """Whether this account has a keyring that keeps what it is given."""
    probe = base64.b64encode(primitives.new_key()).decode()
    try:
        _limited(lambda: keyring.set_password(APP_ID, "probe", probe))
        kept = _limited(lambda: keyring.get_password(APP_ID, "probe"))
        _limited(lambda: keyring.delete_password(APP_ID, "probe"))
    except (keyring.errors.KeyringError, KeyringUnavailable):
        return False
    return kept == probe


def keep(store: str, secret: bytes) -> None:
    """Put the secret of this store into the keyring and read it back; raises `KeyringUnavailable`."""
    text = base64.b64encode(secret).decode()
    keep_text(store, text)
    if kept_text(store) != text:
        raise KeyringUnavailable


def keep_text(user: str, text: str) -> None:
    """Put any text under a name of ours; raises `KeyringUnavailable`."""
    _asked(lambda: keyring.set_password(APP_ID, user, text))


def kept_text(user: str) -> str | None:
    """The text under a name of ours, None when there is none; raises `KeyringUnavailable`."""
    return _asked(lambda: keyring.get_password(APP_ID, user))


def forget(store: str) -> None:
    """Take the secret of a store that is given up out of the keyring, if it is there."""
    try:
        _limited(lambda: keyring.delete_password(APP_ID, store))
    except (keyring.errors.KeyringError, KeyringUnavailable):
        return


def secret_for(header: Header) -> bytes:
    """The device secret this header asks for, unless it lies in a file (`device_secret.secret_for` knows both).

    Raises `KeyringMissing` (none here), `KeyringLocked`, `KeyringUnavailable` (no answer), `KeyringEmptied` (no entry)
    or `KeyringReplaced` (another secret).
    """
    secret = _found(header)
    if not primitives.same(device.check(secret), header.device_check):
        raise KeyringReplaced
    return secret


def _found(header: Header) -> bytes:
    if header.device is not DeviceKind.KEYRING:
        return device.fixed_secret(header.device)
    text = kept_text(header.anchors.store)
    if text is None:
        raise KeyringEmptied if works() else KeyringMissing
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise KeyringReplaced from error


def _asked(call: Callable[[], T]) -> T:
    try:
        return _limited(call)
    except keyring.errors.NoKeyringError as error:
        raise KeyringMissing from error
    except keyring.errors.KeyringLocked as error:
        raise KeyringLocked from error
    except keyring.errors.KeyringError as error:
        raise KeyringUnavailable from error


def _limited(call: Callable[[], T]) -> T:
    results: list[T] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            results.append(call())
        except Exception as error:  # noqa: BLE001 - handed to the caller's thread below, whatever a backend raises
            errors.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(_LIMIT_SECONDS)
    if thread.is_alive():
        raise KeyringUnavailable
    if errors:
        raise errors[0] if isinstance(errors[0], keyring.errors.KeyringError) else KeyringUnavailable from errors[0]
    return results[0]
