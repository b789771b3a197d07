"""A substitute reads like a coordinator while they stand in; only who reads already can let one in."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.vault.founded import (
    ADMIN,
    CHEAP,
    COORDINATOR,
    FRONT,
    PEER,
    as_read,
    founded,
    header,
    keys,
)
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.vault import device, kits, people_keys, primitives, sealing, unlock
from wellnessdesk.vault import header as headers
from wellnessdesk.vault.errors import DirectoryForged, HeaderDamaged, NoLongerActive, NotForThisKey
from wellnessdesk.vault.founding import NewPerson
from wellnessdesk.vault.header import parse
from wellnessdesk.vault.sealing import Binding

HERE = Binding("note", "7", 1, "12", PEER)
BODY = {"text": "what was said"}
WORDS = "four plain random words"
SUB = NewPerson(Person("sub", "Sam Substitute", Role.COORDINATOR), WORDS)
ENDS = datetime(2026, 9, 14, 23, 0, tzinfo=UTC)
ENDS_MS = 1_789_426_800_000
FRESH = bytes(range(32))


def granted(by=COORDINATOR, consenting=None):
    who = keys(by)
    return people_keys.substitute(who, consenting or who, SUB, "grant", 40, ENDS_MS, CHEAP)


def signed_in(after, store_key=None):
    return unlock.unlock(as_read(after, store_key), "sub", WORDS, device.DEMO_SECRET)


def test_a_coordinator_lets_a_substitute_in_alone():
    after = granted()
    opened = signed_in(after)
    assert after.directory == header().directory
    assert (opened.role_privates, opened.store_key) == (keys(COORDINATOR).role_privates, keys(ADMIN).store_key)
    assert sealing.unseal(opened, HERE, sealing.seal(keys(PEER), HERE, BODY)).body == BODY


def test_so_does_an_administrator_with_kit_b_and_not_without():
    kit = kits.open_b(header(), founded().kit_b)
    assert signed_in(granted(ADMIN, kit)).role_privates == keys(COORDINATOR).role_privates
    for one in (ADMIN, PEER, FRONT):
        with pytest.raises(DirectoryForged):
            granted(one)


def test_a_substitute_lets_nobody_in_and_signs_nothing_for_the_center():
    after = granted()
    opened = signed_in(after)
    assert (opened.root_seed, opened.center_seed) == (None, None)
    with pytest.raises(DirectoryForged):
        people_keys.substitute(opened, opened, replace(SUB, person=replace(SUB.person, id="other")), "g", 41, 1, CHEAP)
    with pytest.raises(DirectoryForged):
        people_keys.add(keys(ADMIN), NewPerson(Person("n", "N", Role.COORDINATOR), WORDS), opened, CHEAP)


def test_what_they_sign_is_theirs_from_their_first_entry_to_their_last():
    entry = granted().verified().entry("sub")
    assert (entry.role, entry.active, entry.ends) == (Role.COORDINATOR, True, ENDS)
    assert [entry.in_force(number) is not None for number in (40, 41, 9_999)] == [False, True, True]
    held = keys(COORDINATOR)
    unlock.follow(held, granted())
    ended = people_keys.end_substitute(held, held, "grant", 60, FRESH).verified().entry("sub")
    assert [ended.in_force(number) is not None for number in (40, 41, 60, 61)] == [False, True, True, False]


def test_what_they_sealed_is_read_after_they_left_and_they_open_nothing():
    after = granted()
    blob = sealing.seal(signed_in(after), HERE, BODY)
    held = keys(COORDINATOR)
    unlock.follow(held, after)
    ended = people_keys.end_substitute(held, held, "grant", 60, FRESH)
    unlock.follow(held, ended)
    assert sealing.unseal(held, HERE, blob).signer == "sub"
    assert held.store_key == FRESH
    with pytest.raises(NoLongerActive):
        signed_in(ended, FRESH)
    assert [grant for grant in ended.grants if grant.holder == "sub"] == []
    for grant in ended.grants:
        with pytest.raises(NotForThisKey):
            primitives.unseal(signed_in(after).identity.box_private, grant.box)


def test_an_emergency_ends_once_and_by_who_could_let_them_in():
    held, admin = keys(COORDINATOR), keys(ADMIN)
    for one in (held, admin):
        unlock.follow(one, granted())
    with pytest.raises(DirectoryForged):
        people_keys.end_substitute(admin, admin, "grant", 60, FRESH)
    with pytest.raises(NoLongerActive):
        people_keys.end_substitute(held, held, "another", 60, FRESH)
    ended = people_keys.end_substitute(admin, kits.open_b(header(), founded().kit_b), "grant", 60, FRESH)
    unlock.follow(held, ended)
    with pytest.raises(NoLongerActive):
        people_keys.end_substitute(held, held, "grant", 61, bytes(32))


def test_while_they_stand_in_they_get_the_keys_that_others_get():
    held, admin = keys(COORDINATOR), keys(ADMIN)
    for one in (held, admin):
        unlock.follow(one, granted())
    after = people_keys.new_epoch(admin, held)
    assert set(signed_in(after).role_privates) == {1, 2}
    rotated = people_keys.remove(admin, PEER, 50, FRESH)
    assert signed_in(rotated, FRESH).store_key == FRESH


def test_a_header_with_substitutes_comes_back_as_it_was_written():
    held = keys(COORDINATOR)
    unlock.follow(held, granted())
    for after in (held.header, people_keys.end_substitute(held, held, "grant", 60, held.store_key)):
        read = parse(after.to_bytes(held.store_key))
        assert read.header == after
        assert read.header.authentic(held.store_key, read.mac)
    assert b"substitutes" not in header().to_bytes(held.store_key)


@pytest.mark.parametrize("changes", [
    {"box": bytes(32)}, {"sign": bytes(32)}, {"person": "x"}, {"id": "x"}, {"ends_ms": ENDS_MS + 1}, {"since": 1},
    {"last": 70}, {"by_center": bytes(64)}])
def test_not_a_word_of_a_grant_is_changed_by_who_only_holds_the_store_key(changes):
    """For instance the hour at which it is over."""
    after = granted()
    forged = after.next(substitutes=(replace(after.substitutes[0], **changes),))
    with pytest.raises(DirectoryForged):
        signed_in(forged)


def test_an_administrators_own_substitute_is_refused():
    after, mine = granted(), primitives.new_key()
    forged = replace(after.substitutes[0], box=primitives.box_public(mine)).signed(
        header().anchors.store, keys(ADMIN).root_seed)
    for everybody in ((forged,), (after.substitutes[0], forged)):
        with pytest.raises(DirectoryForged):
            after.next(substitutes=everybody).verified()


def test_a_substitute_takes_nobodys_place():
    seed, after = keys(COORDINATOR).center_seed, granted()
    for person in (PEER, COORDINATOR):
        shadow = replace(after.substitutes[0], person=person).signed(header().anchors.store, seed)
        with pytest.raises(DirectoryForged):
            after.next(substitutes=(shadow,)).verified()
    with pytest.raises(DirectoryForged):
        after.next(substitutes=(after.substitutes[0], after.substitutes[0])).verified()


def test_a_grant_for_ever_is_none():
    seed, after = keys(COORDINATOR).center_seed, granted()
    forged = replace(after.substitutes[0], ends_ms=10**18).signed(header().anchors.store, seed)
    with pytest.raises(DirectoryForged):
        after.next(substitutes=(forged,)).verified()


@pytest.mark.parametrize("body", [{"substitutes": 1}, {"substitutes": [1]}, {"substitutes": [{}]}])
def test_what_is_no_list_of_substitutes_is_a_damaged_header(monkeypatch, body):
    real = as_read(header()).header
    monkeypatch.setattr("wellnessdesk.vault.header._plain", _with(body))
    data = real.to_bytes(keys(ADMIN).store_key)
    monkeypatch.undo()
    with pytest.raises(HeaderDamaged):
        parse(data)


def _with(body):
    plain = headers._plain
    return lambda one: {**plain(one), **body}


def test_who_stood_in_counts_as_a_coordinator_until_their_last_entry():
    made = granted().substitutes[0]
    assert made.entry().in_force(41) == (Role.COORDINATOR, made.sign)
    ended = replace(made, last=50).entry()
    assert (ended.active, ended.role) == (False, Role.COORDINATOR)
    assert ended.in_force(50) == (Role.COORDINATOR, made.sign)
    assert ended.in_force(51) is None
