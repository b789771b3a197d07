"""The school calendar in its window: begun with the sample, changed, refused where bells overlap, handed on."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from tests.centers import fresh_center
from tests.windows import windows
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.calendar import PeriodKind
from wellnessdesk.domain.people import Role
from wellnessdesk.services import calendar
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.calendar import bells


@pytest.fixture
def begin(qapp, tmp_path):
    made = fresh_center(tmp_path / "center")
    made.admin.close()
    with windows(qapp) as start:

        def run(role=Role.COORDINATOR):
            shown = start(made.folder, made.clock)
            shown.sign_in(role)
            shown.drive.click("nav.calendar")
            return shown

        yield run


@pytest.fixture
def shown(begin):
    """With the sample kept."""
    made = begin()
    made.drive.click("calendar.sample")
    return made


def whole(shown):
    return shown.ask(calendar.whole)


def rows(shown, kind):
    return [one for _number, one in shown.screen.page.parts[kind].table.records_model.records()]


def dialog(shown):
    return next((one for one in shown.frame.findChildren(QDialog) if one.isVisible()), None)


def pick(shown, kind, row=0):
    shown.screen.page.parts[kind].table.selectRow(row)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_the_sample_is_a_beginning(begin, role):
    shown = begin(role)
    assert shown.reads("No calendar is kept yet")
    shown.drive.click("calendar.sample")
    assert not shown.reads("No calendar is kept yet")
    assert [str(one.name) for one in rows(shown, "terms")] == ["Fall semester", "Spring semester"]


def test_a_day_off_is_added_in_its_place_and_removed_with_undo(shown):
    shown.drive.click("calendar.tab.days_off")
    shown.drive.click("calendar.days_off.add")
    shown.drive.type("entry.name", "Staff day")
    shown.drive.find("entry.first").set_value(dt.date(2026, 9, 25))
    shown.drive.find("entry.last").set_value(dt.date(2026, 9, 25))
    shown.drive.click("entry.go")
    assert str(whole(shown).days_off[1].name) == "Staff day"
    pick(shown, "days_off", 1)
    shown.drive.click("calendar.days_off.remove")
    assert whole(shown).day(dt.date(2026, 9, 25)).has_classes
    shown.frame.findChildren(Toast)[-1]._undo()
    shown.drive.settle()
    assert whole(shown).day(dt.date(2026, 9, 25)).closed == "Staff day"


def test_bells_that_overlap_are_refused_at_the_dialog_and_put_right_there(shown):
    shown.drive.click("calendar.tab.schedules")
    pick(shown, "schedules")
    shown.drive.click("calendar.schedules.change")
    field = shown.drive.find("entry.lines", QPlainTextEdit)
    good = field.toPlainText()
    field.setPlainText(good.replace("09:32 – 10:28", "9:20 – 10:28"))
    shown.drive.click("entry.go")
    assert "In “Regular day”, “Period 2” begins at 9:20 AM, but “Period 1” ends only at 9:26 AM." in shown.texts(
        dialog(shown))
    field.setPlainText("whenever")
    shown.drive.click("entry.go")
    assert any("Line 1 cannot be read: “whenever”" in text for text in shown.texts(dialog(shown)))
    field.setPlainText(good.replace("09:32 – 10:28", "9:26 am – 10:28"))
    shown.drive.click("entry.go")
    assert dialog(shown) is None
    regular = whole(shown).schedules[0]
    assert (regular.periods[2].starts, regular.periods[2].name.es) == (9 * 60 + 26, "Período 2")


def test_a_room_a_term_and_a_special_day_are_kept(shown):
    shown.drive.click("calendar.tab.rooms")
    shown.drive.click("calendar.rooms.add")
    shown.drive.type("entry.name", "Library corner")
    shown.drive.find("entry.capacity").setValue(4)
    shown.drive.click("entry.go")
    assert whole(shown).room("Library corner").capacity == 4
    shown.drive.click("calendar.tab.special_days")
    shown.drive.click("calendar.special_days.add")
    shown.drive.find("entry.day").set_value(dt.date(2026, 10, 1))
    shown.drive.find("entry.schedule").set_value("minimum")
    shown.drive.click("entry.go")
    assert whole(shown).day(dt.date(2026, 10, 1)).schedule.id == "minimum"
    shown.drive.click("calendar.tab.terms")
    pick(shown, "terms", 1)
    shown.drive.click("calendar.terms.change")
    shown.drive.find("entry.last").set_value(dt.date(2026, 1, 1))
    shown.drive.click("entry.go")
    assert "“Spring semester” ends before it begins." in shown.texts(dialog(shown))


def test_a_file_goes_out_and_comes_in_after_a_question(shown, tmp_path):
    page, file = shown.screen.page, tmp_path / "ours.toml"
    page.choose_save = lambda: tmp_path / "ours"
    shown.drive.click("calendar.export")
    file.write_text(file.read_text(encoding="utf-8").replace('name = "Room A"', 'name = "Room Z"'), encoding="utf-8")
    page.choose_open = lambda: file
    with messages.answering(False) as asked:
        shown.drive.click("calendar.import")
    assert "takes the place of the present calendar" in asked[0]
    assert whole(shown).room("Room Z") is None
    with messages.answering(True):
        shown.drive.click("calendar.import")
    assert whole(shown).room("Room Z") is not None
    file.write_text("[[term]]", encoding="utf-8")
    with messages.answering(True) as asked:
        shown.drive.click("calendar.import")
    assert "“name” is missing" in asked[0]


@pytest.mark.parametrize("line", [
    "8:30", "8:30 – 9:26", "8:30 – 9:26, 1", "noon – 1:00, 1, One", "8:30 – 9:26, 1, One, nap",
    "8:30 – 9:26, 1, a, b, c",
])
def test_a_line_that_is_none_is_named(line):
    with pytest.raises(Problem, match="Line 2 cannot be read"):
        bells.periods(f"8:00 – 8:30, before, Before school, open\n{line}")


@pytest.mark.parametrize("line", [
    "8:30 - 9:26, 1, One", "8:30 am to 9:26 am, 1, One, class", "8:30–9:26 , 1 , One,CLASS",
])
def test_lines_as_people_write_them(line):
    (one,) = bells.periods(line)
    assert (one.id, str(one.name), one.kind, one.starts, one.ends) == ("1", "One", PeriodKind.CLASS, 510, 566)
