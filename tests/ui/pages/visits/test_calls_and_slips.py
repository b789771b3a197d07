"""From Today: what a teacher may hear, and the slip of who leaves."""

from tests.widgets import in_windows
from wellnessdesk.services import visits
from wellnessdesk.ui.kit.parts import Banner
from wellnessdesk.ui.pages.visits.slip_dialog import SlipDialog


def ask(desk, letters):
    """Search in the dialog, press Enter; what is to be said."""
    desk.find("call.search").setFocus()
    desk.type(letters)
    desk.press_slowly("Return")
    return [one.accessibleName() for one in in_windows() if isinstance(one, Banner) and one.isVisible()]


def test_a_teacher_hears_times_and_nothing_else(desk):
    visit = desk.arrive("nun", minutes=13)
    desk.press_slowly("Ctrl+T")
    assert ask(desk, "nun") == ["Arrived 10:00 AM, still here."]
    desk.ask(visits.check_out, visit.id)
    assert ask(desk, "nun") == ["Arrived 10:00 AM, left 10:13 AM."]
    assert ask(desk, "woj") == ["Was not here today."]


def test_the_search_of_the_call_tells_nobodys_whereabouts(desk):
    desk.arrive("nun")
    desk.press_slowly("Ctrl+T")
    desk.find("call.search").setFocus()
    desk.type("nun")
    assert [row.note for row in desk.found()] == [""]


def test_after_a_check_out_its_slip_is_one_key_away(desk, tmp_path):
    visit = desk.arrive("nun", minutes=13)
    desk.ask(visits.check_out, visit.id)
    desk.page.refresh()
    desk.settle()
    desk.press_slowly("Ctrl+P")
    (dialog,) = [one for one in in_windows() if isinstance(one, SlipDialog)]
    shown = []
    dialog.choose_file, dialog.show_file = (lambda name: tmp_path / f"{name}.pdf"), shown.append
    desk.click("slip.save")
    assert len(shown) == 1
    assert shown[0].read_bytes().startswith(b"%PDF")
    assert desk.said().startswith("Saved as Pass ")


def test_without_anybody_who_left_it_asks_whose_slip(desk):
    desk.press_slowly("Ctrl+P")
    assert desk.said() == "First choose whose slip it is."
