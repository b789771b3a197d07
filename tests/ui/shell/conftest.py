"""Fixtures of the program in its window."""

import pytest

from tests.support import NAMES, PASSPHRASE, TestCenter, make_center, quick_keys
from tests.windows import windows
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, sessions, visits
from wellnessdesk.services.opening import NewCenter, Newcomer


@pytest.fixture
def start(qapp):
    """Starts the program on the center in a folder."""
    with windows(qapp) as run:
        yield run


@pytest.fixture
def center(tmp_path) -> TestCenter:
    """A demo center with one person a role, closed: the program opens it."""
    made = make_center(tmp_path / "center")
    made.admin.close()
    return made


@pytest.fixture
def at_center(start, center):
    """The program at the sign-in of the center."""
    return start(center.folder, center.clock)


@pytest.fixture
def at_desk(at_center):
    """The program with somebody of a role signed in."""

    def run(role):
        at_center.sign_in(role)
        assert at_center.program.desk is not None
        return at_center

    return run


@pytest.fixture
def desks(center):
    """The desks of the others, for what happens before the window is opened, or meanwhile while it is idle."""

    def desk(role):
        return opening.sign_in(center.folder, opening.find(center.folder, NAMES[role]), PASSPHRASE, center.clock)

    return desk


@pytest.fixture
def writing(desks, at_desk):
    """A peer in the middle of a note; the session's id."""
    front, peer = desks(Role.FRONT_DESK), desks(Role.PEER)
    visit = visits.check_in(front, 1, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(front, visit.id, peer.person.id)
    session = sessions.mine(peer)[0].id
    front.close()
    peer.close()
    shown = at_desk(Role.PEER)
    shown.drive.click(f"myday.session.{session}")
    shown.drive.type("note.text", "half a sentence about")
    return shown, session


@pytest.fixture
def real_center(tmp_path):
    """A center that is no demo: with a keyring if this test has one, else without."""

    def make(name="real"):
        people = tuple(Newcomer(name=NAMES[role], role=role, passphrase=PASSPHRASE)
                       for role in (Role.ADMINISTRATOR, Role.COORDINATOR))
        new = NewCenter(name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles",
                        people=people)
        with quick_keys():
            made = opening.create(tmp_path / name, new)
        made.desk.close()
        return tmp_path / name

    return make
