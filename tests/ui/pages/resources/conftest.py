"""Somebody at the directory, in the program's own window."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.windows import windows
from wellnessdesk.domain.resources import Resource
from wellnessdesk.services import resources

ENTRIES = (
    Resource(kind="health", name="Clínica del Valle", phone="555-0101", languages=("es", "en"), cost="sliding"),
    Resource(kind="identity", name="Rainbow House", phone="555-0102", languages=("en",), cost="free",
             supports=("lgbtq",)),
    Resource(kind="family", name="New Roots", phone="555-0103", languages=("es",), cost="free"),
)


@pytest.fixture
def begin(qapp, tmp_path):
    """Signs somebody of a role in and goes to the page."""
    center = fresh_center(tmp_path / "center")
    for entry in ENTRIES:
        resources.save(center.coordinator, entry)
    resources.checked(center.coordinator, 3)
    center.clock.advance(minutes=timedelta(days=181) // timedelta(minutes=1))
    resources.checked(center.coordinator, 2)
    center.admin.close()
    with windows(qapp) as start:

        def run(role):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            shown.drive.click("nav.resources")
            return shown

        yield run
