"""The tools close what they are given, open it only with the same key and binding, and answer known vectors."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.vault import primitives as p
from wellnessdesk.vault.errors import NotForThisKey, Tampered

KEY = bytes(range(32))


def test_new_keys_have_256_bits_and_differ():
    assert len(p.new_key()) == 32
    assert p.new_key() != p.new_key()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "ñ"]}, '{"a":[true,null,"ñ"],"b":1}'),
        ("a\"b\n", '"a\\"b\\n"'),
        ({"z": {"y": -1}}, '{"z":{"y":-1}}'),
    ],
)
def test_plain_data_has_one_byte_form(value, written):
    assert p.canonical(value) == written.encode()


def test_digest_and_mac_are_the_published_functions():
    assert p.digest(b"abc") == hashlib.blake2b(b"abc", digest_size=32).digest()
    # RFC 4231, test case 2
    assert p.mac(b"Jefe", b"what do ya want for nothing?").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")


def test_derive_is_hkdf_sha256():
    secret = bytes.fromhex("0b" * 22)
    # RFC 5869, test case 3 (no salt, no info), the first 32 of its bytes
    assert p.derive(secret, b"", "").hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert len({p.derive(secret, b"", ""), p.derive(secret, b"salt", ""), p.derive(secret, b"", "info")}) == 3


def test_same_tells_equal_from_different():
    assert p.same(b"one", b"one")
    assert not p.same(b"one", b"two")


@given(st.binary(max_size=3000), st.binary(max_size=40))
def test_what_was_encrypted_opens_with_the_same_key_and_binding(plain, bound):
    assert p.decrypt(KEY, p.encrypt(KEY, plain, bound), bound) == plain


def test_equal_texts_look_different_and_their_length_hides_in_whole_kib():
    one, other = p.encrypt(KEY, b"short", b""), p.encrypt(KEY, b"s" * 1000, b"")
    assert len(one) == len(other)
    assert one != p.encrypt(KEY, b"short", b"")
    assert len(p.encrypt(KEY, b"s" * 1024, b"")) == len(one) + 1024


@pytest.mark.parametrize("at", [0, 23, 24, 500, -1])
def test_one_changed_byte_is_noticed(at):
    box = bytearray(p.encrypt(KEY, b"a record", b"bound"))
    box[at] ^= 1
    with pytest.raises(Tampered):
        p.decrypt(KEY, bytes(box), b"bound")


@pytest.mark.parametrize(("key", "bound"), [(bytes(32), b"bound"), (KEY, b"other"), (KEY, b"")])
def test_another_key_or_binding_does_not_open(key, bound):
    box = p.encrypt(KEY, b"a record", b"bound")
    with pytest.raises(Tampered):
        p.decrypt(key, box, bound)


@pytest.mark.parametrize("length", [0, 10, 24, 40])
def test_a_box_that_is_cut_off_is_noticed(length):
    with pytest.raises(Tampered):
        p.decrypt(KEY, p.encrypt(KEY, b"a record", b"")[:length], b"")


def test_sealing_opens_for_its_key_alone():
    box = p.seal(p.box_public(KEY), b"for you")
    assert len(box) == len(b"for you") + p.SEALED_OVERHEAD
    assert p.unseal(KEY, box) == b"for you"
    with pytest.raises(NotForThisKey):
        p.unseal(p.new_key(), box)
    with pytest.raises(NotForThisKey):
        p.unseal(KEY, box[:40])


def test_signatures_hold_for_these_bytes_and_this_signer_only():
    public, signature = p.sign_public(KEY), p.sign(KEY, b"data")
    assert p.signed_by(public, b"data", signature)
    assert p.signer(KEY)(b"data") == signature
    assert not p.signed_by(public, b"Data", signature)
    assert not p.signed_by(p.sign_public(p.new_key()), b"data", signature)
    assert not p.signed_by(public, b"data", signature[:63])
    assert not p.signed_by(public[:31], b"data", signature)
    assert not p.signed_by(public, b"data", "text")  # a column another program changed


def test_ed25519_is_the_published_one():
    # RFC 8032, 7.1, test 1
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert p.sign_public(seed).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert p.sign(seed, b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974")
