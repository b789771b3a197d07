"""Backups: each really restored before it counts, in every folder or with the reason why not, old ones make room."""

import json
import os
import shutil
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from tests.centers import fresh_center, handed_over, worked_center
from tests.limits import fill, no_file_beyond, small_disk
from tests.support import open_as
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.backups import Light, Reason, State
from wellnessdesk.services import audit, backup_making, backups, leaving, people, restore, restoring, visits
from wellnessdesk.services.backup_making import Stays
from wellnessdesk.services.backups import BackupFailed
from wellnessdesk.store import copies, migrate
from wellnessdesk.store.transaction import peek
from wellnessdesk.vault import backup, primitives, recovery

FULL = "is full"
GONE = "cannot be reached or written to"


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.store.close()


@pytest.fixture
def stick(tmp_path, center):
    """A folder that was chosen for backups."""
    (tmp_path / "stick").mkdir()
    backups.set_folders(center.admin, [tmp_path / "stick"])
    return tmp_path / "stick"


def opened(center, path):
    return backup.open_with_kit(backup.look(path), recovery.from_words(recovery.KIT_A,
                                                                      " ".join(center.created.words_a)))


def entries(center, action):
    with center.admin.reading() as tx:
        return tx.session.execute(text("SELECT subject, detail, actor FROM audit WHERE action = :a"),
                                  {"a": action}).all()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_made_verified_and_opens_with_kit_a(center, stick):
    center.clock.advance(days=1)
    [made] = backups.make(center.admin)

    assert (made.state, made.reason, made.verified_at, made.finding) == (
        State.VERIFIED, Reason.ASKED, center.clock.now(), "")
    assert names(stick) == [made.name] == ["oak-wellness-center-2026-09-15-1000.wdbackup"]
    assert stat.S_IMODE((stick / made.name).stat().st_mode) == 0o600
    assert (stick / made.name).stat().st_size == made.size
    facts = opened(center, stick / made.name).facts
    assert (facts.center, facts.school) == ("Oak Wellness Center", "Oak High School")
    assert facts.store == center.admin.center.id
    assert facts.content.head.sequence == made.audit_sequence
    assert facts.content.rows("students") == 7
    assert backups.history(center.admin) == [made]
    assert entries(center, "backup.make") == [
        (f"backup:{made.id}", f"asked sha256:{made.hash}", center.admin.person.id)]
    assert names(center.folder) == ["center.db", "keys-copy.json", "keys.json"]
    assert audit.verify(center.coordinator).sound


def test_it_holds_every_row_and_table_to_the_bit(center, stick, tmp_path):
    handed_over(center, 1, center.peer)
    copies.copy(center.admin.store, tmp_path / "then.db", bytes(32))
    [made] = backups.make(center.admin)
    assert opened(center, stick / made.name).facts.content == copies.content(tmp_path / "then.db", bytes(32))


def test_until_a_folder_is_chosen_it_goes_beside_the_center(center, tmp_path):
    [place] = backups.folders(center.admin)
    assert (place.path, place.same_disk, place.there) == (str(tmp_path / "center-backups"), True, True)
    [made] = backups.make(center.admin)
    assert made.state is State.VERIFIED
    assert names(tmp_path / "center-backups") == [made.name]
    assert stat.S_IMODE((tmp_path / "center-backups").stat().st_mode) == 0o700


def test_two_folders_get_the_same_backup(center, stick, tmp_path):
    (tmp_path / "share").mkdir()
    backups.set_folders(center.admin, [stick, tmp_path / "share"])
    made = backups.make(center.admin)
    assert {one.folder for one in made} == {str(stick), str(tmp_path / "share")}
    assert len({one.hash for one in made}) == 1
    assert (stick / made[0].name).read_bytes() == (tmp_path / "share" / made[0].name).read_bytes()


def test_one_that_is_gone_does_not_keep_the_other_from_getting_it(center, stick, tmp_path):
    (tmp_path / "share").mkdir()
    backups.set_folders(center.admin, [stick, tmp_path / "share"])
    stick.rmdir()
    there, gone = sorted(backups.make(center.admin), key=lambda one: one.folder)
    assert (there.state, gone.state) == (State.VERIFIED, State.FAILED)
    assert GONE in gone.finding
    assert not stick.exists()
    assert len(entries(center, "backup.fail")) == len(entries(center, "backup.make")) == 1
    assert backups.health(center.admin).light is Light.AMBER


def test_where_no_folder_takes_it_the_person_is_told_and_it_is_remembered(center, stick):
    stick.rmdir()
    with pytest.raises(BackupFailed, match=GONE):
        backups.make(center.admin)
    [failed] = backups.history(center.admin)
    assert (failed.state, failed.verified_at) == (State.FAILED, None)
    assert entries(center, "backup.fail")[0][1] == "asked"
    stick.mkdir()
    assert backups.health(center.admin).what_to_do == failed.finding
    backups.make(center.admin)
    assert backups.health(center.admin).what_to_do != failed.finding


def test_a_stick_that_is_full_holds_nothing_half(center, tmp_path):
    with small_disk(tmp_path / "small", 4_000_000) as mounted:
        if not mounted:
            pytest.skip("needs the right to mount a small disk; the file limit below tests the same")
        backups.set_folders(center.admin, [tmp_path / "small"])
        backups.make(center.admin)
        before = names(tmp_path / "small")
        fill(tmp_path / "small")
        center.clock.advance(days=1)
        with pytest.raises(BackupFailed, match=FULL):
            backups.make(center.admin)
        (tmp_path / "small" / "ballast").unlink()
        assert names(tmp_path / "small") == before
        backups.make(center.admin)
        assert len(names(tmp_path / "small")) == 2


def test_where_this_computers_own_disk_is_full_no_folder_is_touched(center, stick):
    size = center.admin.store.path.stat().st_size
    with no_file_beyond(size + 4_096), pytest.raises(BackupFailed, match="no room on this computer's disk"):
        backups.make(center.admin)
    assert names(stick) == []
    assert names(center.folder) == ["center.db", "keys-copy.json", "keys.json"]


def test_a_stick_pulled_out_in_the_middle_leaves_what_was_there(center, stick, monkeypatch):
    [first] = backups.make(center.admin)
    sync = os.fsync

    def pulled(descriptor):
        if ".wdbackup.part" in str(Path(f"/proc/self/fd/{descriptor}").readlink()):
            raise OSError(5, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", pulled)
    center.clock.advance(days=1)
    with pytest.raises(BackupFailed, match=GONE):
        backups.make(center.admin)
    assert names(stick) == [first.name]


def test_a_stick_that_does_not_keep_what_it_is_given_is_found_out(center, stick, monkeypatch):
    monkeypatch.setattr(backup_making, "_read_back", lambda _path: "something else")
    with pytest.raises(BackupFailed, match="may be worn out"):
        backups.make(center.admin)
    assert names(stick) == []


def test_what_is_not_as_it_was_put_in_is_no_backup(center, stick, monkeypatch):
    written = backup.write

    def spoiled(path, facts, *rest):
        content = replace(facts.content, tables=facts.content.tables[1:])
        written(path, replace(facts, content=content), *rest)

    monkeypatch.setattr(backup, "write", spoiled)
    with pytest.raises(BackupFailed, match="cannot be relied on"):
        backups.make(center.admin)
    assert names(stick) == []


def test_a_damaged_store_makes_no_backup_and_is_told(center, stick):
    path = center.admin.store.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    with path.open("r+b") as file:
        file.write(data)
    with pytest.raises(Problem, match="damaged"):
        backups.make(center.admin)
    assert names(stick) == []


class Impatient:
    """Stops at the `stop`-th question."""

    def __init__(self, stop):
        self.left, self.seen = stop, []

    def report(self, done, total):
        self.seen.append(done * 100 // total)

    def check_cancelled(self):
        self.left -= 1
        if self.left == 0:
            raise Cancelled


def test_it_can_be_stopped_anywhere_and_then_leaves_nothing(center, stick):
    for stop in (1, 2, 8):
        with pytest.raises(Cancelled):
            backups.make(center.admin, Impatient(stop))
    assert names(stick) == []
    assert names(center.folder) == ["center.db", "keys-copy.json", "keys.json"]
    assert backups.history(center.admin) == []


def test_it_says_how_far_it_is(center, stick):
    patient = Impatient(-1)
    backups.make(center.admin, patient)
    assert patient.seen == sorted(patient.seen)
    assert patient.seen[-1] == 100


def test_backups_of_the_same_minute_have_names_of_their_own(center, stick):
    made = [backups.make(center.admin)[0].name for _number in range(3)]
    assert [name.removesuffix(".wdbackup")[-4:] for name in made] == ["1000", "00-2", "1000"]
    assert names(stick) == made[-1:]  # of one day the last is kept


def test_old_ones_make_room(center, stick):
    """From September 14 to October 7: a week of days, two Sundays, the last of September."""
    made = []
    for _day in range(24):
        made.append(backups.make(center.admin)[0].name)
        center.clock.advance(days=1)
    kept = names(stick)
    assert [name[-20:-14] for name in kept] == [
        "-09-20", "-09-27", "-09-30", "-10-01", "-10-02", "-10-03", "-10-04", "-10-05", "-10-06", "-10-07"]
    history = backups.history(center.admin)
    assert {one.name for one in history if one.state is State.VERIFIED} == set(kept)
    assert {one.name for one in history if one.state is State.REMOVED} == set(made) - set(kept)
    assert audit.verify(center.coordinator).sound


def test_only_our_own_make_room(center, stick, tmp_path):
    other = fresh_center(tmp_path / "other")
    (stick / "precious.wdbackup").write_bytes(b"somebody else's")
    first = backups.make(center.admin)[0].name
    strange = backups.make(center.admin)[0].name
    with center.admin.store.transaction() as tx:  # a row that calls another file a backup of ours
        tx.session.execute(text("UPDATE backups SET name = 'precious.wdbackup' WHERE name = :name"), {"name": strange})
    for _day in range(10):
        center.clock.advance(days=1)
        backups.make(center.admin)
    assert (stick / "precious.wdbackup").read_bytes() == b"somebody else's"
    assert (stick / strange).exists()
    assert not (stick / first).exists()
    other.admin.store.close()


def test_made_up_rows_push_no_backup_out(center, stick):
    [real] = backups.make(center.admin)
    with center.admin.store.transaction() as tx:
        for number in range(30):
            tx.session.execute(text(
                "INSERT INTO backups VALUES (:i, :at, 'daily', :folder, :name, 1, '', 1, :at, 'verified', '')"),
                {"i": f"fake{number}", "at": 4_070_000_000_000 + number * 86_400_000, "folder": str(stick),
                 "name": f"fake{number}.wdbackup"})
    center.clock.advance(days=1)
    backups.make(center.admin)
    assert (stick / real.name).exists()


def test_what_a_crash_left_half_written_is_taken_away(center, stick):
    ours = stick / f".{center.admin.center.id[:8]}-abc.wdbackup.part"
    others = stick / ".01234567-abc.wdbackup.part"
    ours.write_bytes(b"half")
    others.write_bytes(b"another center's, perhaps being written now")
    backups.make(center.admin)
    assert not ours.exists()
    assert others.exists()


def test_the_daily_one_is_due_once_a_day_of_the_center(center, stick):
    assert backups.due(center.peer)
    making = backups.begin_daily(center.front)
    while not making.step():
        pass
    [made] = backups.finish(center.front, making.work())
    assert (made.reason, made.state) == (Reason.DAILY, State.VERIFIED)
    assert entries(center, "backup.make")[0][2] == center.front.person.id
    assert not backups.due(center.front)
    center.clock.advance(hours=13)  # 11 in the evening of the same day in Los Angeles
    assert not backups.due(center.front)
    center.clock.advance(hours=2)
    assert backups.due(center.front)


def test_after_a_failure_it_is_tried_again_but_not_at_once(center, stick):
    stick.rmdir()
    with pytest.raises(BackupFailed):
        backups.make(center.admin)
    center.clock.advance(minutes=59)
    assert not backups.due(center.peer)
    center.clock.advance(minutes=2)
    assert backups.due(center.peer)
    center.clock.advance(days=-400)  # a clock that was wrong stops nothing for ever
    assert backups.due(center.peer)


def test_work_goes_on_beside_it_on_another_thread(center, stick, monkeypatch):
    monkeypatch.setattr(copies, "_SLICE", 100_000)
    making, between = backups.begin_daily(center.front), 0
    while not making.step():
        between += 1
        if between == 2:
            visits.check_in(center.front, 1, reason="take_a_break", origin="walk_in")
    result = []
    thread = threading.Thread(target=lambda: result.append(making.work()))
    thread.start()
    visits.check_in(center.front, 2, reason="take_a_break", origin="walk_in")
    thread.join()
    [made] = backups.finish(center.front, result[0])
    assert made.state is State.VERIFIED
    assert opened(center, stick / made.name).facts.content.rows("visits") == 1
    assert names(center.folder) == ["center.db", "keys-copy.json", "keys.json"]


def test_one_that_is_given_up_leaves_nothing(center, stick):
    making = backups.begin_daily(center.front)
    making.step()
    assert any(name.startswith(restoring.SCRATCH) for name in names(center.folder))
    making.close()
    assert names(center.folder) == ["center.db", "keys-copy.json", "keys.json"]


def test_before_a_rotation_there_is_one_and_its_proof_stays(center, stick, tmp_path):
    proof = Stays(tmp_path / "proof.db", primitives.new_key())
    [made] = backups.finish(center.admin, backups.before_rotation(center.admin, proof))
    assert (made.reason, made.state, made.folder) == (Reason.ROTATION, State.VERIFIED, str(stick))
    assert copies.content(proof.path, proof.key) == opened(center, stick / made.name).facts.content
    center.clock.advance(hours=1)
    leaving.deactivate(center.admin, center.desks["Otto Other"].person.id)
    assert [one.reason for one in backups.history(center.admin)] == [Reason.ROTATION, Reason.ROTATION]
    assert backups.history(center.admin)[0].made_at == center.clock.now()


def test_where_the_stick_is_out_it_goes_beside_the_center_and_without_any_nothing_is_rotated(center, stick, tmp_path):
    shutil.rmtree(stick)
    proof = Stays(tmp_path / "proof.db", primitives.new_key())
    failed, made = backups.before_rotation(center.admin, proof)
    assert proof.path.exists()
    assert (failed.state, made.state, made.folder) == (State.FAILED, State.VERIFIED, str(tmp_path / "center-backups"))
    shutil.rmtree(tmp_path / "center-backups")
    (tmp_path / "center-backups").touch()
    otto, key = center.desks["Otto Other"].person, center.admin.keys.store_key
    with pytest.raises(BackupFailed):
        leaving.deactivate(center.admin, otto.id)
    assert center.admin.keys.store_key == key
    assert next(one for one in people.everybody(center.admin) if one.id == otto.id).active


@pytest.mark.parametrize("wrong", [
    lambda tmp: [tmp / "nowhere"], lambda tmp: [tmp / "stick", tmp / "stick"],
    lambda tmp: [tmp / "stick", tmp / "stick" / ".." / "stick"], lambda tmp: [tmp / "center"],
    lambda tmp: [tmp / "center" / "inside"], lambda tmp: [tmp / "stick", tmp / "a", tmp / "b"],
    lambda tmp: [tmp / "a file"],
])
def test_a_folder_that_will_not_do_is_refused_and_the_old_ones_stay(center, stick, tmp_path, wrong):
    (tmp_path / "center" / "inside").mkdir()
    (tmp_path / "a file").touch()
    with pytest.raises(Problem):
        backups.set_folders(center.admin, wrong(tmp_path))
    assert [place.path for place in backups.folders(center.admin)] == [str(stick)]
    assert names(stick) == []


def test_choosing_none_goes_back_to_the_folder_beside_the_center(center, stick, tmp_path):
    assert [place.path for place in backups.set_folders(center.admin, [])] == [str(tmp_path / "center-backups")]
    assert [detail for _subject, detail, _actor in entries(center, "backup.folders")] == ["1", "0"]


def test_a_second_folder_can_be_added_before_the_first_backup(center, tmp_path):
    (tmp_path / "stick").mkdir()
    own = tmp_path / "center-backups"
    assert [place.path for place in backups.set_folders(center.admin, [own, tmp_path / "stick"])] == [
        str(own), str(tmp_path / "stick")]


@pytest.mark.parametrize("value", ["7", '"x"', "[]", "[7]", "not json", '{"a": 1}'])
def test_what_is_no_list_of_folders_counts_as_none(center, stick, tmp_path, value):
    with center.admin.store.transaction() as tx:
        tx.session.execute(text("UPDATE settings SET value = :v WHERE key = 'backups.folders'"), {"v": value})
    assert [place.path for place in backups.folders(center.admin)] == [str(tmp_path / "center-backups")]
    assert backups.make(center.admin)[0].state is State.VERIFIED


def test_health_goes_from_amber_to_green_to_amber_to_red(center, stick, monkeypatch):
    assert backups.health(center.admin).light is Light.AMBER  # a new center, nothing yet
    center.clock.advance(days=2)
    assert backups.health(center.admin).light is Light.RED
    made = backups.make(center.admin)
    assert backups.health(center.admin).light is Light.AMBER  # this stick is on the same disk
    monkeypatch.setattr(backups.backup_places, "_disk", lambda path: path.name)
    found = backups.health(center.admin)
    assert (found.light, found.last) == (Light.GREEN, made[0].verified_at)
    center.clock.advance(days=5)
    assert backups.health(center.admin).light is Light.AMBER
    center.clock.advance(days=3)
    assert backups.health(center.admin).light is Light.RED


def test_health_notices_that_the_newest_file_is_gone(center, stick):
    [made] = backups.make(center.admin)
    (stick / made.name).unlink()
    found = backups.health(center.admin)
    assert (found.light, found.what_to_do) == (Light.AMBER, f"The newest backup is no longer in {stick}.")
    shutil.rmtree(stick)
    assert "cannot be reached" in backups.health(center.admin).text


def test_nothing_of_a_day_stands_in_the_clear_in_a_backup(tmp_path):
    day = worked_center(tmp_path / "center")
    [made] = backups.make(day.center.admin)
    data = (Path(made.folder) / made.name).read_bytes()
    for words in ("Núñez", "Brown", "zebrafinch", "quicksilver", "Pia Peer", "Oak Wellness", json.dumps("visits")):
        assert words.encode() not in data
    day.center.admin.store.close()


def test_failures_of_long_ago_are_forgotten(center, stick):
    stick.rmdir()
    with pytest.raises(BackupFailed):
        backups.make(center.admin)
    stick.mkdir()
    center.clock.advance(days=200)
    backups.make(center.admin)
    assert [one.state for one in backups.history(center.admin)] == [State.VERIFIED]


# ------------------------------------------------------------------------------------------------ before a migration


@pytest.fixture
def old(center):
    """A center whose records are as the first version of the program kept them."""
    with center.admin.store.connection() as connection, connection.begin():
        command.downgrade(migrate.config(connection), "0001")
    center.admin.store.close()
    return center


def revision(center):
    store = peek(center.folder / "center.db", center.admin.keys.store_key)
    try:
        with store.raw() as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    finally:
        store.close()


def test_an_older_center_is_backed_up_before_it_is_changed(old, tmp_path):
    desk = open_as(old, "Frank Desk")
    [made] = [one for one in backups.history.__wrapped__(desk) if one.state is State.VERIFIED]
    assert (made.reason, made.folder) == (Reason.MIGRATION, str(tmp_path / "center-backups"))
    found = opened(old, Path(made.folder) / made.name)
    assert found.facts.content.revision == "0001"
    assert revision(old) == migrate.newest()
    with desk.reading() as tx:
        assert tx.session.execute(text("SELECT count(*) FROM audit WHERE action = 'backup.make'")).scalar() == 1
    assert not backups.due(desk)
    desk.close()
    desk = open_as(old, "Frank Desk")
    assert len(backups.history.__wrapped__(desk)) == 1
    desk.close()


def test_without_a_backup_an_older_center_is_not_changed(old, tmp_path):
    (tmp_path / "center-backups").touch()
    before = (old.folder / "center.db").read_bytes()
    with pytest.raises(BackupFailed, match=r"nothing was changed.*cannot be reached"):
        open_as(old, "Frank Desk")
    assert (old.folder / "center.db").read_bytes() == before
    assert revision(old) == "0001"
    (tmp_path / "center-backups").unlink()
    open_as(old, "Frank Desk").close()
    assert revision(old) == migrate.newest()


def test_an_older_backup_is_restored_and_brought_up_to_date(old, tmp_path):
    open_as(old, "Frank Desk").close()
    [name] = names(tmp_path / "center-backups")
    restore.restore(tmp_path / "center-backups" / name, " ".join(old.created.words_a), tmp_path / "new", old.clock)
    new = replace(old, folder=tmp_path / "new")
    assert revision(new) == migrate.newest()
    desk = open_as(new, "Cora Coordinator")
    assert audit.verify(desk).sound
    desk.close()
