"""Who can help in the made-up town: a directory, referrals in every status, contacts and rules; and the log holds."""

from collections import Counter

import pytest

from tests.demos import demo_center, desk_of
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Status
from wellnessdesk.services import caregivers, contacts, referrals, resources
from wellnessdesk.store import students


@pytest.fixture
def desk(tmp_path):
    made = desk_of(demo_center(tmp_path / "center"), Role.COORDINATOR)
    yield made
    made.close()


def test_the_directory_has_fresh_and_stale_entries_of_most_kinds(desk):
    entries = resources.directory(desk)
    assert len({one.kind for one in entries}) > 8
    stale = [one.stale(desk.today()) for one in entries]
    assert 0 < sum(stale) < len(stale)


def test_there_are_referrals_in_nearly_every_status_and_all_open(desk):
    found = [*referrals.under_way(desk), *referrals.over(desk)]
    assert [one.problem for one in found if one.problem] == []
    statuses = Counter(one.mark.status for one in found)
    assert len(statuses) >= len(Status) - 1
    assert all(one.student and one.to and one.steps[0].by for one in found)
    assert all(step.day <= desk.today() for one in found for step in one.steps)


def test_some_caregivers_were_called_and_some_must_not_be(desk):
    with desk.reading() as tx:
        every = students.everybody(tx)
    said = [one for student in every for one in contacts.of_student(desk, student.id)]
    rules = [rule for student in every for rule in caregivers.family(desk, student.id).rules]
    assert len(said) > 2
    assert len(rules) == 2
    assert all(one.problem == "" and one.entry.summary for one in said)
