"""The week as it is kept: shifts, bells, what peers speak and what students told; and its PDF."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.appointments import Shift
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.domain.student_facts import Facts
from wellnessdesk.services import coverage, peer_facts, shifts, student_facts


@pytest.fixture(scope="module")
def center(tmp_path_factory):
    made = fresh_center(tmp_path_factory.mktemp("coverage") / "center")
    day = made.coordinator.today()
    shifts.add(made.coordinator, Shift(id=0, peer_id=made.peer.person.id, peer="", day=day, starts=600, ends=660))
    peer_facts.save(made.coordinator, PeerFacts(person=made.peer.person.id, languages=("vi",)))
    for student, told in ((1, "Vietnamese"), (2, "vi"), (3, "Kanjobal")):
        student_facts.save(made.coordinator, student, Facts(language=told))
    yield made
    made.admin.close()


def test_shifts_and_languages_of_a_week_are_put_together(center):
    day = center.coordinator.today()
    found = coverage.of_week(center.coordinator, day)
    mine = next(one for one in found.days if one.day == day)

    assert [(one.starts, one.ends) for one in mine.shifts] == [(600, 660)]
    assert found.monday == coverage.next_week(center.coordinator) == day - timedelta(days=day.weekday())
    assert found.students == {"vi": 2, "Kanjobal": 1}
    assert [(one.language, one.peers, one.minutes) for one in found.spoken()] == [("vi", 1, 60), ("Kanjobal", 0, 0)]


def test_it_is_saved_as_a_page_that_names_nobody(center):
    assert coverage.save(center.coordinator, center.coordinator.today()).startswith(b"%PDF")


def test_coordinators_alone_look(center):
    for desk in (center.peer, center.front, center.admin):
        with pytest.raises(Denied):
            coverage.of_week(desk, desk.today())
