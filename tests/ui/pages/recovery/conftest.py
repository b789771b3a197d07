"""Somebody at the recovery page, in the program's own window."""

import pytest

from tests.centers import fresh_center
from tests.support import quick_keys
from tests.windows import windows


@pytest.fixture
def center(tmp_path):
    """A new center, closed: the program opens it."""
    made = fresh_center(tmp_path / "center")
    made.admin.close()
    return made


@pytest.fixture
def begin(qapp, center):
    """Signs somebody of a role in."""
    with quick_keys(), windows(qapp) as start:

        def run(role, *, page="recovery"):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            if page:
                shown.drive.click(f"nav.{page}")
            return shown

        yield run
