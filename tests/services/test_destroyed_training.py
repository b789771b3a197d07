"""What is kept of Wellness Peers goes when they have left for long enough, all of a person at once."""

from dataclasses import dataclass

import pytest
from sqlalchemy import text

from tests.centers import fresh_center
from tests.store.stores import raw
from tests.support import PASSPHRASE, TestCenter, open_as, quick_keys
from tests.trained import hold, sign_all, watch
from wellnessdesk.domain.hours import Entry, Kind
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.statements import Kind as StatementKind
from wellnessdesk.services import (
    audit,
    caregiver_papers,
    clearance,
    departures,
    destruction,
    exams,
    hours,
    leaving,
    pathways,
    peer_facts,
    practice,
    retention,
    statements,
    training,
)
from wellnessdesk.services.desk import Desk

YEARS = 365 * 6
TABLES = ("completions", "practice", "exam_attempts", "agreements", "caregiver_papers", "clearance_overrides",
          "hour_entries", "statements", "pathways", "peer_facts", "exit_interviews")


@dataclass
class Left:
    """The coordinator's desk once Otto has left, and who is who."""

    center: TestCenter
    desk: Desk
    pia: str
    otto: str

    def line(self):
        return next(one for one in retention.preview(self.desk).lines if one.records is Records.PEERS)

    def count(self, statement, *values):
        connection = raw(self.desk.store.path, self.desk.keys.store_key)
        found = connection.execute(statement, values).fetchall()
        connection.close()
        return found


@pytest.fixture
def left(tmp_path):
    """Pia and Otto were trained together, and Otto left; everything there is was kept of both."""
    with quick_keys():
        made = fresh_center(tmp_path / "center")
        pia, otto = made.peer, made.desks["Otto Other"]
        hold(made, pia, otto, module="red_flags")
        hold(made, otto, module="self_care")
        for peer in (pia, otto):
            watch(made, peer, words="lantern")
            sign_all(peer)
            caregiver_papers.keep(made.coordinator, peer.person.id, "caregiver_consent", made.coordinator.today(),
                                  "Mrs. Harbor", b"%PDF-lantern")
            clearance.override(made.coordinator, peer.person.id, "tutoring", made.coordinator.today(), "lantern")
            exams.finish(peer, exams.begin(peer, "competency").attempt)
            hours.enter(peer, Entry(person=peer.person.id, kind=Kind.FIELD, day=peer.today(), minutes=30,
                                    activity="presentation"))
            pathways.start(peer, "cwc1")
            statements.issue(made.coordinator, StatementKind.HOURS, peer.person.id, "Hours: 1", PASSPHRASE)
            departures.tell(made.coordinator, peer.person.id, {"meant": "lantern"})
            peer_facts.save(made.coordinator, PeerFacts(person=peer.person.id, languages=("es",)))
        leaving.deactivate(made.admin, otto.person.id)
        made.admin.close()
        desk = open_as(made, "Cora Coordinator")
        yield Left(made, desk, pia.person.id, otto.person.id)
        desk.close()


def test_who_left_long_ago_is_destroyed_whole_and_the_log_says_so(left):
    assert left.line().going == 0
    left.center.clock.advance(days=YEARS)
    assert left.line().going == 1
    made = destruction.destroy(left.desk, retention.preview(left.desk), PASSPHRASE)
    assert {one.records: one.number for one in made.lines}[Records.PEERS] == 1
    assert audit.verify(left.desk).sound
    for table in TABLES:
        assert left.count(f"SELECT DISTINCT person_id FROM {table}") == [(left.pia,)]  # noqa: S608 - of TABLES
    assert [one.words for one in practice.everything(left.desk)] == ["lantern"]
    assert [one.module for one in training.classes(left.desk)] == ["red_flags"]
    kinds = dict(left.count("SELECT kind, count(*) FROM sealed GROUP BY kind"))
    assert (kinds["practice"], kinds["attempt"], kinds["override"], kinds["exit interview"]) == (1, 1, 1, 1)
    assert kinds["caregiver paper"] == 2
    assert left.line().going == 0


@pytest.mark.parametrize("keep", ["agreements", "exam_attempts", "statements", "exit_interviews"])
def test_the_day_of_whatever_is_kept_counts_also_where_nothing_else_is_left(left, keep):
    with left.desk.store.transaction() as tx:
        for table in reversed(TABLES):
            if table != keep:
                tx.session.execute(text(f"DELETE FROM {table} WHERE person_id <> :pia"), {"pia": left.pia})  # noqa: S608
    assert left.line().going == 0
    left.center.clock.advance(days=YEARS)
    assert left.line().going == 1


def test_while_a_student_is_on_hold_all_of_it_stays(left):
    retention.place_hold(left.desk, 1, "The letter of a lawyer")
    left.center.clock.advance(days=YEARS)
    assert (left.line().going, left.line().held) == (0, 1)


def test_what_somebody_takes_away_in_sql_is_no_destruction(left):
    with left.desk.store.transaction() as tx:
        tx.session.execute(text("DELETE FROM practice"))
    assert "training of peers" in audit.verify(left.desk).finding
