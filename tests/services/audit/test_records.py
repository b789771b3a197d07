"""What the log tells of visits, people, districts, bundles and agendas is held against the records."""

import pytest

from tests.faults.scene import ACTS, set_up
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import audit, destruction, retention, supervision, visits

MEETING = "2026-09-14.1"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    return set_up(tmp_path_factory.mktemp("told") / "center")


@pytest.fixture
def scene(made_once, tmp_path):
    made = made_once.stage(tmp_path / "center")
    for act in ("hand over", "check out", "tick an item", "set the lock", "add a person", "write a bundle"):
        ACTS[act](made)
    supervision.set_minutes(made.center.coordinator, MEETING, ItemKind.NOTE, str(made.signed), 7)
    made.center.coordinator.keys.header = made.center.admin.keys.header
    yield made
    made.center.admin.close()


def sql(scene, statement):
    connection = raw(scene.center.admin.store.path, scene.center.admin.keys.store_key)
    assert connection.execute(statement).rowcount >= 1
    connection.close()


def finding(scene):
    verdict = audit.verify(scene.center.coordinator)
    assert verdict.whole
    return verdict.finding


def test_a_day_as_it_was_has_no_finding(scene):
    assert finding(scene) == ""


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM visits WHERE id = 3", "is not there"),
    ("UPDATE visits SET left_at = NULL WHERE left_at IS NOT NULL", "not marked as the log says"),
    ("UPDATE visits SET handed_at = NULL WHERE id = 1", "not marked as the log says"),
    ("INSERT INTO visits (student_id, day, arrived_at, origin, reason) SELECT student_id, day, arrived_at, origin, "
     "reason FROM visits LIMIT 1", "no entry checked in"),
    ("UPDATE settings SET value = '{\"peer\": 5}' WHERE key = 'lock.minutes'", "minutes until the lock"),
    ("DELETE FROM settings WHERE key = 'lock.minutes'", "minutes until the lock"),
    ("UPDATE recipients SET age_key = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'",
     "districts and their keys"),
    ("UPDATE recipients SET age_key = 'none'", "districts and their keys"),
    ("UPDATE bundles SET hash = 'x'", "records of bundles"),
    ("UPDATE bundles SET state = 'abandoned'", "records of bundles"),
    ("UPDATE meeting_items SET state = CASE state WHEN 'open' THEN 'talked' ELSE 'open' END", "agenda of the meeting"),
    ("UPDATE meeting_items SET minutes = 8 WHERE minutes = 7", "agenda of the meeting"),
    ("DELETE FROM meeting_items WHERE kind = 'own'", "agenda of the meeting"),
    ("UPDATE supervision_groups SET every = 4", "supervision groups"),
    ("DELETE FROM supervision_members WHERE NOT leads", "supervision groups"),
    ("UPDATE center SET directory_serial = 1", "older than the signed list"),
    ("INSERT INTO sealed SELECT 1, 'draft', record, 0, blob FROM sealed WHERE kind = 'note'", "belongs to no record"),
    ("INSERT INTO sealed SELECT 1, 'new kind', record, 0, blob FROM sealed WHERE kind = 'note'",
     "belongs to no record"),
    ("DELETE FROM sealed WHERE kind = 'draft'", "missing from its record"),
    ("UPDATE people SET active = 0 WHERE name = 'Nina New'", "people are not as"),
    ("UPDATE people SET role = 'administrator' WHERE name = 'Nina New'", "people are not as"),
])
def test_what_sql_changed_is_found(scene, statement, said):
    sql(scene, statement)
    assert said in finding(scene)


def test_steps_that_were_taken_back_are_no_finding(scene):
    front = scene.center.front
    for _step in range(2):
        visits.undo(front, scene.waiting)
        assert finding(scene) == ""


def test_what_was_destroyed_is_not_missed(scene):
    scene.center.clock.advance(days=365 * 8)
    cora = scene.center.coordinator
    done = destruction.destroy(cora, retention.preview(cora), PASSPHRASE)
    assert {Records.VISITS, Records.AGENDAS} <= {line.records for line in done.lines}
    assert finding(scene) == ""
    assert audit.verify(cora).entries > 10
