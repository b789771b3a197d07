"""Nothing is opened whose structure somebody changed, and nothing foreign acts in a session that is going on."""

import time

import pytest
from sqlalchemy import text

from tests.store.stores import KEY, new_store, raw, with_people
from wellnessdesk.store import engine as engines
from wellnessdesk.store import migrate, schema
from wellnessdesk.store.errors import StoreAltered, StoreDamaged
from wellnessdesk.store.transaction import open_store

SWALLOW = "CREATE TRIGGER t BEFORE INSERT ON people BEGIN SELECT RAISE(IGNORE); END"


@pytest.fixture
def path(tmp_path):
    new_store(tmp_path).close()
    return tmp_path / "center.db"


def plant(path, *statements):
    connection = raw(path)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_the_digest_is_the_one_of_the_migrations(tmp_path):
    connection = engines.connect(tmp_path / "fresh.db", KEY, create=True)
    engine = engines.make_engine(lambda: connection)
    migrate.to_newest(engine)
    with engine.connect() as opened:
        assert schema.digest(opened) == schema.DIGEST
    engine.dispose()


@pytest.mark.parametrize("planted", [
    SWALLOW, "CREATE VIEW v AS SELECT * FROM people", "CREATE TABLE spy (what TEXT)",
    "CREATE INDEX i ON people (name)", "DROP INDEX ix_people_role", "ALTER TABLE people ADD COLUMN more TEXT"])
def test_a_changed_structure_is_not_opened(path, planted):
    plant(path, planted)
    before = path.read_bytes()
    with pytest.raises(StoreAltered, match="structure was changed outside the program"):
        open_store(path, KEY)
    assert path.read_bytes() == before


def test_a_trigger_is_found_under_the_name_of_a_table(path):
    plant(path, SWALLOW, "PRAGMA writable_schema = ON", "UPDATE sqlite_master SET type = 'table' WHERE name = 't'")
    with pytest.raises((StoreAltered, StoreDamaged)):  # SQLite itself may see it first
        open_store(path, KEY)


def test_an_older_store_with_a_trigger_is_not_migrated(path):
    plant(path, SWALLOW, "DELETE FROM alembic_version")
    with pytest.raises(StoreAltered):
        open_store(path, KEY)


@pytest.mark.parametrize("body", ["SELECT RAISE(IGNORE)", "DELETE FROM students",
                                  "INSERT INTO sealed VALUES (9, '', '', 1, '')"])
def test_a_trigger_planted_while_somebody_works_stops_the_act(path, body):
    store = open_store(path, KEY)
    plant(path, SWALLOW.replace("SELECT RAISE(IGNORE)", body))
    with pytest.raises(StoreAltered), store.transaction() as tx:
        with_people(tx)
    store.close()


def test_a_view_put_in_the_place_of_a_table_is_not_read(path):
    store = open_store(path, KEY)
    plant(path, "ALTER TABLE students RENAME TO real", "CREATE VIEW students AS SELECT * FROM real")
    with pytest.raises(StoreAltered), store.reading() as tx:
        tx.session.execute(text("SELECT count(given) FROM students")).all()
    store.close()


@pytest.mark.parametrize("statement", [
    SWALLOW, SWALLOW.replace("CREATE", "CREATE TEMP"), "CREATE VIEW v AS SELECT 1", "CREATE TEMP VIEW v AS SELECT 1"])
def test_the_program_itself_plants_none(path, statement):
    store = open_store(path, KEY)
    with pytest.raises(StoreAltered), store.transaction() as tx:
        tx.session.execute(text(statement))
    store.close()


def test_looking_costs_next_to_nothing(path):
    store = open_store(path, KEY)
    with store.connection() as connection:
        schema.check(connection)
        began = time.perf_counter()
        for _time in range(10):
            schema.check_nothing_acts(connection)
            schema.check(connection)
    assert (time.perf_counter() - began) / 10 < 0.02
    store.close()
