"""The overview as a whole: its figures, its empty screen, its ways to other pages, its languages."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from tests.trained import clear_for, turn_on
from tests.ui.pages.overview.coordinator import september, speak_spanish
from wellnessdesk.base import i18n
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.services import students, visits
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.overview.page import OverviewPage


def figures(overview):
    return [overview.find(f"overview.tile.{name}").accessibleName().rsplit(": ", 1)[1]
            for name in ("unanswered", "open", "notes", "waiting")]


def test_an_empty_center_says_what_will_stand_here(overview):
    assert figures(overview) == ["0", "0", "0", "0"]
    for text in ("No open flags", "No notes to review", "Nobody is waiting", "All are reviewed"):
        assert text in overview.texts()
    assert not overview.find("overview.review").isEnabled()


def test_the_four_figures_count_what_is_there(overview):
    overview.flag("nun")
    overview.flag("woj")
    overview.click("overview.acknowledge")
    overview.note("gar")
    overview.settle()
    visits.check_in(overview.center.front, students.search(overview.center.front, "ngu")[0].id, reason="talk",
                    origin="walk_in")
    overview.center.clock.advance(minutes=6)
    overview.refresh()

    assert figures(overview) == ["1", "2", "1", "1"]
    assert overview.find("overview.tile.waiting").accessibleDescription() == "The longest for 6 min"


def test_who_is_not_cleared_stands_there_where_the_gate_is_on_and_leads_to_training(overview):
    """And nothing of it where nobody is stopped; with one, what they lack stands beside the name."""
    assert not overview.shows("overview.tile.cleared")
    turn_on(overview.center)
    overview.refresh()
    tile = overview.find("overview.tile.cleared")
    assert (tile.accessibleName(), tile.accessibleDescription()) == (
        "Peers not cleared: 2", "Otto Other, Pia Peer")

    overview.click("overview.tile.cleared")
    shown = overview.find("notcleared.table").model()
    lacks = "3 trainings, 3 signatures, 1 paper of a caregiver"
    assert [[shown.index(row, column).data() for column in (0, 1)] for row in (0, 1)] == [
        ["Otto Other", lacks], ["Pia Peer", lacks]]
    overview.click("notcleared.training")
    assert overview.went_to == ["training"]

    clear_for(overview.center, overview.center.peer)
    overview.refresh()
    assert tile.accessibleDescription() == f"Otto Other: {lacks}"
    clear_for(overview.center, overview.center.desks["Otto Other"])
    overview.refresh()
    assert (tile.accessibleName(), tile.accessibleDescription()) == (
        "Peers not cleared: 0", "All may be with students")
    overview.click("overview.tile.cleared")
    assert overview.went_to == ["training", "training"]


def test_the_selected_note_stays_selected(overview):
    overview.note("nun")
    second = overview.note("woj")
    table = overview.find("overview.notes")
    table.select(second)

    overview.note("gar")

    assert table.current().id == second


@pytest.mark.parametrize(("language", "months", "day"), [
    ("en", 0, "Sep 14"), ("es", 0, "14 {sept}"), ("en", 5, "Sep 14, 2026"), ("es", 5, "14 {sept} 2026")])
def test_peer_and_day_of_a_note_have_the_room_they_need(overview, language, months, day):
    """Also where the session was in another year, which is then said."""
    i18n.set_language(language)
    overview.note("nun", signed_after_hours=80)
    overview.center.clock.advance(days=30 * months)
    page = OverviewPage(PageContext(overview.desk, overview.tasks, overview.went_to.append))
    overview.window.setCentralWidget(page)
    overview.page = page
    overview.refresh()
    table = overview.find("overview.notes")
    cells = [table.model().index(0, column) for column in (1, 2, 3)]

    assert cells[1].data().replace("\u00a0", " ") == day.format(sept=september())
    assert [cell.data() for cell in cells if table.columnWidth(cell.column()) < table.sizeHintForIndex(cell).width()
            ] == []


def test_a_narrow_window_shortens_names_instead_of_scrolling_sideways(overview):
    overview.note("nun", signed_after_hours=80)
    overview.window.resize(800, 660)
    overview.settle()
    table = overview.find("overview.notes")

    assert table.horizontalScrollBar().maximum() == 0
    assert table.sizeHintForColumn(2) <= table.columnWidth(2)


def test_tiles_and_buttons_lead_on(overview):
    overview.click("overview.tile.waiting")
    overview.click("overview.agenda")

    assert overview.went_to == ["today", "supervision"]


def test_coming_back_from_another_page_finds_the_review_where_it_was(overview):
    overview.note("nun")
    overview.note("woj")
    overview.click("overview.review")
    overview.keys("Right")

    overview.page.leave()
    overview.page.focus_first()

    assert overview.texts("review.place") == ["Note 2 of 2"]


def test_asking_for_the_overview_while_on_it_leads_to_its_first_view(overview):
    overview.note("nun")
    overview.click("overview.review")

    overview.page.focus_first()

    assert overview.shows("overview.notes")


def test_everything_that_can_be_pressed_has_a_name(overview):
    overview.flag("nun")
    overview.click("overview.acknowledge")
    overview.flag("woj")
    overview.note("gar")
    for open_view in (lambda: None, lambda: overview.click("overview.read", 1), lambda: overview.page.review()):
        open_view()
        overview.settle()
        pressed = [each for each in overview.window.findChildren(QAbstractButton) if each.isVisible()]
        assert len(pressed) > 3
        assert all(each.accessibleName() for each in pressed)


def test_in_spanish_every_text_is_translated(overview, monkeypatch):
    overview.flag("ngu", kind="self_harm", urgency=Urgency.NEXT_SUPERVISION)
    overview.note("nun")
    speak_spanish(monkeypatch)
    page = OverviewPage(PageContext(overview.desk, overview.tasks, overview.went_to.append))
    overview.window.setCentralWidget(page)
    overview.page = page
    overview.refresh()

    data = {"Minh Nguyễn · Autolesión o suicidio", "lunes, 14 de septiembre de 2026", "0", "1", "–"}
    texts = set(overview.texts())
    assert data <= texts
    assert [text for text in texts - data if "«" not in text] == []


def test_in_spanish_every_text_of_a_note_and_a_flag_is_translated(overview, monkeypatch):
    overview.flag("ngu", kind="self_harm", words="Palabras")
    overview.note("nun")
    speak_spanish(monkeypatch)
    page = OverviewPage(PageContext(overview.desk, overview.tasks, overview.went_to.append))
    overview.window.setCentralWidget(page)
    overview.page = page
    overview.refresh()

    overview.click("overview.acknowledge")
    overview.click("overview.read")
    overview.click("flag.close")
    rule = catalogues.caregiver_rules().get("self_harm")
    flag_data = {"Minh Nguyễn", "Autolesión o suicidio", "Palabras", f"{rule.label.es}. {rule.about.es}"}
    assert [text for text in set(overview.texts()) - flag_data if "«" not in text] == []
    page.review()
    overview.settle()

    note_data = {"José Núñez", "Amistades", "Escuché", "A hard week.", "Write to Ms. Lee."}
    assert [text for text in set(overview.texts()) - note_data if "«" not in text] == []
