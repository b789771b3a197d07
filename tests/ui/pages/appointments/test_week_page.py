"""The week in its window: booked by click and by Enter, moved by mouse and by keys, refused in words, taken back."""

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from wellnessdesk.domain.appointments import State
from wellnessdesk.domain.people import Role
from wellnessdesk.services import appointments
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.appointments.book_dialog import BookDialog
from wellnessdesk.ui.pages.appointments.details import DetailsDialog
from wellnessdesk.ui.pages.appointments.month_view import weeks_of
from wellnessdesk.ui.tour.driver import pause

LEFT = Qt.MouseButton.LeftButton


def dialog(at, kind):
    found = [one for one in at.shown.frame.findChildren(QDialog) if isinstance(one, kind) and one.isVisible()]
    return found[-1] if found else None


def fill_in(at, name="min"):
    """The dialog's own keys: find the student, Enter, Enter books."""
    at.shown.drive.type("book.student", name)
    at.shown.drive.enter()
    at.shown.drive.settle()


def drag(view, start, end):
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier(0), start)
    for part in (1, 2, 3):
        QTest.mouseMove(view.viewport(), start + (end - start) * part / 3)
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier(0), end)


def test_a_click_on_empty_time_books_there(begin):
    at = begin(Role.FRONT_DESK)
    QTest.mouseClick(at.week.viewport(), LEFT, Qt.KeyboardModifier(0), at.slot(1, 10 * 60))
    assert dialog(at, BookDialog).starts.minute() == 10 * 60
    fill_in(at)
    at.shown.drive.click("book.go")
    assert dialog(at, BookDialog) is None
    assert at.there() == [("Minh", 15, 10 * 60)]
    assert at.week.grid.blocks[0].column == 1


def test_enter_books_at_the_cursor_and_opens_what_is_there(begin):
    at = begin(Role.FRONT_DESK)
    at.week.setFocus()
    at.week.go_to(2, 11 * 60)
    at.shown.keys("Down", "Return")
    assert (dialog(at, BookDialog).day.value(), dialog(at, BookDialog).starts.minute()) == (
        dt.date(2026, 9, 16), 11 * 60 + 15)
    fill_in(at)
    at.shown.keys("Return")  # the button is the default one
    at.shown.drive.click("book.go") if dialog(at, BookDialog) else None
    assert at.there() == [("Minh", 16, 11 * 60 + 15)]
    at.week.setFocus()
    at.week.go_to(2, 11 * 60 + 15)
    at.shown.keys("Return")
    assert "Minh Nguyễn" in at.shown.texts(dialog(at, DetailsDialog))


def test_what_clashes_is_said_while_it_is_filled_in_and_nothing_is_booked(begin):
    at = begin(Role.FRONT_DESK)
    at.booked(1, day=dt.date(2026, 9, 15))
    at.page.book(at.week.grid.columns[1], 11 * 60)
    booking = dialog(at, BookDialog)
    booking.peer.set_value(at.week.grid.blocks[0].appointment.peer_id)
    fill_in(at)
    pause(200)
    at.shown.drive.settle()
    said = at.shown.texts(booking.stands_against)
    assert said == ["That cannot be booked", "Pia Peer is already booked then: 11:00 AM – 11:30 AM, with José Núñez."]
    at.shown.drive.click("book.go")
    assert dialog(at, BookDialog) is booking
    assert len(at.there()) == 1
    booking.starts.setText("11:30")
    at.shown.drive.click("book.go")
    assert at.there() == [("José", 15, 11 * 60), ("Minh", 15, 11 * 60 + 30)]


def test_without_a_student_or_with_no_time_nothing_is_sent(begin):
    at = begin(Role.FRONT_DESK)
    at.page.book()
    booking = dialog(at, BookDialog)
    booking.starts.setText("noon")
    at.shown.drive.click("book.go")
    assert {"Choose the student.", "Write a time, such as 10:15."} <= set(at.shown.texts(booking))
    assert at.there() == []


def test_a_series_to_the_end_of_the_term_tells_what_was_left_out(begin):
    at = begin(Role.FRONT_DESK)
    at.page.book(at.week.grid.columns[1], 10 * 60)
    booking = dialog(at, BookDialog)
    assert booking.until.value() == dt.date(2026, 12, 18)
    booking.weekly.setChecked(True)
    fill_in(at)
    at.shown.drive.click("book.go")
    toast = at.shown.frame.findChildren(Toast)[-1]
    assert toast.text.text() == ("Minh N. is booked for 13 weeks from Sep 15 on. "
                                 "1 week was left out (Nov 24: Thanksgiving break).")


def test_the_mouse_moves_an_appointment_and_undo_brings_it_back(begin):
    at = begin(Role.FRONT_DESK)
    one = at.booked(1)
    start = at.block(one)
    with messages.answering(True) as asked:
        drag(at.week, start, start + (at.slot(2, 12 * 60) - at.slot(0, 11 * 60)))
        at.shown.drive.settle()
    assert [text.splitlines()[-1] for text in asked] == ["Pia Peer has no shift on this day."]
    assert at.there() == [("José", 16, 12 * 60)]
    at.shown.frame.findChildren(Toast)[-1]._undo()
    at.shown.drive.settle()
    assert at.there() == [("José", 14, 11 * 60)]


def test_a_drop_that_cannot_be_says_why_and_leaves_everything(begin):
    at = begin(Role.FRONT_DESK)
    one = at.booked(1)
    at.booked(2, starts=12 * 60, ends=13 * 60)
    start = at.block(one)
    with messages.answering(True) as asked:
        drag(at.week, start, start + (at.slot(0, 12 * 60) - at.slot(0, 11 * 60)))
        at.shown.drive.settle()
    assert "Pia Peer is already booked then" in asked[0]
    assert at.there() == [("José", 14, 11 * 60), ("Anna", 14, 12 * 60)]


def test_a_short_tremble_of_the_mouse_is_a_click(begin):
    at = begin(Role.FRONT_DESK)
    one = at.booked(1)
    drag(at.week, at.block(one), at.block(one) + QPoint(2, 1))
    assert dialog(at, DetailsDialog) is not None
    assert at.there() == [("José", 14, 11 * 60)]


def test_the_keyboard_moves_one_and_escape_leaves_it(begin):
    at = begin(Role.FRONT_DESK)
    at.booked(1)
    at.week.setFocus()
    at.week.go_to(0, 11 * 60)
    at.shown.keys("M", "Down", "Down", "Esc", "M", "Down", "Down", "Return")
    assert at.there() == [("José", 14, 11 * 60 + 30)]


def test_arrows_go_over_the_edge_into_the_next_week_and_back(begin):
    at = begin(Role.FRONT_DESK)
    at.week.setFocus()
    at.week.go_to(4, 10 * 60)
    at.shown.keys("Right")
    assert at.week.grid.columns[0].day == dt.date(2026, 9, 21)
    at.shown.keys("Left")
    assert at.week.grid.columns[0].day == dt.date(2026, 9, 14)
    at.shown.drive.click("week.on")
    at.shown.drive.click("week.today")
    assert at.week.grid.columns[0].today


@pytest.mark.parametrize(("button", "state"), [("call_off", State.CALLED_OFF), ("miss", State.MISSED)])
def test_one_is_called_off_or_missed_and_stands_again(begin, button, state):
    at = begin(Role.COORDINATOR)
    one = at.booked(1, starts=9 * 60, ends=9 * 60 + 30)
    at.page.open_appointment(one)
    at.shown.drive.click(f"details.{button}")
    assert at.week.grid.place_of(one.id).appointment.state is state
    at.page.open_appointment(at.week.grid.place_of(one.id).appointment)
    at.shown.drive.click("details.restore")
    assert at.week.grid.place_of(one.id).appointment == one


def test_the_day_has_a_column_for_each_peer_and_a_drop_on_another_changes_the_peer(begin):
    at = begin(Role.FRONT_DESK)
    one = at.booked(1)
    at.shown.drive.click("week.tab.day")
    assert [column.title for column in at.page.one_day.grid.columns] == ["Otto Other", "Pia Peer", "Whoever is free"]
    at.page.one_day.setFocus()
    at.page.one_day.go_to(1, 11 * 60)
    at.shown.keys("M", "Left", "Return")
    (moved,) = at.shown.ask(appointments.between, one.day, one.day)
    assert (moved.peer, moved.starts) == ("Otto Other", one.starts)


def test_the_month_counts_and_leads_to_the_week(begin):
    at = begin(Role.FRONT_DESK)
    at.booked(1, day=dt.date(2026, 9, 29))
    at.shown.drive.click("week.tab.month")
    at.page.month.setFocus()
    at.shown.keys("Down", "Down", "Right", "Return")
    assert at.week.isVisible()
    assert [column.day.day for column in at.week.grid.columns] == [28, 29, 30, 1, 2]
    assert at.week.grid.blocks[0].column == 1


@pytest.mark.parametrize(("day", "weeks", "first"), [
    (dt.date(2026, 9, 14), 5, dt.date(2026, 8, 31)), (dt.date(2027, 2, 28), 4, dt.date(2027, 2, 1)),
    (dt.date(2026, 8, 31), 6, dt.date(2026, 7, 27)),
])
def test_the_weeks_of_a_month(day, weeks, first):
    assert (len(weeks_of(day)), weeks_of(day)[0]) == (weeks, first)


def test_tomorrows_slips_are_saved(begin, tmp_path):
    at = begin(Role.FRONT_DESK)
    at.booked(1, day=dt.date(2026, 9, 15))
    at.shown.drive.click("week.tab.reminders")
    assert at.page.reminders.day.value() == dt.date(2026, 9, 15)
    at.page.choose_file = lambda _name: tmp_path / "slips.pdf"
    at.shown.drive.click("reminders.print")
    assert (tmp_path / "slips.pdf").read_bytes().startswith(b"%PDF")


def test_the_page_names_the_day_whose_reminders_it_shows_and_turns_by_the_day(begin):
    at = begin(Role.FRONT_DESK)
    at.booked(1, day=dt.date(2026, 9, 15))
    assert not at.shown.reads("Tuesday, September 15, 2026")
    at.shown.drive.click("week.tab.reminders")
    assert at.shown.reads("Tuesday, September 15, 2026")
    at.shown.drive.click("week.on")
    assert at.shown.reads("Wednesday, September 16, 2026")
    assert at.page.reminders.table.model().rowCount() == 0
    at.page.reminders.day.set_value(dt.date(2026, 9, 15))
    at.shown.drive.settle()
    assert at.shown.reads("Tuesday, September 15, 2026")
    assert at.page.reminders.table.model().rowCount() == 1
    at.shown.drive.click("week.today")
    assert at.shown.reads("Monday, September 14, 2026")
    at.shown.drive.click("week.tab.week")
    assert not at.shown.reads("Monday, September 14, 2026")


def test_a_coordinator_gives_and_takes_shifts(begin):
    at = begin(Role.COORDINATOR)
    at.shown.drive.click("week.tab.shifts")
    assert at.page.shifts.table.records_model.rowCount() == 2
    at.shown.drive.click("shifts.add")
    at.shown.drive.find("shift.starts").setText("14:30")
    at.shown.drive.find("shift.ends").setText("16:00")
    at.shown.drive.click("shift.go")
    assert at.page.shifts.table.records_model.rowCount() == 3
    at.page.shifts.table.selectRow(2)
    at.shown.drive.click("shifts.remove_series")
    assert at.page.shifts.table.records_model.rowCount() == 2


def test_a_peer_sees_their_own_and_can_change_nothing(begin):
    at = begin(Role.FRONT_DESK)
    at.booked(1)
    at.booked(2, peer_id=None)
    at.shown.program.desk.store.close()
    peer = begin(Role.PEER)
    assert [one.appointment.called for one in peer.week.grid.blocks] == ["José"]
    assert (peer.page.reminders, peer.page.shifts) == (None, None)
    QTest.mouseClick(peer.week.viewport(), LEFT, Qt.KeyboardModifier(0), peer.slot(1, 10 * 60))
    assert dialog(peer, BookDialog) is None
    own = peer.week.grid.blocks[0].appointment
    QTest.mouseClick(peer.week.viewport(), LEFT, Qt.KeyboardModifier(0), peer.block(own))
    assert dialog(peer, DetailsDialog) is not None


def test_one_of_a_series_is_changed_alone_or_with_all_that_follow_and_undo_brings_all_back(begin):
    at = begin(Role.FRONT_DESK)
    one = at.booked(until=dt.date(2026, 9, 28))
    at.booked(2, day=dt.date(2026, 9, 22), starts=12 * 60, ends=13 * 60)
    before = at.there()
    at.page.open_appointment(one)
    at.shown.drive.click("details.change")
    changing = dialog(at, BookDialog)
    assert changing.which.value() == ""
    changing.day.set_value(dt.date(2026, 9, 15))
    changing.starts.set_minute(12 * 60)
    at.shown.drive.choose("book.which", "following")
    changing._check()
    at.shown.drive.settle()
    assert any(text.endswith("already booked then: 12:00 PM – 1:00 PM, with Anna O'Neil).")
               and text.startswith("Pia Peer has no shift on this day.\n1 week stays as it is (Sep 21: Pia Peer is")
               for text in at.shown.texts(changing))
    at.shown.drive.click("book.go")
    assert at.there() == [("José", 15, 12 * 60), ("José", 21, 11 * 60), ("Anna", 22, 12 * 60), ("José", 29, 12 * 60)]
    toast = at.shown.frame.findChildren(Toast)[-1]
    assert toast.text.text().startswith(
        "José N. is moved to Sep 15, 12:00 PM, and 1 week that follows too. 1 week stays as it is")
    toast._undo()
    at.shown.drive.settle()
    assert at.there() == before


def test_what_does_not_repeat_asks_for_no_others(begin):
    at = begin(Role.FRONT_DESK)
    at.page.open_appointment(at.booked(1))
    at.shown.drive.click("details.change")
    assert not dialog(at, BookDialog).which.isVisible()
