"""The keyed connection has the settings it claims, reads nothing without its key, lets nothing out in the clear."""

import os

import pytest
from sqlcipher3 import dbapi2

from tests.store.stores import KEY, new_store, raw
from wellnessdesk.store import engine
from wellnessdesk.store.errors import EngineTooOld, StoreBusy, StoreClosedOff, StoreDamaged, StoreMissing
from wellnessdesk.store.transaction import open_store

EXPECTED = {
    "cipher_memory_security": "1", "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "cache_size": -65536,
    "journal_mode": "delete", "synchronous": 3, "temp_store": 2, "secure_delete": 1,
}


@pytest.fixture
def path(tmp_path):
    new_store(tmp_path).close()
    return tmp_path / "center.db"


def test_every_setting_is_what_sqlite_says_it_is(path):
    store = open_store(path, KEY)
    assert store.pragmas() == EXPECTED
    store.close()


def test_a_setting_that_does_not_take_is_an_error(path, monkeypatch):
    monkeypatch.setitem(engine.PRAGMAS, "synchronous", ("EXTRA", 2))
    with pytest.raises(StoreDamaged) as told:
        engine.connect(path, KEY)
    assert "PRAGMA synchronous is 3" in str(told.value.__cause__)


def test_the_file_is_noise_and_its_owners_alone(path):
    data = path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in data
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_lies_beside_a_closed_store(path):
    assert [one.name for one in path.parent.iterdir()] == ["center.db"]


@pytest.mark.parametrize("digits", [62, 0, 66])
def test_a_key_of_another_length_is_refused_never_taken_for_a_passphrase(path, digits):
    with pytest.raises(ValueError, match="32 bytes"):
        engine.connect(path, bytes(digits // 2))


def test_the_control_sqlcipher_itself_takes_62_digits_for_a_passphrase(tmp_path):
    for digits in (62, 64):
        connection = dbapi2.connect(str(tmp_path / f"{digits}.db"), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{'ab' * (digits // 2)}'\"")
        connection.execute("CREATE TABLE t (a)")
        connection.close()
    reopened = dbapi2.connect(str(tmp_path / "62.db"))
    reopened.execute(f"PRAGMA key = \"x'{'ab' * 31}'\"")  # as a passphrase, it opens again: no error anywhere
    assert reopened.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
    reopened.close()


def test_another_key_opens_nothing(path):
    with pytest.raises(StoreDamaged, match="restore the last backup"):
        engine.connect(path, bytes(32))


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b"not a database at all" * 400), lambda path: path.write_bytes(os.urandom(40_000)),
    lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(8000)),
    lambda path: path.write_bytes(path.read_bytes()[:1000]),
    lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])])
def test_a_damaged_file_is_told(path, damage):
    damage(path)
    with pytest.raises(StoreDamaged, match="damaged"):
        engine.connect(path, KEY)


def test_a_missing_file_is_told_and_none_is_made_in_its_place(path):
    path.unlink()
    with pytest.raises(StoreMissing, match=r"Put the file center\.db back"):
        engine.connect(path, KEY)
    assert not path.exists()


def test_a_file_that_cannot_be_opened_is_not_called_damaged(tmp_path):
    (tmp_path / "center.db").mkdir()
    with pytest.raises(StoreClosedOff, match="may not open"):
        engine.connect(tmp_path / "center.db", KEY)


def test_a_file_that_another_program_holds_is_not_called_damaged(path, monkeypatch):
    holder = raw(path)
    holder.execute("BEGIN EXCLUSIVE")
    connect = dbapi2.connect
    monkeypatch.setattr(dbapi2, "connect", lambda *args, **kwargs: connect(*args, **kwargs, timeout=0.1))
    with pytest.raises(StoreBusy, match="Another program"):
        engine.connect(path, KEY)
    holder.close()
    engine.connect(path, KEY).close()


def test_an_sqlite_that_loses_writes_is_refused(path, monkeypatch):
    assert dbapi2.sqlite_version_info >= engine.OLDEST_SQLITE
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(EngineTooOld, match="too old to be safe"):
        engine.connect(path, KEY)


@pytest.mark.parametrize("statement", [
    "ATTACH '{aside}' AS aside KEY ''", "ATTACH ':memory:' AS aside", "VACUUM INTO '{aside}'", "DETACH main"])
def test_records_cannot_be_copied_out_through_sql(path, statement):
    connection = engine.connect(path, KEY)
    aside = path.parent / "aside.db"
    with pytest.raises(dbapi2.DatabaseError, match=r"(?i)not authorized|authorization denied"):
        connection.execute(statement.format(aside=aside))
    assert not aside.exists()
    connection.close()


def test_the_control_without_the_authorizer_they_can(path):
    connection = raw(path)
    aside = path.parent / "aside.db"
    connection.execute(f"ATTACH '{aside}' AS aside KEY ''")
    connection.execute("SELECT sqlcipher_export('aside')")
    connection.execute("DETACH aside")
    connection.close()
    assert aside.read_bytes().startswith(b"SQLite format 3")


def test_no_extension_is_loaded(path):
    connection = engine.connect(path, KEY)
    with pytest.raises(dbapi2.OperationalError):
        connection.execute("SELECT load_extension('anything')")
    connection.close()


def test_no_error_of_the_engine_repeats_what_was_written(path):
    store = open_store(path, KEY)
    with pytest.raises(Exception, match="no such table") as told, store.transaction() as tx:
        tx.session.connection().exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("zebrafinch",))
    assert "zebrafinch" not in str(told.value)
    assert KEY.hex() not in str(told.value)
    store.close()


@pytest.mark.parametrize("size", [0, 1, 511])
def test_an_emptied_file_is_damaged_never_filled_anew(path, size):
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(StoreDamaged):
        open_store(path, KEY)
    assert path.stat().st_size == size


@pytest.mark.timeout(20)
def test_a_pipe_in_the_place_of_the_records_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "center.db")
    with pytest.raises(StoreClosedOff):
        engine.connect(tmp_path / "center.db", KEY)
