"""Legal holds, for coordinators only, and the periods, which an administrator sets."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from tests.retained import shell
from tests.windows import end
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.retention import Records, usual
from wellnessdesk.services import retention
from wellnessdesk.ui.pages.retention.holds import HoldDialog
from wellnessdesk.ui.pages.retention.periods import PeriodDialog

REASON = "Letter of the district's lawyer"


@pytest.fixture
def at_holds(begin):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("retention.tab.holds")
    return shown


def dialog(shown, kind):
    (found,) = [one for one in shown.frame.findChildren(kind) if one.isVisible()]
    return found


def test_the_empty_list_says_what_a_hold_is_for(at_holds):
    assert at_holds.reads("Nobody is on hold")


def test_a_hold_by_keyboard_alone(at_holds):
    at_holds.tab_to("retention.place")
    at_holds.keys("Space")
    assert at_holds.focused() == "hold.student"
    at_holds.write("wojc")
    at_holds.keys("Return")
    assert at_holds.focused() == "hold.reason"
    at_holds.write(REASON)
    at_holds.tab_to("hold.save")
    at_holds.keys("Space")

    (hold,) = at_holds.ask(retention.holds)
    assert (hold.student, hold.reason, hold.lifted_at) == ("Łukasz Wójcik", REASON, None)
    table = at_holds.screen.page.holds.table
    assert table.model().index(0, 0).data() == "Łukasz Wójcik"
    table.selectRow(0)
    assert at_holds.reads(REASON)


def test_two_students_of_one_name_are_told_apart(at_holds):
    at_holds.drive.click("retention.place")
    at_holds.drive.type("hold.student", "brown")
    at_holds.keys("Down", "Return")

    assert at_holds.reads("Grade 12 · number ends in 006")


def test_a_student_who_left_can_be_held(old, begin):
    shell(old.center, "UPDATE students SET active = 0 WHERE id = 4")
    shown = begin(Role.COORDINATOR)
    shown.drive.click("retention.tab.holds")
    shown.drive.click("retention.place")
    shown.drive.type("hold.student", "wojc")
    shown.drive.enter()

    assert shown.reads("Łukasz Wójcik")


def test_what_is_missing_is_told_at_its_field_and_nothing_is_lost(at_holds):
    at_holds.drive.click("retention.place")
    at_holds.drive.type("hold.reason", REASON)
    at_holds.drive.click("hold.save")
    here = dialog(at_holds, HoldDialog)

    assert here._student_field.error == "Choose the student."
    assert here.reason.value() == REASON
    assert at_holds.focused() == "hold.student"

    at_holds.drive.type("hold.student", "wojc")
    at_holds.drive.enter()
    assert here._student_field.error == ""
    here.reason.clear()
    at_holds.drive.click("hold.save")
    assert here._reason_field.error.startswith("Write why.")
    assert at_holds.ask(retention.holds) == []


def test_a_student_on_hold_already_is_told_above_and_the_reason_stays(at_holds):
    at_holds.ask(retention.place_hold, 4, "first")
    at_holds.drive.click("retention.place")
    at_holds.drive.type("hold.student", "wojc")
    at_holds.drive.enter()
    at_holds.drive.type("hold.reason", REASON)
    at_holds.drive.click("hold.save")

    assert at_holds.reads("This student is on hold already.")
    assert dialog(at_holds, HoldDialog).reason.value() == REASON
    assert len(at_holds.ask(retention.holds)) == 1


@pytest.mark.parametrize("agreed", [True, False])
def test_lifting_asks_once_and_the_hold_stays_on_the_list(at_holds, agreed):
    at_holds.ask(retention.place_hold, 4, REASON)
    table = at_holds.screen.page.holds.table
    (button,) = [one for one in table.findChildren(QAbstractButton) if one.text() == "Lift…"]
    with at_holds.drive.answering(accept=agreed) as asked:
        button.click()
        at_holds.drive.settle()

    assert len(asked) == 1
    assert "Łukasz Wójcik" in asked[0]
    (hold,) = at_holds.ask(retention.holds)
    assert (hold.lifted_at is not None) is agreed
    assert table.model().index(0, 3).data().startswith("Lifted" if agreed else "On hold")


# ---- periods


def open_period(shown, records):
    shown.drive.click("retention.tab.periods")
    table = shown.screen.page.periods.table
    table.selectRow(list(Records).index(records))
    table.setFocus()
    shown.keys("Return")
    return dialog(shown, PeriodDialog)


def test_an_administrator_changes_a_period(begin):
    shown = begin(Role.ADMINISTRATOR)
    open_period(shown, Records.AGENDAS).number.setValue(4)
    shown.drive.click("period.save")

    assert shown.ask(retention.periods).periods[Records.AGENDAS] == 4
    table = shown.screen.page.periods.table
    row = list(Records).index(Records.AGENDAS)
    assert table.model().index(row, 1).data() == "4 years after the end of the school year"
    assert any(text.startswith("Last changed on Sep 12, 2033") for text in shown.texts())


def test_a_period_that_is_not_allowed_is_told_at_its_field(begin):
    shown = begin(Role.ADMINISTRATOR)
    here = open_period(shown, Records.DISCLOSURES)
    here.number.setValue(4)
    shown.drive.click("period.save")

    assert "as long as the records themselves" in here._field.error
    assert here.isVisible()
    assert shown.ask(retention.periods).periods == usual()


def test_a_coordinator_sees_the_periods_and_cannot_change_them(begin):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("retention.tab.periods")
    shown.screen.page.periods.table.selectRow(0)
    shown.keys("Return")

    assert not shown.drive.has("retention.change")
    assert not shown.drive.has("period.number")


def test_whoever_comes_back_is_at_the_same_part(begin):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("retention.tab.holds")
    shown.keys("Ctrl+L")
    end(shown)

    shown = begin(Role.COORDINATOR)
    assert shown.drive.has("retention.holds")
