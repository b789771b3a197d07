"""How far the log went is remembered in the keyring, and an older copy of the records is noticed when it is opened."""

import threading
import time
from dataclasses import replace

import keyring
import pytest
from sqlalchemy import text

from tests.anchored import anchored_center, put_back, remembered, set_aside, sign_in, work
from tests.centers import first
from tests.conftest import MemoryKeyring
from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE, make_center, quick_keys
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.base.errors import Denied
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.domain.anchors import AT_ONCE, Anchored, AnchorKind, OlderCopy
from wellnessdesk.domain.audit import ACTS, Head
from wellnessdesk.domain.people import Role
from wellnessdesk.services import acting, anchors, audit, locking, opening, people, visits
from wellnessdesk.services.anchors import Keeper
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.store import audit as store_audit
from wellnessdesk.vault import header_file, primitives
from wellnessdesk.vault.errors import KeyringUnavailable, WrongPassphrase

CORA = NAMES[Role.COORDINATOR]


class Counting(MemoryKeyring):
    """Counts how often an anchor is written."""

    def __init__(self):
        super().__init__()
        self.written = 0

    def set_password(self, service, username, password):
        self.written += username.endswith(".anchor")
        super().set_password(service, username, password)


class Blocking(MemoryKeyring):
    """Takes anchors only once it is let go: a desktop that waits for somebody to unlock it."""

    def __init__(self):
        super().__init__()
        self.let_go = threading.Event()

    def set_password(self, service, username, password):
        if username.endswith(".anchor"):
            self.let_go.wait(20)
        super().set_password(service, username, password)


class Refusing(MemoryKeyring):
    """Takes no anchor."""

    refuse = True

    def set_password(self, service, username, password):
        if self.refuse and username.endswith(".anchor"):
            raise keyring.errors.PasswordSetError
        super().set_password(service, username, password)


@pytest.fixture
def use(account):
    def choose(backend):
        keyring.set_keyring(backend)
        return backend

    return choose


@pytest.fixture
def center(tmp_path, memory_keyring):
    return anchored_center(tmp_path / "center")


def head_of(desk):
    with desk.reading() as tx:
        return store_audit.head(tx)


def entries_of(center):
    connection = raw(center.folder / "center.db", center.admin.keys.store_key)
    found = connection.execute("SELECT sequence, action, actor, detail FROM audit ORDER BY sequence").fetchall()
    connection.close()
    return found


def older(center, role=Role.FRONT_DESK, **how):
    with pytest.raises(OlderCopy) as told:
        sign_in(center, role, **how)
    return told.value


def wait_until(holds):
    for _turn in range(400):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


# ----------------------------------------------------------------------------------------------------- kept up


def test_every_commit_moves_it_and_locking_keeps_the_last(center):
    work(center, 1, 2, 3)
    kept = remembered(center)
    desk = sign_in(center, Role.COORDINATOR)
    assert (kept.sequence, kept.hash) == (head_of(desk).sequence, head_of(desk).hash)
    assert (kept.serial, kept.at) == (1, center.clock.now())
    desk.close()


def test_a_new_center_is_remembered_from_its_first_entry(tmp_path, memory_keyring):
    everybody = tuple(Newcomer(name=NAMES[role], role=role, passphrase=PASSPHRASE)
                      for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
    new = NewCenter(name="Oak", school="Oak High", time_zone="America/Los_Angeles", people=everybody)
    with quick_keys():
        desk = opening.create(tmp_path / "center", new, clock=FixedClock()).desk
    head = head_of(desk)
    desk.close()
    (text_kept,) = [text for (_app, user), text in memory_keyring.secrets.items() if user.endswith(".anchor")]
    assert anchors.anchor.kept(desk.center.id, desk.keys.store_key).hash == head.hash
    assert NAMES[Role.COORDINATOR] not in text_kept


def test_it_is_written_at_most_every_thirty_seconds(tmp_path, use):
    backend = use(Counting())
    center = anchored_center(tmp_path / "center")
    desk = sign_in(center, Role.COORDINATOR)
    wait_until(lambda: backend.written == 1)
    for number in range(20):
        visits.check_in(desk, number % 7 + 1, reason=first("visit_reasons"), origin=first("visit_origins"))
        visits.undo(desk, visits.queue(desk).waiting[0].id)
    assert backend.written == 1
    desk.close()
    assert backend.written == 2
    assert remembered(center).sequence == entries_of(center)[-1][0]


def test_what_must_be_remembered_at_once_does_not_wait(tmp_path, use, monkeypatch):
    backend = use(Counting())
    center = anchored_center(tmp_path / "center")
    monkeypatch.setattr(anchors, "AT_ONCE", frozenset({"lock.set"}))
    desk = sign_in(center, Role.ADMINISTRATOR)
    wait_until(lambda: backend.written == 1)
    locking.set_minutes(desk, {Role.FRONT_DESK: 10})
    wait_until(lambda: backend.written == 2)
    assert remembered(center).hash == head_of(desk).hash
    desk.close()


def test_what_is_at_once_are_entries_there_are():
    assert set(ACTS) >= AT_ONCE


def test_a_keyring_that_never_answers_keeps_nobody_waiting(tmp_path, use, monkeypatch):
    backend = use(Blocking())
    center = anchored_center(tmp_path / "center")
    monkeypatch.setattr(anchors, "_PATIENCE_SECONDS", 0.1)
    begun = time.monotonic()
    desk = sign_in(center, Role.FRONT_DESK)
    visits.check_in(desk, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    desk.close()
    assert time.monotonic() - begun < 5
    backend.let_go.set()
    wait_until(lambda: remembered(center) is not None)
    sign_in(center, Role.FRONT_DESK).close()  # ahead of what was remembered, which is normal


def test_a_keyring_that_refuses_is_told_and_asked_again(tmp_path, use, monkeypatch):
    backend = use(Refusing())
    center = anchored_center(tmp_path / "center")
    monkeypatch.setattr(anchors, "_LONGEST_PAUSE_SECONDS", 0.05)
    desk = sign_in(center, Role.FRONT_DESK)
    wait_until(lambda: desk.keeper.failed)
    assert anchors.anchored(desk.keys, desk.keeper) == Anchored(kind=AnchorKind.KEYRING, failed=True)
    backend.refuse = False
    wait_until(lambda: not desk.keeper.failed)
    assert anchors.anchored(desk.keys, desk.keeper) == Anchored(
        kind=AnchorKind.KEYRING, sequence=head_of(desk).sequence, at=center.clock.now())
    backend.refuse = True
    visits.check_in(desk, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    desk.close()
    assert not desk.keeper._thread.is_alive()


def test_an_adult_in_somebody_elses_session_moves_it_too(center):
    desk = sign_in(center, Role.FRONT_DESK)
    adult = acting.as_person(desk, opening.find(center.folder, CORA), PASSPHRASE)
    visits.check_in(adult, 1, reason=first("visit_reasons"), origin=first("visit_origins"))
    head = head_of(desk)
    desk.close()
    assert remembered(center).hash == head.hash


def test_without_a_keyring_or_in_a_demo_there_is_none_and_it_is_said(tmp_path):
    demo = make_center(tmp_path / "demo").admin
    assert demo.keeper is None
    assert anchors.anchored(demo.keys, None).kind is AnchorKind.DEMO
    plain = replace(demo.keys, header=replace(demo.keys.header, device=header_file.parse(
        demo.keys.header.to_bytes(demo.keys.store_key)).header.device.NONE))
    assert anchors.anchored(plain, None).kind is AnchorKind.NONE
    with demo.reading() as tx:
        assert anchors.adopt(demo.keys.header, demo.keys.store_key, store_audit.head(tx), 1, demo.clock) is None
    demo.close()


# ------------------------------------------------------------------------------------------------- an older copy


def test_an_older_copy_says_what_is_missing_and_since_when(center):
    work(center, 1)
    copy = set_aside(center)
    work(center, 2, 3, 4)
    put_back(center, copy)
    told = older(center)
    assert (told.missing.entries, told.missing.other, told.missing.people) == (3, 0, False)
    assert str(told) == ("This is an older copy: the last 3 entries of the audit log, made since Monday, Sep 14, 2026, "
                         "10:00 AM, are missing, and with them what they tell of.")
    assert told.coordinators == [(opening.find(center.folder, CORA), CORA)]


def test_the_newest_copy_opens_and_so_does_one_that_is_ahead(center, use, monkeypatch):
    work(center, 1)
    monkeypatch.setattr(Keeper, "moved", lambda *_args: None)  # the keyring was away meanwhile
    work(center, 2, 3)
    monkeypatch.undo()
    work(center)
    assert remembered(center).sequence == entries_of(center)[-1][0]


def test_a_coordinator_confirms_with_their_passphrase_and_the_log_tells(center):
    work(center, 1)
    copy = set_aside(center)
    work(center, 2, 3)
    put_back(center, copy)
    missing, cora = older(center).missing, opening.find(center.folder, CORA)
    with pytest.raises(WrongPassphrase):
        opening.accept_older(center.folder, cora, "a loud red river", missing, center.clock)
    opening.accept_older(center.folder, cora, PASSPHRASE, missing, center.clock)

    _number, action, actor, detail = entries_of(center)[-1]
    assert (action, actor) == ("audit.accept_older", cora)
    assert detail == f"remembered:{missing.remembered} found:{missing.found}"
    work(center, 4)
    desk = sign_in(center, Role.ADMINISTRATOR)
    assert audit.verify(desk).sound
    desk.close()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_nobody_else_can_confirm(center, role):
    work(center, 1)
    copy = set_aside(center)
    work(center, 2)
    put_back(center, copy)
    missing, before = older(center).missing, entries_of(center)
    with pytest.raises(Denied):
        opening.accept_older(center.folder, opening.find(center.folder, NAMES[role]), PASSPHRASE, missing)
    assert entries_of(center) == before
    older(center)


def test_what_was_shown_is_what_is_confirmed(center):
    work(center, 1)
    oldest = set_aside(center, "oldest")
    work(center, 2)
    newer = set_aside(center, "newer")
    work(center, 3)
    put_back(center, newer)
    shown = older(center).missing
    put_back(center, oldest)  # while somebody reads
    with pytest.raises(OlderCopy):
        opening.accept_older(center.folder, opening.find(center.folder, CORA), PASSPHRASE, shown)


def test_an_older_copy_that_has_grown_since_is_noticed_by_its_entries(center):
    work(center, 1)
    copy = set_aside(center)
    work(center, 2)
    kept = remembered(center)
    put_back(center, copy)
    keyring.delete_password(APP_ID, f"{center.admin.keys.header.anchors.store}.anchor")
    work(center, 5, 6, 7)  # on another computer, say
    anchors.anchor.keep(center.admin.keys.header.anchors.store, kept, [center.admin.keys.store_key])
    told = older(center)
    assert (told.missing.entries, told.missing.other) == (0, kept.sequence)
    assert f"Entry {kept.sequence} of the audit log is not the one" in str(told)


def test_an_older_list_of_people_is_told_too(center):
    work(center, 1)
    copy = set_aside(center)
    desk = sign_in(center, Role.ADMINISTRATOR)
    wait_until(lambda: desk.keeper.kept is not None)
    with quick_keys():
        people.add(desk, Newcomer(name="New Peer", role=Role.PEER, passphrase=PASSPHRASE))
    desk.close()
    assert remembered(center).serial == 2  # though the entry was written before the new list was in place
    put_back(center, copy)
    told = older(center)
    assert told.missing.people
    assert told.lines[-1].startswith("The list of people is an older one too")


def test_an_anchor_of_another_store_key_says_that_the_records_are_others(center):
    work(center, 1)
    kept = remembered(center)
    anchors.anchor.keep(center.admin.keys.header.anchors.store, kept, [primitives.new_key()])
    told = older(center)
    assert told.missing.unfit
    assert told.missing.detail() == f"remembered:? found:{told.missing.found}"
    opening.accept_older(center.folder, opening.find(center.folder, CORA), PASSPHRASE, told.missing)
    work(center, 2)


def test_a_log_without_any_entry_says_so(center):
    work(center, 1)
    connection = raw(center.folder / "center.db", center.admin.keys.store_key)
    connection.execute("DELETE FROM audit")
    connection.close()
    assert "an unknown time" in str(older(center))


@pytest.mark.parametrize("at", ["'never'", str(2**62)])
def test_a_spoiled_moment_does_not_hide_what_is_missing(center, at):
    work(center, 1)
    copy = set_aside(center)
    work(center, 2)
    put_back(center, copy)
    connection = raw(center.folder / "center.db", center.admin.keys.store_key)
    connection.execute(f"UPDATE audit SET at = {at} WHERE sequence = (SELECT max(sequence) FROM audit)")  # noqa: S608
    connection.close()
    assert "an unknown time" in str(older(center))


@pytest.mark.parametrize("days", [-3650, 3650])
def test_a_clock_ten_years_off_changes_nothing(center, days):
    work(center, 1)
    copy = set_aside(center)
    center.clock.advance(days=days)
    work(center, 2, 3)
    put_back(center, copy)
    assert older(center).missing.entries == 2
    center.clock.advance(days=-2 * days)
    assert older(center).missing.entries == 2
    work_on = set_aside(center, "kept")
    opening.accept_older(center.folder, opening.find(center.folder, CORA), PASSPHRASE, older(center).missing,
                         center.clock)
    work(center, 4)
    put_back(center, work_on)
    assert older(center).missing.entries == 2  # the confirmation itself, and what came after it


# --------------------------------------------------------------------------------------- rotation and restore


def test_while_the_store_key_is_exchanged_the_anchor_fits_the_old_and_the_new(center):
    desk = sign_in(center, Role.FRONT_DESK)
    wait_until(lambda: desk.keeper.kept is not None)
    store, old, new = desk.keys.header.anchors.store, desk.keys.store_key, primitives.new_key()
    desk.keeper.bridge(desk.keys, new)
    assert anchors.anchor.kept(store, old) == anchors.anchor.kept(store, new) == desk.keeper.kept

    desk.moved(Head(900, bytes(32)), next(iter(AT_ONCE)))
    wait_until(lambda: desk.keeper.kept.sequence == 900)
    assert anchors.anchor.kept(store, old) == anchors.anchor.kept(store, new) == desk.keeper.kept

    desk.keys.store_key = new
    desk.moved(Head(901, bytes(32)), next(iter(AT_ONCE)))
    wait_until(lambda: desk.keeper.kept.sequence == 901)
    assert anchors.anchor.kept(store, new) == desk.keeper.kept
    with pytest.raises(anchors.AnchorUnfit):
        anchors.anchor.kept(store, old)
    desk.close()


def test_with_nothing_remembered_yet_there_is_nothing_to_bridge(tmp_path, use):
    use(Refusing())
    center = anchored_center(tmp_path / "center")
    desk = sign_in(center, Role.FRONT_DESK)
    wait_until(lambda: desk.keeper.failed)
    desk.keeper.bridge(desk.keys, primitives.new_key())
    assert remembered(center) is None
    desk.close()


def test_an_exchange_is_not_begun_on_a_keyring_that_refuses(center):
    work(center, 1)
    desk = sign_in(center, Role.FRONT_DESK)
    backend = Refusing()
    backend.secrets = keyring.get_keyring().secrets
    keyring.set_keyring(backend)
    with pytest.raises(KeyringUnavailable):
        desk.keeper.bridge(desk.keys, primitives.new_key())
    desk.close()


def test_what_was_restored_on_purpose_counts_from_then_on(center):
    work(center, 1)
    copy = set_aside(center)
    work(center, 2)
    put_back(center, copy)
    head = Head(*raw_head(center))
    anchors.adopt(header_file.read(center.folder).header, center.admin.keys.store_key, head, 1, center.clock)
    work(center, 3)


def raw_head(center):
    connection = raw(center.folder / "center.db", center.admin.keys.store_key)
    found = connection.execute("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    return found


def test_a_raw_write_is_no_way_to_fool_the_anchor(center):
    """Whoever writes the newest entries anew, chain and all, has another entry at the number that is remembered."""
    work(center, 1, 2)
    desk = sign_in(center, Role.COORDINATOR)
    with desk.store.transaction() as tx:
        tx.session.execute(text("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)"))
        store_audit.append(tx, desk.clock, lambda data: primitives.sign(desk.keys.identity.sign_seed, data),
                           actor=desk.person.id, action="lock.set", subject="center")
    desk.close()
    assert older(center).missing.other == raw_head(center)[0]
