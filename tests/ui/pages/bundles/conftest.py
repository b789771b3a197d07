"""A center with a September full of visits, seen in October."""

import pytest

from tests.centers import fresh_center
from tests.ui.pages.people.at_desk import at_page
from wellnessdesk.services import district, recipients, students, visits
from wellnessdesk.ui.pages.bundles.page import BundlesPage

MANY, FEW = 14, 3


@pytest.fixture(scope="module")
def keys():
    """A district's identity file and its public key."""
    return district.new_key_pair()


@pytest.fixture
def center(tmp_path):
    """`MANY` visits of a tenth-grader to take a break, `FEW` of a ninth-grader to talk; one in August; then October."""
    made = fresh_center(tmp_path / "center")
    in_august(made, "nun", "take_a_break")
    for letters, reason, times in (("nun", "take_a_break", MANY), ("gar", "talk_with_peer", FEW)):
        for _time in range(times):
            come(made, letters, reason)
    made.clock.advance(days=30)
    return made


@pytest.fixture
def export(qtbot, center, keys):
    """A coordinator at the page, with a district to send to."""
    recipients.add(center.coordinator, "Harbor District", keys[1], compared=True)
    with at_page(qtbot, center, center.coordinator, BundlesPage) as here:
        yield here


@pytest.fixture
def admin(qtbot, center, keys):
    """An administrator at the page."""
    recipients.add(center.coordinator, "Harbor District", keys[1], compared=True)
    with at_page(qtbot, center, center.admin, BundlesPage) as here:
        yield here


@pytest.fixture
def bare(qtbot, tmp_path):
    """A coordinator at the page of a center where nothing happened yet."""
    made = fresh_center(tmp_path / "bare")
    with at_page(qtbot, made, made.coordinator, BundlesPage) as here:
        yield here


def in_august(center, letters, reason):
    """One visit, in the month before."""
    now = center.clock.moment
    center.clock.moment = now.replace(month=8, day=25)
    come(center, letters, reason)
    center.clock.moment = now


def come(center, letters, reason):
    """One visit of a minute."""
    student = students.search(center.front, letters)[0]
    visit = visits.check_in(center.front, student.id, reason=reason, origin="walk_in")
    center.clock.advance(minutes=1)
    visits.check_out(center.front, visit.id)
