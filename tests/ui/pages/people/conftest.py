"""An administrator at the people page; and anybody at it, in the program's own window."""

import pytest

from tests.centers import fresh_center, worked_center
from tests.support import NAMES, PASSPHRASE, quick_keys
from tests.ui.pages.people.at_desk import at_page
from tests.windows import windows
from wellnessdesk.domain.people import Role
from wellnessdesk.services import opening, people
from wellnessdesk.ui.pages.people.page import PeoplePage

SECOND = "Nadia Noor"


@pytest.fixture
def people_page(qtbot, tmp_path):
    """A new center with one person a role and a second peer."""
    center = fresh_center(tmp_path / "center")
    with quick_keys(), at_page(qtbot, center, center.admin, PeoplePage) as here:
        yield here


@pytest.fixture
def day(tmp_path):
    """A center in the middle of a day, with a second coordinator; closed: the program opens it."""
    made = worked_center(tmp_path / "center")
    with quick_keys():
        people.add(made.center.admin, opening.Newcomer(name=SECOND, role=Role.COORDINATOR, passphrase=PASSPHRASE),
                   people.Consent(made.center.coordinator.person.id, PASSPHRASE))
    made.center.admin.close()
    return made


@pytest.fixture
def begin(qapp, day):
    """Signs somebody in by name or role, at the people page unless told otherwise."""
    with quick_keys(), windows(qapp) as start:

        def run(who, passphrase=PASSPHRASE, *, at="people"):
            shown = start(day.center.folder, day.center.clock)
            shown.program.choose(opening.find(day.center.folder, NAMES.get(who, who)))
            shown.drive.type("signin.passphrase", passphrase)
            shown.drive.enter()
            if at:
                shown.drive.click(f"nav.{at}")
                if at == "people" and shown.drive.has("people.tab.people"):
                    shown.drive.click("people.tab.people")
            return shown

        yield run
