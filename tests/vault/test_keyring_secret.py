"""The device secret in a keyring: kept, found, missing, replaced, silent; and a keyring that only pretends."""

import base64
import threading
import time
from dataclasses import replace

import keyring
import keyring.errors
import pytest
from keyring.backends.null import Keyring as NullKeyring

from tests.conftest import MemoryKeyring
from tests.vault.founded import header
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.vault import device, keyring_secret
from wellnessdesk.vault.errors import (
    KeyringEmptied,
    KeyringLocked,
    KeyringMissing,
    KeyringReplaced,
    KeyringUnavailable,
)
from wellnessdesk.vault.header import DeviceKind

SECRET = bytes(range(32))
STORE = header().anchors.store


@pytest.fixture
def ringed():
    return replace(header(), device=DeviceKind.KEYRING, device_check=device.check(SECRET))


class Forgetful(MemoryKeyring):
    """Takes what it is given and gives back something else."""

    def get_password(self, service, username):
        return "something else"


class Silent(MemoryKeyring):
    """A desktop that waits for somebody to unlock it."""

    def __init__(self):
        super().__init__()
        self.unlocked = threading.Event()

    def get_password(self, service, username):
        self.unlocked.wait(30)


class Locked(MemoryKeyring):
    """Nobody has typed the password of this keyring."""

    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked("Failed to unlock the collection!")

    set_password = get_password
    delete_password = get_password


class Broken(MemoryKeyring):
    """A backend with a fault of its own: not one of keyring's own errors."""

    def get_password(self, service, username):
        raise OSError("the bus is gone")

    set_password = get_password
    delete_password = get_password


@pytest.fixture
def use(account):
    def choose(backend):
        keyring.set_keyring(backend)
        return backend

    return choose


def test_a_secret_that_was_kept_is_found_and_can_be_forgotten(memory_keyring, ringed):
    keyring_secret.keep(STORE, SECRET)
    assert keyring_secret.secret_for(ringed) == SECRET
    keyring_secret.forget(STORE)
    assert not memory_keyring.secrets
    with pytest.raises(KeyringEmptied, match="recovery kit A"):
        keyring_secret.secret_for(ringed)
    keyring_secret.forget(STORE)  # giving it up twice is no error


@pytest.mark.parametrize("found", [base64.b64encode(bytes(32)).decode(), "not base64!", "ñ", ""])
def test_another_secret_is_not_taken_for_ours(memory_keyring, ringed, found):
    memory_keyring.set_password(APP_ID, STORE, found)
    with pytest.raises(KeyringReplaced, match="copied from another computer"):
        keyring_secret.secret_for(ringed)


def test_centers_without_a_keyring_ask_none(ringed):
    assert keyring_secret.secret_for(header()) == device.DEMO_SECRET
    bare = replace(ringed, device=DeviceKind.NONE, device_check=device.check(b""))
    assert keyring_secret.secret_for(bare) == b""


def test_a_header_that_claims_another_kind_is_noticed(ringed):
    with pytest.raises(KeyringReplaced):
        keyring_secret.secret_for(replace(ringed, device=DeviceKind.NONE))


def test_only_a_keyring_that_gives_back_what_it_got_works(use):
    assert keyring_secret.works() is False  # none at all
    use(MemoryKeyring())
    assert keyring_secret.works() is True
    assert not keyring.get_keyring().secrets
    for pretending in (NullKeyring(), Forgetful(), Broken()):
        use(pretending)
        assert keyring_secret.works() is False


def test_a_secret_is_not_trusted_to_a_keyring_that_pretends(use):
    for pretending in (NullKeyring(), Forgetful(), Broken()):
        use(pretending)
        with pytest.raises(KeyringUnavailable):
            keyring_secret.keep(STORE, SECRET)


def test_where_there_is_no_keyring_any_more_it_is_said(ringed):
    with pytest.raises(KeyringMissing, match="no keyring here"):
        keyring_secret.secret_for(ringed)
    with pytest.raises(KeyringMissing):
        keyring_secret.keep(STORE, SECRET)


def test_a_keyring_that_forgets_everything_is_none(use, ringed):
    use(NullKeyring())
    with pytest.raises(KeyringMissing):
        keyring_secret.secret_for(ringed)


def test_a_locked_keyring_is_said_to_be_locked(use, ringed):
    use(Locked())
    with pytest.raises(KeyringLocked, match="Unlock it"):
        keyring_secret.secret_for(ringed)
    assert keyring_secret.works() is False


class Gone(MemoryKeyring):
    """Its service ended in the middle of the session."""

    def get_password(self, service, username):
        raise keyring.errors.InitError("Failed to create the collection")


def test_a_keyring_that_went_away_does_not_answer(use, ringed):
    use(Gone())
    with pytest.raises(KeyringUnavailable, match="does not answer") as told:
        keyring_secret.secret_for(ringed)
    assert told.type is KeyringUnavailable


def test_a_keyring_that_does_not_answer_is_not_waited_for(use, ringed, monkeypatch):
    silent = use(Silent())
    monkeypatch.setattr(keyring_secret, "_LIMIT_SECONDS", 0.2)
    started = time.monotonic()
    with pytest.raises(KeyringUnavailable):
        keyring_secret.secret_for(ringed)
    assert keyring_secret.works() is False
    assert time.monotonic() - started < 5
    silent.unlocked.set()


def test_giving_up_a_secret_never_fails(use):
    use(Broken())
    keyring_secret.forget(STORE)
