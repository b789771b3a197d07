"""Fixtures of the program in its window."""

import pytest

from tests.support import NAMES, PASSPHRASE, TestCenter, make_center, quick_keys
from tests.windows import windows
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening
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
