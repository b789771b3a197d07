"""The center edits its triggers; what is shipped is never lost, and what flags were raised of keeps its name."""

from dataclasses import replace

import pytest

from tests.centers import fresh_center, handed_over
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.triggers import Trigger
from wellnessdesk.services import audit, flags, opening, triggers
from wellnessdesk.services.flag_steps import StepProblem

OWN = Trigger(id="", label_en="Bullied online", label_es="Acoso en línea", urgency=Urgency.SAME_DAY,
              signs_en="Gets messages", signs_es="Recibe mensajes", say_en="I am glad you told me",
              say_es="Qué bueno que me lo dijiste")


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()
    shipped = catalogues.shipped_red_flags()
    catalogues.use_red_flags(shipped.entries, shipped.ids())


def named(center, kind):
    return next(one for one in triggers.kinds(center.coordinator) if one.id == kind)


def test_without_a_change_everything_is_as_it_is_shipped(center):
    assert [one.id for one in triggers.kinds(center.coordinator)] == list(catalogues.shipped_red_flags().ids())
    triggers.apply(center.coordinator)
    assert catalogues.red_flags_in_use() == catalogues.shipped_red_flags().entries


def test_own_words_lie_over_the_shipped_ones_and_can_be_taken_away(center):
    before = named(center, "eating")
    triggers.save(center.coordinator, replace(before, urgency=Urgency.IMMEDIATE, signs_en="  Faints \n today "))
    entry = catalogues.red_flags().get("eating")
    assert (entry.urgency, entry.signs.en, entry.label.es) == ("immediate", "Faints today", "Alimentación")
    triggers.as_shipped(center.coordinator, "eating")
    assert named(center, "eating") == before
    assert audit.verify(center.coordinator).sound


def test_a_kind_of_the_centers_own_can_be_chosen_and_keeps_its_name_when_it_is_out_of_use(center):
    triggers.save(center.coordinator, OWN)
    made = next(one for one in triggers.kinds(center.coordinator) if not one.shipped)
    assert made.id in {entry.id for entry in catalogues.red_flags_in_use()}
    session = handed_over(center, 1, center.peer)
    flags.raise_flag(center.peer, session, kind=made.id, urgency=Urgency.SAME_DAY)
    triggers.save(center.coordinator, replace(made, used=False))
    assert made.id not in {entry.id for entry in catalogues.red_flags_in_use()}
    assert catalogues.label("red_flags", flags.not_closed(center.coordinator)[0].kind) == "Bullied online"
    with pytest.raises(Problem, match="the center's own"):
        triggers.as_shipped(center.coordinator, made.id)


def test_the_kind_of_a_flag_raised_in_a_hurry_stays_in_use(center):
    with pytest.raises(Problem, match="stays in use"):
        triggers.save(center.coordinator, replace(named(center, "other"), used=False))


def test_each_text_is_asked_for_in_both_languages(center):
    with pytest.raises(StepProblem) as told:
        triggers.save(center.coordinator, replace(OWN, label_es=" \u202e", say_en="x" * 401))
    assert set(told.value.found) == {"label_es", "say_en"}
    assert all(one.shipped for one in triggers.kinds(center.coordinator))


def test_they_hold_from_the_next_sign_in_on_for_everybody(center):
    triggers.save(center.coordinator, OWN)
    shipped = catalogues.shipped_red_flags()
    catalogues.use_red_flags(shipped.entries, shipped.ids())
    center.admin.close()
    opening.sign_in(center.folder, center.peer.person.id, PASSPHRASE, center.clock).close()
    assert "Bullied online" in {str(entry.label) for entry in catalogues.red_flags_in_use()}


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_only_a_coordinator_changes_them(center, role):
    with pytest.raises(Denied):
        triggers.save(center.desk(role), OWN)


@pytest.mark.parametrize("value", [
    "5", '{"kinds": 5}', '{"kinds": [5, {}, {"id": "x"}, {"id": "eating", "urgency": "x"}]}', "no json"])
def test_what_is_spoiled_is_passed_over_and_noticed(center, value):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("INSERT INTO settings (key, value) VALUES ('flags.triggers', ?)", (value,))
    connection.close()
    assert [one.id for one in triggers.kinds(center.coordinator)] == list(catalogues.shipped_red_flags().ids())
    if value != "no json":
        assert "red flags and their words" in audit.verify(center.coordinator).finding


def test_each_shipped_kind_has_what_to_weigh_before_a_caregiver_is_told():
    assert catalogues.caregiver_rules().ids() == catalogues.shipped_red_flags().ids()
