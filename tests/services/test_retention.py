"""Periods, legal holds and the preview: who decides what, and that looking changes nothing."""

import json

import pytest

from tests.retained import counted, old_center, shell
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.retention import RULES, Records, usual
from wellnessdesk.services import audit, retention

TABLES = ("visits", "sessions", "sealed", "flags", "meetings", "meeting_items", "kept_counts", "destructions", "audit")


@pytest.fixture
def old(tmp_path):
    made = old_center(tmp_path / "center")
    yield made
    made.center.admin.close()


@pytest.fixture
def center(old):
    return old.center


def due(desk):
    return {line.records: (line.going, line.held, line.waiting) for line in retention.preview(desk).lines}


def test_without_a_decision_the_usual_periods_hold(center):
    found = retention.periods(center.coordinator)
    assert (found.periods, found.by, found.day) == (usual(), "", None)


def test_an_administrator_sets_a_period_and_the_log_keeps_it(center):
    made = retention.set_period(center.admin, Records.AGENDAS, 10)
    assert retention.periods(center.coordinator) == made
    assert (made.periods[Records.AGENDAS], made.by) == (10, center.admin.person.id)
    assert due(center.coordinator)[Records.AGENDAS] == (0, 0, 0)
    assert audit.verify(center.coordinator).sound


def test_a_period_that_is_not_allowed_is_told_and_nothing_changes(center):
    for records, number in ((Records.VISITS, 0), (Records.VISITS, 26), (Records.FLAGS, 2), (Records.DRAFTS, 61),
                            (Records.DISCLOSURES, 4), (Records.SESSIONS, 6)):
        with pytest.raises(Problem):
            retention.set_period(center.admin, records, number)
    assert retention.periods(center.admin).periods == usual()


@pytest.mark.parametrize("value", [7, "x", [], {"periods": 3}, {"periods": {"visits": 0, "flags": "9", "agendas": 999}},
                                   {"periods": {"visits": True}}])
def test_periods_that_are_none_count_as_the_usual_ones_and_the_log_tells(center, value):
    shell(center, "INSERT INTO settings (key, value) VALUES ('retention.periods', ?)", json.dumps(value))
    assert retention.periods(center.admin).periods == usual()
    assert "periods of retention" in audit.verify(center.admin).finding


def test_nobody_but_an_administrator_sets_periods_nor_anybody_but_a_coordinator_holds(center):
    for desk in (center.front, center.peer, center.coordinator):
        with pytest.raises(Denied):
            retention.set_period(desk, Records.VISITS, 5)
    for desk in (center.front, center.peer, center.admin):
        for call in (lambda desk=desk: retention.place_hold(desk, 1, "x"), lambda desk=desk: retention.holds(desk),
                     lambda desk=desk: retention.lift_hold(desk, "x")):
            with pytest.raises(Denied):
                call()
    for desk in (center.front, center.peer):
        with pytest.raises(Denied):
            retention.preview(desk)


def test_the_preview_counts_each_class_and_changes_nothing(center):
    before = counted(center, *TABLES)
    for desk in (center.coordinator, center.admin):
        assert due(desk) == {
            Records.DRAFTS: (1, 0, 0), Records.SESSIONS: (3, 0, 0), Records.FLAGS: (1, 0, 0),
            Records.REFERRALS: (0, 0, 0), Records.CONTACTS: (0, 0, 0),
            Records.AGENDAS: (1, 0, 0), Records.VISITS: (7, 0, 0), Records.DISCLOSURES: (0, 0, 0),
            Records.HOLDS: (0, 0, 0), Records.APPLICATIONS: (0, 0, 0), Records.EMERGENCIES: (0, 0, 0),
            Records.PEERS: (0, 0, 0)}
    assert counted(center, *TABLES) == before


def test_what_is_not_due_is_not_counted(tmp_path):
    old = old_center(tmp_path / "young", days=365)
    assert {line.going for line in retention.preview(old.center.coordinator).lines
            if line.records is not Records.DRAFTS} == {0}
    old.center.admin.close()


def test_a_flag_that_is_not_closed_is_never_due(center):
    shell(center, "UPDATE flags SET closed_at = NULL")
    found = retention.preview(center.coordinator)
    assert (due(center.coordinator)[Records.FLAGS], found.open_flags) == ((0, 0, 0), 1)


def test_visits_stay_while_a_session_of_the_student_in_that_month_does(center):
    for records in (Records.DISCLOSURES, Records.SESSIONS):
        retention.set_period(center.admin, records, 20)
    found = due(center.coordinator)
    assert (found[Records.SESSIONS], found[Records.VISITS]) == ((0, 0, 0), (4, 0, 3))


def test_the_preview_can_be_stopped(center):
    class Stop:
        def report(self, done, total):
            pass

        def check_cancelled(self):
            raise Cancelled

    with pytest.raises(Cancelled):
        retention.preview(center.coordinator, Stop())


def test_on_hold_everything_about_a_student_stays_and_so_do_records_that_name_nobody(center):
    hold = retention.place_hold(center.coordinator, 1, " A lawyer's letter ")
    assert (hold.student, hold.reason, hold.placed_by) == ("José Núñez", "A lawyer's letter", "Cora Coordinator")
    assert due(center.admin) == {
        Records.DRAFTS: (1, 0, 0), Records.SESSIONS: (2, 1, 0), Records.FLAGS: (0, 1, 0), Records.AGENDAS: (0, 1, 0),
        Records.REFERRALS: (0, 0, 0), Records.CONTACTS: (0, 0, 0),
        Records.VISITS: (5, 2, 0), Records.DISCLOSURES: (0, 0, 0),
        Records.HOLDS: (0, 0, 0), Records.APPLICATIONS: (0, 0, 0), Records.EMERGENCIES: (0, 0, 0),
            Records.PEERS: (0, 0, 0)}
    assert retention.preview(center.admin).holds == 1


def test_a_lifted_hold_stays_on_the_list_and_holds_nothing(center):
    hold = retention.place_hold(center.coordinator, 1, "x")
    retention.lift_hold(center.coordinator, hold.id)
    (found,) = retention.holds(center.coordinator)
    assert (found.lifted_by, found.reason) == ("Cora Coordinator", "x")
    assert due(center.coordinator)[Records.FLAGS] == (1, 0, 0)
    with pytest.raises(Problem, match="not in force"):
        retention.lift_hold(center.coordinator, hold.id)


def test_a_student_is_held_once_with_a_reason(center):
    retention.place_hold(center.coordinator, 1, "x")
    for student, reason, said in ((1, "again", "already"), (2, "  ", "Write why"), (2, "y" * 2001, "under 2000"),
                                  (999, "z", "not on the roster")):
        with pytest.raises(Problem, match=said):
            retention.place_hold(center.coordinator, student, reason)
    assert len(retention.holds(center.coordinator)) == 1


def test_the_reason_of_a_hold_is_in_nobodys_reach_but_the_coordinators(center):
    retention.place_hold(center.coordinator, 1, "quince umbrella")
    for path in center.folder.iterdir():
        assert b"quince" not in path.read_bytes()
    dump = "".join(str(shell(center, f"SELECT * FROM {table}"))  # noqa: S608 - ours
                   for table in ("sealed", "audit", "legal_holds"))
    assert "quince" not in dump
    assert "Núñez" not in dump


def test_a_hold_moved_to_another_student_by_sql_is_not_read_as_theirs(center):
    retention.place_hold(center.coordinator, 1, "quince umbrella")
    shell(center, "UPDATE legal_holds SET student_id = 2")
    (found,) = retention.holds(center.coordinator)
    assert "quince" not in found.reason


@pytest.mark.parametrize("statement", [
    "DELETE FROM legal_holds", "UPDATE legal_holds SET lifted_at = 1, lifted_by = placed_by",
    "INSERT INTO legal_holds (id, student_id, placed_at, placed_by) SELECT 'x', 2, 1, placed_by FROM legal_holds"])
def test_holds_are_as_the_log_says_or_the_verification_tells(center, statement):
    retention.place_hold(center.coordinator, 1, "x")
    assert audit.verify(center.admin).sound
    shell(center, statement)
    assert "legal holds" in audit.verify(center.admin).finding


def test_every_class_has_a_usual_period_within_its_limits():
    assert set(RULES) == set(Records)
    assert all(rule.least <= rule.usual <= rule.most for rule in RULES.values())
