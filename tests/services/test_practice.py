"""Observed practice: entered by coordinators, read by the peer it is about, asked for by the gate."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.centers import fresh_center
from tests.trained import turn_on, watch
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.access import Denied
from wellnessdesk.domain.clearance import Need, Rule
from wellnessdesk.services import clearance, practice
from wellnessdesk.services.audit import verify
from wellnessdesk.store import sealed, settings


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    return fresh_center(tmp_path_factory.mktemp("practice") / "center")


def lacks(center, service):
    found = clearance.everybody(center.coordinator).found[center.peer.person.id, service].missing
    return [one for one in found if one.need is Need.PRACTICE]


def test_what_was_written_is_read_by_the_peer_and_coordinators_alone(center):
    made = watch(center, center.peer, rating=2, words="lantern: ask more open questions")
    assert practice.mine(center.peer)[0].words == "lantern: ask more open questions"
    assert practice.everything(center.coordinator)[0].words == "lantern: ask more open questions"
    assert practice.mine(center.desks["Otto Other"]) == []
    with center.front.reading() as tx:
        assert b"lantern" not in (sealed.get(tx, "practice", made.id, 1) or b"")
    for desk in (center.front, center.peer, center.admin):
        with pytest.raises(Denied):
            practice.everything(desk)
    practice.end(center.coordinator, made.id)
    assert practice.mine(center.peer) == []
    with pytest.raises(Problem, match="any more already"):
        practice.end(center.coordinator, made.id)


@pytest.mark.parametrize(("scenario", "days", "rating", "reason"), [
    ("ghost", 0, 3, "Choose what"), ("first_minutes", 1, 3, "still to come"), ("first_minutes", 0, 0, "from 1 to 4"),
    ("first_minutes", 0, 5, "from 1 to 4"),
])
def test_what_cannot_have_been_is_told(center, scenario, days, rating, reason):
    with pytest.raises(Problem, match=reason):
        practice.add(center.coordinator, center.peer.person.id, scenario,
                     center.coordinator.today() + timedelta(days=days), rating)


def test_nobody_but_a_peer_practices_and_a_novel_is_refused(center):
    with pytest.raises(Problem, match="no Wellness Peer"):
        practice.add(center.coordinator, center.front.person.id, "first_minutes", center.coordinator.today(), 3)
    with pytest.raises(Problem, match="what you wrote is still here"):
        watch(center, center.peer, words="x" * 2_001)


def test_the_gate_asks_for_practice_says_how_much_is_there_and_counts_only_what_was_good_enough(tmp_path):
    center = fresh_center(tmp_path / "center")
    assert "0 of 2 rated 3 or better" in lacks(center, "peer_counseling")[0].sentence()
    watch(center, center.peer, rating=2)
    first = watch(center, center.peer, rating=3)
    assert "1 of 2 rated 3 or better" in lacks(center, "peer_counseling")[0].sentence()
    watch(center, center.peer, rating=4)
    assert lacks(center, "peer_counseling") == []
    practice.end(center.coordinator, first.id)
    assert lacks(center, "peer_counseling")[0].has == 1


def test_of_two_rules_that_ask_for_practice_the_stricter_is_said(tmp_path):
    center = fresh_center(tmp_path / "center")
    clearance.set_rule(center.coordinator, Rule(service="any", practice=1, practice_rating=2))
    assert [(one.days, one.rating) for one in lacks(center, "peer_counseling")] == [(2, 3)]
    assert [(one.days, one.rating) for one in lacks(center, "tutoring")] == [(1, 2)]
    with pytest.raises(Problem, match="at most 20 times"):
        clearance.set_rule(center.coordinator, Rule(service="tutoring", practice=21))


def test_a_rule_kept_before_practice_was_asked_for_stays_valid(tmp_path):
    center = fresh_center(tmp_path / "center")
    with center.coordinator.change() as change:
        settings.put(change.tx, "clearance.rules", {"peer_counseling": {
            "modules": ["boundaries"], "agreements": [], "papers": [], "supervision_days": 0}})
        change.record("clearance.rules", "center", "")
    rule = clearance.rules_there(center.coordinator)["peer_counseling"]
    assert (rule.modules, rule.practice) == (("boundaries",), 0)


def test_the_log_holds_practice_and_finds_what_is_changed_in_sql(tmp_path):
    center = fresh_center(tmp_path / "center")
    practice.end(center.coordinator, watch(center, center.peer).id)
    watch(center, center.peer)
    turn_on(center)
    assert verify(center.coordinator).sound
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text("UPDATE practice SET rating = 1"))
    assert "training of peers" in verify(center.coordinator).finding
