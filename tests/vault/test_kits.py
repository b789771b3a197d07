"""Each kit opens its own keys and no others, and says what is wrong when it does not."""

from dataclasses import replace

import pytest

from tests.vault import founded as center
from wellnessdesk.vault import kits, primitives, recovery
from wellnessdesk.vault.errors import DirectoryForged
from wellnessdesk.vault.header import Grant, GrantKind
from wellnessdesk.vault.kits import KitOpensNothing, WrongKit
from wellnessdesk.vault.recovery import KIT_A, KIT_B, Kit


@pytest.fixture
def header():
    return center.header()


@pytest.fixture
def a():
    return center.founded().kit_a


@pytest.fixture
def b():
    return center.founded().kit_b


def with_grant(header, kind, holder, box):
    """The header with one grant's box replaced, or the grant taken out where there is none."""
    others = tuple(one for one in header.grants if (one.kind, one.holder) != (kind, holder))
    new = (Grant(kind, 1, holder, box),) if box is not None else ()
    return replace(header, grants=others + new)


def test_kit_a_opens_the_records_the_directory_and_the_device_secret(header, a):
    opened, admin = kits.open_a(header, a), center.keys(center.ADMIN)
    assert (opened.store_key, opened.root_seed, opened.device_secret) == (
        admin.store_key, admin.root_seed, admin.device_secret)


def test_kit_b_opens_the_role_key_and_the_signing_key(header, b):
    opened, coordinator = kits.open_b(header, b), center.keys(center.COORDINATOR)
    assert (opened.role_privates, opened.center_seed) == (coordinator.role_privates, coordinator.center_seed)


def test_what_a_kit_opened_is_not_shown(header, a, b):
    assert "b'" not in repr(kits.open_a(header, a)) + repr(kits.open_b(header, b))


def test_the_other_kit_is_told_by_its_letter(header, a, b):
    with pytest.raises(WrongKit, match="^These are the words of the other kit. Take the paper that says kit A.$"):
        kits.open_a(header, Kit(KIT_A, b.private))
    with pytest.raises(WrongKit, match="Take the paper that says kit B"):
        kits.open_b(header, Kit(KIT_B, a.private))
    with pytest.raises(WrongKit):
        kits.open_a(header, b)


def test_a_strangers_kit_is_told_apart(header):
    for opens, name in ((kits.open_a, KIT_A), (kits.open_b, KIT_B)):
        with pytest.raises(WrongKit, match="bears the mark [0-9A-F]{4}-[0-9A-F]{4} at its foot"):
            opens(header, recovery.new_kit(name))


@pytest.mark.parametrize("kind", [GrantKind.STORE, GrantKind.ROOT, GrantKind.DEVICE])
def test_a_missing_or_foreign_grant_of_kit_a_is_noticed(header, a, kind):
    with pytest.raises(KitOpensNothing):
        kits.open_a(with_grant(header, kind, KIT_A, None), a)
    foreign = primitives.seal(primitives.box_public(center.strangers_key()), primitives.new_key())
    with pytest.raises(KitOpensNothing):
        kits.open_a(with_grant(header, kind, KIT_A, foreign), a)


@pytest.mark.parametrize("kind", [GrantKind.STORE, GrantKind.ROOT])
def test_another_key_in_a_grant_of_kit_a_is_noticed(header, a, kind):
    with pytest.raises(KitOpensNothing):
        kits.open_a(with_grant(header, kind, KIT_A, primitives.seal(a.public, primitives.new_key())), a)


def test_another_role_key_for_kit_b_is_noticed(header, b):
    with pytest.raises(KitOpensNothing):
        kits.open_b(with_grant(header, GrantKind.ROLE, KIT_B, primitives.seal(b.public, primitives.new_key())), b)


def test_another_signing_key_for_the_coordinators_is_noticed(header, b):
    role = header.directory.verified(header.anchors).role_keys[0]
    with pytest.raises(KitOpensNothing):
        kits.open_b(with_grant(header, GrantKind.CENTER, "role:1", primitives.seal(role, primitives.new_key())), b)


def test_nothing_is_opened_under_a_forged_directory(header, a, b):
    forged = replace(header, directory=replace(header.directory, by_root=bytes(64)))
    for opens, kit in ((kits.open_a, a), (kits.open_b, b)):
        with pytest.raises(DirectoryForged):
            opens(forged, kit)
