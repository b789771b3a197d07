"""Migrations: up, down, with data, equal to the models; a newer store is refused; every released schema still opens."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.store.stores import DAY, KEY, NOW, new_store, session, visit, with_people
from wellnessdesk.store import engine as engines
from wellnessdesk.store import flags, migrate, sealed, sessions, visits
from wellnessdesk.store.errors import StoreNewer
from wellnessdesk.store.rows import Base
from wellnessdesk.store.transaction import open_store

FIXTURES = Path(__file__).parent / "data" / "stores"
REVISIONS = [one.revision for one in ScriptDirectory(str(migrate._FOLDER)).walk_revisions()][::-1]


@pytest.fixture
def engine(tmp_path):
    raw = engines.connect(tmp_path / "center.db", KEY, create=True)
    made = engines.make_engine(lambda: raw)
    yield made
    made.dispose()


def to(engine, revision, step=command.upgrade):
    with engine.begin() as connection:
        step(migrate.config(connection), revision)


def shape(engine):
    """Every table, column, index and check, as SQLite itself wrote them down."""
    with engine.connect() as connection:
        return sorted(connection.execute(text(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")).all())


def test_the_migrated_schema_is_the_one_of_the_models(engine):
    migrate.to_newest(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_control_a_missing_column_and_a_missing_index_are_differences(engine):
    migrate.to_newest(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE visits DROP COLUMN reason"))
        connection.execute(text("DROP INDEX ix_flags_open"))
    with engine.connect() as connection:
        assert len(compare_metadata(MigrationContext.configure(connection), Base.metadata)) == 2


def columns(engine):
    with engine.connect() as connection:
        look = inspect(connection)
        return {name: sorted((one["name"], str(one["type"]), one["nullable"]) for one in look.get_columns(name))
                for name in look.get_table_names() if name != "alembic_version"}


def test_what_the_comparison_does_not_see_is_equal_too(engine, tmp_path):
    """Partial indexes, autoincrement and checks: the models' own SQL against the migrations'."""
    migrate.to_newest(engine)
    raw = engines.connect(tmp_path / "models.db", KEY, create=True)
    models = engines.make_engine(lambda: raw)
    Base.metadata.create_all(models)

    assert columns(models) == columns(engine)
    assert partial_and_numbered(models) == partial_and_numbered(engine)
    models.dispose()


def partial_and_numbered(engine):
    found = set()
    for kind, name, _table, sql in shape(engine):
        if kind == "index" and sql and "WHERE" in sql:
            found.add((name, " ".join(sql.split("WHERE")[1].split())))
        if kind == "table" and "AUTOINCREMENT" in sql:
            found.add((name, "numbers never given twice"))
        if kind == "table" and "CHECK" in sql:
            found.add((name, sql.split("CHECK")[1].split(")")[0]))
    assert len(found) >= 4
    return found


def test_each_step_up_and_down_again_leaves_the_schema_as_it_was(engine):
    steps = ["base", *REVISIONS]
    seen = {"base": tables(engine)}
    for revision in REVISIONS:
        to(engine, revision)
        seen[revision] = tables(engine)
    assert len(seen[REVISIONS[-1]]) > 20
    for before in steps[-2::-1]:
        to(engine, before, command.downgrade)
        assert tables(engine) == seen[before]


def tables(engine):
    return [row for row in shape(engine) if row[1] != "alembic_version"]


def test_the_newest_is_made_again_after_going_all_the_way_down(engine):
    migrate.to_newest(engine)
    before = shape(engine)
    to(engine, "base", command.downgrade)
    migrate.to_newest(engine)
    assert shape(engine) == before


def test_an_up_to_date_store_is_left_alone(tmp_path):
    store = new_store(tmp_path)
    store.close()
    before = store.path.read_bytes()
    open_store(store.path, KEY).close()
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("revision", ["9999", "0001x"])
def test_a_store_of_a_newer_version_is_refused_and_unchanged(tmp_path, revision):
    store = new_store(tmp_path)
    with store.transaction() as tx:
        with_people(tx)
        tx.session.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreNewer, match="newer version of WellnessDesk"):
        open_store(store.path, KEY)
    assert store.path.read_bytes() == before


def test_a_migration_that_fails_half_way_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    raw = engines.connect(tmp_path / "center.db", KEY, create=True)
    made = engines.make_engine(lambda: raw)

    def half(settings, revision):
        upgrade(settings, revision)
        raise RuntimeError("the power went")

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", half)
    with pytest.raises(RuntimeError):
        migrate.to_newest(made)
    assert shape(made) == []
    monkeypatch.undo()
    migrate.to_newest(made)
    assert len(shape(made)) > 20
    made.dispose()


def test_without_migrations_the_program_says_so(monkeypatch, tmp_path):
    (tmp_path / "versions").mkdir()
    monkeypatch.setattr(migrate, "_FOLDER", tmp_path)
    with pytest.raises(LookupError):
        migrate.newest()


def put_data(store):
    with store.transaction() as tx:
        with_people(tx)
        number = visit(tx)
        visits.hand_over(tx, number, "pia", NOW)
        one = session(tx, number)
        sealed.add(tx, "note", str(one), 1, bytes(range(256)) * 8)
        flags.add(tx, _mark(), DAY, b"index")


def _mark():
    return flags.FlagMark(id="f1", urgency=flags.Urgency.SAME_DAY, status=flags.FlagStatus.RAISED, raised_at=NOW)


def check_data(store):
    with store.reading() as tx:
        assert [one.student for one in visits.still_here(tx, DAY)] == ["Ann Doe"]
        assert sessions.get(tx, 1).peer == "Pia Peer"
        assert sealed.get(tx, "note", "1", 1) == bytes(range(256)) * 8
        assert flags.not_closed(tx) == [_mark()]
        assert tx.session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert tx.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def test_data_written_now_is_read_after_reopening(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    store.close()
    again = open_store(store.path, KEY)
    check_data(again)
    again.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_every_released_schema_still_opens_with_its_data(tmp_path, revision):
    """The fixtures are real files of their time: made by `put_data` under that revision, never again."""
    fixture = FIXTURES / f"{revision}.db"
    assert fixture.is_file(), f"keep a store of revision {revision}: python -m tests.test_migrations"
    shutil.copy(fixture, tmp_path / "center.db")
    store = open_store(tmp_path / "center.db", KEY)
    check_data(store)
    store.close()


def test_the_number_of_a_session_taken_back_is_not_given_again_after_the_table_was_made_anew(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    with store.transaction() as tx:
        again = session(tx, 1)
        sessions.remove(tx, again)
    engine = store._engine
    to(engine, "0003", command.downgrade)
    to(engine, "0004")
    check_data(store)
    with store.transaction() as tx:
        assert session(tx, 1) == again + 1
    store.close()


if __name__ == "__main__":
    target = FIXTURES / f"{migrate.newest()}.db"
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    made_now = new_store(target.parent)
    put_data(made_now)
    made_now.close()
    made_now.path.rename(target)
