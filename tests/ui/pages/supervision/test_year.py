"""The year of supervision on the page: which days, their figures, and what is saved of them."""

from datetime import date, timedelta

import pytest

from tests.reports.read_back import bookmarks, words
from tests.services.supervised import MONDAY, hold
from wellnessdesk.base import progress as progresses
from wellnessdesk.services import minutes_year, supervision
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.pages.supervision.page import SupervisionPage


class Day:
    """What `supervised.hold` needs, at the page's own center."""

    def __init__(self, center, flag):
        self.center, self.flag = center, flag


@pytest.fixture
def at(supervision_page, tmp_path):
    at = supervision_page
    supervision.build(at.desk)
    for week in range(2):
        hold(Day(at.center, "no-such-flag"), week)
        at.center.clock.advance(days=7)
    at.refresh()
    at.click("supervision.tab.year")
    at.settle()
    at.page.choose_file = lambda name: tmp_path / name
    return at


def figure(at, key):
    return at.page.year.figures.tiles[key].accessibleName()


def test_the_present_school_year_is_shown_first(at):
    assert at.page.year.days() == (date(2026, 7, 1), date(2027, 6, 30))
    assert figure(at, "held") == "Meetings held: 2"
    assert figure(at, "weekly") == "Supervised weeks: 100%"
    people = [line for _place, line in at.page.year.figures.tables["people"].records_model.records()]
    assert [line[0] for line in people] == ["Cora Coordinator (leads)", "Otto Other", "Pia Peer"]


def test_other_days_are_chosen_by_a_month_or_by_hand(at):
    at.find("year.span").set_value("month:2026-09")
    at.page.year._take_span()
    at.settle()
    assert at.page.year.days() == (date(2026, 9, 1), date(2026, 9, 30))
    at.find("year.last").set_value(MONDAY + timedelta(days=3))
    at.settle()
    assert at.find("year.span").value() is None
    assert figure(at, "held") == "Meetings held: 1"
    at.refresh()
    assert at.page.year.days() == (date(2026, 9, 1), MONDAY + timedelta(days=3))


def test_on_another_page_of_the_same_kind_the_same_days_are_shown_again(at):
    """As after a change of language, and after the lock."""
    at.find("year.span").set_value("month:2026-09")
    at.page.year._take_span()
    at.settle()
    place = at.page.place()
    again = SupervisionPage(PageContext(at.desk, at.tasks, at.went_to.append))
    again.refresh()
    again.go_to_place(place)
    at.settle()
    assert again.place() == place == "year:2026-09-01:2026-09-30"
    assert again.year.span.value() == "month:2026-09"
    assert again.year.figures.tiles["held"].accessibleName() == "Meetings held: 2"
    for nonsense in ("year:", "year:x:y", "year:2026-09-01", "agenda:nothing", "groups", "nothing:at all"):
        again.go_to_place(nonsense)
    at.settle()
    assert again.place().startswith("groups")
    again.deleteLater()


def test_days_the_wrong_way_round_are_told_and_stay(at):
    at.find("year.first").set_value(date(2027, 7, 2))
    at.settle()
    assert "The last day comes before the first. Choose the days the other way round." in at.texts()
    assert at.page.year.days()[0] == date(2027, 7, 2)
    at.find("year.first").set_value(date(2026, 7, 1))
    at.settle()
    assert figure(at, "held") == "Meetings held: 2"


def test_figures_and_all_minutes_are_saved_where_somebody_says(at, tmp_path):
    at.click("year.save_figures")
    at.settle()
    assert "Supervision in figures" in words(tmp_path / "Supervision in figures 2026-07-01 2027-06-30.pdf")
    at.click("year.save_minutes")
    at.settle()
    marks = bookmarks(tmp_path / "Supervision minutes 2026-07-01 2027-06-30.pdf")
    assert len([title for title, _page in marks if "·" in title]) == 2


def test_nothing_is_written_when_it_is_cancelled(at, tmp_path, monkeypatch):
    def stopped(*_given):
        raise progresses.Cancelled

    monkeypatch.setattr(minutes_year, "print_minutes", stopped)
    at.click("year.save_minutes")
    at.settle()
    assert list(tmp_path.glob("*.pdf")) == []


def test_where_nothing_was_signed_a_sentence_says_so(at):
    at.find("year.span").set_value(None)
    for name in ("first", "last"):
        at.find(f"year.{name}").set_value(date(2026, 9, 13))
    at.click("year.save_minutes")
    at.settle()
    assert "No minutes were signed in these days." in at.texts()
