"""A red flag from anywhere, with the same keys: about whoever is on the screen, or a sentence that says what to do."""

import pytest

from tests.support import make_center
from wellnessdesk.domain.flags import FlagStatus
from wellnessdesk.domain.people import Role
from wellnessdesk.services import flags, visits

JOSE = 1
KEYS = "Ctrl+Shift+F"


@pytest.fixture
def center(tmp_path):
    """A student is with the peer."""
    made = make_center(tmp_path / "center")
    visit = visits.check_in(made.front, JOSE, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(made.front, visit.id, made.peer.person.id)
    made.admin.close()
    return made


@pytest.mark.parametrize("page", ["myday", "week"])
def test_a_peer_raises_one_in_two_actions_from_each_page(at_desk, page):
    shown = at_desk(Role.PEER)
    shown.drive.click(f"nav.{page}")
    shown.keys(KEYS)
    assert shown.drive.has("flag.dialog")
    shown.drive.enter()
    assert shown.drive.has("crisis.card")
    assert len(shown.ask(flags.adult_needed)) == 1


def test_a_peer_raises_one_from_a_note_and_from_a_students_page(at_desk):
    shown = at_desk(Role.PEER)
    shown.screen.page.open_session(1)
    shown.drive.settle()
    shown.keys(KEYS)
    assert shown.drive.has("flag.dialog")
    shown.keys("Escape")
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.keys(KEYS)
    assert shown.drive.has("flag.dialog")
    assert shown.screen.key_shown == "myday"


def test_a_coordinator_raises_one_about_the_student_on_the_screen_and_reads_it_at_once(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.keys(KEYS)
    assert shown.reads("Open the student's page first: Ctrl+K finds it. Then raise the flag.")
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.keys(KEYS)
    assert shown.reads("About José Núñez. You do not have to be sure. When in doubt, raise it.")
    shown.drive.enter()
    shown.drive.settle()
    assert shown.screen.key_shown == "overview"
    assert shown.drive.has("flag.acknowledge")
    (flag,) = shown.ask(flags.not_closed)
    assert (flag.student_id, flag.session_id, flag.mark.status) == (JOSE, None, FlagStatus.RAISED)


def test_a_flag_in_a_students_timeline_leads_to_its_whole_life(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    shown.drive.click("student.flag")
    shown.drive.enter()
    shown.drive.settle()
    flag = shown.ask(flags.not_closed)[0].mark.id
    shown.ask(flags.withdraw, flag, "A mistake.")
    shown.screen.show_student(JOSE)
    shown.drive.settle()
    table = shown.screen.page.table
    table.opened.emit(next(row for row in table.records_model.records() if row.opens.startswith("flag:")))
    shown.drive.settle()
    assert shown.drive.has("flag.history")
    assert shown.reads("A mistake.")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.ADMINISTRATOR])
def test_whoever_writes_none_down_is_told_what_to_do(at_desk, role):
    shown = at_desk(role)
    shown.keys(KEYS)
    assert shown.reads("Fetch a coordinator now and tell them in person. Wellness Peers and coordinators write red "
                       "flags down.")
    assert not shown.drive.has("flag.dialog")
