"""The only administrator forgot their passphrase: kit A gives them a new one, and nobody else."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from tests.changed_keys import signed_in
from tests.support import PASSPHRASE, quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.backups import Reason, State
from wellnessdesk.services import audit, backups, leaving, opening, opening_kit, people, restore
from wellnessdesk.services.backups import BackupFailed
from wellnessdesk.store import migrate
from wellnessdesk.store.transaction import peek
from wellnessdesk.vault import header_file
from wellnessdesk.vault.errors import BadWords, DirectoryForged, WrongPassphrase
from wellnessdesk.vault.kits import WrongKit

NEW = "another set of random words"


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield


def words(center, kit="a"):
    return " ".join(getattr(center.created, f"words_{kit}"))


def test_an_administrator_comes_in_again_with_the_paper(center):
    center.admin.store.close()
    desk = opening_kit.new_passphrase(center.folder, words(center), center.admin.person.id, NEW, center.clock)
    assert desk.person.name == "Ada Admin"
    leaving.change_role(desk, center.peer.person.id, people.Role.FRONT_DESK)
    assert audit.verify(desk).sound
    desk.close()
    with pytest.raises(WrongPassphrase):
        opening.sign_in(center.folder, center.admin.person.id, PASSPHRASE, center.clock)
    center.admin.store.reopen(center.admin.keys.store_key)
    with signed_in(center, "Ada Admin", NEW) as admin:
        assert admin.keys.root_seed == center.admin.keys.root_seed
    with signed_in(center, "Cora Coordinator") as cora:
        assert audit.verify(cora).sound


@pytest.mark.parametrize(("kit", "kind"), [("a", Problem), ("b", WrongKit)])
def test_it_is_for_administrators_and_with_kit_a_alone(center, kit, kind):
    who = center.coordinator if kit == "a" else center.admin
    with pytest.raises(kind):
        opening_kit.new_passphrase(center.folder, words(center, kit), who.person.id, NEW, center.clock)
    with pytest.raises(BadWords):
        opening_kit.new_passphrase(center.folder, "no words of ours", center.admin.person.id, NEW, center.clock)
    with pytest.raises(Problem, match="at least 10"):
        opening_kit.new_passphrase(center.folder, words(center), center.admin.person.id, "short", center.clock)
    with signed_in(center, "Ada Admin"):
        pass


# ---- records of the first version of the program


@pytest.fixture
def old(center):
    """The same, with its records as the first version kept them; closed."""
    with center.admin.store.connection() as connection, connection.begin():
        command.downgrade(migrate.config(connection), "0001")
    center.admin.store.close()
    return center


def revision(center):
    store = peek(center.folder / header_file.STORE_NAME, center.admin.keys.store_key)
    try:
        with store.raw() as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    finally:
        store.close()


def log(desk):
    with desk.reading() as tx:
        return tx.session.execute(text("SELECT action, subject, detail, actor FROM audit ORDER BY sequence")).all()


def test_older_records_are_backed_up_before_they_are_changed_and_whoever_comes_in_signs_for_it(old, tmp_path):
    desk = opening_kit.new_passphrase(old.folder, words(old), old.admin.person.id, NEW, old.clock)
    assert revision(old) == migrate.newest()
    [made] = backups.history(desk)
    folder = tmp_path / "center-backups"
    assert (made.reason, made.state, made.folder) == (Reason.MIGRATION, State.VERIFIED, str(folder))
    me = old.admin.person.id
    assert [tuple(entry) for entry in log(desk)[-2:]] == [
        ("people.new_passphrase", f"person:{me}", "administrator kit-a", me),
        ("backup.make", f"backup:{made.id}", f"migration sha256:{made.hash}", me)]
    assert audit.verify(desk).sound
    desk.close()
    with signed_in(old, "Cora Coordinator") as cora:
        assert audit.verify(cora).sound


def test_that_backup_holds_the_records_as_they_were_and_the_old_passphrase_opens_it(old, tmp_path):
    desk = opening_kit.new_passphrase(old.folder, words(old), old.admin.person.id, NEW, old.clock)
    [made] = backups.history(desk)
    desk.close()
    file = Path(made.folder) / made.name
    assert restore.look(file, words(old), tmp_path / "new").facts.content.revision == "0001"
    restore.restore(file, words(old), tmp_path / "new", old.clock)
    back = opening.sign_in(tmp_path / "new", old.admin.person.id, PASSPHRASE, old.clock, settle=True)
    assert "people.new_passphrase" not in {action for action, *_rest in log(back)}
    assert audit.verify(back).sound
    back.close()


def test_without_a_backup_older_records_are_not_changed_and_nobody_gets_a_passphrase(old, tmp_path):
    (tmp_path / "center-backups").touch()
    before = {path.name: path.read_bytes() for path in old.folder.iterdir() if path.is_file()}
    with pytest.raises(BackupFailed, match="nothing was changed"):
        opening_kit.new_passphrase(old.folder, words(old), old.admin.person.id, NEW, old.clock)
    assert {path.name: path.read_bytes() for path in old.folder.iterdir() if path.is_file()} == before
    assert revision(old) == "0001"
    (tmp_path / "center-backups").unlink()
    opening_kit.new_passphrase(old.folder, words(old), old.admin.person.id, NEW, old.clock).close()
    assert revision(old) == migrate.newest()


def test_beside_an_old_header_nothing_is_given(center):
    old = {name: (center.folder / name).read_bytes() for name in header_file.NAMES}
    leaving.change_role(center.admin, center.peer.person.id, people.Role.FRONT_DESK)
    for name, data in old.items():
        (center.folder / name).write_bytes(data)
    with pytest.raises(DirectoryForged):
        opening_kit.new_passphrase(center.folder, words(center), center.admin.person.id, NEW, center.clock)
