"""A sealed record opens for author, coordinators and kit B, in its own place, unchanged, and for nobody else."""

import json
from dataclasses import replace

import pytest

from tests.vault.founded import (
    ADMIN,
    CHEAP,
    COORDINATOR,
    FRONT,
    OTHER,
    PASSPHRASE,
    PEER,
    PEOPLE,
    as_read,
    founded,
    header,
    keys,
    signed_by_root,
)
from wellnessdesk.vault import people_keys, primitives, sealing, unlock
from wellnessdesk.vault.device import DEMO_SECRET
from wellnessdesk.vault.directory import encode, sign_directory, sign_readers
from wellnessdesk.vault.errors import DirectoryForged, NoLongerActive, NotForThisKey, Tampered
from wellnessdesk.vault.founding import NewPerson
from wellnessdesk.vault.kits import WrongKit
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
    with pytest.raises(WrongKit):
        sealing.unseal_with_kit(keys(ADMIN), founded().kit_a, HERE, blob)


def test_what_is_not_for_the_author_the_author_does_not_read():
    blob = sealing.seal(keys(PEER), HERE, BODY, to_author=False)
    assert sealing.unseal(keys(COORDINATOR), HERE, blob).signer == PEER
    with pytest.raises(NotForThisKey):
        sealing.unseal(keys(PEER), HERE, blob)


def test_what_is_sealed_to_its_author_alone_opens_for_nobody_else_and_looks_like_any_other(blob):
    own = sealing.seal_own(keys(PEER), HERE, BODY)

    assert sealing.unseal(keys(PEER), HERE, own) == sealing.Opened(BODY, PEER)
    assert len(own) == len(blob)
    for person in (COORDINATOR, OTHER, ADMIN, FRONT):
        with pytest.raises((NotForThisKey, Tampered)):
            sealing.unseal(keys(person), HERE, own)
    with pytest.raises((NotForThisKey, Tampered)):
        sealing.unseal_with_kit(keys(ADMIN), founded().kit_b, HERE, own)


def test_who_was_there_too_reads_it_and_who_left_or_is_unknown_gets_no_box(blob):
    shared = sealing.seal(keys(PEER), HERE, BODY, also=[OTHER])
    assert sealing.unseal(keys(OTHER), HERE, shared).signer == PEER
    assert sealing.unseal(keys(PEER), HERE, shared).body == BODY
    for reader in (ADMIN, FRONT):
        with pytest.raises(NotForThisKey):
            sealing.unseal(keys(reader), HERE, shared)
    assert len(shared) == len(blob) + BOX
    assert len(sealing.seal(keys(PEER), HERE, BODY, also=["nobody"])) == len(blob)


@pytest.mark.parametrize("somebody", [ADMIN, FRONT, COORDINATOR])
def test_who_is_no_peer_gets_no_box_as_one_who_was_there(blob, somebody):
    """Whoever holds the store's key can write themselves into a session as its second peer."""
    assert len(sealing.seal(keys(PEER), HERE, BODY, also=[somebody])) == len(blob)
    written = sealing.seal_for(keys(COORDINATOR), HERE, BODY, also=[somebody])
    assert len(written) == len(blob)


def test_no_word_and_no_name_shows_and_lengths_are_rounded(blob):
    for word in (b"what was said", b"topics", PEER.encode(), b'"12"'):
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


def test_a_peek_opens_what_an_author_sealed_and_also_what_somebody_sealed_in_their_name(blob):
    """So nobody may be shown it: `unseal` refuses the second (the test above)."""
    assert sealing.peek(keys(COORDINATOR), HERE, blob) == sealing.peek(keys(PEER), HERE, blob) == BODY
    assert sealing.peek(keys(COORDINATOR), HERE, forged(lambda good: good, seal_seed=primitives.new_key())) == BODY


def test_a_peek_opens_nothing_that_was_changed_moved_or_is_for_others(blob):
    for other, here, problem in ((COORDINATOR, replace(HERE, record="8"), Tampered), (OTHER, HERE, NotForThisKey)):
        with pytest.raises(problem):
            sealing.peek(keys(other), here, blob)
    with pytest.raises(Tampered):
        sealing.peek(keys(COORDINATOR), HERE, blob[:-1])


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


def test_the_blind_index_finds_a_student_for_coordinators_only(blob):
    coordinator = keys(COORDINATOR)
    made = sealing.blind(coordinator, "12", "f", blob)
    assert made == sealing.blind(keys(COORDINATOR), "12", "f", blob)
    assert made != sealing.blind(coordinator, "13", "f", blob)
    assert sealing.blind(keys(PEER), "12", "f", blob) is None
    assert sealing.blind(keys(ADMIN), "12", "f", blob) is None
    with pytest.raises(Tampered):
        sealing.blind(coordinator, "12", "f", b"no sealed record")


def test_the_blind_index_of_one_record_tells_nothing_about_another_nor_about_one_put_in_its_place(blob):
    coordinator, other = keys(COORDINATOR), sealing.seal(keys(PEER), HERE, BODY)
    assert len({sealing.blind(coordinator, "12", record, one) for record in "fg" for one in (blob, other)}) == 4


def test_a_flag_of_an_earlier_epoch_is_still_found_by_its_index(blob):
    before = sealing.blind(keys(COORDINATOR), "12", "f", blob)
    later = next_epoch()
    assert sealing.blind(later, "12", "f", blob) == before
    newer = sealing.seal(with_header(PEER, later.header), HERE, BODY)
    assert sealing.blind(later, "12", "f", newer) != before
    assert sealing.blind(keys(COORDINATOR), "12", "f", newer) is None


# ------------------------------------------------------------------------------------------------------- sealing anew


def next_epoch():
    """The coordinator's keys after a new role key was made."""
    coordinator = keys(COORDINATOR)
    unlock.follow(coordinator, people_keys.new_epoch(keys(ADMIN), coordinator))
    return coordinator


def with_header(person, changed):
    held = keys(person)
    held.header = changed
    return held


@pytest.fixture
def newly():
    """The peer after they forgot their passphrase, and the coordinator, both under the header of then."""
    new = NewPerson(PEOPLE[PEER], PASSPHRASE)
    after = people_keys.new_keys(keys(ADMIN), new, 40, None, CHEAP)
    return unlock.unlock(as_read(after), PEER, PASSPHRASE, DEMO_SECRET), with_header(COORDINATOR, after)


def test_a_record_sealed_anew_opens_for_its_author_under_their_new_keys_and_is_the_same(blob, newly):
    peer, coordinator = newly
    with pytest.raises(NotForThisKey):
        sealing.unseal(peer, HERE, blob)
    again = sealing.reseal(coordinator, HERE, blob)
    assert sealing.unseal(peer, HERE, again) == sealing.unseal(coordinator, HERE, blob)
    at = 7 + 2 * BOX
    assert (again[:at], again[at + BOX:]) == (blob[:at], blob[at + BOX:])
    with pytest.raises(NotForThisKey):
        sealing.unseal(keys(PEER), HERE, again)  # the old keys


def test_only_a_coordinator_seals_a_record_anew(blob, newly):
    for person in (ADMIN, FRONT, OTHER):
        with pytest.raises(NotForThisKey):
            sealing.reseal(with_header(person, newly[1].header), HERE, blob)


def test_what_was_not_for_its_author_is_not_made_theirs(newly):
    with pytest.raises(NotForThisKey):
        sealing.reseal(newly[1], HERE, sealing.seal(keys(PEER), HERE, BODY, to_author=False))


def test_a_record_is_never_sealed_anew_for_somebody_who_did_not_write_it(newly):
    stolen = sealing.seal(keys(PEER), replace(HERE, author=OTHER), BODY)
    with pytest.raises(Tampered):
        sealing.reseal(newly[1], replace(HERE, author=OTHER), stolen)


def test_what_somebody_wrote_for_the_author_opens_for_the_author_too_and_says_who_wrote_it(blob):
    written = sealing.seal_for(keys(COORDINATOR), HERE, BODY)
    for reader in (PEER, COORDINATOR):
        assert sealing.unseal(keys(reader), HERE, written).signer == COORDINATOR
    with pytest.raises(NotForThisKey):
        sealing.unseal(keys(OTHER), HERE, written)
    with pytest.raises(Tampered):
        sealing.seal_for(keys(COORDINATOR), replace(HERE, author="nobody"), BODY)


def test_what_was_written_for_the_author_is_sealed_anew_only_as_its_writers(newly):
    peer, coordinator = newly
    written = sealing.seal_for(keys(COORDINATOR), HERE, BODY)
    with pytest.raises(Tampered):
        sealing.reseal(coordinator, HERE, written)
    again = sealing.reseal(coordinator, HERE, written, signer=COORDINATOR)
    assert sealing.unseal(peer, HERE, again).signer == COORDINATOR


def test_who_was_there_too_gets_their_box_anew_and_nothing_else_changes(newly):
    peer, coordinator = newly
    theirs = replace(HERE, author=OTHER)
    shared = sealing.seal(keys(OTHER), theirs, BODY, also=[PEER])
    with pytest.raises(NotForThisKey):
        sealing.unseal(peer, theirs, shared)
    again = sealing.reseal(coordinator, theirs, shared, beside=PEER)
    assert sealing.unseal(peer, theirs, again) == sealing.unseal(coordinator, theirs, shared)
    assert sealing.unseal(with_header(OTHER, coordinator.header), theirs, again).body == BODY
    assert again[:7 + 3 * BOX] == shared[:7 + 3 * BOX]
    assert again[7 + 4 * BOX:] == shared[7 + 4 * BOX:]
    with pytest.raises(NotForThisKey):
        sealing.unseal(keys(PEER), theirs, again)  # the old keys


def test_nobody_is_let_into_a_record_in_which_its_author_was_alone(newly):
    alone = sealing.seal(keys(OTHER), replace(HERE, author=OTHER), BODY)
    with pytest.raises(NotForThisKey):
        sealing.reseal(newly[1], replace(HERE, author=OTHER), alone, beside=PEER)


def test_who_was_there_too_must_be_somebody_who_may_sign_in():
    theirs = replace(HERE, author=OTHER)
    shared = sealing.seal(keys(OTHER), theirs, BODY, also=[PEER])
    coordinator = with_header(COORDINATOR, people_keys.remove(keys(ADMIN), PEER, 9, primitives.new_key()))
    with pytest.raises(NoLongerActive):
        sealing.reseal(coordinator, theirs, shared, beside=PEER)
    with pytest.raises(Tampered):
        sealing.reseal(coordinator, theirs, shared, beside="nobody")


def test_the_next_record_names_one_the_same_after_it_was_sealed_anew(blob, newly):
    assert sealing.mark(sealing.reseal(newly[1], HERE, blob)) == sealing.mark(blob)
    assert sealing.mark(sealing.seal(keys(PEER), HERE, BODY)) != sealing.mark(blob)
    with pytest.raises(Tampered):
        sealing.mark(b"")
    with pytest.raises(Tampered):
        sealing.mark(blob[:7 + 3 * BOX])  # boxes around nothing: every such record would have one and the same name


def test_who_may_not_sign_in_gets_nothing_anew(blob):
    coordinator = with_header(COORDINATOR, people_keys.remove(keys(ADMIN), PEER, 9, primitives.new_key()))
    with pytest.raises(NoLongerActive):
        sealing.reseal(coordinator, HERE, blob)
    assert sealing.unseal(coordinator, HERE, blob).signer == PEER  # and it stays readable


def test_a_kit_that_was_replaced_opens_nothing_new_and_the_new_one_all_there_is(blob):
    coordinator = keys(COORDINATOR)
    kit, after = people_keys.new_kit_b(keys(ADMIN), coordinator)
    peer = with_header(PEER, after)
    newer = sealing.seal(peer, HERE, BODY)
    for one in (blob, newer):
        assert sealing.unseal_with_kit(peer, kit, HERE, one).body == BODY
    with pytest.raises(WrongKit):
        sealing.unseal_with_kit(peer, founded().kit_b, HERE, newer)
    later = sealing.seal(with_header(PEER, next_epoch().header), HERE, BODY)
    with pytest.raises(NotForThisKey):  # of an epoch that this header knows nothing of
        sealing.unseal_with_kit(keys(ADMIN), founded().kit_b, HERE, later[:7] + later[7 + BOX:7 + 2 * BOX]
                                + later[7:7 + BOX] + later[7 + 2 * BOX:])
