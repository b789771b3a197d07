"""The directory counts only under both signatures, for its own store, with everybody in it once."""

from dataclasses import replace

import pytest

from tests.vault.founded import ADMIN, COORDINATOR, PEER, header, keys, signed_by_root
from wellnessdesk.domain.people import Role
from wellnessdesk.vault import directory as d
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import DirectoryForged


@pytest.fixture
def real():
    return header().directory.verified(header().anchors)


def test_the_real_one_is_accepted_and_complete(real):
    assert {entry.person for entry in real.entries} == {"ada", "cora", "pia", "otto", "frank"}
    assert (real.serial, real.epoch) == (1, 1)
    assert real.entry(PEER).role is Role.PEER
    assert real.entry("nobody") is None
    assert header().directory.serial() == 1


def test_replacing_a_person_counts_the_serial_up(real):
    left = replace(real.entry(PEER), active=False)
    after = real.with_entry(left)
    assert after.serial == 2
    assert after.entry(PEER) == left
    assert len(after.entries) == len(real.entries)


def test_an_administrator_may_change_anybody_but_coordinators(real):
    promoted = real.with_entry(replace(real.entry(PEER), role=Role.FRONT_DESK))
    assert signed_by_root(promoted).verified(header().anchors).entry(PEER).role is Role.FRONT_DESK


def forged(real):
    mine = primitives.new_key()
    coordinator = real.entry(COORDINATOR)
    yield real.with_entry(replace(coordinator, box=primitives.box_public(mine)))
    yield real.with_entry(replace(coordinator, sign=primitives.sign_public(mine)))
    yield real.with_entry(replace(coordinator, active=False))
    yield real.with_entry(replace(coordinator, role=Role.PEER))
    yield real.with_entry(replace(real.entry(ADMIN), role=Role.COORDINATOR))
    yield real.with_entry(d.Entry("new", Role.COORDINATOR, True, coordinator.box, coordinator.sign))
    yield replace(real, role_keys=(primitives.box_public(mine),))
    yield replace(real, role_keys=(*real.role_keys, primitives.box_public(mine)))
    yield replace(real, recovery_a=primitives.box_public(mine))
    yield replace(real, recovery_b=primitives.box_public(mine))


@pytest.mark.parametrize("number", range(10))
def test_whatever_decides_who_can_read_an_administrator_cannot_sign_alone(real, number):
    with pytest.raises(DirectoryForged):
        signed_by_root(list(forged(real))[number]).verified(header().anchors)


def test_somebody_elses_id_cannot_be_lent_to_other_keys_by_a_second_entry(real):
    """The readers' signature covers coordinators only: a peer entry of the same id, put first, would shadow one."""
    mine = d.Entry(COORDINATOR, Role.PEER, True, primitives.box_public(primitives.new_key()), bytes(32))
    shadowed = replace(real, entries=(mine, *real.entries))
    assert shadowed.readers() == real.readers()
    with pytest.raises(DirectoryForged):
        signed_by_root(shadowed).verified(header().anchors)


def test_the_center_key_alone_changes_nothing_either(real):
    seed = keys(COORDINATOR).center_seed
    after = real.with_entry(replace(real.entry(PEER), role=Role.COORDINATOR))
    signed = d.SignedDirectory(after.whole(), header().directory.by_root, d.sign_readers(after, seed))
    with pytest.raises(DirectoryForged):
        signed.verified(header().anchors)


def test_another_stores_directory_is_refused_whatever_signs_it(real):
    admin, coordinator = keys(ADMIN), keys(COORDINATOR)
    other = replace(real, store="another")
    signed = d.sign_directory(other, admin.root_seed, d.sign_readers(other, coordinator.center_seed))
    with pytest.raises(DirectoryForged):
        signed.verified(header().anchors)


@pytest.mark.parametrize("document", [
    b"", b"[]", b"{}", b'"text"', b"[1]", b'{"store":"s","serial":"x","entries":[]}',
    b'{"store":"s","serial":1,"entries":[{"person":"p"}]}',
    b'{"store":"s","serial":1,"entries":[{"person":"p","role":"king","active":true,"box":"","sign":""}]}',
    b'{"store":"s","serial":1,"entries":[],"role_keys":["not base64!"],"recovery_a":"","recovery_b":""}'])
def test_a_document_that_is_no_directory_is_refused_even_when_signed(document):
    seed = keys(ADMIN).root_seed
    signed = d.SignedDirectory(document, primitives.sign(seed, document), b"")
    with pytest.raises(DirectoryForged):
        signed.verified(header().anchors)


# ---------------------------------------------------------------------------------------------------------- history


OLD = bytes(32)


def with_history(entry, *former):
    return replace(entry, former=former)


def test_each_role_and_key_counts_for_its_own_entries_of_the_log(real):
    entry = with_history(real.entry(PEER), d.Former(Role.FRONT_DESK, OLD, 10), d.Former(Role.PEER, OLD, 20))
    assert [entry.in_force(number) for number in (1, 10, 11, 20, 21)] == [
        (Role.FRONT_DESK, OLD), (Role.FRONT_DESK, OLD), (Role.PEER, OLD), (Role.PEER, OLD), (Role.PEER, entry.sign)]
    assert entry.signs == (entry.sign, OLD, OLD)
    assert entry.roles == {Role.PEER, Role.FRONT_DESK}
    assert replace(entry, active=False).in_force(21) is None
    assert replace(entry, since=5).in_force(5) is None


def test_a_history_ends_once(real):
    entry = real.entry(PEER)
    ended = replace(entry, former=entry.closed(7), active=False)
    assert ended.former == (d.Former(Role.PEER, entry.sign, 7),)
    assert ended.closed(9) == ended.former


def test_a_document_without_history_is_as_earlier_versions_wrote_it(real):
    assert b"former" not in real.whole()
    assert b"once" not in real.readers()


def test_a_history_comes_back_as_it_was_signed(real):
    after = real.with_entry(with_history(real.entry(PEER), d.Former(Role.FRONT_DESK, OLD, 10)))
    assert signed_by_root(after).verified(header().anchors) == after


@pytest.mark.parametrize("history", ['"x"', "[1]", '[["peer"]]', '[["peer","AAAA",1,2]]', '[["king","AAAA",1]]',
                                     '[["peer","AAAA",true]]', '[["peer","AAAA","1"]]', '[["peer","no base64!",1]]'])
def test_a_history_that_is_none_is_refused_even_when_signed(real, history):
    document = real.whole().replace(b'"active":true', b'"active":true,"former":' + history.encode())
    signed = d.SignedDirectory(document, primitives.sign(keys(ADMIN).root_seed, document), b"")
    with pytest.raises(DirectoryForged):
        signed.verified(header().anchors)


def test_those_who_are_active_in_a_role(real):
    assert [entry.person for entry in real.active(Role.COORDINATOR)] == [COORDINATOR]
    gone = real.with_entry(replace(real.entry(COORDINATOR), active=False))
    assert gone.active(Role.COORDINATOR) == []


@pytest.mark.parametrize("text", ["AAB=", "AB==", "AAA", "AA A=", "AAA=\n", "AAA=AAA="])
def test_bytes_are_read_only_as_they_were_written(text):
    """`AAB=` has the bytes of `AAA=` and a flipped bit."""
    assert d.decode("AAA=") == bytes(2)
    with pytest.raises(ValueError, match=r"^$|base64|padding|padded"):
        d.decode(text)


def test_nobody_in_a_directory_is_the_kiosk(real):
    """Whoever may sign directories would otherwise lend its name to a key of theirs."""
    with pytest.raises(DirectoryForged):
        real.with_entry(replace(real.entry(PEER), role=Role.KIOSK))
    for before, after in ((b'"role":"peer"', b'"role":"kiosk"'),
                          (b'"active":true', b'"active":true,"former":[["kiosk","AAAA",1]]')):
        document = real.whole().replace(before, after)
        signed = d.SignedDirectory(document, primitives.sign(keys(ADMIN).root_seed, document), b"")
        with pytest.raises(DirectoryForged):
            signed.verified(header().anchors)
