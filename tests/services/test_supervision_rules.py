"""Which rules put items on an agenda, in which order, and that a center changes their numbers."""

from dataclasses import replace

import pytest

from tests.centers import fresh_center, worked_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain import agenda_rules, catalogues
from wellnessdesk.domain.supervision import ItemKind, Section
from wellnessdesk.services import audit, supervision, supervision_rules, visits
from wellnessdesk.services.flag_steps import StepProblem


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


def rule(center, name):
    return supervision_rules.rules(center.coordinator)[name]


def test_without_a_change_all_rules_are_as_they_are_shipped(center):
    shipped = [agenda_rules.of_entry(entry) for entry in catalogues.supervision_rules()]
    assert list(supervision_rules.rules(center.coordinator).all()) == shipped
    assert all(not agenda_rules.wrong(one) for one in shipped)


def test_every_area_is_a_section_and_every_section_that_facts_fill_has_a_rule():
    areas = {entry.area for entry in catalogues.supervision_rules()} - {"center"}
    assert areas <= {section.value for section in Section}
    assert {Section.FLAGS, Section.REFERRALS, Section.ACTIONS, Section.PEERS, Section.SESSIONS,
            Section.NOTES_TO_WRITE, Section.NOTES_TO_REVIEW, Section.AGREEMENTS} <= areas


def test_a_coordinator_changes_numbers_and_takes_them_back(center):
    before = rule(center, "session_repeated")
    supervision_rules.save(center.coordinator, replace(before, limit=5, days=20))
    assert (rule(center, "session_repeated").limit, rule(center, "session_repeated").days) == (5, 20)
    supervision_rules.as_shipped(center.coordinator, "session_repeated")
    assert rule(center, "session_repeated") == before
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize(("name", "changed", "number"), [
    ("session_repeated", {"limit": 1}, "limit"), ("session_repeated", {"limit": 51}, "limit"),
    ("session_repeated", {"days": 0}, "days"), ("session_repeated", {"days": 61}, "days"),
    ("session_long", {"days": 3}, "days"), ("flag_open", {"weight": 5}, "weight"),
    ("note_review", {"minutes": 61}, "minutes"), ("note_review", {"weight": 100}, "weight"),
    ("peer_load", {"limit": -1}, "limit"),
])
def test_numbers_out_of_bounds_are_refused_with_a_sentence_and_nothing_changes(center, name, changed, number):
    before = rule(center, name)
    with pytest.raises(StepProblem) as caught:
        supervision_rules.save(center.coordinator, replace(before, **changed))
    assert set(caught.value.found) == {number}
    assert rule(center, name) == before


def test_only_a_coordinator_changes_rules(center):
    for desk in (center.peer, center.front, center.admin):
        with pytest.raises(Denied):
            supervision_rules.save(desk, rule(center, "peer_load"))


LOAD = '{"rules": [{"id": "peer_load", "weight": 70, "minutes": 3, "limit": %s, "days": 7}]}'


@pytest.mark.parametrize("kept", ["x", "{}", '{"rules": 3}', '{"rules": [1, {"id": "flag_open"}]}',
                                  '{"rules": [{"id": "nobody", "weight": 1}]}', LOAD % "9999", LOAD % "true"])
def test_rules_that_were_spoiled_in_the_store_do_not_count_and_are_found(center, kept):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("INSERT INTO settings (key, value) VALUES ('supervision.rules', ?)", (kept,))
    connection.close()
    assert rule(center, "peer_load") == agenda_rules.of_entry(catalogues.supervision_rules().get("peer_load"))
    if kept != "x":
        assert "rules of supervision" in audit.verify(center.coordinator).finding


def test_weights_order_the_sections_of_a_new_agenda_but_red_flags_lead(tmp_path):
    day = worked_center(tmp_path / "center")
    visits.check_out(day.center.front, visits.queue(day.center.front).with_peer[-1].id)
    cora = day.center.coordinator
    supervision_rules.save(cora, replace(rule(day.center, "note_review"), weight=99, minutes=7))
    agenda = supervision.build(cora)
    assert [item.section for item in agenda.items] == [
        Section.FLAGS, Section.NOTES_TO_REVIEW, Section.NOTES_TO_WRITE]
    assert agenda.items[1].minutes == 7
    day.center.admin.close()


def test_every_item_that_facts_put_there_says_by_which_rule(tmp_path):
    day = worked_center(tmp_path / "center")
    cora = day.center.coordinator
    supervision.build(cora)
    agenda = supervision.add_own(cora, supervision.read(cora).meeting.id, "New sofa")
    for item in agenda.items:
        assert bool(item.why) is (item.kind is not ItemKind.OWN)
        assert all(why.label != why.rule for why in item.why)
    day.center.admin.close()
