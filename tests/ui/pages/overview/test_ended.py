"""Closed flags in the window: found by typing, read with Enter, and the way back leads to the overview."""

from PySide6.QtWidgets import QApplication

from wellnessdesk.domain.flags import Closing
from wellnessdesk.services import flags
from wellnessdesk.ui.pages.overview.ended_flags import EndedFlagsDialog

DECIDED = Closing(disposition="x", notify_caregiver=False, notify_reason="x", reported=False, outcome="She eats again")


def closed(overview, letters, outcome=DECIDED):
    made = overview.flag(letters, kind="eating")
    flags.acknowledge(overview.desk, made)
    flags.close(overview.desk, made, outcome)
    overview.refresh()
    return made


def dialog(overview):
    overview.click("overview.ended")
    (made,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, EndedFlagsDialog) and one.isVisible()]
    return made


def students(made):
    return [one.flag.student for one in made._found]


def test_what_is_typed_narrows_them_down_and_enter_reads_one(overview):
    mine = closed(overview, "nun")
    closed(overview, "ngu")
    overview.flag("woj")
    made = dialog(overview)
    assert students(made) == ["Minh Nguyễn", "José Núñez"]
    overview.write("ended.student", "jos")
    overview.settle()
    assert students(made) == ["José Núñez"]
    overview.find("ended.table").setFocus()
    overview.find("ended.table").select(mine)
    overview.keys("Return")
    assert not made.isVisible()
    assert overview.page._flag.flag_id == mine
    assert "She eats again" in " ".join(overview.texts())
    overview.click("overview.back")
    assert overview.shows("overview.ended")


def test_how_it_ended_is_searched_too_and_nothing_found_says_so(overview):
    closed(overview, "nun")
    made = dialog(overview)
    overview.write("ended.words", "agai")
    overview.settle()
    assert students(made) == ["José Núñez"]
    overview.write("ended.words", "xyz")
    overview.settle()
    assert students(made) == []
    assert not made.open_one.isEnabled()
    assert "No flag is like this" in overview.texts("ended.table")


def test_nothing_of_it_stays_once_it_is_closed(overview):
    closed(overview, "nun")
    made = dialog(overview)
    overview.keys("Escape")
    assert (made.isVisible(), made._found) == (False, [])


def test_withdrawn_ones_are_there_and_days_the_wrong_way_round_are_put_right(overview):
    made = overview.flag("nun", kind="eating")
    flags.withdraw(overview.desk, made, "twice")
    shown = dialog(overview)
    assert [one.flag.mark.id for one in shown._found] == [made]
    today = overview.desk.today()
    shown.first.set_value(today)
    shown.last.set_value(today.replace(year=today.year - 1))
    assert (shown.wanted().first, shown.wanted().last) == (today.replace(year=today.year - 1), today)
    shown.status.set_value("closed")
    overview.settle()
    assert shown._found == []
