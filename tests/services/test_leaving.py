"""Who leaves opens nothing any more; the center goes on under other keys, and never without somebody to run it."""

from pathlib import Path

import pytest

from tests import anchored
from tests.centers import handed_over, note, worked_center
from tests.changed_keys import SECOND, WORDS, consent, kit_b, opens, second_coordinator, signed_in
from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.anchors import OlderCopy
from wellnessdesk.domain.backups import Reason
from wellnessdesk.domain.people import Role
from wellnessdesk.services import acting, audit, backups, flags, leaving, opening, people, sessions, telling, visits
from wellnessdesk.services.backups import BackupFailed
from wellnessdesk.store import copies, engine
from wellnessdesk.store.errors import DiskFull, StoreBusy, StoreClosedOff, StoreDamaged, Unconfirmed
from wellnessdesk.vault import header_file, recovery, unlock
from wellnessdesk.vault.errors import (
    KeyringUnavailable,
    NotForThisKey,
    UnknownPerson,
    VaultProblem,
    WrongPassphrase,
)


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


def newest(center):
    """What the log says last, but for the backup that every exchange of keys makes."""
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    entry = connection.execute(
        "SELECT actor, action, subject, detail FROM audit WHERE action <> 'backup.make' "
        "ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    return entry


def files(center):
    return {path.name: path.read_bytes() for path in center.folder.iterdir()}


def whole(desk):
    verdict = audit.verify(desk)
    assert verdict.sound, verdict


@pytest.mark.parametrize("name", ["Pia Peer", "Frank Desk"])
def test_a_removed_persons_passphrase_opens_neither_file_nor_header(center, name):
    gone, old_key = center.desks[name].person, center.admin.keys.store_key
    leaving.deactivate(center.admin, gone.id)
    center.admin.close()
    assert not opens(center, old_key)
    with pytest.raises(UnknownPerson):
        opening.find(center.folder, name)
    with pytest.raises(VaultProblem):
        opening.sign_in(center.folder, gone.id, PASSPHRASE, center.clock)
    assert [path.name for path in center.folder.glob("*.n*")] == []
    center.admin.store.reopen(center.admin.keys.store_key)


def test_a_new_file_that_does_not_open_at_once_is_told_as_done_and_opened_by_the_next_act(center, monkeypatch):
    gone, old_key, connect, refused = center.peer.person.id, center.admin.keys.store_key, engine.connect, []

    def once_refused(path, key, **how):
        if path == center.admin.store.path and key != old_key and not refused:
            refused.append(path)
            raise StoreClosedOff
        return connect(path, key, **how)

    monkeypatch.setattr(engine, "connect", once_refused)
    with pytest.raises(Unconfirmed):
        leaving.deactivate(center.admin, gone)
    assert refused
    assert not next(one for one in people.everybody(center.admin) if one.id == gone).active
    assert newest(center)[1:3] == ("people.deactivate", f"person:{gone}")
    visits.check_in(center.front, 1, reason="take_a_break", origin="walk_in")
    whole(center.admin)


def test_the_others_go_on_and_so_does_the_desk_it_was_done_at(center):
    visit = visits.check_in(center.front, 1, reason="take_a_break", origin="walk_in")
    leaving.deactivate(center.admin, center.peer.person.id)
    assert people.everybody(center.admin)
    assert [one.person.name for one in people.peers(center.front)] == ["Otto Other"]
    assert newest(center) == (center.admin.person.id, "people.deactivate", f"person:{center.peer.person.id}", "peer")
    for name in ("Frank Desk", "Otto Other", "Cora Coordinator", "Ada Admin"):
        with signed_in(center, name) as desk:
            assert desk.keys.store_key == center.admin.keys.store_key
    with signed_in(center, "Frank Desk") as desk:
        assert [one.id for one in visits.queue(desk).waiting] == [visit.id]


def test_nobody_is_deleted_and_what_they_did_stays_theirs(tmp_path):
    day = worked_center(tmp_path / "center")
    leaving.deactivate(day.center.admin, day.center.peer.person.id)
    assert ("Pia Peer", False) in [(one.name, one.active) for one in people.everybody(day.center.admin)]
    with signed_in(day.center, "Cora Coordinator") as cora:
        assert sessions.read_note(cora, day.signed).signer == "Pia Peer"
        assert flags.not_closed(cora)[0].raised_by == "Pia Peer"
        sessions.cosign(cora, day.signed)
        whole(cora)
    whole(day.center.admin)
    day.center.admin.close()


def test_an_old_header_put_back_opens_nothing(center):
    old = {name: (center.folder / name).read_bytes() for name in header_file.NAMES}
    leaving.deactivate(center.admin, center.peer.person.id)
    center.admin.close()
    for names in (header_file.NAMES, header_file.NAMES[:1], header_file.NAMES[1:]):
        kept = files(center)
        for name in names:
            (center.folder / name).write_bytes(old[name])
        for who in ("Pia Peer", "Cora Coordinator")[:1 if len(names) == 1 else 2]:
            with pytest.raises((VaultProblem, StoreDamaged)):
                opening.sign_in(center.folder, center.desks[who].person.id, PASSPHRASE, center.clock)
        for name, data in kept.items():
            (center.folder / name).write_bytes(data)
    center.admin.store.reopen(center.admin.keys.store_key)


def test_an_old_header_is_refused_beside_records_it_would_open(center):
    """The store key is the same there: only that the records know of a later header tells."""
    old = {name: (center.folder / name).read_bytes() for name in header_file.NAMES}
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    center.admin.close()
    for name, data in old.items():
        (center.folder / name).write_bytes(data)
    for who in ("Pia Peer", "Ada Admin"):
        with pytest.raises(VaultProblem, match="changed outside the program"):
            opening.sign_in(center.folder, center.desks[who].person.id, PASSPHRASE, center.clock)
    center.admin.store.reopen(center.admin.keys.store_key)


def test_a_removed_coordinators_keys_open_no_note_written_later(center):
    second = second_coordinator(center)
    before = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, before, note())
    with signed_in(center, SECOND, WORDS) as theirs:
        assert sessions.read_note(theirs, before)
        stolen = dict(theirs.keys.role_privates)
        left = theirs.keys
    leaving.deactivate(center.admin, second.id, consent(center))
    assert newest(center)[3] == f"coordinator agreed:{center.coordinator.person.id}"
    with signed_in(center, "Pia Peer") as peer:
        later = handed_over_at(center, peer)
        telling.told(peer, later)
        sessions.sign(peer, later, note())
        left.header, left.role_privates = peer.keys.header, stolen
        with peer.reading() as tx:
            blob = sessions.sealed.get(tx, "note", str(later), 1)
            session = sessions.sessions.get(tx, later)
        with pytest.raises(NotForThisKey):
            sessions.sealing.unseal(left, sessions.binding("note", session), blob)
    with signed_in(center, "Cora Coordinator") as cora:
        assert sessions.read_note(cora, before)
        assert sessions.read_note(cora, later)
        whole(cora)


def handed_over_at(center, peer):
    """A session for a peer who has just signed in, entered by a front desk that shares their store."""
    center.front.store = peer.store
    center.front.keys.header = peer.keys.header
    visit = visits.check_in(center.front, 5, reason="take_a_break", origin="walk_in")
    visits.hand_over(center.front, visit.id, peer.person.id)
    center.front.store = center.admin.store
    return max(session.id for session in sessions.mine(peer))


def test_what_will_not_do_is_said_and_nothing_is_changed(center):
    before, admin, cora = files(center), center.admin, center.coordinator.person.id
    with pytest.raises(Problem, match="to yourself"):
        leaving.deactivate(admin, admin.person.id)
    with pytest.raises(Problem, match="only coordinator"):
        leaving.deactivate(admin, cora, consent(center))
    with pytest.raises(Problem, match="only coordinator"):
        leaving.change_role(admin, cora, Role.FRONT_DESK, consent(center))
    with pytest.raises(Problem, match="cannot sign in any more"):
        leaving.deactivate(admin, "nobody")
    with pytest.raises(Problem, match="that role already"):
        leaving.change_role(admin, center.peer.person.id, Role.PEER)
    with pytest.raises(Problem, match="must agree"):
        leaving.change_role(admin, center.peer.person.id, Role.COORDINATOR)
    with pytest.raises(WrongPassphrase):
        leaving.change_role(admin, center.peer.person.id, Role.COORDINATOR, consent(center, "not hers"))
    assert files(center) == before


def test_the_last_administrator_stays(center):
    """Whoever is signed in is one; so it needs another desk for the question to come up at all."""
    with quick_keys():
        other = people.add(center.admin, opening.Newcomer(name="Second Admin", role=Role.ADMINISTRATOR,
                                                          passphrase=WORDS))
    with signed_in(center, "Second Admin", WORDS) as admin:
        leaving.change_role(admin, center.admin.person.id, Role.FRONT_DESK)
        admin.person = people.people.Person("x", "Somebody", Role.ADMINISTRATOR)
        with pytest.raises(Problem, match="only administrator"):
            leaving.deactivate(admin, other.id)


def test_a_coordinator_cannot_agree_to_their_own_leaving_and_the_principal_can(center):
    second = second_coordinator(center)
    from_second = consent(center)
    with pytest.raises(Problem, match="Another coordinator"):
        leaving.deactivate(center.admin, center.coordinator.person.id, from_second)
    with pytest.raises(Problem, match="must agree"):
        leaving.deactivate(center.admin, second.id)
    leaving.deactivate(center.admin, second.id, kit_b(center))
    assert newest(center)[3] == "coordinator agreed:kit-b"
    with signed_in(center, "Cora Coordinator") as cora:
        assert set(cora.keys.role_privates) == {1, 2}
        whole(cora)


def test_an_administrator_with_kit_b_replaces_the_only_coordinator(center):
    """The only one left: a new one comes with kit B, and then agrees that the old one goes."""
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    with quick_keys():
        new = people.add(center.admin, opening.Newcomer(name=SECOND, role=Role.COORDINATOR, passphrase=WORDS),
                         kit_b(center))
    leaving.deactivate(center.admin, center.coordinator.person.id, people.Consent(new.id, WORDS))
    with signed_in(center, SECOND, WORDS) as desk:
        assert sessions.read_note(desk, session)
        whole(desk)


def test_nobody_but_an_administrator_makes_a_coordinator_and_none_alone(center):
    strange = recovery.new_kit(recovery.KIT_B)
    with pytest.raises(Problem, match="words of a whole kit"):
        leaving.change_role(center.admin, center.peer.person.id, Role.COORDINATOR,
                            people.KitWords(" ".join(strange.words)))
    with pytest.raises(Problem, match="other kit"):
        leaving.change_role(center.admin, center.peer.person.id, Role.COORDINATOR,
                            people.KitWords(" ".join(center.created.words_a)))


def test_another_role_brings_other_rights_and_the_log_stays_whole(center):
    session = handed_over(center, 1, center.peer)
    sessions.sign(center.peer, session, note())
    leaving.change_role(center.admin, center.peer.person.id, Role.COORDINATOR, consent(center))
    with signed_in(center, "Pia Peer") as desk:
        assert desk.person.role is Role.COORDINATOR
        assert sessions.cosign(desk, session)
        whole(desk)
    leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK, consent(center))
    with signed_in(center, "Pia Peer") as desk:
        assert (desk.person.role, desk.keys.role_privates) == (Role.FRONT_DESK, {})
        visits.check_in(desk, 2, reason="take_a_break", origin="walk_in")
    with signed_in(center, "Cora Coordinator") as desk:
        assert set(desk.keys.role_privates) == {1, 2}
        whole(desk)


def test_a_new_role_key_is_made_with_a_coordinators_consent(center):
    leaving.new_epoch(center.admin, consent(center))
    assert newest(center)[1:] == ("people.new_epoch", "epoch:2", f"agreed:{center.coordinator.person.id}")
    with signed_in(center, "Cora Coordinator") as desk:
        assert set(desk.keys.role_privates) == {1, 2}
        whole(desk)


def test_an_entry_signed_with_the_keys_of_who_left_breaks_the_log(center):
    """They kept their signing key; what they write with it after they left is not taken for theirs."""
    leaving.deactivate(center.admin, center.front.person.id)
    center.front.keys.header = center.admin.keys.header
    with center.front.change() as change:
        change.record("visit.check_in", "visit:99")
    verdict = audit.verify(center.admin)
    assert (verdict.broken_at, "author's signature" in verdict.reason) == (verdict.entries + 1, True)


def test_keys_are_not_changed_inside_somebody_elses_session(center):
    adult = acting.as_person(center.peer, center.admin.person.id, PASSPHRASE)
    with pytest.raises(Problem, match="your own name"):
        leaving.deactivate(adult, center.front.person.id)
    with pytest.raises(Problem, match="your own name"):
        leaving.change_role(adult, center.front.person.id, Role.PEER)


# ----------------------------------------------------------------------------------------------- stopped, cut short


class Stop:
    """Cancels at the `number`-th time it is asked."""

    def __init__(self, number):
        self.left, self.seen = number, []

    def report(self, done, total):
        self.seen.append((done, total))

    def check_cancelled(self):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.fixture
def backed_up(monkeypatch):
    """A copy stands for the one that proved a backup: what follows is the rotation alone."""
    def copied(desk, stays, _progress):
        copies.copy(desk.store, stays.path, stays.key)
        return []

    monkeypatch.setattr(leaving.rotation.backups, "before_rotation", copied)


def test_it_can_be_stopped_while_the_backup_is_made(center):
    before = files(center)
    for number in (0, 3):
        with pytest.raises(Cancelled):
            leaving.deactivate(center.admin, center.peer.person.id, progress=Stop(number))
        assert files(center) == before


def test_it_can_be_stopped_until_the_exchange_and_then_nothing_has_happened(center, backed_up):
    before = files(center)
    asked = Stop(10**6)
    for number in range(2):
        with pytest.raises(Cancelled):
            leaving.deactivate(center.admin, center.peer.person.id, progress=Stop(number))
        assert files(center) == before
    assert center.peer.person.id in {one.id for one in people.everybody(center.admin) if one.active}
    leaving.deactivate(center.admin, center.peer.person.id, progress=asked)
    done = [step / total for step, total in asked.seen]
    assert done == sorted(done)
    assert done[-1] == 1


def test_records_that_changed_meanwhile_are_not_lost(center, backed_up, monkeypatch):
    check = leaving.rotation.copies.check

    def meanwhile(path, key):
        visits.check_in(center.front, 3, reason="take_a_break", origin="walk_in")
        check(path, key)

    monkeypatch.setattr(leaving.rotation.copies, "check", meanwhile)
    with pytest.raises(StoreBusy):
        leaving.deactivate(center.admin, center.peer.person.id)
    assert len(visits.queue(center.front).waiting) == 1
    assert [path.name for path in center.folder.glob("*.n*")] == []


def test_a_copy_that_differs_never_takes_the_place(center, monkeypatch):
    content, key = copies.content, center.admin.keys.store_key
    found = []

    def differs(*args):
        found.append(content(*args))
        return found[-1] if len(found) == 1 else None

    monkeypatch.setattr(copies, "content", differs)
    with pytest.raises(BackupFailed):
        leaving.deactivate(center.admin, center.peer.person.id)
    assert len(found) == 2
    assert opens(center, key)
    assert [path.name for path in center.folder.glob("*.n*")] == []


def test_a_damaged_copy_never_takes_the_place(center, backed_up, monkeypatch):
    real = leaving.rotation.copies.check

    def damaged(path, key):
        with path.open("r+b") as file:
            file.seek(-100, 2)
            file.write(b"a worn-out disk")
        real(path, key)

    monkeypatch.setattr(leaving.rotation.copies, "check", damaged)
    before = files(center)
    with pytest.raises(StoreDamaged):
        leaving.deactivate(center.admin, center.peer.person.id)
    assert files(center) == before


@pytest.mark.parametrize("trouble", [KeyringUnavailable, StoreBusy])
def test_the_backup_is_recorded_whatever_comes_of_the_exchange(center, monkeypatch, trouble):
    def fails(*_how):
        raise trouble

    monkeypatch.setattr(leaving.rotation, "_exchange", fails)
    with pytest.raises(trouble):
        leaving.deactivate(center.admin, center.peer.person.id)
    monkeypatch.undo()
    leaving.deactivate(center.admin, center.peer.person.id)
    made = backups.history(center.admin)
    assert [one.reason for one in made] == [Reason.ROTATION] * 2
    assert (Path(made[0].folder) / made[0].name).exists()
    whole(center.admin)


def test_when_the_exchange_fails_the_desk_goes_on_as_before(center, monkeypatch):
    real = type(center.folder).replace

    def fails(self, target):
        if self.name == header_file.STORE_NEXT:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(type(center.folder), "replace", fails)
    with pytest.raises(Problem, match="disk is full"):
        leaving.deactivate(center.admin, center.peer.person.id)
    monkeypatch.undo()
    assert not visits.queue(center.front).waiting
    with signed_in(center, "Pia Peer"):
        pass


def test_when_the_header_cannot_be_put_in_place_the_new_keys_count_all_the_same(center, monkeypatch):
    def fails(_folder):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(header_file, "put_in_place", fails)
    leaving.deactivate(center.admin, center.peer.person.id)
    adult = acting.as_person(center.admin, center.coordinator.person.id, PASSPHRASE)
    assert adult.keys.store_key == center.admin.keys.store_key
    monkeypatch.undo()
    with signed_in(center, "Ada Admin") as desk:
        assert header_file.read(center.folder).header == desk.keys.header
        assert header_file.staged(center.folder) is None


def test_between_the_exchange_and_the_header_the_removed_are_told_and_the_others_come_in(center, monkeypatch):
    monkeypatch.setattr(header_file, "put_in_place", lambda _folder: None)
    leaving.deactivate(center.admin, center.peer.person.id)
    center.admin.close()
    with pytest.raises(VaultProblem, match="no longer sign in"):
        opening.sign_in(center.folder, center.peer.person.id, PASSPHRASE, center.clock)
    with pytest.raises(WrongPassphrase):
        opening.sign_in(center.folder, center.front.person.id, "a loud red river", center.clock)
    desk = opening.sign_in(center.folder, center.front.person.id, PASSPHRASE, center.clock)
    assert unlock.store_check(desk.keys.store_key) == desk.keys.header.store_check
    desk.close()
    center.admin.store.reopen(center.admin.keys.store_key)


def test_what_a_rotation_left_unfinished_is_removed(center):
    center.admin.close()
    (center.folder / header_file.STORE_NEXT).write_bytes(b"half a copy")
    (center.folder / f"{header_file.STORE_NEXT}-journal").write_bytes(b"and its journal")
    header_file.stage(center.folder, center.admin.keys.header.next(), bytes(32))
    opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.PEER]), PASSPHRASE).close()
    assert (center.folder / header_file.STORE_NEXT).exists()  # another program may be in the middle of it
    opening.sign_in(center.folder, opening.find(center.folder, NAMES[Role.PEER]), PASSPHRASE, settle=True).close()
    assert {path.name for path in center.folder.iterdir()} == {"center.db", *header_file.NAMES}
    center.admin.store.reopen(center.admin.keys.store_key)


# ------------------------------------------------------------------------------------------------------ with a keyring


def test_after_a_rotation_the_anchor_fits_and_an_older_copy_is_still_noticed(tmp_path, memory_keyring):
    center = anchored.anchored_center(tmp_path / "center")
    desk = anchored.sign_in(center, Role.ADMINISTRATOR, settle=True)
    copy = anchored.set_aside(center)
    leaving.deactivate(desk, center.peer.person.id)
    desk.close()
    anchored.sign_in(center, Role.COORDINATOR, settle=True).close()
    anchored.put_back(center, copy)
    with pytest.raises(OlderCopy):
        anchored.sign_in(center, Role.COORDINATOR)


def test_killed_before_or_after_the_exchange_the_anchor_fits(tmp_path, memory_keyring, monkeypatch):
    class Killed(BaseException):
        pass

    def kill(*_how):
        raise Killed

    center = anchored.anchored_center(tmp_path / "center")
    for name in ("_exchange", "_go_on"):
        desk = anchored.sign_in(center, Role.ADMINISTRATOR, settle=True)
        monkeypatch.setattr(leaving.rotation, name, kill)
        monkeypatch.setattr(header_file, "discard", kill)
        monkeypatch.setattr(leaving.rotation, "_remember", kill)
        with pytest.raises(Killed):
            leaving.deactivate(desk, center.peer.person.id)
        monkeypatch.undo()
        desk.close()
        anchored.sign_in(center, Role.COORDINATOR, settle=True).close()


def test_a_keyring_that_does_not_answer_stops_it_before_anything_happens(tmp_path, memory_keyring, monkeypatch):
    center = anchored.anchored_center(tmp_path / "center")
    desk = anchored.sign_in(center, Role.ADMINISTRATOR, settle=True)

    def refuses(*_how):
        raise KeyringUnavailable

    monkeypatch.setattr(desk.keeper.__class__, "bridge", refuses)
    with pytest.raises(KeyringUnavailable):
        leaving.deactivate(desk, center.peer.person.id)
    monkeypatch.undo()
    assert {path.name for path in center.folder.iterdir()} == {"center.db", *header_file.NAMES}
    desk.close()
    anchored.sign_in(center, Role.PEER).close()


def test_a_disk_that_takes_no_header_leaves_everything_as_it_was(center, backed_up, monkeypatch):
    before = files(center)

    def full(*_how):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(header_file, "stage", full)
    with pytest.raises(DiskFull):
        leaving.deactivate(center.admin, center.peer.person.id)
    with pytest.raises(DiskFull):
        leaving.change_role(center.admin, center.peer.person.id, Role.FRONT_DESK)
    assert files(center) == before


def test_an_entry_made_meanwhile_is_not_left_without_a_key(center, monkeypatch):
    """The number up to which the old key counts was read before; an entry after it would count for nobody."""
    real = leaving.people_keys.change_role

    def meanwhile(*how):
        visits.check_in(center.front, 3, reason="take_a_break", origin="walk_in")
        return real(*how)

    monkeypatch.setattr(leaving.people_keys, "change_role", meanwhile)
    with pytest.raises(StoreBusy):
        leaving.change_role(center.admin, center.front.person.id, Role.PEER)
    assert audit.verify(center.admin).sound
    assert [path.name for path in center.folder.glob("*.new")] == []
