"""A sealed entry of the audit log tells coordinators what was done and by whom, and everybody else nothing."""

import pytest

from tests.vault.founded import ADMIN, CHEAP, COORDINATOR, FRONT, OTHER, PEER, PEOPLE, keys
from wellnessdesk.vault import people_keys, primitives, sealed_entries
from wellnessdesk.vault.directory import decode, encode
from wellnessdesk.vault.errors import NotForThisKey, Tampered
from wellnessdesk.vault.founding import NewPerson

HASH = bytes(range(32))


@pytest.fixture
def entry():
    detail, sign = sealed_entries.close(keys(PEER), "flag.raise flag:abc")
    return detail, sign(HASH)


def test_a_coordinator_reads_the_entry_and_sees_who_signed_it(entry):
    detail, signature = entry
    assert sealed_entries.words(keys(COORDINATOR), detail) == "flag.raise flag:abc"
    assert sealed_entries.signer(keys(COORDINATOR), HASH, signature) == PEER


@pytest.mark.parametrize("reader", [ADMIN, FRONT, OTHER, PEER])
def test_nobody_else_does(entry, reader):
    detail, signature = entry
    with pytest.raises(NotForThisKey):
        sealed_entries.words(keys(reader), detail)
    assert sealed_entries.signer(keys(reader), HASH, signature) is None


def test_entries_of_different_people_and_acts_look_alike():
    made = [sealed_entries.close(keys(person), words) for person, words in
            ((PEER, "flag.raise flag:0123456789abcdef0123456789abcdef"), (OTHER, "note.draft session:5"))]
    assert len({len(detail) for detail, _sign in made}) == 1
    assert len({len(sign(HASH)) for _detail, sign in made}) == 1
    detail, signature = made[0][0], made[0][1](HASH)
    assert PEER.encode() not in signature
    assert primitives.sign(keys(PEER).identity.sign_seed, HASH) not in signature
    assert "flag" not in detail


def test_a_signature_counts_for_its_own_hash_and_a_person_of_the_directory():
    coordinator, role_key = keys(COORDINATOR), keys(PEER).directory.role_keys[0]
    _detail, sign = sealed_entries.close(keys(PEER), "x")
    assert sealed_entries.signer(coordinator, bytes(32), sign(HASH)) is None
    signature = primitives.sign(keys(PEER).identity.sign_seed, HASH)
    for person in (OTHER.encode(), b"nobody", b"\xff"):
        assert sealed_entries.signer(coordinator, HASH, sealed_entries._close(role_key, signature + person)) is None
    assert sealed_entries.signer(coordinator, HASH, sealed_entries._close(role_key, signature + PEER.encode())) == PEER


@pytest.mark.parametrize("spoil", [lambda box: box[:-1], lambda _box: b"", lambda box: bytes(len(box))])
def test_a_spoiled_entry_has_no_author_and_no_words(entry, spoil):
    detail, signature = entry
    coordinator = keys(COORDINATOR)
    assert sealed_entries.signer(coordinator, HASH, spoil(signature)) is None
    with pytest.raises(NotForThisKey):
        sealed_entries.words(coordinator, encode(spoil(decode(detail))))


def test_what_is_no_sealed_text_is_spoiled():
    coordinator, role_key = keys(COORDINATOR), keys(PEER).directory.role_keys[0]
    for detail in ("not base64!", encode(primitives.seal(role_key, b"not padded")),
                   encode(sealed_entries._close(role_key, b"\xff\xfe"))):
        with pytest.raises(Tampered):
            sealed_entries.words(coordinator, detail)


def test_after_a_new_epoch_earlier_entries_still_open(entry):
    coordinator = keys(COORDINATOR)
    coordinator.role_privates[2] = primitives.new_key()
    assert sealed_entries.words(coordinator, entry[0]) == "flag.raise flag:abc"


def test_an_author_counts_under_the_key_they_had_when_the_entry_was_made(entry):
    coordinator = keys(COORDINATOR)
    after = people_keys.new_keys(keys(ADMIN), NewPerson(PEOPLE[PEER], "four plain random words"), 30, None, CHEAP)
    coordinator.header = after
    assert sealed_entries.signer(coordinator, HASH, entry[1]) == PEER
    assert sealed_entries.signer(coordinator, HASH, entry[1], number=30) == PEER
    assert sealed_entries.signer(coordinator, HASH, entry[1], number=31) is None
    coordinator.header = people_keys.remove(keys(ADMIN), PEER, 30, bytes(32))
    assert sealed_entries.signer(coordinator, HASH, entry[1], number=30) == PEER
    assert sealed_entries.signer(coordinator, HASH, entry[1], number=31) is None
