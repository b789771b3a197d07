"""A passphrase opens exactly what the person holds; a header somebody forged opens nothing."""

from dataclasses import replace

import pytest

from tests.vault.founded import (
    ADMIN,
    COORDINATOR,
    FRONT,
    PASSPHRASE,
    PEER,
    PEOPLE,
    as_read,
    founded,
    header,
    keys,
    signed_by_root,
)
from wellnessdesk.vault import device, primitives, unlock
from wellnessdesk.vault.errors import (
    DirectoryForged,
    HeaderDamaged,
    NoLongerActive,
    Tampered,
    UnknownPerson,
    WrongPassphrase,
)
from wellnessdesk.vault.header import DeviceKind, Grant, GrantKind

ROLE_PUBLIC = keys(PEER).directory.role_keys[0]


def signed_in(person, changed=None, store_key=None):
    return unlock.unlock(as_read(changed or header(), store_key), person, PASSPHRASE, device.DEMO_SECRET)


def with_grant(kind, holder, public, key):
    """The header with a grant exchanged, as whoever holds the store key can write it."""
    others = tuple(grant for grant in header().grants if (grant.kind, grant.holder) != (kind, holder))
    return header().next(grants=(*others, Grant(kind, 1, holder, primitives.seal(public, key))))


def test_each_role_holds_its_keys_and_no_others():
    held = {person: (signed_in(person).root_seed is not None, list(signed_in(person).role_privates))
            for person in (ADMIN, COORDINATOR, PEER, FRONT)}
    assert held == {ADMIN: (True, []), COORDINATOR: (False, [1]), PEER: (False, []), FRONT: (False, [])}
    assert {signed_in(person).store_key for person in (ADMIN, PEER)} == {keys(ADMIN).store_key}


def test_no_key_shows_in_what_an_error_report_would_print():
    shown = repr(keys(COORDINATOR))
    assert "PrivateKey" not in shown
    for secret in (keys(COORDINATOR).store_key, keys(COORDINATOR).center_seed, device.DEMO_SECRET):
        assert repr(secret) not in shown


def test_a_stranger_and_a_wrong_passphrase_are_told_apart():
    with pytest.raises(UnknownPerson):
        signed_in("nobody")
    with pytest.raises(WrongPassphrase):
        unlock.unlock(as_read(header()), PEER, "wrong passphrase", device.DEMO_SECRET)


def test_who_was_deactivated_or_whose_keys_were_replaced_cannot_sign_in():
    directory = keys(ADMIN).directory
    entry = directory.entry(PEER)
    for changed in (replace(entry, active=False), replace(entry, box=bytes(32)), replace(entry, sign=bytes(32))):
        gone = header().next(directory=signed_by_root(directory.with_entry(changed)))
        with pytest.raises(NoLongerActive):
            signed_in(PEER, gone)
    without = replace(directory, entries=tuple(one for one in directory.entries if one.person != PEER))
    with pytest.raises(NoLongerActive):
        signed_in(PEER, header().next(directory=signed_by_root(without)))


def test_a_header_written_without_the_store_key_is_refused():
    with pytest.raises(Tampered):
        signed_in(PEER, header().next(title=b"changed"), store_key=primitives.new_key())


def test_a_forged_directory_is_refused_before_anything_is_opened():
    directory = keys(ADMIN).directory
    forged = replace(directory, role_keys=(primitives.box_public(primitives.new_key()),))
    with pytest.raises(DirectoryForged, match="Nothing was sealed"):
        signed_in(PEER, header().next(directory=signed_by_root(forged)))


def test_a_missing_or_wrong_store_key_is_a_damaged_header():
    without = header().next(grants=tuple(one for one in header().grants if one.holder != PEER))
    with pytest.raises(HeaderDamaged):
        signed_in(PEER, without)
    entry = keys(ADMIN).directory.entry(PEER)
    with pytest.raises(HeaderDamaged):
        signed_in(PEER, with_grant(GrantKind.STORE, PEER, entry.box, primitives.new_key()))


def test_a_grant_that_is_spoiled_is_not_taken_for_somebody_elses():
    others = tuple(one for one in header().grants if (one.kind, one.holder) != (GrantKind.ROLE, COORDINATOR))
    spoiled = header().next(grants=(*others, Grant(GrantKind.ROLE, 1, COORDINATOR, bytes(80))))
    with pytest.raises(Tampered):
        signed_in(COORDINATOR, spoiled)


@pytest.mark.parametrize(("kind", "holder", "victim"), [
    (GrantKind.ROOT, ADMIN, ADMIN), (GrantKind.CENTER, "role:1", COORDINATOR)])
def test_a_signing_key_of_somebody_elses_is_refused(kind, holder, victim):
    """The front desk holds the store key, so it can write any header; it must not choose what others sign with."""
    public = ROLE_PUBLIC if holder == "role:1" else keys(ADMIN).directory.entry(victim).box
    with pytest.raises(Tampered):
        signed_in(victim, with_grant(kind, holder, public, primitives.new_key()))


def test_a_role_key_of_somebody_elses_is_not_used():
    box = keys(ADMIN).directory.entry(COORDINATOR).box
    opened = signed_in(COORDINATOR, with_grant(GrantKind.ROLE, COORDINATOR, box, primitives.new_key()))
    assert (opened.role_privates, opened.center_seed, opened.index_key(1)) == ({}, None, None)


def test_the_blind_index_follows_from_the_role_key_and_from_nothing_the_front_desk_can_write():
    assert "index" not in {kind.value for kind in GrantKind}
    role = keys(COORDINATOR).role_privates[1]
    made = primitives.derive(role, header().anchors.store.encode(), "wellnessdesk blind index 1")
    assert signed_in(COORDINATOR).index_key(1) == made
    assert signed_in(ADMIN).index_key(1) is None


def test_a_coordinator_without_the_center_grant_cannot_sign_for_the_center():
    without = header().next(grants=tuple(one for one in header().grants if one.kind is not GrantKind.CENTER))
    opened = signed_in(COORDINATOR, without)
    assert opened.center_seed is None
    assert opened.role_privates == keys(COORDINATOR).role_privates


def test_the_picker_shows_who_may_sign_in_by_name():
    directory = keys(ADMIN).directory
    gone = header().next(directory=signed_by_root(
        directory.with_entry(replace(directory.entry(FRONT), active=False))))
    shown = unlock.shown_names(gone, device.DEMO_SECRET)
    assert shown == [(PEOPLE[one].id, PEOPLE[one].name) for one in (ADMIN, COORDINATOR, "otto", PEER)]
    assert unlock.title(header(), device.DEMO_SECRET) == "Oak Wellness Center"


def test_without_a_keyring_the_window_shows_no_names_but_finds_typed_ones():
    bare = replace(header(), device=DeviceKind.NONE)
    assert unlock.shown_names(bare, device.NO_SECRET) == []
    assert unlock.title(bare, device.NO_SECRET) == ""
    assert unlock.find_person(header(), device.DEMO_SECRET, " pía  PEER") == PEER
    with pytest.raises(UnknownPerson, match="Type your name"):
        unlock.find_person(header(), device.DEMO_SECRET, "Pía")


def test_the_founded_keys_are_the_unlocked_ones():
    assert signed_in(PEER).names == founded().unlocked[PEER].names
