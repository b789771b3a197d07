"""At the foot of a peer's day: their shift, their next appointments, and whose record is closed to them, unnamed."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from tests.centers import fresh_center
from tests.windows import windows
from wellnessdesk.domain.appointments import Shift, Wanted
from wellnessdesk.domain.people import Role
from wellnessdesk.services import appointments, peers, shifts


@pytest.fixture
def shown(qapp, tmp_path):
    center = fresh_center(tmp_path / "center")
    today, pia = center.front.today(), center.peer.person.id
    for student, starts, peer in ((1, 8 * 60, pia), (2, 11 * 60, pia), (3, 12 * 60, None)):
        appointments.book(center.front, Wanted(student_id=student, day=today, starts=starts, ends=starts + 30,
                                               peer_id=peer))
    shifts.add(center.coordinator, Shift(id=0, peer_id=pia, peer="", day=today, starts=9 * 60, ends=12 * 60))
    center.admin.close()
    with windows(qapp) as start:
        made = start(center.folder, center.clock)
        made.sign_in(Role.PEER)
        yield made


def text(shown, name):
    return shown.drive.find(name, QLabel).text()


def test_it_shows_what_is_still_to_come_and_nobody_elses(shown):
    (line,) = [one.text() for one in shown.frame.findChildren(QLabel)
               if one.objectName().startswith("myday.appointment.") and one.isVisible()]
    assert line == "11:00 AM · Anna O'Neil"
    assert text(shown, "myday.shift") == "Your shift today: 9:00 AM – 12:00 PM"


def test_a_peer_closes_a_record_to_themselves_by_name_and_sees_how_many_not_whose(shown):
    shown.drive.click("myday.declare")
    dialog = next(one for one in shown.frame.findChildren(QDialog) if one.isVisible())
    shown.drive.click("act.go")
    assert "Write the name or the number." in shown.texts(dialog)
    shown.drive.type("declare.name", "Anna Oneil Whoever")
    shown.drive.click("act.go")
    assert any("does not stand for one student" in line for line in shown.texts(dialog))
    shown.drive.find("declare.name").clear()
    shown.drive.type("declare.name", "anna o'neil")
    shown.drive.click("act.go")
    assert shown.ask(peers.own_closed) == 1
    assert text(shown, "myday.appointments.none") == "None are booked with you."
    assert text(shown, "myday.shift").endswith("1 record is closed to you")
    assert not any("Anna" in line for line in shown.texts(shown.screen.page))
