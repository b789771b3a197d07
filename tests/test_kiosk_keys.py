"""What the kiosk's process holds: the store key and a key of its own. With these no sealed thing opens.

And no object that hangs on its desk holds another key of anybody, however it is hidden.
"""

import gc
import types

import pytest

from tests.centers import CLOSING_WORDS, FLAG_WORDS, OWN_WORDS, SECRET_WORDS, worked_center
from tests.kiosks import begun
from tests.shell import everything, held, rows
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.people import Role
from wellnessdesk.services import adult_calls, flags, supervision, visits
from wellnessdesk.vault import sealed_entries, sealing
from wellnessdesk.vault.errors import NotForThisKey, Tampered
from wellnessdesk.vault.sealing import Binding

WORDS = (SECRET_WORDS, FLAG_WORDS, CLOSING_WORDS, OWN_WORDS)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    cora = made.center.coordinator
    flags.acknowledge(cora, made.flag)
    flags.close(cora, made.flag, Closing(disposition=CLOSING_WORDS, notify_caregiver=False, notify_reason="x",
                                         outcome="x", reported=False))
    supervision.build(cora)
    supervision.add_own(cora, supervision.read(cora).meeting.id, OWN_WORDS)
    yield made
    made.center.admin.close()


@pytest.fixture
def kiosk(day):
    desk = begun(day.center)
    yield desk
    desk.close()


def test_its_keys_on_every_row_of_the_file_read_not_a_word(day, kiosk):
    assert not [word for word in WORDS if word.encode() in everything(kiosk)]
    control = everything(day.center.coordinator)
    assert all(word.encode() in control for word in WORDS)


def test_no_sealed_record_and_no_sealed_entry_opens(day, kiosk):
    tables = rows(kiosk)
    kinds = {row["kind"] for row in tables["sealed"]}
    assert kinds >= {"note", "draft", "flag", "flag step", "agenda item"}
    for row in tables["sealed"]:
        with pytest.raises((NotForThisKey, Tampered)):
            sealing.unseal(kiosk.keys, Binding(row["kind"], row["record"], row["version"]), row["blob"])
    sealed = [row for row in tables["audit"] if row["action"] == "sealed"]
    assert sealed
    for row in sealed:
        with pytest.raises((NotForThisKey, Tampered)):
            sealed_entries.words(kiosk.keys, row["detail"])


def test_it_holds_the_store_key_and_keys_of_its_own_alone(day, kiosk):
    keys = kiosk.keys
    assert held(kiosk) == [keys.identity.box_private, keys.identity.sign_seed, keys.store_key]
    assert not [entry for entry in keys.directory.entries if keys.identity.box == entry.box]
    assert (keys.root_seed, keys.center_seed, keys.role_privates, keys.device_secret) == (None, None, {}, b"")
    assert kiosk.person.role is Role.KIOSK


def reachable(root):
    """Every object that hangs on this one, but for code, which hangs on everything."""
    seen, waiting = {id(root): root}, [root]
    while waiting:
        for one in gc.get_referents(waiting.pop()):
            if id(one) not in seen and not isinstance(one, type | types.ModuleType | types.FunctionType):
                seen[id(one)] = one
                waiting.append(one)
    return seen.values()


def secrets_in(objects, secrets):
    """Which of these secrets stand in them, as bytes or in hexadecimal."""
    texts = [bytes(one) if isinstance(one, bytes | bytearray) else one.encode(errors="replace")
             for one in objects if isinstance(one, str | bytes | bytearray)]
    whole = b"\0".join(texts)
    return {name for name, secret in secrets.items() if secret in whole or secret.hex().encode() in whole}


def secrets_of(desks):
    found = {}
    for desk in desks:
        keys = desk.keys
        found |= {f"{desk.person.name}: box": keys.identity.box_private,
                  f"{desk.person.name}: seed": keys.identity.sign_seed}
        found |= {"root": keys.root_seed} if keys.root_seed else {}
        found |= {"center": keys.center_seed} if keys.center_seed else {}
        found |= {f"role {epoch}": private for epoch, private in keys.role_privates.items()}
    return found


def test_no_seed_hangs_on_its_desk(day, kiosk):
    secrets = secrets_of(day.center.desks.values())
    assert {"root", "center", "role 1"} < set(secrets)
    store, own = {"store": kiosk.keys.store_key}, {"own": kiosk.keys.identity.sign_seed}
    found = list(reachable(kiosk))
    assert len(found) > 1_000
    assert secrets_in(found, secrets | store | own) == {"store", "own"}
    control = list(reachable(day.center.coordinator))
    assert {"center", "role 1", "Cora Coordinator: seed"} <= secrets_in(control, secrets)


def test_what_it_may_not_do_is_denied_at_its_own_desk_too(kiosk):
    for act in (flags.not_closed, flags.adult_needed, visits.queue, supervision.read, adult_calls.waiting):
        with pytest.raises(Denied):
            act(kiosk)
