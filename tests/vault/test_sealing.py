"""A sealed record opens for author, coordinators and kit B, in its own place, unchanged, and for nobody else."""

import json
from dataclasses import replace

import pytest

from tests.vault.founded import ADMIN, COORDINATOR, FRONT, OTHER, PEER, founded, header, keys, signed_by_root
from wellnessdesk.vault import primitives, sealing
from wellnessdesk.vault.directory import encode, sign_directory, sign_readers
from wellnessdesk.vault.errors import DirectoryForged, NotForThisKey, Tampered
from wellnessdesk.vault.sealing import Binding

HERE = Binding("note", "7", 1, "12", PEER)
BODY = {"text": "what was said", "topics": ["a", "b"]}
BOX = 112


@pytest.fixture
def blob():
    return sealing.seal(keys(PEER), HERE, BODY)


@pytest.mark.parametrize("reader", [PEER, COORDINATOR])
def test_author_and_coordinator_read_what_was_sealed_and_who_signed_it(blob, reader):
    opened = sealing.unseal(keys(reader), HERE, blob)
    assert (opened.body, opened.signer) == (BODY, PEER)


@pytest.mark.parametrize("reader", [ADMIN, FRONT, OTHER])
def test_nobody_else_reads_it(blob, reader):
    with pytest.raises(NotForThisKey):
        sealing.unseal(keys(reader), HERE, blob)


def test_kit_b_reads_it_and_kit_a_does_not(blob):
    assert sealing.unseal_with_kit(keys(ADMIN), founded().kit_b, HERE, blob).body == BODY
    with pytest.raises(NotForThisKey):
        sealing.unseal_with_kit(keys(ADMIN), founded().kit_a, HERE, blob)


def test_what_is_not_for_the_author_the_author_does_not_read():
    blob = sealing.seal(keys(PEER), HERE, BODY, to_author=False)
    assert sealing.unseal(keys(COORDINATOR), HERE, blob).signer == PEER
    with pytest.raises(NotForThisKey):
        sealing.unseal(keys(PEER), HERE, blob)


def test_no_word_and_no_name_shows_and_lengths_are_rounded(blob):
    for word in (b"what was said", b"topics", PEER.encode(), b"12"):
        assert word not in blob
    longer = sealing.seal(keys(PEER), HERE, {**BODY, "text": "x" * 300})
    assert len(longer) == len(blob)


@pytest.mark.parametrize("elsewhere", [
    {"kind": "draft"}, {"record": "8"}, {"version": 2}, {"student": "13"}, {"author": OTHER}, {"previous": b"x"}])
@pytest.mark.parametrize("reader", [PEER, COORDINATOR])
def test_a_record_put_in_another_place_is_refused(blob, elsewhere, reader):
    with pytest.raises(Tampered, match="does not match its seal"):
        sealing.unseal(keys(reader), replace(HERE, **elsewhere), blob)


def test_a_record_of_another_center_is_refused(blob):
    other = keys(COORDINATOR)
    directory = replace(other.directory, store="other")
    anchors = replace(header().anchors, store="other")
    signed = sign_directory(directory, keys(ADMIN).root_seed, sign_readers(directory, other.center_seed))
    other.header = replace(header(), anchors=anchors, directory=signed)
    with pytest.raises(Tampered):
        sealing.unseal(other, HERE, blob)


@pytest.mark.parametrize("at", [0, 3, 4, 5, 6, 7, 50, 7 + 3 * BOX, 7 + 3 * BOX + 30, -1])
def test_one_changed_byte_is_noticed_by_a_coordinator(blob, at):
    spoiled = bytearray(blob)
    spoiled[at] ^= 1
    with pytest.raises(Tampered):
        sealing.unseal(keys(COORDINATOR), HERE, bytes(spoiled))


@pytest.mark.parametrize("length", [0, 4, 6, 7, 8, 7 + BOX, 7 + 3 * BOX])
def test_a_record_cut_off_is_noticed(blob, length):
    with pytest.raises(Tampered):
        sealing.unseal(keys(COORDINATOR), HERE, blob[:length])


def test_a_record_for_one_reader_only_is_none_of_ours(blob):
    with pytest.raises(Tampered):
        sealing.unseal(keys(COORDINATOR), HERE, blob[:6] + b"\x01" + blob[7:7 + BOX] + blob[7 + 3 * BOX:])


def forged(inside, signer=PEER, seal_seed=None, bound_of=PEER):
    """What somebody who knows the format and has the author's keys can put inside a seal that is in order."""
    made = keys(bound_of)
    bound = sealing._bound(made, HERE, 1)
    plain = primitives.canonical(BODY)
    good = {"signer": signer, "body": plain.decode(),
            "signature": encode(primitives.sign(seal_seed or made.identity.sign_seed, bound + plain))}
    content = inside(good) if callable(inside) else inside
    data_key = primitives.new_key()
    wrapped = data_key + primitives.digest(bound)
    readers = (made.directory.role_keys[0], made.directory.recovery_b)
    boxes = b"".join(primitives.seal(public, wrapped) for public in readers)
    written = content if isinstance(content, bytes) else json.dumps(content).encode()
    return b"WDS1" + b"\x00\x01" + b"\x02" + boxes + primitives.encrypt(data_key, written, bound)


def test_the_forger_of_these_tests_can_make_a_good_one():
    assert sealing.unseal(keys(COORDINATOR), HERE, forged(lambda good: good)).body == BODY


def without(name):
    return lambda good: {key: value for key, value in good.items() if key != name}


@pytest.mark.parametrize("inside", [
    b"no json", b"[]", b"null", b"[" * 100_000, without("signer"), without("body"), without("signature"),
    lambda good: {**good, "body": {"not": "text"}}, lambda good: {**good, "body": "no json"},
    lambda good: {**good, "body": "[1]"}, lambda good: {**good, "signature": 5},
    lambda good: {**good, "signature": "!"}, lambda good: {**good, "signer": OTHER},
    lambda good: {**good, "signer": "nobody"}, lambda good: {**good, "signer": {}},
    lambda good: {**good, "body": good["body"].replace("what", "That")}])
def test_whatever_an_author_puts_inside_the_reader_gets_a_sentence(inside):
    with pytest.raises(Tampered):
        sealing.unseal(keys(COORDINATOR), HERE, forged(inside))


def test_a_signature_of_somebody_elses_key_is_refused():
    with pytest.raises(Tampered):
        sealing.unseal(keys(COORDINATOR), HERE, forged(lambda good: good, seal_seed=primitives.new_key()))


@pytest.mark.parametrize("exchanged", ["role_keys", "recovery_b", "coordinator"])
def test_nothing_is_sealed_to_a_key_an_administrator_put_there_alone(exchanged):
    author = keys(PEER)
    directory, mine = author.directory, primitives.box_public(primitives.new_key())
    coordinator = directory.entry(COORDINATOR)
    swapped = {"role_keys": replace(directory, role_keys=(mine,)), "recovery_b": replace(directory, recovery_b=mine),
               "coordinator": directory.with_entry(replace(coordinator, box=mine))}[exchanged]
    author.header = header().next(directory=signed_by_root(swapped))
    with pytest.raises(DirectoryForged, match="Nothing was sealed or saved"):
        sealing.seal(author, HERE, BODY)


def test_a_coordinator_of_a_later_epoch_cannot_open_earlier_records_and_is_not_told_they_are_spoiled(blob):
    later = keys(COORDINATOR)
    later.role_privates = {}
    with pytest.raises(NotForThisKey):
        sealing.unseal(later, HERE, blob)


def test_after_a_new_epoch_old_and_new_records_open_each_with_its_key(blob):
    coordinator, admin, second = keys(COORDINATOR), keys(ADMIN), primitives.new_key()
    directory = replace(admin.directory, serial=2,
                        role_keys=(*admin.directory.role_keys, primitives.box_public(second)))
    signed = sign_directory(directory, admin.root_seed, sign_readers(directory, coordinator.center_seed))
    coordinator.header = header().next(directory=signed)
    coordinator.role_privates[2] = second
    author = keys(PEER)
    author.header = coordinator.header

    newer = sealing.seal(author, HERE, {"text": "newer"})

    assert sealing.unseal(coordinator, HERE, newer).body == {"text": "newer"}
    assert sealing.unseal(coordinator, HERE, blob).body == BODY
    del coordinator.role_privates[2]
    with pytest.raises(NotForThisKey):
        sealing.unseal(coordinator, HERE, newer)


def test_the_blind_index_finds_a_student_for_coordinators_only():
    coordinator = keys(COORDINATOR)
    made = sealing.blind(coordinator, "12", "f", b"blob")
    assert made == sealing.blind(keys(COORDINATOR), "12", "f", b"blob")
    assert made != sealing.blind(coordinator, "13", "f", b"blob")
    assert sealing.blind(keys(PEER), "12", "f", b"blob") is None
    assert sealing.blind(keys(ADMIN), "12", "f", b"blob") is None


def test_the_blind_index_of_one_record_tells_nothing_about_another_nor_about_one_put_in_its_place():
    coordinator = keys(COORDINATOR)
    assert len({sealing.blind(coordinator, "12", record, blob) for record in "fg" for blob in (b"one", b"two")}) == 4
