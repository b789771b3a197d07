"""How far a peer is on a pathway, why they are not eligible yet, when to renew; a school's own rule sets."""

from datetime import date, timedelta

import pytest

from tests import trained
from tests.centers import fresh_center
from tests.store.stores import raw
from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.months import add_months
from wellnessdesk.domain.hours import Entry
from wellnessdesk.domain.pathway_files import RuleSetProblem, parse, shipped
from wellnessdesk.domain.pathways import Pathway, in_force, stage
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.services import audit, hours, pathways
from wellnessdesk.store import peer_facts

OWN = """
[[pathway]]
id = "oak"
version = "1"
since = 2026-09-01
label = { en = "Oak Peer", es = "Peer de Oak" }
about = { en = "Ours", es = "Nuestro" }
source = "Staff meeting"
last_verified = 2026-09-01
minimum_age = 0
renew_years = 1

  [[pathway.requirement]]
  id = "field"
  kind = "hours"
  of = "field"
  hours = 20
  years = 1
  label = { en = "20 hours", es = "20 horas" }

  [[pathway.requirement]]
  id = "training"
  kind = "modules"
  modules = ["red_flags", "boundaries"]
  label = { en = "Two trainings", es = "Dos módulos" }

  [[pathway.renewal]]
  id = "more"
  of = "education"
  hours = 2
  label = { en = "2 hours", es = "2 horas" }
"""
MODULES = {"red_flags", "boundaries"}


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    made.clock.advance(days=30)
    return made


def own(center, text=OWN):
    return pathways.take_in(center.coordinator, "oak.toml", text)


def mine(center, pathway):
    return next(one for one in pathways.mine(center.peer) if one.pathway.id == pathway)


def approved(center, minutes, activity="outreach", days_ago=1):
    hours.enter_for(center.coordinator, Entry(
        person=center.peer.person.id, day=center.peer.today() - timedelta(days=days_ago), minutes=minutes,
        activity=activity))


def born(center, day):
    with center.coordinator.store.transaction() as tx:
        peer_facts.put(tx, PeerFacts(person=center.peer.person.id, born=day))


def test_the_program_brings_four_rule_sets_with_sources_and_dates():
    assert [one.id for one in shipped()] == ["cwc1", "cwc2", "medi_cal", "wisconsin"]
    for one in shipped():
        assert one.source.startswith("https://")
        assert one.last_verified >= date(2026, 11, 27)
        assert one.renew_years == 2
        assert sum(each.hours for each in one.renewal if not each.competency) == 20


def test_progress_follows_from_hours_modules_and_what_was_seen(center):
    own(center)
    pathways.start(center.peer, "oak")
    approved(center, 10 * 60)
    trained.hold(center, center.peer, module="red_flags")
    found = mine(center, "oak")
    assert [one.sentence() for one in found.progress] == ["10 of 20 hours", "1 of 2 trainings"]
    assert found.progress[1].missing == ("Setting boundaries",)
    assert (found.share, len(found.missing)) == (0.5, 2)
    center.clock.advance(days=340)
    assert mine(center, "oak").progress[0].have == 10 * 60
    center.clock.advance(days=30)  # hours of more than a year ago do not count there
    assert mine(center, "oak").progress[0].have == 0


def test_a_coordinator_dates_what_they_have_seen(center):
    pathways.start_for(center.coordinator, center.peer.person.id, "cwc1")
    today = center.coordinator.today()
    pathways.set_fact(center.coordinator, center.peer.person.id, "cwc1", "degree", today)
    assert mine(center, "cwc1").progress[0].met
    pathways.set_fact(center.coordinator, center.peer.person.id, "cwc1", "degree", None)
    assert not mine(center, "cwc1").progress[0].met
    with pytest.raises(Problem, match="still to come"):
        pathways.set_fact(center.coordinator, center.peer.person.id, "cwc1", "degree", today + timedelta(days=1))
    with pytest.raises(Problem, match="not in the rule set"):
        pathways.set_fact(center.coordinator, center.peer.person.id, "cwc1", "field", today)
    with pytest.raises(Problem, match="not on this pathway"):
        pathways.set_fact(center.coordinator, center.peer.person.id, "wisconsin", "exam", today)


def test_what_is_asked_within_two_years_of_registering_counts_up_to_that_day(center):
    pathways.start_for(center.coordinator, center.peer.person.id, "cwc1")
    approved(center, 20 * 60)
    assert mine(center, "cwc1").progress[3].sentence() == "20 of 400 hours"  # no day to be counted from yet
    day = center.coordinator.today()
    pathways.set_fact(center.coordinator, center.peer.person.id, "cwc1", "registered", day)
    until = formats.date(add_months(day, 24))
    center.clock.advance(days=729)
    approved(center, 10 * 60)
    assert mine(center, "cwc1").progress[3].sentence() == f"30 of 400 hours by {until}"
    center.clock.advance(days=10)
    approved(center, 10 * 60)  # too late for this, not for the hours to register
    assert mine(center, "cwc1").progress[3].sentence() == f"30 of 400 hours by {until}"
    assert mine(center, "cwc1").progress[1].have == 40 * 60


def test_under_18_is_not_eligible_yet_and_says_why_and_from_when(center):
    pathways.start(center.peer, "medi_cal")
    assert "has not written down" in mine(center, "medi_cal").why_not()
    born(center, date(2010, 3, 2))
    found = mine(center, "medi_cal").why_not()
    assert "Not eligible yet" in found
    assert "Mar 2, 2028" in found
    assert "does not count" in found
    born(center, add_months(center.peer.today(), -12 * 18))
    assert mine(center, "medi_cal").why_not() == ""


def test_cwc_asks_for_no_age(center):
    pathways.start(center.peer, "cwc1")
    assert mine(center, "cwc1").why_not() == ""


@pytest.mark.parametrize(("before", "place"), [(200, None), (180, 0), (85, 1), (29, 2), (8, 2), (7, 3), (3, 4), (1, 5),
                                               (0, 5), (-3, 5)])
def test_reminders_come_6_3_1_months_1_week_3_days_and_1_day_before(before, place):
    due = date(2027, 6, 30)
    assert stage(due, due - timedelta(days=before)) == place


def test_the_countdown_is_told_to_the_peer_and_to_coordinators_and_renewal_hours_count_since(center):
    own(center)
    pathways.start(center.peer, "oak")
    person, day = center.peer.person.id, center.peer.today()
    approved(center, 60, "education_ethics", days_ago=2)
    pathways.certify(center.coordinator, person, "oak", day)
    center.clock.advance(days=100)
    approved(center, 90, "education_ethics")
    found = mine(center, "oak")
    assert (found.renew_by, found.reminder()) == (add_months(day, 12), "")
    assert [one.sentence() for one in found.renewal] == ["1.5 of 2 hours"]
    assert pathways.reminders(center.coordinator) == []
    center.clock.advance(days=259)
    assert "6 days left" in mine(center, "oak").reminder()
    assert [one.name for one in pathways.reminders(center.coordinator)] == ["Pia Peer"]
    center.clock.advance(days=30)
    assert "had to be renewed" in pathways.reminders(center.coordinator)[0].words


def test_a_pathway_is_chosen_once_and_left_and_what_was_seen_stays(center):
    pathways.start(center.peer, "cwc1")
    with pytest.raises(Problem, match="chosen already"):
        pathways.start(center.peer, "cwc1")
    pathways.set_fact(center.coordinator, center.peer.person.id, "cwc1", "degree", center.peer.today())
    pathways.stop(center.peer, "cwc1")
    assert pathways.mine(center.peer) == []
    pathways.start(center.peer, "cwc1")
    assert mine(center, "cwc1").progress[0].met
    with pytest.raises(Problem, match="not there any more"):
        pathways.start(center.peer, "ghost")
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize(("old", "new", "line", "reason"), [
    ('"red_flags", "boundaries"', '"red_flags", "ghost"', 21, "no training module “ghost”"),
    ('of = "field"', 'of = "fields"', 13, "“of” must be one of"), ("hours = 20", "hours = -3", 13, "whole number"),
    ('since = 2026-09-01', 'since = "soon"', 2, "must be a date"), ('es = "Nuestro"', 'fr = "Le nôtre"', 2, "Spanish"),
    ('id = "oak"', 'id = "Oak!"', 2, "small letters"), ("renew_years = 1", "renewed = 1", 2, "not known here"),
    ('kind = "modules"', 'kind = "magic"', 21, "must be one of"), ("minimum_age = 0", "minimum_age = 200", 2, "to 99"),
    ('id = "training"', 'id = "field"', 2, "same id"),
    ("  years = 1", '  after = "training"\n  within = 1', 13, "there is no fact “training”"),
    ("  years = 1", '  after = "training"', 13, "“within” must be a whole number from 1"),
    ('  of = "education"', '  of = "education"\n  x = 1', 27, "“x”")])
def test_what_is_wrong_in_a_rule_set_is_told_with_file_and_line(old, new, line, reason):
    with pytest.raises(RuleSetProblem) as caught:
        parse(OWN.replace(old, new), "oak.toml", MODULES)
    assert f"“oak.toml”, line {line}: " in str(caught.value)
    assert reason in str(caught.value)


def test_bad_toml_says_the_line_and_what_was_there_stays(center):
    own(center)
    with pytest.raises(RuleSetProblem, match=r"oak.toml.*line 17"):
        own(center, OWN.replace("hours = 20", "hours = = 20"))
    with pytest.raises(RuleSetProblem, match="has no rule set"):
        own(center, "x = 1")
    with pytest.raises(RuleSetProblem, match="too long"):
        own(center, "#" * 200_001)
    assert "oak" in [one.id for one in pathways.there(center.peer)]


def test_versions_that_overlap_are_told_and_those_that_follow_each_other_hold_in_turn():
    with pytest.raises(RuleSetProblem, match="line 33: versions of “oak” overlap"):
        parse(OWN + OWN.replace('"1"', '"2"'), "oak.toml", MODULES)
    both = parse(OWN + OWN.replace('"1"', '"2"').replace("2026-09-01\nlabel", "2027-09-01\nlabel"), "oak.toml",
                 MODULES)
    assert [in_force(both, day)["oak"].version for day in (date(2027, 8, 31), date(2027, 9, 1))] == ["1", "2"]
    assert in_force(both, date(2026, 8, 31)) == {}


def test_a_file_takes_the_place_of_the_one_of_its_name_and_no_other_has_its_pathways(center):
    own(center)
    own(center, OWN.replace("Oak Peer", "Oak Mentor"))
    assert [one.labels for one in pathways.own_files(center.coordinator)] == [("Oak Mentor",)]
    for text in (OWN, OWN.replace('"oak"', '"cwc1"')):
        with pytest.raises(RuleSetProblem, match="“other.toml”, line 2: the pathway “.*” is there already"):
            pathways.take_in(center.coordinator, "other.toml", text)
    pathways.start(center.peer, "oak")
    pathways.remove(center.coordinator, "oak.toml")
    assert pathways.mine(center.peer) == []
    own(center)
    assert mine(center, "oak")
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("statement", ["UPDATE pathways SET facts = '{\"degree\": \"2026-01-01\"}'",
                                       "DELETE FROM pathways", "UPDATE settings SET value = '[]' WHERE key = "
                                       "'pathways.own'"])
def test_what_was_changed_behind_the_log_is_found(center, statement):
    own(center)
    pathways.start(center.peer, "cwc1")
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement)
    connection.close()
    assert "pathways" in audit.verify(center.coordinator).finding


def test_the_sample_is_what_the_program_reads(center):
    found = parse(pathways.sample(center.coordinator), "sample.toml", frozenset())
    assert all(isinstance(one, Pathway) for one in found)
