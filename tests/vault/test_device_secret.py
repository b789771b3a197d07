"""The device secret in a file: kept for its owner alone, missing, damaged, replaced; the keyring comes first."""

import stat
from dataclasses import replace

import keyring
import pytest

from tests.vault.founded import header
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.vault import device, device_secret
from wellnessdesk.vault.errors import DeviceFileMissing, DeviceFileReplaced, KeyringEmptied
from wellnessdesk.vault.header import DeviceKind

SECRET = bytes(range(32))


def of_kind(kind):
    return replace(header(), device=kind, device_check=device.check(SECRET))


@pytest.fixture
def filed(tmp_path):
    """A folder with the secret in a file, put there because there is no keyring."""
    assert device_secret.put_back(tmp_path, of_kind(DeviceKind.KEYRING), SECRET) is DeviceKind.FILE
    return tmp_path


def test_without_a_keyring_it_lies_in_a_file_for_its_owner_alone(filed):
    assert device_secret.secret_for(filed, of_kind(DeviceKind.FILE)) == SECRET
    assert [path.name for path in filed.iterdir()] == [device_secret.FILE]
    assert stat.S_IMODE((filed / device_secret.FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", [DeviceKind.KEYRING, DeviceKind.FILE])
def test_where_there_is_a_keyring_it_goes_there(tmp_path, memory_keyring, kind):
    assert device_secret.put_back(tmp_path, of_kind(kind), SECRET) is DeviceKind.KEYRING
    assert list(tmp_path.iterdir()) == []
    assert device_secret.secret_for(tmp_path, of_kind(DeviceKind.KEYRING)) == SECRET
    keyring.delete_password(APP_ID, header().anchors.store)
    with pytest.raises(KeyringEmptied):
        device_secret.secret_for(tmp_path, of_kind(DeviceKind.KEYRING))


@pytest.mark.parametrize("kind", [DeviceKind.NONE, DeviceKind.DEMO])
def test_a_center_without_a_secret_of_its_own_is_given_none(tmp_path, memory_keyring, kind):
    assert device_secret.put_back(tmp_path, of_kind(kind), b"") is kind
    assert list(tmp_path.iterdir()) == []
    assert memory_keyring.secrets == {}


def test_a_file_that_is_gone_and_one_that_is_another_are_told_apart(filed):
    asked = of_kind(DeviceKind.FILE)
    for wrong in (b"AAAA", b"not base64", b""):
        (filed / device_secret.FILE).write_bytes(wrong)
        with pytest.raises(DeviceFileReplaced):
            device_secret.secret_for(filed, asked)
    (filed / device_secret.FILE).unlink()
    with pytest.raises(DeviceFileMissing):
        device_secret.secret_for(filed, asked)


def test_it_is_put_over_what_was_left_there(filed):
    (filed / device_secret.FILE).write_bytes(b"damaged")
    device_secret.put_back(filed, of_kind(DeviceKind.FILE), SECRET)
    assert device_secret.secret_for(filed, of_kind(DeviceKind.FILE)) == SECRET
