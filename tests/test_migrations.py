"""Migrations: up, down, with data, equal to the models; a newer store is refused; every released schema still opens."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from tests.store.stores import DAY, KEY, NOW, new_store, session, visit, with_people
from wellnessdesk.domain.meetings import MeetingState
from wellnessdesk.store import bundles, flags, meetings, migrate, sealed, sessions, supervision, visits
from wellnessdesk.store import engine as engines
from wellnessdesk.store.errors import StoreNewer
from wellnessdesk.store.rows import Base
from wellnessdesk.store.transaction import open_store

FIXTURES = Path(__file__).parent / "data" / "stores"
REVISIONS = [one.revision for one in ScriptDirectory(str(migrate.CENTER.folder)).walk_revisions()][::-1]


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


def test_without_migrations_the_program_says_so(tmp_path):
    (tmp_path / "versions").mkdir()
    with pytest.raises(LookupError):
        migrate.newest(migrate.Kind(tmp_path, "", ""))


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


AGENDAS = """
INSERT INTO agendas VALUES ('2026-09-07', 1, 'cora'), ('2026-09-14', 2, 'cora');
INSERT INTO agenda_items VALUES (1, '2026-09-07', 0, 'own', 'own', 'o', 3, 0, 0),
    (2, '2026-09-14', 0, 'flags', 'flag', 'f', 5, 0, 1),
    (3, '2026-09-14', 1, 'carried', 'own', 'o', 4, 1, 0);
INSERT INTO sealed VALUES (7, 'agenda item', 'o', 1, x'00')
"""


def run(engine, statements):
    with engine.begin() as connection:
        for statement in statements.split(";"):
            connection.execute(text(statement))


def asked(engine, query):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def at_0004_with_agendas(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    to(store._engine, "0004", command.downgrade)
    run(store._engine, AGENDAS)
    return store


def test_agendas_of_weeks_become_the_meetings_of_one_group_of_everybody(tmp_path):
    store = at_0004_with_agendas(tmp_path)
    to(store._engine, "0005")
    with store.reading() as tx:
        (group,) = meetings.groups(tx)
        kept = supervision.get(tx, "2026-09-14.1")
        assert {(one.person, one.leads, one.since) for one in group.members} == {
            ("cora", True, date(2026, 9, 7)), ("pia", False, date(2026, 9, 7))}
        assert (group.id, group.starts_on, group.every, group.minutes) == (1, date(2026, 9, 7), 1, 60)
        assert [(item.ref, item.minutes, item.carried, item.state) for item in kept.items] == [
            ("f", 5, 0, "talked"), ("o", 4, 1, "open")]
        assert {one.state for one in meetings.of_group(tx, 1).values()} == {MeetingState.PREPARED}
    store.close()


def test_a_store_without_agendas_gets_no_group(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    to(store._engine, "0004", command.downgrade)
    to(store._engine, "0005")
    assert asked(store._engine, "SELECT count(*) FROM supervision_groups") == [(0,)]
    store.close()


def test_taken_back_the_agendas_are_as_they_were_and_what_has_no_place_is_gone(tmp_path):
    store = at_0004_with_agendas(tmp_path)
    agendas, items = ("SELECT * FROM agendas", "SELECT * FROM agenda_items")
    before = asked(store._engine, agendas), asked(store._engine, items)
    to(store._engine, "0005")
    run(store._engine, """
        INSERT INTO supervision_groups VALUES (2, 'B', '2026-09-08', 900, 60, 1, '', 0, NULL);
        INSERT INTO meetings (id, group_id, day, starts, minutes, state, why, built_at, built_by, papers)
            VALUES ('2026-09-16.2', 2, '2026-09-16', 900, 60, 'prepared', '', 3, 'cora', 0);
        INSERT INTO meeting_items VALUES (9, '2026-09-16.2', 0, 'own', 'own', 'p', 3, 0, 'open', 0, 0);
        INSERT INTO sealed VALUES (8, 'agenda item', 'p', 1, x'00'), (9, 'outcome', '2026-09-14.1:own:o', 1, x'00')""")

    to(store._engine, "0004", command.downgrade)

    assert (asked(store._engine, agendas), asked(store._engine, items)) == before
    assert asked(store._engine, "SELECT record FROM sealed WHERE kind IN ('agenda item', 'outcome')") == [("o",)]
    to(store._engine, "0005")
    check_data(store)
    store.close()


def test_taken_back_the_peer_program_leaves_nothing_behind_and_everything_else_as_it_was(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    run(store._engine, """
        INSERT INTO classes VALUES (1, 'red_flags', 1, '2026-09-14', 60, '', '', 1, 'cora');
        INSERT INTO class_attendance VALUES (1, 'pia', 'present', 60);
        INSERT INTO completions VALUES ('c', 'pia', 'red_flags', 1, '2026-09-14', 'class', 1, 'cora', NULL, NULL);
        INSERT INTO clearance_overrides VALUES ('o', 'pia', 'tutoring', '2026-09-14', '2026-09-15', 1, 'cora', NULL,
            NULL);
        INSERT INTO sealed VALUES (8, 'override', 'o', 1, x'00'), (9, 'caregiver paper', 'p', 1, x'00')""")

    to(store._engine, "0005", command.downgrade)

    assert asked(store._engine, "SELECT kind FROM sealed") == [("note",)]
    to(store._engine, migrate.newest())
    check_data(store)
    assert asked(store._engine, "SELECT count(*) FROM completions") == [(0,)]
    store.close()


def test_taken_back_the_peer_program_whole_leaves_what_the_schema_before_knew(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    run(store._engine, """
        INSERT INTO completions VALUES ('c', 'pia', 'red_flags', 1, '2026-09-14', 'exam', NULL, 'cora', NULL, NULL);
        INSERT INTO question_banks VALUES ('safety', 1, 'Safety', 'red_flags', 0, 80, '[]', 1, 'cora', NULL);
        INSERT INTO exam_attempts VALUES ('a', 'safety', 1, 'pia', 1, 2, 8, 10, 1);
        INSERT INTO hour_entries VALUES ('h', 'pia', 'field', '2026-09-14', 60, '', 'outreach', '', '', NULL, 'waiting',
            1, 'pia', NULL, NULL, '');
        INSERT INTO sealed VALUES (8, 'attempt', 'a', 1, x'00'), (9, 'interview', 'i', 1, x'00'),
            (10, 'override', 'o', 1, x'00');
        INSERT INTO settings VALUES ('wellbeing.asked', '{"pia": "AAAA"}')""")

    to(store._engine, "0006", command.downgrade)

    assert asked(store._engine, "SELECT kind FROM sealed ORDER BY kind") == [("note",), ("override",)]
    assert asked(store._engine, "SELECT count(*) FROM completions") == [(1,)]
    assert asked(store._engine, "SELECT key FROM settings") == []
    run(store._engine, """INSERT INTO settings VALUES ('wellbeing.skipped', '{"pia": "2026-09-14"}')""")
    to(store._engine, "0007")
    check_data(store)
    assert asked(store._engine, "SELECT count(*) FROM hour_entries") == [(0,)]
    assert asked(store._engine, "SELECT key FROM settings") == []  # who skipped a wellbeing check
    store.close()


BUNDLES_OF_BEFORE = """
INSERT INTO recipients VALUES ('oak', 'Oak District', 'age1oak', 1, 'cora'), ('elm', 'Elm', 'age1elm', 2, 'cora');
INSERT INTO bundles VALUES ('a', 1, 'oak', '2026-02', 'p', '/stick/a.age', 'h1', '', 5, 'cora', 'written'),
    ('x', 2, 'oak', '2026-02', 'p', '/stick/x.age', 'h2', 'h1', 6, 'cora', 'abandoned'),
    ('b', 2, 'oak', '2026-02', 'p', '/stick/b.age', 'h3', 'h1', 7, 'cora', 'written'),
    ('c', 1, 'elm', '2026-02', 'p', '/stick/c.age', 'h4', '', 8, 'cora', 'pending')
"""


def test_bundles_of_before_get_days_and_versions_and_their_districts_a_key_that_is_to_be_compared(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    to(store._engine, "0007", command.downgrade)
    run(store._engine, BUNDLES_OF_BEFORE)
    before = [asked(store._engine, one) for one in ("SELECT * FROM recipients", "SELECT * FROM bundles")]

    to(store._engine, "0008")

    assert asked(store._engine, "SELECT id, kind, first_day, last_day, version, supersedes, key_ids FROM bundles") == [
        ("a", "aggregate", "2026-02-01", "2026-02-28", 1, "", "oak"),
        ("x", "aggregate", "2026-02-01", "2026-02-28", 2, "a", "oak"),
        ("b", "aggregate", "2026-02-01", "2026-02-28", 2, "a", "oak"),
        ("c", "aggregate", "2026-02-01", "2026-02-28", 1, "", "elm")]
    assert asked(store._engine, "SELECT recipient_id, age_key, compared_at, ended_at FROM recipient_keys") == [
        ("oak", "age1oak", None, None), ("elm", "age1elm", None, None)]
    check_data(store)
    to(store._engine, "0007", command.downgrade)
    assert [asked(store._engine, one) for one in ("SELECT * FROM recipients", "SELECT * FROM bundles")] == before
    store.close()


def test_taken_back_a_recipient_keeps_its_newest_key_and_other_kinds_of_bundle_are_gone(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    to(store._engine, "0007", command.downgrade)
    run(store._engine, BUNDLES_OF_BEFORE)
    to(store._engine, "0008")
    run(store._engine, """
        UPDATE recipient_keys SET ended_at = 9 WHERE id = 'oak';
        INSERT INTO recipient_keys VALUES ('new', 'oak', 'age1new', 3, 'cora', 4, 'cora', NULL);
        UPDATE bundles SET kind = 'rows' WHERE id = 'a';
        INSERT INTO bundle_tables VALUES ('b', 'visits', 0, '{}');
        INSERT INTO demographic_counts VALUES ('2026-09', 'pei', 'language', 'english', 3);
        INSERT INTO sealed VALUES (8, 'pseudonym key', 'k', 1, x'00')""")

    to(store._engine, "0007", command.downgrade)

    assert asked(store._engine, "SELECT id, age_key FROM recipients ORDER BY id") == [
        ("elm", "age1elm"), ("oak", "age1new")]
    assert asked(store._engine, "SELECT id FROM bundles ORDER BY id") == [("b",), ("c",), ("x",)]
    assert asked(store._engine, "SELECT kind FROM sealed") == [("note",)]
    to(store._engine, migrate.newest())
    check_data(store)
    store.close()


ENTRIES = """
INSERT INTO audit VALUES (1, 1, 'cora', 'center.create', 'center', '', x'01', x''),
    (2, 2, 'cora', 'recipient.add', 'recipient:oak', 'six words', x'02', x''),
    (3, 3, 'pia', 'visit.check_in', 'visit:1', '', x'03', x''),
    (4, 4, 'cora', 'bundle.begin', 'bundle:a', 'facts:', x'04', x''),
    (5, 5, 'cora', 'bundles', 'approval', '', x'05', x''),
    (6, 6, 'cora', 'approval.set', 'center', 'on', x'06', x'')
"""


def test_entries_of_before_are_found_by_the_index_that_came_later(tmp_path):
    store = new_store(tmp_path)
    put_data(store)
    to(store._engine, "0008", command.downgrade)
    run(store._engine, ENTRIES)
    before = asked(store._engine, "SELECT * FROM audit")

    to(store._engine, "0009")

    assert asked(store._engine, "SELECT * FROM audit") == before
    with store.reading() as tx:
        assert [one.sequence for one in bundles.log_entries(tx)] == [2, 4, 6]
    check_data(store)
    store.close()


if __name__ == "__main__":
    target = FIXTURES / f"{migrate.newest()}.db"
    target.parent.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    made_now = new_store(target.parent)
    put_data(made_now)
    made_now.close()
    made_now.path.rename(target)
