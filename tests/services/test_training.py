"""Classes for a whole group, versions of modules, what is carried in and taken back."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.trained import hold
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.meetings import Attendance
from wellnessdesk.domain.training import How, Module, Seat, TrainingClass
from wellnessdesk.services import training
from wellnessdesk.services.flag_steps import StepProblem


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


def has(center, peer, module):
    found = training.matrix(center.coordinator)
    return found.cell(peer.person.id, module).has


def test_one_class_gives_everybody_who_was_there_the_module_and_nobody_else(center):
    pia, otto = center.peer, center.desks["Otto Other"]
    today = center.coordinator.today()
    made = training.add_class(center.coordinator, TrainingClass(module="red_flags", day=today, minutes=90, seats=(
        Seat(person=pia.person.id, state=Attendance.LATE, minutes=80),
        Seat(person=otto.person.id, state=Attendance.EXCUSED, minutes=0))))
    assert (has(center, pia, "red_flags"), has(center, otto, "red_flags")) == (True, False)
    (kept,) = training.classes(center.coordinator)
    assert (kept.id, kept.came, len(kept.seats)) == (made.id, 1, 2)
    assert training.matrix(center.coordinator).cell(pia.person.id, "red_flags").lapses_on > today


def test_a_class_entered_by_mistake_goes_with_what_people_had_by_it(center):
    made = hold(center, center.peer)
    training.remove_class(center.coordinator, made.id)
    assert not has(center, center.peer, "red_flags")
    assert training.classes(center.coordinator) == []
    with pytest.raises(Problem, match="not there any more"):
        training.remove_class(center.coordinator, made.id)


def test_a_class_of_who_is_no_peer_or_of_no_module_is_refused_whole(center):
    with pytest.raises(Problem, match="no Wellness Peer"):
        hold(center, center.peer, center.front)
    with pytest.raises(Problem, match="not taught on that day"):
        hold(center, center.peer, module="ghost")
    with pytest.raises(Problem, match="at most 10 hours"):
        hold(center, center.peer, minutes=30 * 60)
    assert training.classes(center.coordinator) == []


def test_a_new_version_is_taught_from_its_day_on_and_what_was_learned_before_still_counts(center):
    hold(center, center.peer, module="self_care")
    shipped = next(one for one in training.versions(center.coordinator) if one.id == "self_care")
    soon = center.coordinator.today() + timedelta(days=2)
    made = training.save_module(center.coordinator, Module(id=shipped.id, title=shipped.title, minutes=45,
                                                           since=soon))
    assert made.version == 2
    center.clock.advance(days=2)
    module = next(one for one in training.matrix(center.coordinator).modules if one.id == "self_care")
    assert (module.version, module.minutes, module.label) == (2, 45, "Self-care")
    assert has(center, center.peer, "self_care")
    assert hold(center, center.peer, module="self_care").version == 2
    with pytest.raises(StepProblem) as caught:
        training.save_module(center.coordinator, Module(id="self_care", title="x", minutes=45, since=soon))
    assert "cannot overlap" in caught.value.found["since"]


def test_a_module_a_service_needs_cannot_end_and_one_of_the_centers_own_can(center):
    day = center.coordinator.today()
    with pytest.raises(StepProblem) as caught:
        training.save_module(center.coordinator, Module(id="red_flags", title="x", minutes=1, since=day, until=day))
    assert "A service needs this module" in caught.value.found["until"]
    own = training.save_module(center.coordinator, Module(id="", title=" Yoga\n", minutes=30, since=day))
    assert (own.title, own.id.startswith("own_"), own.version) == ("Yoga", True, 1)
    hold(center, center.peer, module=own.id)


def test_what_was_learned_elsewhere_counts_until_it_is_revoked(center):
    day = center.coordinator.today()
    one = training.carry_in(center.coordinator, center.peer.person.id, "boundaries", day)
    assert has(center, center.peer, "boundaries")
    training.revoke(center.coordinator, one.id)
    assert not has(center, center.peer, "boundaries")
    with pytest.raises(Problem, match="already"):
        training.revoke(center.coordinator, one.id)
    with pytest.raises(Problem, match="still to come"):
        training.carry_in(center.coordinator, center.peer.person.id, "boundaries", day + timedelta(days=1))
    with pytest.raises(Problem, match="Enter the class"):
        training.carry_in(center.coordinator, center.peer.person.id, "boundaries", day, How.CLASS)


def test_who_lacks_what_a_module_builds_on_is_named_beforehand(center):
    pia, otto = center.peer.person.id, center.desks["Otto Other"].person.id
    hold(center, center.peer, module="active_listening")
    hold(center, center.peer, module="red_flags")
    day = center.coordinator.today()
    assert training.not_ready(center.coordinator, "crisis_intervention", day, [pia, otto]) == {
        otto: ("Red flags", "Active listening")}
    assert training.not_ready(center.coordinator, "ghost", day, [pia]) == {}
