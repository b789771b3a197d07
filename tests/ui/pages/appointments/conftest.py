"""Somebody at the week page, in the program's own window, at a center with a calendar, rooms and two peers."""

from dataclasses import dataclass, replace

import pytest

from tests.centers import fresh_center
from tests.support import SECOND_PEER
from tests.windows import windows
from wellnessdesk.domain.appointments import Shift, Wanted
from wellnessdesk.domain.calendar import Room
from wellnessdesk.services import appointments, calendar, opening, shifts
from wellnessdesk.ui.pages.appointments.grid_view import block_rect, slot_point


@dataclass
class AtWeek:
    """The program shown at the page, and what the tests do there."""

    shown: object

    @property
    def page(self):
        return self.shown.screen.page

    @property
    def week(self):
        return self.page.week

    def booked(self, student=1, until=None, **changes):
        """Book past the page, as another desk did; the first of a series."""
        desk = self.shown.program.desk
        peer = opening.find(self.shown.program.folder, "Pia Peer")
        plain = Wanted(student_id=student, day=desk.today(), starts=11 * 60, ends=11 * 60 + 30, peer_id=peer)
        done = self.shown.ask(appointments.book, replace(plain, **changes), until)
        self.shown.drive.settle()
        return done.now[0]

    def there(self):
        """(student, weekday, starts) of what is in the store this week, by time."""
        desk = self.shown.program.desk
        found = self.shown.ask(appointments.between, desk.today(), desk.today().replace(day=30))
        return [(one.called, one.day.day, one.starts) for one in found]

    def slot(self, column, minute):
        return slot_point(self.week, column, minute).toPoint()

    def block(self, one):
        return block_rect(self.week, one.id).center().toPoint()


@pytest.fixture
def center(tmp_path):
    """Closed: the program opens it."""
    made = fresh_center(tmp_path / "center")
    sample = calendar.sample(made.admin)
    calendar.put(made.admin, replace(sample, rooms=(Room(name="Room A"),)))
    for name in ("Pia Peer", SECOND_PEER):
        shifts.add(made.coordinator, Shift(id=0, peer_id=made.desks[name].person.id, peer="",
                                           day=made.front.today(), starts=8 * 60, ends=14 * 60))
    made.admin.close()
    return made


@pytest.fixture
def begin(qapp, center):
    """Signs somebody of a role in and goes to the page."""
    with windows(qapp) as start:

        def run(role):
            shown = start(center.folder, center.clock)
            shown.sign_in(role)
            shown.drive.click("nav.week")
            return AtWeek(shown)

        yield run
