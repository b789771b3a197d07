"""Who leaves, forgets or changes role: what opens afterwards for whom, and who alone can bring it about."""

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
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.vault import device, kits, people_keys, primitives, sealing, unlock
from wellnessdesk.vault.errors import (
    DirectoryForged,
    HeaderDamaged,
    NoLongerActive,
    NotForThisKey,
    UnknownPerson,
    WrongPassphrase,
)
from wellnessdesk.vault.founding import NewPerson
from wellnessdesk.vault.header import GrantKind
from wellnessdesk.vault.sealing import Binding

HERE = Binding("note", "7", 1, "12", PEER)
BODY = {"text": "what was said"}
WORDS = "four plain random words"
SECOND = Person("second", "Second Coordinator", Role.COORDINATOR)
FRESH = bytes(range(32))


def signed_in(person, after, passphrase=PASSPHRASE, store_key=None):
    return unlock.unlock(as_read(after, store_key), person, passphrase, device.DEMO_SECRET)


def following(person, after):
    """A person's keys, gone on to the next header."""
    held = keys(person)
    unlock.follow(held, after)
    return held


@pytest.fixture
def two():
    """A center with a second coordinator: the header, the administrator's keys, both coordinators'."""
    after = people_keys.add(keys(ADMIN), NewPerson(SECOND, WORDS), keys(COORDINATOR), CHEAP)
    return after, following(ADMIN, after), following(COORDINATOR, after), signed_in("second", after, WORDS)


# ------------------------------------------------------------------------------------------------------------ adding


@pytest.mark.parametrize("role", [Role.PEER, Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_an_administrator_adds_anybody_but_a_coordinator_alone(role):
    new = NewPerson(Person("new", "New One", role), WORDS)
    after = people_keys.add(keys(ADMIN), new, cost=CHEAP)
    assert (after.generation, after.directory.serial()) == (2, 2)
    opened = unlock.unlock(as_read(after), "new", WORDS, device.DEMO_SECRET)
    assert opened.directory.entry("new").role is role
    assert (opened.root_seed is not None) == (role is Role.ADMINISTRATOR)
    assert not opened.role_privates
    assert opened.center_seed is None
    assert opened.index_key(1) is None


def test_a_new_coordinator_needs_one_who_is_there():
    new = NewPerson(Person("new", "New One", Role.COORDINATOR), WORDS)
    for consent in (None, keys(PEER), keys(ADMIN)):
        with pytest.raises(DirectoryForged):
            people_keys.add(keys(ADMIN), new, consent, CHEAP)
    after = people_keys.add(keys(ADMIN), new, keys(COORDINATOR), CHEAP)
    opened = unlock.unlock(as_read(after), "new", WORDS, device.DEMO_SECRET)
    mine = keys(COORDINATOR)
    assert (opened.role_privates, opened.center_seed, opened.index_key(1)) == (
        mine.role_privates, mine.center_seed, mine.index_key(1))
    assert opened.root_seed is None


def test_nobody_without_the_root_key_adds_anybody():
    new = NewPerson(Person("new", "New One", Role.PEER), WORDS)
    for person in (COORDINATOR, PEER, FRONT):
        with pytest.raises(DirectoryForged):
            people_keys.add(keys(person), new, keys(COORDINATOR), CHEAP)

# ---------------------------------------------------------------------------------------------------------- removing


def test_a_removed_persons_passphrase_opens_nothing_any_more():
    after = people_keys.remove(keys(ADMIN), PEER, 41, FRESH)
    assert (after.generation, after.directory.serial()) == (2, 2)
    with pytest.raises(NoLongerActive):
        signed_in(PEER, after, store_key=FRESH)
    assert after.slot(PEER) is None
    assert [grant for grant in after.grants if grant.holder == PEER] == []
    with pytest.raises(NoLongerActive):
        unlock.follow(keys(PEER), after)


def test_those_who_stay_hold_the_new_store_key_and_so_does_kit_a():
    after = people_keys.remove(keys(ADMIN), PEER, 41, FRESH)
    for person in (ADMIN, COORDINATOR, OTHER, FRONT):
        before = keys(person)
        assert signed_in(person, after, store_key=FRESH).store_key == FRESH
        assert replace(following(person, after), header=before.header, store_key=before.store_key) == before
    assert kits.open_a(after, founded().kit_a).store_key == FRESH
    assert kits.open_b(after, founded().kit_b).role_privates == keys(COORDINATOR).role_privates


def test_the_store_key_from_before_is_sealed_to_nobody():
    after = people_keys.remove(keys(ADMIN), PEER, 41, FRESH)
    held = [keys(person).identity.box_private for person in PEOPLE] + [founded().kit_a.private]
    opened = set()
    for grant in after.grants:
        for private in held:
            try:
                opened.add(primitives.unseal(private, grant.box))
            except NotForThisKey:
                continue
    assert FRESH in opened
    assert keys(ADMIN).store_key not in opened
    assert not after.authentic(keys(ADMIN).store_key, as_read(after, FRESH).mac)


def test_nothing_they_sign_later_counts_and_what_they_signed_before_does():
    entry = people_keys.remove(keys(ADMIN), PEER, 41, FRESH).verified().entry(PEER)
    assert entry.in_force(41) == (Role.PEER, keys(PEER).identity.verify)
    assert entry.in_force(42) is None
    assert not entry.active


def test_a_removed_coordinators_keys_open_what_was_sealed_before_and_nothing_later(two):
    before, admin, coordinator, second = two
    old = sealing.seal(following(PEER, before), HERE, BODY)
    after = people_keys.remove(admin, "second", 50, FRESH, coordinator)
    newer = sealing.seal(following(PEER, after), HERE, BODY)
    assert after.verified().epoch == 2
    assert sealing.unseal(second, HERE, old).body == BODY
    second.header = after  # whatever header they look at
    with pytest.raises(NotForThisKey):
        sealing.unseal(second, HERE, newer)
    stays = following(COORDINATOR, after)
    assert [sealing.unseal(stays, HERE, one).body for one in (old, newer)] == [BODY, BODY]
    assert stays.center_seed == coordinator.center_seed
    assert [grant.holder for grant in after.grants if grant.kind is GrantKind.CENTER] == ["role:2"]
    assert set(kits.open_b(after, founded().kit_b).role_privates) == {1, 2}


def test_a_coordinator_is_removed_only_with_another_ones_consent_or_kit_b(two):
    before, admin, coordinator, _second = two
    for nobody in (None, keys(PEER), admin):
        with pytest.raises(DirectoryForged):
            people_keys.remove(admin, "second", 50, FRESH, nobody)
    with pytest.raises(DirectoryForged):
        people_keys.remove(coordinator, "second", 50, FRESH, coordinator)  # nor without an administrator
    after = people_keys.remove(admin, "second", 50, FRESH, kits.open_b(before, founded().kit_b))
    assert set(signed_in(COORDINATOR, after, store_key=FRESH).role_privates) == {1, 2}


def test_who_is_gone_or_never_was_cannot_be_removed():
    after = people_keys.remove(keys(ADMIN), PEER, 41, FRESH)
    for person in (PEER, "nobody"):
        with pytest.raises(NoLongerActive):
            people_keys.remove(following(ADMIN, after), person, 42, bytes(32))
        with pytest.raises(NoLongerActive):
            people_keys.change_role(following(ADMIN, after), person, Role.FRONT_DESK, 42)


# ------------------------------------------------------------------------------------- new keys for who forgot theirs


def test_who_forgot_gets_new_keys_and_the_old_ones_are_their_history():
    after = people_keys.new_keys(keys(ADMIN), NewPerson(PEOPLE[PEER], WORDS), 30, cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        signed_in(PEER, after)
    opened = signed_in(PEER, after, WORDS)
    entry, old = opened.directory.entry(PEER), keys(PEER).identity
    assert (opened.store_key, opened.identity != old) == (keys(PEER).store_key, True)
    assert entry.in_force(30) == (Role.PEER, old.verify)
    assert entry.in_force(31) == (Role.PEER, opened.identity.verify)
    assert [slot.person for slot in after.slots].count(PEER) == 1
    assert [grant.kind for grant in after.grants if grant.holder == PEER] == [GrantKind.STORE]


def test_what_they_sealed_before_is_still_theirs_to_the_reader():
    blob = sealing.seal(keys(PEER), HERE, BODY)
    after = people_keys.new_keys(keys(ADMIN), NewPerson(PEOPLE[PEER], WORDS), 30, cost=CHEAP)
    assert sealing.unseal(following(COORDINATOR, after), HERE, blob).signer == PEER


def test_a_coordinator_who_forgot_gets_the_role_keys_from_another_or_from_kit_b():
    new = NewPerson(PEOPLE[COORDINATOR], WORDS)
    for nobody in (None, keys(ADMIN)):
        with pytest.raises(DirectoryForged):
            people_keys.new_keys(keys(ADMIN), new, 30, nobody, CHEAP)
    after = people_keys.new_keys(keys(ADMIN), new, 30, kits.open_b(header(), founded().kit_b), CHEAP)
    opened, before = signed_in(COORDINATOR, after, WORDS), keys(COORDINATOR)
    assert (opened.role_privates, opened.center_seed) == (before.role_privates, before.center_seed)


def test_another_administrator_who_forgot_keeps_the_root_key():
    other = Person("other", "Other Admin", Role.ADMINISTRATOR)
    first = people_keys.add(keys(ADMIN), NewPerson(other, PASSPHRASE), cost=CHEAP)
    after = people_keys.new_keys(following(ADMIN, first), NewPerson(other, WORDS), 30, cost=CHEAP)
    assert signed_in("other", after, WORDS).root_seed == keys(ADMIN).root_seed


def test_who_left_comes_back_with_new_keys_and_nothing_counts_from_in_between():
    gone = people_keys.remove(keys(ADMIN), PEER, 41, FRESH)
    back = people_keys.new_keys(following(ADMIN, gone), NewPerson(replace(PEOPLE[PEER], role=Role.FRONT_DESK), WORDS),
                                60, cost=CHEAP)
    opened = signed_in(PEER, back, WORDS, FRESH)
    entry = opened.directory.entry(PEER)
    assert (entry.active, entry.roles) == (True, {Role.PEER, Role.FRONT_DESK})
    assert entry.in_force(41) == (Role.PEER, keys(PEER).identity.verify)
    assert entry.in_force(50)[1] != keys(PEER).identity.verify
    with pytest.raises(NoLongerActive):
        people_keys.new_keys(keys(ADMIN), NewPerson(Person("x", "X", Role.PEER), WORDS), 60, cost=CHEAP)


def test_who_knows_their_passphrase_changes_it_and_keeps_their_keys():
    for person in PEOPLE:
        after = people_keys.new_passphrase(keys(person), PEOPLE[person].name, PASSPHRASE, WORDS, CHEAP)
        assert (after.generation, after.directory) == (2, header().directory)
        with pytest.raises(WrongPassphrase):
            signed_in(person, after)
        assert replace(signed_in(person, after, WORDS), header=header()) == keys(person)
        assert unlock.find_person(after, device.DEMO_SECRET, PEOPLE[person].name) == person


def test_nobody_changes_a_passphrase_without_the_old_one():
    with pytest.raises(WrongPassphrase):
        people_keys.new_passphrase(keys(PEER), "Pía Peer", "not the old one", WORDS, CHEAP)
    elsewhere = keys(PEER)
    elsewhere.header = header().next(slots=())
    with pytest.raises(WrongPassphrase):
        people_keys.new_passphrase(elsewhere, "Pía Peer", PASSPHRASE, WORDS, CHEAP)


# -------------------------------------------------------------------------------------------------------------- roles


@pytest.mark.parametrize(("person", "role"), [
    (PEER, Role.FRONT_DESK), (FRONT, Role.ADMINISTRATOR), (PEER, Role.COORDINATOR)])
def test_another_role_comes_with_its_keys_and_its_date(person, role):
    consent = keys(COORDINATOR) if role is Role.COORDINATOR else None
    after = people_keys.change_role(keys(ADMIN), person, role, 20, consent)
    opened, entry = signed_in(person, after), after.verified().entry(person)
    assert (opened.root_seed is not None, bool(opened.role_privates)) == (
        role is Role.ADMINISTRATOR, role is Role.COORDINATOR)
    assert opened.identity == keys(person).identity
    assert [entry.in_force(number)[0] for number in (20, 21)] == [PEOPLE[person].role, role]


def test_an_administrator_alone_makes_nobody_a_coordinator():
    for nobody in (None, keys(ADMIN), keys(PEER)):
        with pytest.raises(DirectoryForged):
            people_keys.change_role(keys(ADMIN), PEER, Role.COORDINATOR, 20, nobody)


def test_who_is_no_coordinator_any_more_reads_nothing_that_is_sealed_later(two):
    _before, admin, coordinator, second = two
    after = people_keys.change_role(admin, "second", Role.FRONT_DESK, 20, coordinator)
    opened = signed_in("second", after, WORDS)
    newer = sealing.seal(following(PEER, after), HERE, BODY)
    assert (opened.role_privates, opened.center_seed) == ({}, None)
    opened.role_privates = dict(second.role_privates)  # as they copied it
    with pytest.raises(NotForThisKey):
        sealing.unseal(opened, HERE, newer)
    assert sealing.unseal(following(COORDINATOR, after), HERE, newer).body == BODY


def test_nobody_is_made_a_former_coordinator_by_an_administrator_alone(two):
    """It would lend a key of the administrator's the acts of a coordinator, in the past."""
    _before, admin, coordinator, _second = two
    real = people_keys.change_role(admin, "second", Role.FRONT_DESK, 20, coordinator).verified()
    once = real.entry("second")
    longer = replace(once, former=tuple(replace(one, until=99) for one in once.former))
    other = replace(real.entry(FRONT), former=once.former)
    for forged in (longer, other, replace(once, former=())):
        with pytest.raises(DirectoryForged):
            signed_by_root(real.with_entry(forged)).verified(header().anchors)


# --------------------------------------------------------------------------------------------------- epochs and kits


def test_a_new_epoch_needs_an_administrator_and_a_coordinator():
    after = people_keys.new_epoch(keys(ADMIN), keys(COORDINATOR))
    assert set(following(COORDINATOR, after).role_privates) == {1, 2}
    for one, other in ((keys(ADMIN), keys(ADMIN)), (keys(COORDINATOR), keys(COORDINATOR))):
        with pytest.raises(DirectoryForged):
            people_keys.new_epoch(one, other)


def test_a_lost_kit_a_is_replaced_and_opens_nothing_that_comes_after():
    kit, after = people_keys.new_kit_a(keys(ADMIN), keys(COORDINATOR), FRESH)
    opened = kits.open_a(after, kit)
    assert (opened.store_key, opened.root_seed, opened.device_secret) == (
        FRESH, keys(ADMIN).root_seed, device.DEMO_SECRET)
    with pytest.raises(kits.WrongKit):
        kits.open_a(after, founded().kit_a)
    for grant in after.grants:
        with pytest.raises(NotForThisKey):
            primitives.unseal(founded().kit_a.private, grant.box)
    assert following(PEER, after).store_key == FRESH


def test_a_lost_kit_b_is_replaced_and_opens_nothing_that_comes_after():
    kit, after = people_keys.new_kit_b(keys(ADMIN), keys(COORDINATOR))
    opened = kits.open_b(after, kit)
    assert opened.role_privates == following(COORDINATOR, after).role_privates
    assert set(opened.role_privates) == {1, 2}
    for grant in after.grants:
        with pytest.raises(NotForThisKey):
            primitives.unseal(founded().kit_b.private, grant.box)


@pytest.mark.parametrize("make", [
    lambda admin, other: people_keys.new_kit_a(admin, other, FRESH), people_keys.new_kit_b])
def test_nobody_makes_a_kit_alone(make):
    for one, other in ((ADMIN, ADMIN), (COORDINATOR, COORDINATOR), (ADMIN, PEER)):
        with pytest.raises(DirectoryForged):
            make(keys(one), keys(other))


def test_keys_that_do_not_belong_to_the_next_header_are_not_followed():
    after = people_keys.remove(keys(ADMIN), PEER, 41, FRESH)
    spoiled = after.next(grants=tuple(grant for grant in after.grants if grant.holder != FRONT))
    held = keys(FRONT)
    with pytest.raises(HeaderDamaged):
        unlock.follow(held, spoiled)
    assert held == keys(FRONT)


def test_a_stranger_is_still_unknown():
    with pytest.raises(UnknownPerson):
        signed_in("nobody", people_keys.remove(keys(ADMIN), PEER, 41, FRESH), store_key=FRESH)


def test_every_new_list_of_people_bears_the_next_number():
    """An old one beside newer records is refused by it."""
    admin, cora = keys(ADMIN), keys(COORDINATOR)
    made = [people_keys.new_epoch(admin, cora), people_keys.new_kit_a(admin, cora, FRESH)[1],
            people_keys.new_kit_b(admin, cora)[1]]
    for after in made:
        assert after.generation == header().generation + 1
        assert after.directory.serial() > header().directory.serial()
