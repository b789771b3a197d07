"""Copies under another key: the same rows to the bit, nothing in the clear, nothing left of one that failed."""

import os
import shutil
import stat
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from tests.limits import fill, no_file_beyond, small_disk
from tests.store.stores import KEY, NOW, new_store, raw, session, visit, with_people
from wellnessdesk.base.clock import FixedClock
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.audit import GENESIS, Head
from wellnessdesk.store import audit, copies, engine, migrate, sealed
from wellnessdesk.store.errors import DiskFull, StoreAltered, StoreDamaged
from wellnessdesk.store.transaction import open_store

OTHER = bytes(range(32, 64))


@dataclass
class Watched:
    """What was reported; it cancels when asked for the `stop`-th time."""

    stop: int = -1
    seen: list[tuple[int, int]] = field(default_factory=list)

    def report(self, done, total):
        self.seen.append((done, total))

    def check_cancelled(self):
        self.stop -= 1
        if self.stop == 0:
            raise Cancelled


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """4 MB with something in most tables."""
    made = new_store(tmp_path_factory.mktemp("template"))
    with made.transaction() as tx:
        with_people(tx)
        session(tx, visit(tx))
        audit.append(tx, FixedClock(NOW), lambda data: data * 2, actor="pia", action="visit.check_in",
                     subject="visit:1")
        for number in range(1_000):
            sealed.add(tx, "note", str(number), 1, bytes([number % 251]) * 4_000)
    made.close()
    return made.path


@pytest.fixture
def store(template, tmp_path):
    shutil.copy(template, tmp_path / "center.db")
    made = open_store(tmp_path / "center.db", KEY)
    yield made
    made.close()


@pytest.fixture
def copied(store, tmp_path):
    path = tmp_path / "copy.db"
    copies.copy(store, path, OTHER)
    return path


def test_a_copy_has_the_same_rows_under_another_key(store, copied, tmp_path):
    first, second = copies.content(store.path, KEY), copies.content(copied, OTHER)

    assert first == second
    assert (first.revision, first.rows("sealed"), first.rows("visits"), first.rows("no such table")) == (
        migrate.newest(), 1_000, 1, 0)
    with store.reading() as tx:
        assert first.head == audit.head(tx)
    copies.check(copied, OTHER)
    again = open_store(copied, OTHER)
    assert again.pragmas() == store.pragmas()
    again.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["center.db", "copy.db"]


def test_neither_key_opens_the_other_file_and_only_the_owner_may_read_it(store, copied):
    with pytest.raises(StoreDamaged):
        engine.connect(copied, KEY)
    with pytest.raises(StoreDamaged):
        engine.connect(store.path, OTHER)
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert b"Pia Peer" not in copied.read_bytes()
    assert b"SQLite format" not in copied.read_bytes()


def test_the_store_goes_on_beside_its_copy(store, copied):
    with store.transaction() as tx:
        visit(tx, student=2)
    assert copies.content(store.path, KEY).rows("visits") == 2
    assert copies.content(copied, OTHER).rows("visits") == 1


def test_a_file_is_copied_under_another_key_too(copied, tmp_path):
    copies.copy_file(copied, OTHER, tmp_path / "third.db", KEY)
    assert copies.content(tmp_path / "third.db", KEY) == copies.content(copied, OTHER)


def test_an_empty_log_has_its_beginning_as_head(tmp_path):
    new_store(tmp_path).close()
    assert copies.content(tmp_path / "center.db", KEY).head == Head(0, GENESIS)


@pytest.mark.parametrize("statement", [
    "UPDATE visits SET reason = 'talk_with_peer'",
    "UPDATE visits SET reason = CAST(reason AS BLOB)",
    "UPDATE visits SET left_at = 0",
    "DELETE FROM sealed WHERE record = '999'",
    "UPDATE students SET given = given || x'00'",
    "UPDATE people SET active = 0.5 WHERE id = 'pia'",
    "UPDATE audit SET hash = zeroblob(32)",
    "DROP TABLE settings",
    "ALTER TABLE places ADD COLUMN more TEXT",
    "CREATE INDEX more ON places (page)",
])
def test_no_difference_goes_unnoticed(store, copied, statement):
    connection = raw(copied, OTHER)
    connection.execute(statement)
    connection.close()
    assert copies.content(copied, OTHER) != copies.content(store.path, KEY)


def test_text_that_is_none_is_copied_and_compared_all_the_same(store, tmp_path):
    other = raw(store.path)
    other.execute("UPDATE students SET given = CAST(x'ff00fe' AS TEXT) WHERE id = 1")
    other.execute("UPDATE alembic_version SET version_num = 7")
    other.close()
    copies.copy(store, tmp_path / "copy.db", OTHER)
    found = copies.content(tmp_path / "copy.db", OTHER)
    assert found == copies.content(store.path, KEY)
    other = raw(tmp_path / "copy.db", OTHER)
    other.execute("UPDATE students SET given = CAST(x'ff00fd' AS TEXT) WHERE id = 1")
    other.execute("UPDATE alembic_version SET version_num = x'00'")
    other.close()
    changed = copies.content(tmp_path / "copy.db", OTHER)
    assert changed != found
    assert changed.revision == ""


def test_what_acts_by_itself_is_not_run_by_looking(copied):
    connection = raw(copied, OTHER)
    connection.execute("DROP TABLE audit")
    connection.execute("CREATE VIEW audit AS SELECT 1 AS sequence, x'' AS hash")
    connection.close()
    with pytest.raises(StoreAltered):
        copies.content(copied, OTHER)


@pytest.mark.parametrize("place", [100, 4096 + 2000, -1000])
def test_a_changed_bit_is_noticed(copied, place):
    data = bytearray(copied.read_bytes())
    data[place] ^= 1
    copied.write_bytes(data)
    with pytest.raises(StoreDamaged):
        copies.check(copied, OTHER)


def test_a_table_whose_index_does_not_fit_is_noticed(copied):
    connection = raw(copied, OTHER)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, '(made_at)', '(reason)') WHERE name = "
                       "'ix_backups_made_at'")
    connection.execute("INSERT INTO backups VALUES ('a', 1, 'r', 'f', 'n', 1, 'h', 1, NULL, 's', '')")
    connection.close()
    with pytest.raises(StoreDamaged):
        copies.check(copied, OTHER)


def test_nothing_is_copied_over_what_is_there(store, tmp_path):
    (tmp_path / "copy.db").write_bytes(b"precious")
    with pytest.raises(FileExistsError):
        copies.copy(store, tmp_path / "copy.db", OTHER)
    assert (tmp_path / "copy.db").read_bytes() == b"precious"


@pytest.mark.parametrize("stop", [1, 3])
def test_who_stops_it_finds_nothing_left_of_it(store, tmp_path, stop):
    with pytest.raises(Cancelled):
        copies.copy(store, tmp_path / "copy.db", OTHER, Watched(stop))
    assert [path.name for path in tmp_path.iterdir()] == ["center.db"]
    with store.transaction() as tx:  # and the store is as free as before
        visit(tx, student=2)
    with pytest.raises(Cancelled):
        copies.content(store.path, KEY, Watched(1))


def test_it_says_how_far_it_is(store, tmp_path):
    watched = Watched()
    copies.copy(store, tmp_path / "copy.db", OTHER, watched)
    done, total = watched.seen[-1]
    assert done == total > 1_000
    assert len(watched.seen) > 2
    assert watched.seen == sorted(watched.seen)


def test_where_the_disk_has_no_room_nothing_is_left(store, tmp_path):
    with no_file_beyond(store.path.stat().st_size // 2), pytest.raises(DiskFull):
        copies.copy(store, tmp_path / "copy.db", OTHER)
    assert [path.name for path in tmp_path.iterdir()] == ["center.db"]
    with pytest.raises(DiskFull):
        copies.copy(store, tmp_path / "nowhere" / "copy.db", OTHER)


def test_on_a_disk_that_is_really_full_nothing_is_left(store, tmp_path):
    with small_disk(tmp_path / "disk", 1_000_000) as mounted:
        if not mounted:
            pytest.skip("needs the right to mount a small disk; the file limit above tests the same")
        fill(tmp_path / "disk")
        with pytest.raises(DiskFull):
            copies.copy(store, tmp_path / "disk" / "copy.db", OTHER)
        assert [path.name for path in (tmp_path / "disk").iterdir()] == ["ballast"]


@pytest.fixture
def small_slices(monkeypatch):
    monkeypatch.setattr(copies, "_SLICE", 1_000_000)


def steps(made):
    count = 1
    while not made.step():
        count += 1
    return count


def test_a_snapshot_is_the_file_itself_in_slices(store, tmp_path, small_slices):
    assert steps(copies.Snapshot(store, tmp_path / "snap.db")) == -(-store.path.stat().st_size // 1_000_000) > 3
    assert (tmp_path / "snap.db").read_bytes() == store.path.read_bytes()
    assert stat.S_IMODE((tmp_path / "snap.db").stat().st_mode) == 0o600
    copies.check(tmp_path / "snap.db", KEY)


@pytest.mark.parametrize("by_another_program", [False, True])
def test_a_change_between_two_slices_begins_it_anew(store, tmp_path, small_slices, by_another_program):
    made = copies.Snapshot(store, tmp_path / "snap.db")
    assert not made.step()
    assert not made.step()
    if by_another_program:
        other = raw(store.path)
        other.execute("UPDATE students SET given = 'Another'")
        other.close()
    else:
        with store.transaction() as tx:
            tx.session.execute(text("UPDATE students SET given = 'Another'"))
    steps(made)
    copies.check(tmp_path / "snap.db", KEY)
    assert copies.content(tmp_path / "snap.db", KEY) == copies.content(store.path, KEY)


def test_a_busy_store_is_copied_in_one_go_in_the_end(store, tmp_path, small_slices):
    made = copies.Snapshot(store, tmp_path / "snap.db")
    for number in range(2):
        assert not made.step()
        with store.transaction() as tx:
            visit(tx, student=number + 2)
    assert made.step()
    assert copies.content(tmp_path / "snap.db", KEY) == copies.content(store.path, KEY)


def test_what_an_earlier_snapshot_left_is_replaced_and_a_full_disk_told(store, tmp_path):
    (tmp_path / "snap.db").write_bytes(os.urandom(store.path.stat().st_size + 9))
    steps(copies.Snapshot(store, tmp_path / "snap.db"))
    copies.check(tmp_path / "snap.db", KEY)
    with no_file_beyond(100_000), pytest.raises(DiskFull):
        steps(copies.Snapshot(store, tmp_path / "other.db"))
