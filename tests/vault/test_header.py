"""A header comes back as it was written; damage, tampering, other formats and later versions are told apart."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.founded import ADMIN, PEER, header, keys
from wellnessdesk.vault import primitives
from wellnessdesk.vault.directory import encode
from wellnessdesk.vault.errors import HeaderDamaged, NewerStore, NotAStore, VaultProblem
from wellnessdesk.vault.header import VERSION, GrantKind, parse


def written(changed=None):
    return (changed or header()).to_bytes(keys(ADMIN).store_key)


def rewritten(change, digest=True):
    """The file after somebody without any key changed it, and (if they know how) corrected the digest."""
    raw = json.loads(written())
    change(raw)
    if digest:
        sealed = primitives.canonical({"version": raw.get("version"), "body": raw.get("body")})
        raw["digest"] = encode(primitives.digest(sealed))
    return json.dumps(raw).encode()


def test_a_header_comes_back_as_it_was_written():
    read = parse(written())
    assert read.header == header()
    assert read.header.authentic(keys(ADMIN).store_key, read.mac)


def test_the_next_generation_counts_up_and_keeps_the_rest():
    after = header().next(title=b"other")
    assert after == replace(header(), generation=2, title=b"other")


def test_slots_and_grants_are_found_by_whose_they_are():
    assert header().slot(PEER).person == PEER
    assert header().slot("nobody") is None
    assert header().grant(GrantKind.ROOT, ADMIN).holder == ADMIN
    assert header().grant(GrantKind.ROOT, PEER) is None
    assert header().grant(GrantKind.STORE, PEER, epoch=2) is None


def test_only_who_holds_the_store_key_writes_an_authentic_header():
    read = parse(header().to_bytes(primitives.new_key()))
    assert not read.header.authentic(keys(ADMIN).store_key, read.mac)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"hello", b'{"format": "something else"}', b"\xff\xfe"])
def test_what_is_not_ours_is_not_a_center(data):
    with pytest.raises(NotAStore, match="does not hold a WellnessDesk center"):
        parse(data)


def test_deep_nesting_is_refused_not_followed():
    with pytest.raises(NotAStore):
        parse(b"[" * 200_000)


def test_a_later_version_is_told_only_when_the_file_is_whole():
    def later(raw):
        raw["version"] = VERSION + 1

    with pytest.raises(NewerStore, match="newer version"):
        parse(rewritten(later))
    with pytest.raises(HeaderDamaged):  # one flipped bit makes a 1 a 3
        parse(rewritten(later, digest=False))


def spoil(*path_and_value):
    *path, value = path_and_value

    def change(raw):
        for step in path[:-1]:
            raw = raw[step]
        if value is ...:
            del raw[path[-1]]
        else:
            raw[path[-1]] = value

    return change


@pytest.mark.parametrize("change", [
    spoil("version", "1"), spoil("version", ...), spoil("body", []), spoil("body", "anchors", "x"), spoil("mac", 7),
    spoil("body", "generation", "1"), spoil("body", "generation", True), spoil("body", "device", "elsewhere"),
    spoil("body", "slots", {}), spoil("body", "slots", 0, "person", ...), spoil("body", "slots", 0, "memory", 1.5),
    spoil("body", "slots", 0, "salt", encode(b"short")), spoil("body", "slots", 0, "box", "not base64!"),
    spoil("body", "grants", 0, []), spoil("body", "grants", 0, "kind", "other"), spoil("body", "directory", ...)])
def test_a_header_of_the_wrong_shape_is_damaged_even_with_a_fitting_digest(change):
    with pytest.raises(HeaderDamaged, match="so is its copy"):
        parse(rewritten(change))


def test_a_change_without_a_fitting_digest_is_damage():
    with pytest.raises(HeaderDamaged):
        parse(rewritten(spoil("body", "generation", 2), digest=False))


@given(st.integers(0, len(written()) * 8 - 1))
def test_no_flipped_bit_gets_through(bit):
    data = bytearray(written())
    data[bit // 8] ^= 1 << bit % 8
    try:
        read = parse(bytes(data))
    except VaultProblem:
        return
    assert read.header == header()  # it was in the white space, or in the MAC, which the store key will judge
