"""The secret that this computer kept is gone: kit A brings it back without a backup, and the log tells of it."""

import stat

import keyring
import pytest
from alembic import command
from keyring.backends.fail import Keyring as NoKeyring
from sqlalchemy import text

from tests.centers import fresh_center
from tests.powercut import PowerCut, power_cut
from tests.support import NAMES, PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.paths import APP_ID
from wellnessdesk.domain.people import Role
from wellnessdesk.services import audit, locking, opening, opening_kit, secret_back
from wellnessdesk.services.opening import NewCenter, Newcomer
from wellnessdesk.store import center as centers
from wellnessdesk.store import migrate
from wellnessdesk.store.errors import DiskFull, StoreDamaged
from wellnessdesk.store.transaction import open_store
from wellnessdesk.vault import device_secret, header_file, recovery
from wellnessdesk.vault.errors import (
    BadWords,
    DeviceFileMissing,
    DirectoryForged,
    KeyringEmptied,
    KeyringMissing,
    KeyringReplaced,
)
from wellnessdesk.vault.header import DeviceKind
from wellnessdesk.vault.kits import KitOpensNothing, WrongKit


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


class Real:
    """A center whose secret lies in the keyring."""

    def __init__(self, folder):
        people = tuple(Newcomer(name=NAMES[role], role=role, passphrase=PASSPHRASE)
                       for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
        made = opening.create(folder, NewCenter(name="Oak Wellness Center", school="Oak High School",
                                                time_zone="America/Los_Angeles", people=people))
        made.desk.close()
        self.folder, self.made = folder, made
        self.id, self.admin = made.desk.center.id, made.desk.person.id
        self.words, self.words_b = " ".join(made.words_a), " ".join(made.words_b)
        self.secret = keyring.get_password(APP_ID, self.id)

    @property
    def header(self):
        return header_file.read(self.folder).header

    def sign_in(self):
        return opening.sign_in(self.folder, self.admin, PASSPHRASE, settle=True)

    def told(self):
        """Sign in, and what the log then says of kit A."""
        desk = self.sign_in()
        with desk.reading() as tx:
            found = tx.session.execute(text("SELECT subject, detail FROM audit WHERE action = 'center.secret'")).all()
            assert (centers.header_generation(tx) or 0) <= self.header.generation
        assert audit.verify(desk).sound
        desk.close()
        return [tuple(row) for row in found]


@pytest.fixture
def real(tmp_path, memory_keyring):
    return Real(tmp_path / "real")


def emptied(real):
    keyring.delete_password(APP_ID, real.id)


def replaced(real):
    keyring.set_password(APP_ID, real.id, "c29tZXRoaW5nIGVsc2U=")


@pytest.mark.parametrize(("lose", "kind"), [(emptied, KeyringEmptied), (replaced, KeyringReplaced)])
@pytest.mark.parametrize("scanned", [False, True])
def test_it_comes_back_into_the_keyring_and_the_log_says_so_once(real, lose, kind, scanned):
    typed = recovery.from_words(recovery.KIT_A, real.words).code(real.id) if scanned else real.words
    before = real.header
    lose(real)
    with pytest.raises(kind):
        real.sign_in()
    assert secret_back.bring_back(real.folder, typed) is False
    assert keyring.get_password(APP_ID, real.id) == real.secret
    assert real.header == before
    [(subject, detail)] = real.told()
    assert subject == f"center:{real.id}"
    assert detail.startswith("kit-a on ")
    assert len(real.told()) == 1


def test_where_there_is_no_keyring_it_comes_into_a_file_that_only_the_owner_reads(real):
    keyring.set_keyring(NoKeyring())
    with pytest.raises(KeyringMissing):
        real.sign_in()
    before = real.header
    assert secret_back.bring_back(real.folder, real.words) is True
    assert real.header == before.next(device=DeviceKind.FILE)
    assert stat.S_IMODE((real.folder / device_secret.FILE).stat().st_mode) == 0o600
    assert opening.door(real.folder).title == "Oak Wellness Center"
    desk = real.sign_in()
    with desk.reading() as tx:
        assert centers.header_generation(tx) == real.header.generation
    locking.set_minutes(desk, {Role.PEER: 5})
    desk.close()
    assert len(real.told()) == 1


def test_a_lost_file_comes_back_and_with_a_keyring_it_goes_there(real, memory_keyring):
    keyring.set_keyring(NoKeyring())
    secret_back.bring_back(real.folder, real.words)
    (real.folder / device_secret.FILE).unlink()
    with pytest.raises(DeviceFileMissing):
        real.sign_in()
    assert secret_back.bring_back(real.folder, real.words) is True
    assert len(real.told()) == 1
    keyring.set_keyring(memory_keyring)
    memory_keyring.secrets.clear()
    assert secret_back.bring_back(real.folder, real.words) is False
    assert real.header.device is DeviceKind.KEYRING
    assert not (real.folder / device_secret.FILE).exists()
    assert len(real.told()) == 2


def test_the_old_header_beside_the_records_counts_no_more(real):
    old = {name: (real.folder / name).read_bytes() for name in header_file.NAMES}
    keyring.set_keyring(NoKeyring())
    secret_back.bring_back(real.folder, real.words)
    for name, data in old.items():
        (real.folder / name).write_bytes(data)
    with pytest.raises(DirectoryForged):
        secret_back.bring_back(real.folder, real.words)


def test_other_words_change_nothing(real):
    emptied(real)
    before = {path.name: path.read_bytes() for path in real.folder.iterdir()}
    with pytest.raises(BadWords, match="Word 2, “zzzz”"):
        secret_back.bring_back(real.folder, real.words.replace(real.words.split()[1], "zzzz", 1))
    with pytest.raises(WrongKit, match="Take the paper that says kit A"):
        secret_back.bring_back(real.folder, real.words_b)
    mark = recovery.from_words(recovery.KIT_A, real.words).mark
    with pytest.raises(WrongKit, match=f"bears the mark {mark} at its foot"):
        secret_back.bring_back(real.folder, " ".join(recovery.new_kit(recovery.KIT_A).words))
    assert {path.name: path.read_bytes() for path in real.folder.iterdir()} == before
    assert keyring.get_password(APP_ID, real.id) is None


def test_a_header_that_somebody_without_the_store_key_wrote_gives_nothing(real):
    forged = real.header.next(device=DeviceKind.FILE)
    for name in header_file.NAMES:
        (real.folder / name).write_bytes(forged.to_bytes(b"f" * 32))
    for work in (secret_back.bring_back, opening_kit.look):
        with pytest.raises(KitOpensNothing):
            work(real.folder, real.words)


def test_a_secret_that_is_not_the_one_the_header_knows_is_not_put_anywhere(real):
    desk = real.sign_in()
    desk.close()
    wrong = real.header.next(device_check=b"x" * 32)
    header_file.write(real.folder, wrong, desk.keys.store_key)
    emptied(real)
    with pytest.raises(KitOpensNothing):
        secret_back.bring_back(real.folder, real.words)
    assert keyring.get_password(APP_ID, real.id) is None


def test_records_that_do_not_open_are_told_of(real):
    emptied(real)
    (real.folder / header_file.STORE_NAME).write_bytes(b"\x01" * 8192)
    with pytest.raises(StoreDamaged):
        secret_back.bring_back(real.folder, real.words)
    assert keyring.get_password(APP_ID, real.id) is None


def test_a_disk_that_is_full_is_told_of(real, monkeypatch):
    keyring.set_keyring(NoKeyring())
    monkeypatch.setattr(header_file, "stage", lambda *_given: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(DiskFull):
        secret_back.bring_back(real.folder, real.words)
    monkeypatch.undo()
    keyring.set_keyring(NoKeyring())
    assert secret_back.bring_back(real.folder, real.words) is True


def test_a_made_up_center_keeps_none(tmp_path):
    center = fresh_center(tmp_path / "demo")
    center.admin.store.close()
    with pytest.raises(Problem, match="nothing to bring back"):
        secret_back.bring_back(center.folder, " ".join(center.created.words_a))
    assert opening_kit.look(center.folder, " ".join(center.created.words_a)).keeps_secret is False


def test_the_door_names_the_administrators_alone(real):
    emptied(real)
    found = opening_kit.look(real.folder, real.words)
    assert (found.administrators, found.keeps_secret) == ([(real.admin, "Ada Admin")], True)


def test_with_both_lost_the_paper_is_enough(real):
    emptied(real)
    opening_kit.new_passphrase(real.folder, real.words, real.admin, "another set of random words").close()
    with pytest.raises(KeyringEmptied):
        real.sign_in()
    secret_back.bring_back(real.folder, real.words)
    opening.sign_in(real.folder, real.admin, "another set of random words", settle=True).close()


@pytest.mark.parametrize("way", ["into a file", "into the keyring"])
def test_whenever_the_power_goes_it_can_be_done_again_and_no_use_of_the_kit_stays_untold(real, memory_keyring, way):
    def lose():
        memory_keyring.secrets.clear()
        keyring.set_keyring(NoKeyring() if way == "into a file" else memory_keyring)
        (real.folder / device_secret.FILE).unlink(missing_ok=True)

    for number in range(60):
        header_file.write(real.folder, real.header.next(device=DeviceKind.KEYRING if way == "into a file" else
                                                        DeviceKind.FILE), real.made.desk.keys.store_key)
        lose()
        with pytest.MonkeyPatch.context() as patch:
            power_cut(patch, number)
            try:
                secret_back.bring_back(real.folder, real.words)
                break
            except PowerCut:
                pass
        try:
            real.sign_in().close()
        except (KeyringEmptied, KeyringMissing, DeviceFileMissing):
            secret_back.bring_back(real.folder, real.words)
        real.sign_in().close()
        assert sorted(path.name for path in real.folder.iterdir() if path.suffix == ".new") == []
    assert number > 5
    assert len(real.told()) >= number // 2


def entries(real):
    """Sign in, and what the log then says of backups and of kit A; what the list of backups says."""
    desk = real.sign_in()
    with desk.reading() as tx:
        told = tx.session.execute(text("SELECT action, subject, detail, actor FROM audit WHERE action LIKE 'backup.%' "
                                       "OR action = 'center.secret' ORDER BY sequence")).all()
        listed = tx.session.execute(text("SELECT id, state, hash FROM backups ORDER BY folder")).all()
    assert audit.verify(desk).sound
    desk.close()
    return [tuple(row) for row in told], [tuple(row) for row in listed]


def test_older_records_are_backed_up_before_they_are_changed_and_the_log_tells_of_it_once(real):
    _downgrade(real)
    emptied(real)
    secret_back.bring_back(real.folder, real.words)
    told, [(id_, state, hash_)] = entries(real)
    assert state == "verified"
    assert told == [("backup.make", f"backup:{id_}", f"migration sha256:{hash_}", real.admin),
                    ("center.secret", f"center:{real.id}", told[1][2], real.admin)]
    assert entries(real)[0] == told


def test_no_backup_stays_untold_also_where_the_kit_is_used_once_more_before_anybody_signs_in(real, monkeypatch):
    _downgrade(real)
    emptied(real)
    monkeypatch.setattr(device_secret, "put_back", lambda *_given: (_ for _ in ()).throw(OSError(5, "no power")))
    with pytest.raises(DiskFull):
        secret_back.bring_back(real.folder, real.words)
    monkeypatch.undo()
    keyring.set_keyring(NoKeyring())
    secret_back.bring_back(real.folder, real.words)
    told, [(id_, _state, _hash)] = entries(real)
    assert [action for action, *_rest in told] == ["backup.make", "center.secret"]
    assert told[0][1] == f"backup:{id_}"


def test_a_folder_that_took_no_backup_is_told_too(real, tmp_path):
    """The stick is out, so it went beside the center. The first schema knew no folders: a later one is stood in for."""
    desk = real.sign_in()
    (tmp_path / "stick").mkdir()
    secret_back.backups.set_folders(desk, [tmp_path / "stick"])
    desk.close()
    (tmp_path / "stick").rmdir()
    store = open_store(real.folder / header_file.STORE_NAME, desk.keys.store_key)
    saved = secret_back.backups.before_migration(real.folder, desk.keys, store, desk.clock)
    secret_back._note(store, saved, desk.clock.now())
    store.close()
    emptied(real)
    secret_back.bring_back(real.folder, real.words)
    told, listed = entries(real)
    assert sorted(action for action, *_rest in told) == ["backup.fail", "backup.folders", "backup.make",
                                                         "center.secret"]
    assert sorted(state for _id, state, _hash in listed) == ["failed", "verified"]


def _downgrade(real):
    store = open_store(real.folder / header_file.STORE_NAME, real.made.desk.keys.store_key)
    with store.connection() as connection, connection.begin():
        command.downgrade(migrate.config(connection), "0005")  # before 0002 no setting told of the gate
    store.close()
