"""A slot opens with its passphrase, at its center, on its computer, and else not; names stay closed elsewhere."""

from dataclasses import replace

import pytest

from tests.vault.founded import CHEAP, PASSPHRASE, PEER, founded, header
from wellnessdesk.vault import device, primitives, slots
from wellnessdesk.vault.directory import Anchors
from wellnessdesk.vault.errors import Tampered, WrongPassphrase
from wellnessdesk.vault.header import DeviceKind
from wellnessdesk.vault.passphrase import Cost
from wellnessdesk.vault.slots import Names

SECRET, SALT = bytes(range(32)), bytes(range(32, 64))


def opened(slot=None, passphrase=PASSPHRASE, secret=device.DEMO_SECRET, of=None):
    return slots.open_slot(of or header(), slot or header().slot(PEER), passphrase, secret)


def test_a_slot_holds_the_persons_own_keys():
    identity = opened()
    assert identity == founded().unlocked[PEER].identity
    entry = header().directory.verified(header().anchors).entry(PEER)
    assert (identity.box, identity.verify) == (entry.box, entry.sign)


def test_new_identities_share_no_key():
    one, other = slots.new_identity("a"), slots.new_identity("a")
    assert len({one.box_private, one.sign_seed, other.box_private, other.sign_seed}) == 4


@pytest.mark.parametrize("typed", ["a quiet blue rivers", "A quiet blue river", "", "a quiet blue river "])
def test_another_passphrase_does_not_open_it(typed):
    with pytest.raises(WrongPassphrase, match="Caps Lock"):
        opened(passphrase=typed)


def test_another_computers_secret_does_not_open_it():
    with pytest.raises(WrongPassphrase):
        opened(secret=device.NO_SECRET)


@pytest.mark.parametrize("spoiled", [
    {"person": "otto"}, {"salt": bytes(16)}, {"cost": Cost(CHEAP.memory, 2)}, {"cost": Cost(1, 1)},
    {"box": bytes(1100)}])
def test_no_part_of_a_slot_can_be_exchanged(spoiled):
    """Cost(1, 1) stretches like the real one (it is clamped), yet is not what was written."""
    with pytest.raises(WrongPassphrase):
        opened(replace(header().slot(PEER), **spoiled))


def test_a_slot_is_bound_to_the_centers_public_keys():
    """Else a whole header with other keys around the same slots would lead people into a center of somebody else's."""
    anchors = header().anchors
    for other in (Anchors("x", anchors.root, anchors.center), Anchors(anchors.store, bytes(32), anchors.center),
                  Anchors(anchors.store, anchors.root, bytes(32))):
        with pytest.raises(WrongPassphrase):
            opened(of=replace(header(), anchors=other))


def test_a_name_opens_on_its_computer_for_its_person():
    names = Names(SECRET, SALT)
    box = names.close("p1", "Zoë García-López")
    assert names.open("p1", box) == "Zoë García-López"
    for other in (Names(bytes(32), SALT), Names(SECRET, bytes(32))):
        with pytest.raises(Tampered):
            other.open("p1", box)
    with pytest.raises(Tampered):
        names.open("p2", box)


def test_without_a_device_secret_no_name_is_written_down_at_all():
    names = Names(device.NO_SECRET, SALT)
    assert names.close("p1", "Zoë García-López") == b""
    assert names.open("p1", b"") == ""


@pytest.mark.parametrize("typed", ["pía peer", "  Pía   PEER ", "Pi\u0301a Peer"])
def test_a_typed_name_is_found_however_it_is_typed(typed):
    names = Names(SECRET, SALT)
    assert names.hashed(typed) == names.hashed("Pía Peer")


def test_who_copies_the_header_cannot_look_names_up_in_a_list():
    """With a keyring, the hash of a name depends on what is in it."""
    assert Names(SECRET, SALT).hashed("Pía Peer") != Names(bytes(32), SALT).hashed("Pía Peer")
    assert Names(SECRET, SALT).hashed("Pia Peer") != Names(SECRET, SALT).hashed("Pía Peer")


def test_the_fixed_secrets_and_their_checks_differ():
    assert device.fixed_secret(DeviceKind.DEMO) == device.DEMO_SECRET
    assert device.fixed_secret(DeviceKind.NONE) == b""
    assert device.check(SECRET) != device.check(bytes(32))
    assert not primitives.same(device.check(SECRET), SECRET)


def test_in_vain_the_same_work_is_done_as_for_a_slot(monkeypatch):
    worked = []

    def stretched(passphrase, salt, cost, secret, context):
        worked.append((passphrase, len(salt), cost, secret))
        return bytes(32)

    monkeypatch.setattr(slots, "kek", stretched)
    slots.spend(header(), "typed", device.DEMO_SECRET)
    with pytest.raises(WrongPassphrase):
        opened(passphrase="typed")
    assert worked[0] == worked[1]
