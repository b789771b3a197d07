"""A center brought back: on a new computer and over the present one, whole or not at all, and the log says so."""

import base64
import os
import shutil
import stat
from dataclasses import replace

import keyring
import pytest
from sqlalchemy import text

from tests.centers import handed_over, note, worked_center
from tests.limits import no_file_beyond
from tests.powercut import PowerCut
from tests.store.stores import raw
from tests.support import NAMES, PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.anchors import OlderCopy
from wellnessdesk.domain.backups import Lost
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import audit, backups, leaving, opening, restore, restoring, sessions, visits
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.store import copies, migrate
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.vault import header_file, recovery
from wellnessdesk.vault.backup_problems import BackupAltered, BackupDamaged, BackupNewer, NotABackup, OtherCenter
from wellnessdesk.vault.errors import BadWords, DeviceFileMissing, KeyringUnavailable
from wellnessdesk.vault.header import DeviceKind
from wellnessdesk.vault.kits import WrongKit

FILES = ["center.db", "keys-copy.json", "keys.json"]


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.store.close()


@pytest.fixture
def center(day):
    return day.center


@pytest.fixture
def file(center, tmp_path):
    """The backup of a morning."""
    [made] = backups.make(center.admin)
    return tmp_path / "center-backups" / made.name


@pytest.fixture
def words(center):
    return " ".join(center.created.words_a)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def sign_in(center, folder, role=Role.COORDINATOR, settle=True):
    return opening.sign_in(folder, center.desk(role).person.id, PASSPHRASE, center.clock, settle=settle)


def restored_entries(desk):
    with desk.reading() as tx:
        return tx.session.execute(text("SELECT detail, actor FROM audit WHERE action = 'center.restore'")).all()


def content(folder, key):
    return copies.content(folder / "center.db", key)


def same_records(one, other):
    """Equal but for what a restore adds: the note of it in the settings."""
    def told(found):
        return [table for table in found.tables if table[0] != "settings"]

    return (one.revision, one.head, told(one)) == (other.revision, other.head, told(other))


def test_in_a_new_folder_everything_is_there_and_everybodys_passphrase_works(center, file, words, tmp_path):
    shown = restore.look(file, words, tmp_path / "new")
    assert (shown.over, shown.lost, shown.facts.center) == (False, None, "Oak Wellness Center")
    assert (shown.facts.content.rows("students"), shown.facts.content.rows("visits")) == (7, 3)

    done = restore.restore(file, words, tmp_path / "new", center.clock)

    assert (done.aside, done.secret_in_file, done.facts) == ("", False, shown.facts)
    assert names(tmp_path / "new") == FILES
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()} == {0o600}
    assert same_records(content(tmp_path / "new", center.admin.keys.store_key), shown.facts.content)
    for role in ROLES_OF_PEOPLE:
        desk = sign_in(center, tmp_path / "new", role, settle=False)
        assert desk.person.name == NAMES[role]
        desk.close()


def test_the_next_to_sign_in_records_it_once(center, file, words, tmp_path):
    center.clock.advance(hours=3)
    restore.restore(file, words, tmp_path / "new", center.clock)
    facts = restore.look(file, words, tmp_path / "new").facts
    sign_in(center, tmp_path / "new", settle=False).close()
    desk = sign_in(center, tmp_path / "new", Role.FRONT_DESK)
    [(detail, actor)] = restored_entries(desk)
    assert actor == center.front.person.id
    assert detail == (f"backup of {facts.made_at.isoformat()} head {facts.content.head.short()} on "
                      f"{center.clock.now().isoformat()}")
    desk.close()
    desk = sign_in(center, tmp_path / "new")
    assert len(restored_entries(desk)) == 1
    assert audit.verify(desk).sound
    desk.close()


def test_over_the_present_center_it_says_what_would_be_lost_and_puts_it_aside(center, file, words):
    center.clock.advance(hours=1)
    session = handed_over(center, 5, center.peer)
    visits.check_in(center.front, 6, reason="take_a_break", origin="walk_in")
    sessions.sign(center.peer, session, note())
    with center.admin.reading() as tx:
        now = restore.backups.entries_after(tx, 0)
    center.admin.store.close()
    before = content(center.folder, center.admin.keys.store_key)

    shown = restore.look(file, words, center.folder)
    assert shown.over
    assert shown.lost == Lost(visits=2, notes=1, flags=0, entries=now - shown.facts.content.head.sequence)

    done = restore.restore(file, words, center.folder, center.clock)

    aside = center.folder / "before-restore-2026-09-14-1130"
    assert done.aside == str(aside)
    assert names(aside) == FILES
    assert content(aside, center.admin.keys.store_key) == before
    assert header_file.read(aside).header == center.admin.keys.header
    assert names(center.folder) == [aside.name, *FILES]
    desk = sign_in(center, center.folder)
    assert len(restored_entries(desk)) == 1
    assert audit.verify(desk).sound
    assert header_file.read(center.folder).header.generation == center.admin.keys.header.generation + 1
    desk.close()
    again = restore.restore(file, words, center.folder, center.clock)
    assert again.aside == f"{aside}-2"


def test_it_takes_the_code_of_the_kit_too(center, file, words, tmp_path):
    kit = recovery.from_words(recovery.KIT_A, words)
    assert restore.look(file, kit.code(center.admin.center.id), tmp_path).facts.center == "Oak Wellness Center"
    with pytest.raises(BadWords, match="another center"):
        restore.look(file, kit.code("0" * 32), tmp_path)


def test_wrong_words_say_what_is_wrong(center, file, words, tmp_path):
    for typed, problem, told in ((words.replace(words.split()[3], "zzz"), BadWords, "Word 4"),
                                 (" ".join(center.created.words_b), WrongKit, "kit A"),
                                 (" ".join(recovery.new_kit(recovery.KIT_A).words), WrongKit, "bears the mark")):
        for call in (restore.look, restore.restore):
            with pytest.raises(problem, match=told):
                call(file, typed, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_damaged_store_a_damaged_header_and_no_header_are_restored_over(center, file, words):
    center.admin.store.close()
    for spoil in (lambda: (center.folder / "center.db").write_bytes(b"\x01" * 8192),
                  lambda: [(center.folder / name).write_bytes(b"spoiled") for name in header_file.NAMES],
                  lambda: [(center.folder / name).unlink() for name in header_file.NAMES],
                  lambda: (center.folder / "center.db").unlink()):
        spoil()
        assert restore.look(file, words, center.folder).lost is None
        restore.restore(file, words, center.folder, center.clock)
        sign_in(center, center.folder).close()
        restore.restore(file, words, center.folder, center.clock)


def test_another_centers_backup_is_refused(center, file, words, tmp_path):
    with quick_keys():
        other = opening.create(tmp_path / "other", NewCenter(
            name="Elm", school="Elm High", time_zone="UTC", people=(
                Newcomer(name="Ada", role=Role.ADMINISTRATOR, passphrase=PASSPHRASE),
                Newcomer(name="Cora", role=Role.COORDINATOR, passphrase=PASSPHRASE))), demo=True)
    other.desk.close()
    before = {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()}
    for call in (restore.look, restore.restore):
        with pytest.raises(OtherCenter, match="another center"):
            call(file, words, tmp_path / "other")
    assert {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()} == before


def test_a_center_of_the_same_number_with_other_anchors_is_a_forgery(center, file, words):
    made = center.admin.keys.header
    forged = replace(made, anchors=replace(made.anchors, root=bytes(32)))
    header_file.write(center.folder, forged, center.admin.keys.store_key)
    with pytest.raises(BackupAltered):
        restore.look(file, words, center.folder)


@pytest.mark.parametrize("place", ["center", "new"])
def test_a_newer_backup_and_a_damaged_one_change_nothing(center, file, words, tmp_path, place, monkeypatch):
    center.admin.store.close()
    folder = tmp_path / place
    before = names(center.folder), (center.folder / "center.db").read_bytes()
    monkeypatch.setattr(migrate, "_known", lambda _kind: {"0001"})
    with pytest.raises(BackupNewer):
        restore.restore(file, words, folder)
    monkeypatch.undo()
    data = bytearray(file.read_bytes())
    data[-9_000] ^= 1
    file.write_bytes(data)
    with pytest.raises(BackupDamaged):
        restore.restore(file, words, folder)
    file.write_bytes(b"no backup")
    with pytest.raises(NotABackup):
        restore.restore(file, words, folder)
    assert (names(center.folder), (center.folder / "center.db").read_bytes()) == before
    assert place == "center" or names(folder) == []


def test_only_over_a_center_or_into_an_empty_folder(center, file, words, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(Problem, match="other files"):
        restore.restore(file, words, tmp_path / "photos")
    with pytest.raises(Problem, match="file of this name"):
        restore.restore(file, words, tmp_path / "photos" / "cat.jpg")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "open.lock").touch()
    restore.restore(file, words, tmp_path / "empty")
    assert names(tmp_path / "photos") == ["cat.jpg"]


def test_a_full_disk_leaves_everything_as_it_was(center, file, words, tmp_path):
    center.admin.store.close()
    with no_file_beyond(30_000):
        for folder in (tmp_path / "new", center.folder):
            with pytest.raises(DiskFull):
                restore.restore(file, words, folder)
    assert names(tmp_path / "new") == []
    assert names(center.folder) == FILES
    sign_in(center, center.folder).close()
    (tmp_path / "a file").touch()
    with pytest.raises(DiskFull):
        restore.restore(file, words, tmp_path / "a file" / "center")


class Impatient:
    def __init__(self, stop):
        self.left, self.seen = stop, []

    def report(self, done, total):
        self.seen.append(done * 100 // total)

    def check_cancelled(self):
        self.left -= 1
        if self.left == 0:
            raise Cancelled


def test_it_can_be_stopped_until_everything_is_laid_out(center, file, words, tmp_path):
    center.admin.store.close()
    asked = Impatient(-1)
    restore.restore(file, words, tmp_path / "new", progress=asked)
    assert asked.seen == sorted(asked.seen)
    assert asked.seen[-1] == 100
    for stop in (1, 3, -1 - asked.left):
        with pytest.raises(Cancelled):
            restore.restore(file, words, center.folder, progress=Impatient(stop))
        assert names(center.folder) == FILES
    sign_in(center, center.folder).close()


# ---------------------------------------------------------------------------------------------- the device secret


@pytest.fixture
def ringed(tmp_path, memory_keyring):
    """A center whose device secret is in this computer's keyring, its backup, and its words."""
    people = (Newcomer(name="Ada", role=Role.ADMINISTRATOR, passphrase=PASSPHRASE),
              Newcomer(name="Cora", role=Role.COORDINATOR, passphrase=PASSPHRASE))
    with quick_keys():
        made = opening.create(tmp_path / "ringed", NewCenter(name="Elm", school="Elm High", time_zone="UTC",
                                                             people=people))
    [one] = backups.make(made.desk)
    made.desk.close()
    return tmp_path / "ringed-backups" / one.name, " ".join(made.words_a), made


def test_on_a_computer_without_a_keyring_the_secret_comes_into_a_file(ringed, tmp_path):
    file, words, made = ringed
    keyring.set_keyring(keyring.backends.fail.Keyring())
    done = restore.restore(file, words, tmp_path / "new")

    assert done.secret_in_file
    assert names(tmp_path / "new") == ["center.db", "device.key", "keys-copy.json", "keys.json"]
    assert stat.S_IMODE((tmp_path / "new" / "device.key").stat().st_mode) == 0o600
    door = opening.door(tmp_path / "new")
    assert ([name for _id, name in door.names], door.title, door.uses_keyring) == (["Ada", "Cora"], "Elm", False)
    assert opening.find(tmp_path / "new", "cora") == next(id_ for id_, name in door.names if name == "Cora")
    desk = opening.sign_in(tmp_path / "new", made.desk.person.id, PASSPHRASE)
    assert header_file.read(tmp_path / "new").header.device is DeviceKind.FILE
    [again] = backups.make(desk)  # and from there it goes on: the secret itself is in no backup
    desk.close()
    secret = base64.b64decode((tmp_path / "new" / "device.key").read_bytes())
    data = (tmp_path / "new-backups" / again.name).read_bytes()
    assert secret not in data
    assert base64.b64encode(secret) not in data
    (tmp_path / "new" / "device.key").unlink()
    with pytest.raises(DeviceFileMissing, match="recovery kit A"):
        opening.door(tmp_path / "new")
    restore.restore(tmp_path / "new-backups" / again.name, words, tmp_path / "new")
    opening.sign_in(tmp_path / "new", made.desk.person.id, PASSPHRASE).close()


def test_on_one_with_a_keyring_it_comes_into_the_keyring(ringed, tmp_path, memory_keyring):
    file, words, made = ringed
    keyring.delete_password(APP_ID, made.desk.center.id)
    done = restore.restore(file, words, tmp_path / "new")
    assert not done.secret_in_file
    assert names(tmp_path / "new") == FILES
    opening.sign_in(tmp_path / "new", made.desk.person.id, PASSPHRASE).close()
    assert (APP_ID, made.desk.center.id) in memory_keyring.secrets


def after_more_work(folder, made, clock):
    """The log goes on after the backup, and the keyring remembers how far."""
    desk = opening.sign_in(folder, made.desk.person.id, PASSPHRASE, clock)
    backups.set_folders(desk, [])
    desk.close()


def test_what_the_keyring_remembers_does_not_stand_in_the_way_of_a_restore(ringed, tmp_path, memory_keyring):
    file, words, made = ringed
    after_more_work(tmp_path / "ringed", made, None)
    restore.restore(file, words, tmp_path / "ringed")
    desk = opening.sign_in(tmp_path / "ringed", made.desk.person.id, PASSPHRASE, settle=True)
    assert len(restored_entries(desk)) == 1
    desk.close()
    opening.sign_in(tmp_path / "ringed", made.desk.person.id, PASSPHRASE).close()


def test_where_the_keyring_did_not_answer_a_coordinator_says_that_the_restore_is_meant(
        ringed, tmp_path, memory_keyring, monkeypatch):
    file, words, made = ringed
    after_more_work(tmp_path / "ringed", made, None)
    monkeypatch.setattr(restore.anchors, "adopt", lambda *_args: (_ for _ in ()).throw(KeyringUnavailable))
    restore.restore(file, words, tmp_path / "ringed")
    with pytest.raises(OlderCopy) as told:
        opening.sign_in(tmp_path / "ringed", made.desk.person.id, PASSPHRASE)
    monkeypatch.undo()
    keyring.set_keyring(memory_keyring)
    cora = opening.find(tmp_path / "ringed", "Cora")
    opening.accept_older(tmp_path / "ringed", cora, PASSPHRASE, told.value.missing)
    opening.sign_in(tmp_path / "ringed", made.desk.person.id, PASSPHRASE).close()


def test_one_rename_is_all_even_where_the_store_key_was_rotated_since(center, file, words, monkeypatch):
    file = shutil.copy(file, file.with_name("a copy.wdbackup"))  # the one before the rotation is the day's last
    leaving.deactivate(center.admin, center.desks["Otto Other"].person.id)
    key = center.admin.keys.store_key
    center.admin.store.close()
    monkeypatch.setattr(header_file, "put_in_place", lambda _folder: None)
    restore.restore(file, words, center.folder, center.clock)
    monkeypatch.undo()
    for settle in (False, True, True):
        desk = opening.sign_in(center.folder, center.desks["Otto Other"].person.id, PASSPHRASE, center.clock,
                               settle=settle)  # who left since the backup is back again, and People shows it
        assert desk.keys.store_key != key
        desk.close()
    assert not [name for name in names(center.folder) if name.endswith(".new")]


# ------------------------------------------------------------------------------------------------- power cuts


def cut(monkeypatch, number):
    """Nothing runs after the `number`-th sync, rename or link."""
    left = [number]

    def wrap(function):
        def counted(*args, **kwargs):
            if left[0] == 0:
                raise PowerCut
            left[0] -= 1
            return function(*args, **kwargs)
        return counted

    for owner, name in ((os, "fsync"), (os, "link"), (restore.Path, "replace"), (restore.Path, "unlink"),
                        (restore.Path, "mkdir")):
        monkeypatch.setattr(owner, name, wrap(getattr(owner, name)))
    monkeypatch.setattr(header_file, "discard", lambda *_args: None)
    monkeypatch.setattr(shutil, "rmtree", lambda *_args, **_more: None)


def cuts(monkeypatch, work, look):
    """Cut the power before each step of `work` in turn, and `look` at what is left; how many steps there were."""
    for number in range(200):
        with monkeypatch.context() as patch:
            cut(patch, number)
            try:
                work(number)
                return number
            except PowerCut:
                pass
        look(number)
    raise AssertionError


def test_whenever_the_power_goes_the_old_center_opens_or_the_restored_one(center, file, words, tmp_path, monkeypatch):
    center.clock.advance(hours=1)
    visits.check_in(center.front, 6, reason="take_a_break", origin="walk_in")
    center.admin.store.close()
    seen = []

    def work(number):
        restore.restore(file, words, copied[number], center.clock)

    def look(number):
        folder = tmp_path / f"c{number}"
        for settle in (False, True, True):
            desk = sign_in(center, folder, settle=settle)
            with desk.reading() as tx:
                came = tx.session.execute(text("SELECT count(*) FROM visits")).scalar_one()
            assert audit.verify(desk).sound
            desk.close()
        assert came in (3, 4)
        seen.append(came)
        assert not [name for name in names(folder) if name.endswith(".new") or name.startswith(restoring.SCRATCH)]
        shutil.rmtree(folder)

    copied = {number: shutil.copytree(center.folder, tmp_path / f"c{number}") for number in range(45)}
    assert cuts(monkeypatch, work, look) > 10
    assert seen == sorted(seen, reverse=True)  # first always the old one with 4 visits, then always the restored one
    assert {3, 4} == set(seen)


def test_whenever_the_power_goes_a_new_folder_holds_no_center_or_the_whole_one(center, file, words, tmp_path,
                                                                              monkeypatch):
    seen = []

    def work(number):
        restore.restore(file, words, tmp_path / f"n{number}", center.clock)

    def look(number):
        folder = tmp_path / f"n{number}"
        seen.append(opening.exists(folder))
        if seen[-1]:
            sign_in(center, folder).close()
        restore.restore(file, words, folder, center.clock)  # and it can be done again
        sign_in(center, folder).close()

    assert cuts(monkeypatch, work, look) > 5
    assert seen == sorted(seen)
    assert seen[-1]


def test_a_rotated_store_key_and_a_damaged_header_change_nothing_of_that(center, file, words, tmp_path, monkeypatch):
    """The header in place does not open the restored store: the staged one does, before it is put in place."""
    center.admin.store.close()
    (center.folder / "keys.json").write_bytes(b"spoiled")
    (center.folder / "keys-copy.json").write_bytes(b"spoiled")
    monkeypatch.setattr(header_file, "put_in_place", lambda _folder: None)
    restore.restore(file, words, center.folder, center.clock)
    monkeypatch.undo()
    assert (center.folder / "keys.json").read_bytes() == b"spoiled"
    sign_in(center, center.folder, settle=False).close()
    assert (center.folder / "keys.json").read_bytes() == b"spoiled"
    sign_in(center, center.folder, settle=True).close()
    assert header_file.parse((center.folder / "keys.json").read_bytes()).header.generation == 2
    assert names(center.folder) == [name for name in names(center.folder) if not name.endswith(".new")]


def test_a_half_written_change_of_the_old_store_is_rolled_back_before_it_is_put_aside(center, file, words):
    """Its journal beside the restored store would write old pages into it."""
    center.admin.store.close()
    other = raw(center.folder / "center.db", center.admin.keys.store_key)
    other.execute("PRAGMA cache_size = 1")
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE students SET family = 'half'")
    other.execute("INSERT INTO settings SELECT 'k' || value, hex(randomblob(3000)) FROM "
                  "(WITH RECURSIVE c(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM c LIMIT 200) SELECT * FROM c)")
    shutil.copytree(center.folder, center.folder.with_name("crashed"))
    other.execute("ROLLBACK")
    other.close()
    crashed = center.folder.with_name("crashed")
    assert (crashed / "center.db-journal").exists()
    done = restore.restore(file, words, crashed, center.clock)
    assert not (crashed / "center.db-journal").exists()
    copies.check(crashed / "center.db", center.admin.keys.store_key)
    copies.check(restore.Path(done.aside) / "center.db", center.admin.keys.store_key)
    sign_in(center, crashed).close()


def test_a_journal_of_a_store_that_does_not_open_is_put_aside_with_it(center, file, words):
    center.admin.store.close()
    for name in header_file.NAMES:
        (center.folder / name).unlink()
    (center.folder / "center.db-journal").write_bytes(b"the rest of a crash")
    done = restore.restore(file, words, center.folder, center.clock)
    assert (restore.Path(done.aside) / "center.db-journal").read_bytes() == b"the rest of a crash"
    sign_in(center, center.folder).close()


def test_people_whose_keys_were_only_staged_are_put_aside_with_them(center, file, words):
    """`people.add` was cut short after the commit: the present header is the staged one."""
    center.admin.store.close()
    later = center.admin.keys.header.next(directory=center.admin.keys.header.directory)
    header_file.stage(center.folder, later, center.admin.keys.store_key)
    done = restore.restore(file, words, center.folder, center.clock)
    assert header_file.read(restore.Path(done.aside)).header.generation == later.generation
    assert header_file.read(center.folder).header.generation == later.generation + 1


def test_what_a_restore_left_unfinished_does_not_keep_a_new_center_from_being_made(center, file, words, tmp_path,
                                                                                  monkeypatch):
    folder = tmp_path / "new"
    folder.mkdir()
    header_file.stage(folder, center.admin.keys.header, center.admin.keys.store_key, center.folder / "center.db")
    assert not opening.exists(folder)
    with quick_keys():
        made = opening.create(folder, NewCenter(name="Elm", school="Elm", time_zone="UTC", people=(
            Newcomer(name="Ada", role=Role.ADMINISTRATOR, passphrase=PASSPHRASE),
            Newcomer(name="Cora", role=Role.COORDINATOR, passphrase=PASSPHRASE))), demo=True)
    made.desk.close()
    assert names(folder) == FILES
