"""All or nothing: after an error, a full disk or a damaged page, what was there before is there, and no more."""

import errno

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.limits import fill, no_file_beyond, small_disk
from tests.store.stores import DAY, KEY, NOW, new_store, raw, session, visit, with_people
from wellnessdesk.store import sealed, visits
from wellnessdesk.store.errors import DiskFull, StoreBusy, StoreDamaged, meant_by
from wellnessdesk.store.transaction import open_store


@pytest.fixture
def store(tmp_path):
    made = new_store(tmp_path)
    with made.transaction() as tx:
        with_people(tx)
    yield made
    made.close()


def count(store, table="visits"):
    with store.reading() as tx:
        return tx.session.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608 - names of this test


def write_notes(store, how_many):
    with store.transaction() as tx:
        visit(tx, student=2)
        for number in range(how_many):
            sealed.add(tx, "note", str(number), 1, bytes(3000))


def read_notes(store, how_many):
    with store.reading() as tx:
        return [sealed.get(tx, "note", str(number), 1) for number in range(how_many)]


def test_what_was_committed_is_there_after_reopening(store):
    with store.transaction() as tx:
        number = visit(tx)
    store.close()
    again = open_store(store.path, KEY)
    with again.reading() as tx:
        found = visits.get(tx, number)
    assert (found.student, found.arrived_at, found.day) == ("Ann Doe", NOW, DAY)
    again.close()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_anywhere_leaves_nothing_of_the_change(store, error):
    def change():
        with store.transaction() as tx:
            visit(tx)
            sealed.add(tx, "note", "1", 1, b"x")
            raise error

    with pytest.raises(error):
        change()
    assert (count(store), count(store, "sealed")) == (0, 0)


def test_a_look_takes_no_write_lock_and_writes_nothing(store):
    other = raw(store.path)
    with store.reading() as tx:
        assert visits.still_here(tx, DAY) == []
        other.execute("BEGIN IMMEDIATE")  # another writer may begin
        other.execute("ROLLBACK")
    other.close()


def test_while_another_program_writes_the_person_is_told_to_wait(store):
    other = raw(store.path)
    other.execute("BEGIN EXCLUSIVE")
    with store._engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(StoreBusy, match="try again"), store.transaction() as tx:
        visit(tx)
    other.execute("ROLLBACK")
    other.close()
    with store.transaction() as tx:
        visit(tx)
    assert count(store) == 1


def test_a_bug_in_a_statement_stays_a_bug(store):
    with pytest.raises(IntegrityError), store.transaction() as tx:
        visit(tx, student=999)
    assert count(store) == 0


@pytest.mark.parametrize("error", [
    OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EROFS, "Read-only file system"),
    FileNotFoundError("the folder is gone")])
def test_a_file_that_cannot_be_written_inside_a_change_undoes_the_change(store, error):
    def change():
        with store.transaction() as tx:
            visit(tx)
            raise error

    with pytest.raises(DiskFull, match="What you entered is still here"):
        change()
    assert count(store) == 0


def test_when_the_system_lets_no_file_grow_nothing_is_saved_and_nothing_lost(store):
    with store.transaction() as tx:
        visit(tx)

    with no_file_beyond(store.path.stat().st_size), pytest.raises(DiskFull):
        write_notes(store, 200)

    assert (count(store), count(store, "sealed")) == (1, 0)
    with store.transaction() as tx:  # and with room again, the same open store goes on
        sealed.add(tx, "note", "1", 1, bytes(2000))
    assert count(store, "sealed") == 1


def test_on_a_disk_that_is_really_full_nothing_is_saved_and_nothing_lost(tmp_path):
    with small_disk(tmp_path / "disk", 2_000_000) as mounted:
        if not mounted:
            pytest.skip("needs the right to mount a small disk; the file limit above tests the same")
        store = new_store(tmp_path / "disk")
        with store.transaction() as tx:
            with_people(tx)
            visit(tx)
        fill(tmp_path / "disk")

        with pytest.raises(DiskFull, match="disk is full"):
            write_notes(store, 50)

        assert (count(store), count(store, "sealed")) == (1, 0)
        (tmp_path / "disk" / "ballast").unlink()
        with store.transaction() as tx:
            visit(tx, student=2)
        store.close()
        again = open_store(tmp_path / "disk" / "center.db", KEY)
        assert count(again) == 2
        again.close()


def test_a_damaged_page_is_told_and_never_shown_as_a_record(store):
    write_notes(store, 200)
    store.close()
    data = bytearray(store.path.read_bytes())
    for at in range(len(data) // 4096 // 2 * 4096, len(data), 4096):  # the later half: the schema is whole
        data[at + 100] ^= 1
    store.path.write_bytes(bytes(data))

    again = open_store(store.path, KEY)
    with pytest.raises(StoreDamaged, match="Nothing was changed"):
        read_notes(again, 200)
    again.close()


def test_a_file_that_cannot_be_migrated_is_closed_again(tmp_path):
    made = new_store(tmp_path)
    made.close()
    other = raw(made.path)
    other.execute("UPDATE alembic_version SET version_num = 'later'")
    other.close()
    with pytest.raises(Exception, match="newer version"):
        open_store(made.path, KEY)
    made.path.rename(tmp_path / "elsewhere.db")  # nothing holds it


def test_a_number_taken_back_is_never_given_again(store):
    """The audit log names visits by number, sealed flags name sessions."""
    with store.transaction() as tx:
        first = visit(tx)
        first_session = session(tx, first)
        tx.session.execute(text("DELETE FROM sessions"))
        visits.remove(tx, first)
    with store.transaction() as tx:
        second = visit(tx)
        assert second > first
        assert session(tx, second) > first_session


def test_sealed_rows_keep_no_order_of_writing(store):
    with store.transaction() as tx:
        for number in range(40):
            sealed.add(tx, "flag", str(number), 1, b"x")
    with store.reading() as tx:
        rows = tx.session.execute(text("SELECT record FROM sealed ORDER BY id")).scalars().all()
    assert sorted(rows, key=int) == [str(number) for number in range(40)]
    assert rows != sorted(rows, key=int)


@pytest.mark.parametrize(("said", "kind"), [
    ("database or disk is full", DiskFull), ("disk I/O error", DiskFull), ("database is locked", StoreBusy),
    ("attempt to write a readonly database", DiskFull), ("database disk image is malformed", StoreDamaged),
    ("file is not a database", StoreDamaged)])
def test_what_the_engine_says_becomes_a_sentence(said, kind):
    assert type(meant_by(RuntimeError(said))) is kind


def test_what_nobody_foresaw_is_not_dressed_up():
    assert meant_by(RuntimeError("no such column")) is None
