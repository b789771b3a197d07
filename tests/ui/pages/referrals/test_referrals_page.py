"""Referrals in the window: the overdue first, each step asked for by what it needs, slips and drafts."""

import pytest

from tests.ui.pages.referrals.conftest import take
from wellnessdesk.services import disclosures, referrals
from wellnessdesk.ui.kit.refer import ReferDialog
from wellnessdesk.ui.pages.referrals.step_dialog import StepDialog


@pytest.fixture
def shown(begin):
    return begin()


def dialog(shown, kind):
    (found,) = [one for one in shown.frame.findChildren(kind) if one.isVisible()]
    return found


def rows(shown, part="under_way"):
    table = getattr(shown.screen.page, part)
    return [tuple(table.model().index(row, column).data() for column in (0, 1, 2, 3))
            for row in range(table.model().rowCount())]


def choose(shown, student, part="under_way"):
    table = getattr(shown.screen.page, part)
    table.selectRow(next(place for place, row in enumerate(rows(shown, part)) if row[0] == student))
    shown.drive.settle()


def test_the_overdue_stand_first_and_are_counted_there_and_on_the_overview(shown):
    assert rows(shown) == [("José Núñez", "Valley Counseling", "Sent", "Sep 28, overdue"),
                           ("Anna O'Neil", "Oak Clinic", "Draft", "Oct 13")]
    assert shown.reads("2 under way. 1 is overdue.")
    shown.drive.click("referrals.tab.over")
    assert rows(shown, "over") == [("Minh Nguyễn", "Aid", "Revoked", "Sep 14")]
    shown.drive.click("nav.overview")
    tile = shown.drive.find("overview.tile.referrals")
    assert tile.accessibleName() == "Referrals overdue: 1"
    tile.click()
    shown.drive.settle()
    assert shown.screen.key_shown == "referrals"


def test_what_was_done_and_what_may_be_done_is_shown(shown):
    choose(shown, "José Núñez")
    for text in ("sleeps little", "talk about sleep", "Sent: By email", "Agreed to: The student, By telephone"):
        assert shown.reads(text)
    for key, there in {"accept": True, "decline": True, "hand_over": True, "revoke": True, "slip": True,
                       "attend": False, "close": False, "send": False, "change": False}.items():
        assert shown.drive.has(f"referrals.{key}") is there


def test_a_draft_goes_out_once_somebody_agreed_and_its_slip_follows(shown, tmp_path):
    shown.screen.page.choose_pdf = lambda _name: tmp_path / "slip.pdf"
    choose(shown, "Anna O'Neil")
    assert not shown.drive.has("referrals.send")
    shown.drive.click("referrals.consent")
    shown.drive.click("step.save")
    here = dialog(shown, StepDialog)
    assert here._fields["who"].error == "Choose who agreed."
    assert here._fields["how"].error == "Choose how."
    here.agreed.set_value("both")
    here.how.set_value("in_person")
    shown.drive.click("step.save")

    shown.drive.click("referrals.send")
    assert shown.reads("Oak Clinic gets to know of Anna O'Neil. That goes into the disclosure log.")
    dialog(shown, StepDialog).how.set_value("slip")
    shown.drive.click("step.save")
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    assert len(shown.ask(disclosures.of_student, 2)) == 1
    assert ("Anna O'Neil", "Oak Clinic", "Sent", "Oct 13") in rows(shown)


def test_one_that_is_revoked_asks_for_a_reason_and_goes_to_the_others(shown):
    choose(shown, "José Núñez")
    shown.drive.click("referrals.revoke")
    shown.drive.click("step.save")
    assert dialog(shown, StepDialog)._fields["words"].error == "Write why it is revoked."
    shown.drive.type("step.words", "the family moved")
    shown.drive.click("step.save")
    assert [row[0] for row in rows(shown)] == ["Anna O'Neil"]
    shown.drive.click("referrals.tab.over")
    choose(shown, "José Núñez", "over")
    assert any("the family moved" in text for text in shown.texts())
    assert not shown.drive.has("referrals.slip")


def test_a_new_one_by_keyboard_says_what_is_missing_and_offers_who_fits(shown):
    shown.drive.click("referrals.new")
    here = dialog(shown, ReferDialog)
    assert shown.focused() == "refer.student"
    shown.drive.click("refer.save")
    assert {name for name, field in here._fields.items() if field.error} == {"student", "kind", "to", "why", "purpose"}
    shown.drive.type("refer.student", "wojc")
    shown.keys("Return")
    here.kind.set_value("legal")
    assert [here.helper.itemText(place) for place in range(here.helper.count())] == ["Somebody else"]
    here.kind.set_value("health")
    assert here.helper.findText("Oak Clinic") == 1
    here.helper.setCurrentIndex(1)
    assert not here._fields["to"].isVisible()
    shown.drive.type("refer.why", "w")
    shown.drive.type("refer.purpose", "p")
    shown.drive.click("refer.urgent")
    shown.drive.click("refer.save")
    assert ("Łukasz Wójcik", "Oak Clinic", "Draft", "Sep 30") in rows(shown)
    assert shown.screen.page.under_way.current().student == "Łukasz Wójcik"


def test_a_draft_is_changed_where_it_stands(shown):
    choose(shown, "Anna O'Neil")
    shown.drive.click("referrals.change")
    here = dialog(shown, ReferDialog)
    assert here.helper.currentText() == "Oak Clinic"
    assert here.why.value() == "an old cough"
    here.helper.setCurrentIndex(0)
    here.to.setText("Night Clinic")
    shown.drive.click("refer.save")
    assert [row[1] for row in rows(shown)] == ["Valley Counseling", "Night Clinic"]


def test_somebody_elses_step_meanwhile_is_told_and_nothing_typed_is_lost(shown):
    choose(shown, "José Núñez")
    shown.drive.click("referrals.revoke")
    shown.drive.type("step.words", "moved")
    one = shown.screen.page.under_way.current()
    shown.ask(lambda desk: take(desk, one.mark.id, "decline"))
    shown.drive.click("step.save")
    assert dialog(shown, StepDialog).words.value() == "moved"
    assert any("cannot be" in text for text in shown.texts(dialog(shown, StepDialog)))


def test_from_a_students_page_a_draft_is_begun(shown):
    shown.screen.show_student(4)
    shown.drive.settle()
    shown.drive.click("student.refer")
    here = dialog(shown, ReferDialog)
    assert here.search is None
    assert shown.reads("Łukasz Wójcik")
    here.kind.set_value("other")
    for name in ("to", "why", "purpose"):
        shown.drive.type(f"refer.{name}", "x")
    shown.drive.click("refer.save")
    assert "Łukasz Wójcik" in [one.student for one in shown.ask(referrals.under_way)]
