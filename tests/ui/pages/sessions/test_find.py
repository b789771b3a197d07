"""Find in my notes: a peer finds and reads again what they themselves wrote."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.support import SECOND_PEER
from tests.ui.pages.sessions.test_list import COMPLETE
from wellnessdesk.services import note_search, sessions, telling, visits


@pytest.fixture
def notes(day):
    """One of the peer's own, of last week, and one of somebody else."""
    number = day.send("jos", minutes=10, leaves=True)
    sessions.sign(day.center.peer, number, replace(COMPLETE, text="We spoke of lunch."))
    other = day.center.desks[SECOND_PEER]
    visit = visits.check_in(day.center.front, 3, reason="talk", origin="walk_in")
    visits.hand_over(day.center.front, visit.id, other.person.id)
    telling.told(other, sessions.mine(other)[0].id)
    sessions.sign(other, sessions.mine(other)[0].id, replace(COMPLETE, text="Lunch as well."))
    day.center.clock.advance(days=7)
    assert note_search.read_on(day.center.peer, seconds=5)
    day.refresh()
    return number


def search(day, text):
    day.write("myday.find", text)
    day.settle()


def results(day):
    shown = day.find("SearchResults")
    return [shown.item(row).data(Qt.ItemDataRole.UserRole) or shown.item(row).text() for row in range(shown.count())]


def test_only_ones_own_notes_are_found(day, notes):
    search(day, "lunch")
    (row,) = results(day)
    assert (row.title, row.detail, row.key) == ("José Núñez", "We spoke of lunch.", notes)
    assert row.note


def test_a_note_found_is_read_and_leads_back_to_the_day(day, notes):
    search(day, "lunch")
    day.keys("Return")
    assert day.texts("note.signed.text") == ["We spoke of lunch."]
    day.keys("Escape")
    assert day.shows("myday.list")
    assert day.find("myday.find").text() == ""


def test_what_is_not_there_is_told_so(day, notes):
    search(day, "well")
    assert results(day) == ["No note of yours says that."]


def test_a_second_choice_while_the_first_note_opens_is_passed_over(day, notes):
    day.page._read_found(notes)
    day.page._read_found(notes)
    day.settle()
    assert len(day.all("note.signed")) == 1


def test_the_day_begins_at_its_sessions_not_in_the_box(day):
    number = day.send("jos")
    day.page.focus_first()
    assert day.find(f"myday.session.{number}").hasFocus()
