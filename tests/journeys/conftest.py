"""Whole days through the real windows."""

import pytest

from tests.support import make_center
from tests.windows import end, windows


@pytest.fixture
def center(tmp_path):
    """A center with one person a role, closed: the program opens it."""
    made = make_center(tmp_path / "center")
    made.admin.close()
    return made


@pytest.fixture
def start(qapp):
    """Starts the program on the center in a folder."""
    with windows(qapp) as run:
        yield run


@pytest.fixture
def sit_down(start, center):
    """Locks, opens the program anew and lets somebody sign in: what a lock does, without another process."""
    open_now = []

    def run(role):
        while open_now:
            shown = open_now.pop()
            shown.keys("Ctrl+L")
            assert shown.relaunched == [center.folder]
            assert shown.program.desk is None
            end(shown)
        shown = start(center.folder, center.clock)
        open_now.append(shown)
        shown.sign_in(role)
        assert shown.program.desk.person.role is role
        return shown

    return run
