"""Find in notes: what was typed is found as it is typed, read in place, and the reading is recorded."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.pages.overview.coordinator import COMPLETE, speak_spanish
from wellnessdesk.services import audit, note_search, sessions


@pytest.fixture
def notes(overview):
    """A co-signed note and, newer, one that waits for review."""
    read = overview.note("nun", body=replace(COMPLETE, text="Lunch with the chess club."))
    sessions.cosign(overview.desk, read)
    waiting = overview.note("woj", body=replace(COMPLETE, text="Had lunch alone."))
    assert note_search.read_on(overview.desk, seconds=5)
    overview.refresh()
    return read, waiting


def search(overview, text):
    overview.write("overview.find", text)
    overview.settle()


def results(overview):
    """(student, snippet, what stands out) of what unfolded."""
    shown = overview.find("SearchResults")
    rows = [shown.item(row).data(Qt.ItemDataRole.UserRole) for row in range(shown.count())]
    return [(row.title, row.detail, [row.detail[first:end] for first, end in row.marks]) for row in rows if row]


def test_what_is_typed_is_found_the_newest_first_and_stands_out(overview, notes):
    search(overview, "lun")
    assert results(overview) == [
        ("Łukasz Wójcik", "Had lunch alone. Write to Ms. Lee.", ["lunch"]),
        ("José Núñez", "Lunch with the chess club. Write to Ms. Lee.", ["Lunch"])]


def test_a_note_found_is_read_in_place_and_that_is_recorded(overview, notes):
    search(overview, "chess")
    before = audit.verify(overview.desk).entries
    overview.keys("Return")
    assert "Lunch with the chess club." in overview.texts("reading.note")
    assert "Co-signed" in overview.texts("reading.note")
    assert {"A note", "Reading a note is recorded."} <= set(overview.texts())
    assert audit.verify(overview.desk).entries == before + 1

    overview.keys("Escape")
    assert overview.shows("overview.notes")
    assert overview.find("overview.find").text() == ""


def test_a_note_that_waits_for_review_is_opened_where_it_can_be_cosigned(overview, notes):
    search(overview, "alone")
    overview.keys("Return")
    assert overview.shows("review.cosign")
    assert "Had lunch alone." in overview.texts("review.note")


def test_what_nobody_wrote_is_told_so(overview, notes):
    search(overview, "xyzzy")
    shown = overview.find("SearchResults")
    assert [shown.item(row).text() for row in range(shown.count())] == ["No note says that."]


def test_while_notes_are_still_being_read_it_says_so(overview):
    search(overview, "lunch")
    shown = overview.find("SearchResults")
    assert [shown.item(row).text() for row in range(shown.count())] == ["Not all notes are read yet. One moment."]


def test_a_note_that_cannot_be_shown_says_why_and_leads_back(overview, notes, monkeypatch):
    def refuse(_desk, _number):
        raise sessions.Problem("It was changed.")

    monkeypatch.setattr(sessions, "read_note", refuse)
    search(overview, "chess")
    overview.keys("Return")
    assert {"This note cannot be shown.", "It was changed."} <= set(overview.texts())
    overview.click("overview.back")
    assert overview.shows("overview.notes")


def test_coming_back_to_the_page_leads_back_to_the_note(overview, notes):
    search(overview, "chess")
    overview.keys("Return")
    overview.page.leave()
    overview.page.focus_first()
    assert overview.focused() == "reading.note"
    assert overview.page.place() == "", "coming back later must not count as reading it once more"


def test_in_spanish(overview, notes, monkeypatch):
    speak_spanish(monkeypatch)
    search(overview, "xyzzy")
    assert overview.find("SearchResults").item(0).text() == "«No note says that.»"
    QTest.keyClick(overview.find("overview.find"), Qt.Key.Key_Escape)
