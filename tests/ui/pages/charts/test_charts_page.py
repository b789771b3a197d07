"""The page of charts: who sees which, the days chosen, the tables, copying, the file to print."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from wellnessdesk.base import i18n
from wellnessdesk.domain.people import Role
from wellnessdesk.services import charts

COUNTS = ["hours", "weekdays", "reasons"]
OF_FLAGS = ["flags", "flags_acknowledged", "flags_closed"]


def page(shown):
    return shown.screen.page


def visible(shown):
    return [key for key, card in page(shown).cards.items() if card.isVisible()]


@pytest.mark.parametrize(("role", "keys"), [
    (Role.FRONT_DESK, COUNTS), (Role.COORDINATOR, [*COUNTS, "waiting", *OF_FLAGS]),
    (Role.ADMINISTRATOR, [*COUNTS, "waiting"])])
def test_who_sees_which_charts_and_may_print_them(begin, role, keys):
    shown = begin(role)
    assert visible(shown) == keys
    assert shown.drive.has("charts.save") is (role is not Role.FRONT_DESK)
    assert shown.reads("3 visits. Inside the center only: small numbers are not hidden here.")


def test_each_chart_has_its_numbers_in_a_table_and_says_them_aloud(begin):
    shown = begin(Role.COORDINATOR)
    for card in page(shown).cards.values():
        _headings, lines = card.view.spec.table()
        assert list(card.table.records_model.records()) == lines
        assert card.view.accessibleName() == card.view.spec.title
        assert all(line[0] in card.view.accessibleDescription() for line in lines)
        assert card.view.height() > 20


def test_days_in_which_nobody_came_say_what_to_do(begin):
    shown = begin(Role.FRONT_DESK)
    empty = next(key for key in page(shown)._spans if key.startswith("week"))
    weeks = [key for key in page(shown)._spans if key.startswith("week")]
    shown.drive.choose("charts.span", weeks[1])
    assert visible(shown) == []
    assert shown.reads("Nobody came in these days")
    shown.drive.choose("charts.span", empty)
    assert visible(shown) == COUNTS


def test_the_table_and_the_picture_go_to_the_clipboard(begin):
    shown = begin(Role.FRONT_DESK)
    shown.drive.click("charts.reasons.table")
    assert QGuiApplication.clipboard().text() == page(shown).cards["reasons"].view.spec.tsv()
    shown.drive.click("charts.hours.picture")
    picture = QGuiApplication.clipboard().image()
    assert picture.width() == 1800
    colors = {picture.pixelColor(x, y).name() for x in range(0, 1800, 9) for y in range(0, picture.height(), 9)}
    assert len(colors) > 3


def test_saved_as_pdf_it_is_there_and_recorded(begin, tmp_path):
    shown = begin(Role.COORDINATOR)
    page(shown).choose_file = lambda _name: tmp_path / "figures"
    shown.drive.click("charts.save")
    assert (tmp_path / "figures.pdf").read_bytes().startswith(b"%PDF")
    assert shown.reads("Saved as figures.pdf.")
    page(shown).choose_file = lambda _name: None
    shown.drive.click("charts.save")


def test_a_check_in_is_in_the_figures_at_once(begin):
    shown = begin(Role.COORDINATOR)
    before = shown.ask(charts.counts, shown.ask(charts.spans)[0]).visits
    shown.drive.click("nav.today")
    shown.drive.type("checkin.search", "zo")
    shown.drive.enter()
    shown.drive.enter()
    shown.drive.click("nav.charts")
    assert shown.ask(charts.counts, shown.ask(charts.spans)[0]).visits == before + 1
    assert shown.reads(f"{before + 1} visits. Inside the center only: small numbers are not hidden here.")


def test_the_days_stay_chosen_in_another_language(begin):
    shown = begin(Role.COORDINATOR)
    year = next(key for key in page(shown)._spans if key.startswith("year"))
    shown.drive.choose("charts.span", year)
    shown.frame.set_language("es")
    shown.drive.settle()
    assert i18n.language() == "es"
    assert page(shown).span.value() == year
    assert shown.reads("Visitas por motivo")


def test_every_button_has_a_name(begin):
    shown = begin(Role.COORDINATOR)
    assert all(one.accessibleName() for one in page(shown).findChildren(QPushButton))
