"""A coordinator changes the center's red flags on the Settings page, and goes back to what is shipped."""

import pytest

from wellnessdesk.domain import catalogues
from wellnessdesk.domain.people import Role
from wellnessdesk.services import triggers


@pytest.fixture(autouse=True)
def _shipped_red_flags():
    yield
    shipped = catalogues.shipped_red_flags()
    catalogues.use_red_flags(shipped.entries, shipped.ids())


def change(shown, kind):
    table = shown.drive.find("settings.triggers")
    table.opened.emit(next(one for one in table.records_model.records() if one.id == kind))
    shown.drive.settle()


def test_a_kind_gets_the_centers_own_words_and_its_shipped_ones_back(at_desk):
    shown = at_desk(Role.COORDINATOR)
    change(shown, "eating")
    shown.drive.find("trigger.signs_en").setPlainText("Faints")
    shown.drive.find("trigger.used").setChecked(False)
    shown.drive.click("act.go")
    assert next(one.signs_en for one in shown.ask(triggers.kinds) if one.id == "eating") == "Faints"
    assert "eating" not in {entry.id for entry in catalogues.red_flags_in_use()}

    change(shown, "eating")
    shown.drive.click("trigger.back")
    assert catalogues.red_flags_in_use() == catalogues.shipped_red_flags().entries


def test_one_of_the_centers_own_is_added_and_what_is_missing_is_said(at_desk):
    shown = at_desk(Role.COORDINATOR)
    shown.drive.click("settings.triggers.add")
    shown.drive.find("trigger.label_en").setText("Bullied online")
    shown.drive.click("act.go")
    assert shown.reads("Write it in both languages: peers read either.")
    for name in ("label_es", "signs_en", "signs_es", "say_en", "say_es"):
        field = shown.drive.find(f"trigger.{name}")
        (field.setText if name.startswith("label") else field.setPlainText)("x")
    shown.drive.click("act.go")
    assert shown.ask(triggers.kinds)[-1].label_en == "Bullied online"


def test_an_administrator_does_not_see_them(at_desk):
    assert not at_desk(Role.ADMINISTRATOR).drive.has("settings.triggers")
