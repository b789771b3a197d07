"""The anchor in the keyring: kept and found again, bound to its center and store key, refused when it is not ours."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.vault.founded import header
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.vault import anchor, primitives
from wellnessdesk.vault.anchor import Anchor, AnchorUnfit
from wellnessdesk.vault.directory import encode
from wellnessdesk.vault.errors import KeyringUnavailable
from wellnessdesk.vault.header import DeviceKind

STORE, KEY, OTHER = "a" * 32, bytes(range(32)), bytes(32)
MADE = Anchor(1042, b"\x9f" * 32, 3, datetime(2026, 9, 14, 17, 0, tzinfo=UTC))


def put(keyring, text):
    keyring.set_password(APP_ID, f"{STORE}.anchor", text)


def signed(body):
    """A body that bears our MAC: what somebody with the store key could write."""
    mac = primitives.mac(primitives.derive(KEY, STORE.encode(), "wellnessdesk anchor 1"), body)
    return json.dumps({"body": encode(body), "macs": [encode(mac)]})


def test_what_is_kept_is_found_again(memory_keyring):
    anchor.keep(STORE, MADE, [KEY])
    assert anchor.kept(STORE, KEY) == MADE


def test_nothing_kept_is_nothing_found(memory_keyring):
    assert anchor.kept(STORE, KEY) is None


def test_under_two_keys_it_fits_either_and_no_third(memory_keyring):
    anchor.keep(STORE, MADE, [KEY, OTHER])
    assert anchor.kept(STORE, KEY) == anchor.kept(STORE, OTHER) == MADE
    with pytest.raises(AnchorUnfit, match="does not fit these records"):
        anchor.kept(STORE, b"\x01" * 32)


def test_another_centers_does_not_fit(memory_keyring):
    anchor.keep("b" * 32, MADE, [KEY])
    put(memory_keyring, memory_keyring.secrets[APP_ID, f"{'b' * 32}.anchor"])
    with pytest.raises(AnchorUnfit):
        anchor.kept(STORE, KEY)


def test_a_number_that_somebody_set_lower_does_not_fit(memory_keyring):
    anchor.keep(STORE, MADE, [KEY])
    text = json.loads(memory_keyring.secrets[APP_ID, f"{STORE}.anchor"])
    text["body"] = encode(primitives.canonical(replace(MADE, sequence=7).plain()))
    put(memory_keyring, json.dumps(text))
    with pytest.raises(AnchorUnfit):
        anchor.kept(STORE, KEY)


@pytest.mark.parametrize("text", [
    "", "?", "[]", "{}", "7", '{"body": "", "macs": []}', '{"body": "?", "macs": [""]}', '{"body": "", "macs": 5}',
    "[" * 100_000, signed(b"{}"), signed(b"[]"), signed(b"?"),
    signed(primitives.canonical({**MADE.plain(), "at": "soon"})),
    signed(primitives.canonical({**MADE.plain(), "at": 5})),
    signed(primitives.canonical({**MADE.plain(), "hash": "?"})),
    signed(primitives.canonical({**MADE.plain(), "sequence": "many"}))])
def test_whatever_else_lies_there_does_not_fit(memory_keyring, text):
    put(memory_keyring, text)
    with pytest.raises(AnchorUnfit):
        anchor.kept(STORE, KEY)


def test_the_control_such_a_text_fits_when_all_is_right(memory_keyring):
    put(memory_keyring, signed(primitives.canonical(MADE.plain())))
    assert anchor.kept(STORE, KEY) == MADE


def test_without_a_keyring_neither_works(account):
    with pytest.raises(KeyringUnavailable):
        anchor.keep(STORE, MADE, [KEY])
    with pytest.raises(KeyringUnavailable):
        anchor.kept(STORE, KEY)


@pytest.mark.parametrize("kind", DeviceKind)
def test_only_where_the_secret_lies_in_a_keyring_is_there_an_anchor(kind):
    assert anchor.used(replace(header(), device=kind)) is (kind is DeviceKind.KEYRING)
