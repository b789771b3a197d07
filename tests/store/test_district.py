"""The district's store: migrations equal to the models, every released schema opens, no program takes the other's."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests.store.stores import KEY, NOW, new_store
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.district import Receipt
from wellnessdesk.domain.figures import Figure, Spot
from wellnessdesk.store import district, migrate
from wellnessdesk.store.district import centers, facts, figures, received
from wellnessdesk.store.district.rollup import InStore
from wellnessdesk.store.district.rows import DistrictBase
from wellnessdesk.store.errors import StoreNewer, StoreOfAnotherKind
from wellnessdesk.store.transaction import open_store

FIXTURES = Path(__file__).parents[1] / "data" / "stores"
REVISIONS = [one.revision for one in ScriptDirectory(str(district.KIND.folder)).walk_revisions()][::-1]
RECEIPT = Receipt(
    id="b1", center_id="c1", center="Wellness Center", school="Núñez High", kind="aggregate", period="2026-09",
    first_day=date(2026, 9, 1), last_day=date(2026, 9, 30), version=1, sequence=1, previous="", hash="ab" * 32, size=5,
    supersedes="", audit_sequence=7, audit_head="cd" * 32, purpose="Yearly evaluation", authority="Resolution 12",
    created=NOW, program="WellnessDesk 0.1", demo=False, file_name="a.age", taken_at=NOW, despite="gap",
    reason="the stick was lost", counts=True)
DATED = replace(RECEIPT, ends_on=date(2027, 8, 31), deleted_at=NOW)
"""The same as every schema after d0001 has it."""
FIGURE = Figure(spot=Spot(table_name="visits", counted="visits", row_dimension="reason", row_key="r0",
                          column_dimension="", column_key="", line="cell"), value=None, why="small", low=1, high=10)
CENTER = ("c1", "Wellness Center", "Núñez High", "c1 ssh-ed25519 AAAA", NOW, None)


def put_data(store):
    with store.transaction() as tx:
        facts.put(tx, "name", "Oak District")
        centers.add(tx, *CENTER[:5])
        received.add(tx, DATED)
        received.add_body(tx, RECEIPT.id, b"body")
        figures.add(tx, RECEIPT.id, [FIGURE])


def check_data(store, receipt=DATED):
    with store.reading() as tx:
        assert facts.get(tx, "name") == "Oak District"
        assert centers.all_of_them(tx) == [CENTER]
        assert received.newest_first(tx) == [receipt]
        assert received.body(tx, RECEIPT.id) == b"body"
        ((*_rest, value, why, low, high),) = InStore(tx).rows(rollup_sql.figures([RECEIPT.id]))
        assert (value, why, low, high) == (None, "small", 1, 10)
        assert tx.session.execute(text("PRAGMA foreign_key_check")).all() == []


def shape(engine):
    """Every table, column and index, as SQLite itself wrote them down."""
    with engine.connect() as connection:
        return sorted(connection.execute(text(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            " AND name <> 'alembic_version'")).all())


@pytest.fixture
def store(tmp_path):
    made = district.create(tmp_path / "district.db", KEY)
    yield made
    made.close()


def test_the_migrated_schema_is_the_one_of_the_models(store):
    with store.connection() as connection:
        assert compare_metadata(MigrationContext.configure(connection), DistrictBase.metadata) == []


def test_the_control_a_missing_index_is_a_difference(store):
    with store.connection() as connection:
        connection.execute(text("DROP INDEX ix_figures_bundle"))
        assert len(compare_metadata(MigrationContext.configure(connection), DistrictBase.metadata)) == 1


def test_down_and_up_again_leaves_the_schema_as_it_was(store):
    engine = store._engine
    before = shape(engine)
    for revision, step in (("base", command.downgrade), ("head", command.upgrade)):
        with engine.begin() as connection:
            step(migrate.config(connection, district.KIND), revision)
        assert (shape(engine) == before) == (revision == "head")
    put_data(store)
    check_data(store)


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_every_released_schema_still_opens_with_its_data(tmp_path, revision):
    """The fixtures are real files of their time: made by `put_data` under that revision, never again."""
    fixture = FIXTURES / f"district-{revision}.db"
    assert fixture.is_file(), f"keep a store of revision {revision}: python -m tests.store.test_district"
    shutil.copy(fixture, tmp_path / "district.db")
    store = district.open_there(tmp_path / "district.db", KEY)
    check_data(store, RECEIPT if revision == "d0001" else DATED)
    store.close()


def test_a_store_of_a_newer_version_is_refused_and_unchanged(store):
    put_data(store)
    with store.transaction() as tx:
        tx.session.execute(text("UPDATE alembic_version SET version_num = 'd9999'"))
    store.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreNewer, match="newer version of WellnessDesk"):
        district.open_there(store.path, KEY)
    assert store.path.read_bytes() == before


def test_neither_program_opens_the_store_of_the_other(store, tmp_path):
    center = new_store(tmp_path)
    for one, opened_as in ((store, open_store), (center, district.open_there)):
        one.close()
        before = one.path.read_bytes()
        with pytest.raises(StoreOfAnotherKind, match="records of another kind"):
            opened_as(one.path, KEY)
        assert one.path.read_bytes() == before


if __name__ == "__main__":
    target = FIXTURES / f"district-{migrate.newest(district.KIND)}.db"
    target.unlink(missing_ok=True)
    made_now = district.create(target, KEY)
    put_data(made_now)
    made_now.close()
