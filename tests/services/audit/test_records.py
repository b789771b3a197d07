"""What the log tells of visits, people, districts, bundles and agendas is held against the records."""

from datetime import date

import pytest

from tests.faults.scene import ACTS, set_up
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.domain.destroyed import Destroyed, Names
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import audit, destruction, retention, supervision, supervision_groups, visits
from wellnessdesk.services.audit.told.gatherer import Deed
from wellnessdesk.services.audit.told.supervision import ToldOfSupervision
from wellnessdesk.store import meetings

DAY, MEETING = date(2026, 9, 14), "2026-09-14.1"


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
    ("UPDATE recipient_keys SET age_key = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'",
     "districts and their keys"),
    ("UPDATE recipient_keys SET age_key = 'none'", "districts and their keys"),
    ("UPDATE bundles SET hash = 'x'", "records of bundles"),
    ("UPDATE bundles SET state = 'abandoned'", "records of bundles"),
    ("UPDATE bundle_tables SET body = replace(body, '1', '2')", "kept of earlier bundles"),
    ("UPDATE bundle_counts SET body = replace(body, '1', '2')", "kept of earlier bundles"),
    ("UPDATE bundle_counts SET told = NOT told", "kept of earlier bundles"),
    ("DELETE FROM bundle_counts", "kept of earlier bundles"),
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


@pytest.fixture(scope="module")
def cared_for_once(tmp_path_factory):
    made = set_up(tmp_path_factory.mktemp("cared") / "center").stage(tmp_path_factory.mktemp("staged") / "center")
    for act in ("sign a group's note", "give a note back", "add to a note", "take a step of a referral",
                "correct a contact", "end a rule", "write down a disclosure", "withdraw a flag"):
        ACTS[act](made)
    yield made
    made.center.admin.close()


@pytest.fixture
def cared_for(cared_for_once, tmp_path):
    made = cared_for_once.stage(tmp_path / "center")
    yield made
    made.center.admin.close()


def test_what_was_built_later_has_no_finding_as_it_was(cared_for):
    assert finding(cared_for) == ""


@pytest.mark.parametrize(("statement", "said"), [
    ("UPDATE caregiver_contacts SET student_index = x'00'", "A contact with a caregiver is not found"),
    ("UPDATE caregiver_contacts SET student_index = NULL", "A contact with a caregiver is not found"),
    ("UPDATE referrals SET student_index = zeroblob(32)", "A referral is not found"),
    ("UPDATE flags SET student_index = zeroblob(32) WHERE student_index IS NOT NULL", "A red flag is not found"),
    ("UPDATE flags SET student_index = NULL", "A red flag is not found"),
    ("UPDATE referrals SET closed_at = 1", "referral that entry"),
    ("UPDATE referrals SET due = '2030-01-01'", "referral that entry"),
    ("UPDATE referrals SET steps = 1", "referral that entry"),
    ("DELETE FROM sealed WHERE kind = 'referral' AND version = 2", "referral that entry"),
    ("UPDATE caregiver_contacts SET steps = 1", "contact with a caregiver that entry"),
    ("UPDATE caregiver_contacts SET day = '2020-01-01'", "contact with a caregiver that entry"),
    ("DELETE FROM caregiver_contacts", "contact with a caregiver that entry"),
    ("UPDATE contact_rules SET ended_at = NULL", "before a caregiver is called"),
    ("UPDATE contact_rules SET rule = 'ask_first'", "before a caregiver is called"),
    ("DELETE FROM contact_rules", "before a caregiver is called"),
    ("DELETE FROM note_addenda", "added to a note"),
    ("UPDATE note_returns SET answered_at = NULL", "was given back"),
    ("DELETE FROM note_returns", "added to a note"),
    ("UPDATE session_students SET remarks = 0", "belongs to no record"),
    ("UPDATE flags SET steps = 0 WHERE status = 'withdrawn'", "What adults wrote"),
    ("UPDATE flags SET status = 'closed' WHERE status = 'withdrawn'", "marked as the log does not say"),
    ("DELETE FROM sealed WHERE kind = 'disclosure'", "disclosure"),
])
def test_what_sql_does_to_what_was_built_later_is_found(cared_for, statement, said):
    sql(cared_for, statement)
    assert said in finding(cared_for)


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


def test_what_was_said_of_a_weeks_agenda_is_held_against_the_meeting_it_became(scene):
    """Up to schema 0004 an agenda was named by its Monday; so the log says, and certificates of destruction."""
    def differs(done, *destroyed):
        told = ToldOfSupervision()
        told.add(Deed(1, "agenda.tick", "agenda:2026-09-14", f"note:{scene.signed}:{done}"))
        for names in destroyed:
            told.destroy(Destroyed(records=Records.AGENDAS, names=Names(names), days=(DAY, DAY)))
        with scene.center.coordinator.reading() as tx:
            for group in meetings.groups(tx):
                told.add(Deed(1, "group.add", f"group:{group.id}", supervision_groups.told(group)))
            return told.differs(tx)

    assert differs(1) == ""
    assert "agenda of the meeting" in differs(0)
    assert differs(0, "2026-09-14") == differs(0, MEETING) == ""
    assert differs(0, "2026-09-21") != ""
