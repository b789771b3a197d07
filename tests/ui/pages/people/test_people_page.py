"""Adding people: every role, a coordinator only with consent, and nothing entered is ever lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.support import NAMES, PASSPHRASE, open_as
from tests.ui.pages.people.at_desk import Marked
from wellnessdesk.base import i18n
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.services import opening, people
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.new_passphrase import strength
from wellnessdesk.ui.pages.people.wording import advice
from wellnessdesk.vault import header_file

GOOD = "green tall hat box"


def fill(here, *, name="Nadia Noor", role=Role.PEER, passphrase=GOOD, again=GOOD):
    here.drive.click("people.add")
    here.drive.type("people.name", name)
    if role is not None:
        here.drive.click(f"people.role.{role.value}")
    here.drive.type("people.passphrase", passphrase)
    here.drive.type("people.again", again)


def names(here):
    here.drive.settle()
    return {person.name: person.role for person in people.everybody(here.desk)}


def errors(here):
    """What is said to be wrong, by the name of the field."""
    form = here.page.form
    fields = {"name": form._name_field, "role": form._role_field, "passphrase": form._one_field,
              "again": form._two_field, "who": form.consent._who_field, "consent": form.consent._passphrase_field}
    return {key: field.error for key, field in fields.items() if field.error}


def entered(here):
    form = here.page.form
    return form.name.value(), form.role.value(), form.one.value(), form.two.value()


def test_the_list_says_who_may_sign_in_and_as_what(people_page):
    table = people_page.page.people.table
    rows = [[table.model().index(row, column).data() for column in range(3)] for row in range(5)]

    assert ["Ada Admin", "Administrator", "Can sign in"] in rows
    assert ["Pia Peer", "Wellness Peer", "Can sign in"] in rows
    assert not people_page.page.form.isVisible()


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_a_new_person_is_listed_and_can_sign_in(people_page, role):
    fill(people_page, role=role)
    people_page.drive.click("people.save")

    assert names(people_page)["Nadia Noor"] is role
    assert people_page.toast().startswith("Nadia Noor can sign in now.")
    assert people_page.page.people.table.current().name == "Nadia Noor"
    assert not people_page.page.form.isVisible()
    people_page.desk.close()
    desk = opening.sign_in(people_page.center.folder, opening.find(people_page.center.folder, "Nadia Noor"), GOOD)
    assert desk.person.role is role
    desk.close()


def test_each_role_says_in_a_line_what_it_may_see(people_page):
    people_page.drive.click("people.add")

    for role, word in ((Role.FRONT_DESK, "Never sees notes"), (Role.PEER, "nobody else's"),
                       (Role.COORDINATOR, "Reads all notes"), (Role.ADMINISTRATOR, "Cannot read notes")):
        assert word in " ".join(people_page.texts(f"people.role.{role.value}"))


def test_a_coordinator_is_not_added_without_consent(people_page):
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.click("people.save")

    assert errors(people_page) == {"consent": "The coordinator types their passphrase here."}
    assert "Nadia Noor" not in names(people_page)


def test_a_wrong_consent_is_told_at_its_field_and_everything_stays(people_page):
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.type("consent.passphrase", "not the passphrase")
    before = entered(people_page)
    people_page.drive.click("people.save")

    assert list(errors(people_page)) == ["consent"]
    assert "not the passphrase of that coordinator" in errors(people_page)["consent"]
    assert entered(people_page) == before == ("Nadia Noor", "coordinator", GOOD, GOOD)
    assert QApplication.focusWidget().objectName() == "consent.passphrase"
    assert "Nadia Noor" not in names(people_page)


def test_with_consent_a_coordinator_is_added_and_holds_the_key_to_the_notes(people_page):
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.type("consent.passphrase", PASSPHRASE)
    people_page.drive.click("people.save")

    assert names(people_page)["Nadia Noor"] is Role.COORDINATOR
    people_page.desk.close()
    desk = opening.sign_in(people_page.center.folder, opening.find(people_page.center.folder, "Nadia Noor"), GOOD)
    assert desk.keys.role_privates == people_page.center.coordinator.keys.role_privates
    desk.close()


def test_two_coordinators_are_chosen_by_name(people_page):
    people.add(people_page.desk, opening.Newcomer(name="Nadia Noor", role=Role.COORDINATOR, passphrase=GOOD),
               people.Consent(people_page.center.coordinator.person.id, PASSPHRASE))
    people_page.refresh()
    fill(people_page, name="Third", role=Role.COORDINATOR)
    people_page.drive.type("consent.passphrase", GOOD)
    people_page.drive.click("people.save")
    assert errors(people_page) == {"who": "Choose the coordinator who agrees."}

    nadia = next(person for person in people.everybody(people_page.desk) if person.name == "Nadia Noor")
    people_page.drive.choose("consent.coordinator", nadia.id)
    people_page.drive.click("people.save")

    assert names(people_page)["Third"] is Role.COORDINATOR


def test_consent_is_asked_of_a_coordinator_only(people_page):
    fill(people_page, role=Role.COORDINATOR)
    assert people_page.drive.has("consent.passphrase")

    people_page.drive.click("people.role.peer")
    assert not people_page.drive.has("consent.passphrase")

    people_page.drive.click("people.save")
    assert names(people_page)["Nadia Noor"] is Role.PEER


@pytest.mark.parametrize("name", ["Pia Peer", "  pia   PEER "])
def test_a_name_in_use_is_told(people_page, name):
    fill(people_page, name=name)
    people_page.drive.click("people.save")

    assert errors(people_page) == {
        "name": "Somebody with this name can already sign in. Add a middle initial."}
    assert len(names(people_page)) == 5


def test_everything_missing_is_told_at_once_and_the_cursor_goes_to_the_first(people_page):
    people_page.drive.click("people.add")
    people_page.drive.click("people.save")

    assert list(errors(people_page)) == ["name", "role", "passphrase"]
    assert QApplication.focusWidget().objectName() == "people.name"


def test_two_different_passphrases_are_told_at_the_second(people_page):
    fill(people_page, again="green tall hat fox")
    people_page.drive.click("people.save")

    assert errors(people_page) == {"again": "The two passphrases are not the same."}


def test_passphrases_are_hidden(people_page):
    fill(people_page, role=Role.COORDINATOR)

    for name in ("people.passphrase", "people.again", "consent.passphrase"):
        assert people_page.drive.find(name, QLineEdit).echoMode() is QLineEdit.EchoMode.Password


def test_enter_in_the_last_field_saves(people_page):
    fill(people_page)
    people_page.drive.find("people.again").setFocus()
    people_page.drive.enter()

    assert "Nadia Noor" in names(people_page)


def test_pressing_twice_adds_one(people_page):
    fill(people_page)
    with messages.answering() as shown:
        save = people_page.drive.find("people.save")
        save.click()
        save.click()
        assert save.text() == "Making the keys…"
        people_page.drive.settle()

    assert shown == []
    assert len(names(people_page)) == 6


def test_a_full_disk_leaves_the_entry_and_the_center_as_they_were(people_page, monkeypatch):
    fill(people_page)

    write, calls = header_file.stage, []

    def full_once(*arguments):
        calls.append(arguments)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        write(*arguments)

    monkeypatch.setattr(header_file, "stage", full_once)
    people_page.drive.click("people.save")

    assert "This person was not added" in people_page.texts()
    assert any("The disk is full" in text for text in people_page.texts())
    assert entered(people_page) == ("Nadia Noor", "peer", GOOD, GOOD)
    assert "Nadia Noor" not in names(people_page)


def test_cancel_forgets_what_was_typed(people_page):
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.click("people.cancel")
    people_page.drive.click("people.add")

    assert entered(people_page) == ("", None, "", "")
    assert not people_page.drive.has("consent.passphrase")


def test_a_half_typed_person_survives_a_refresh_and_another_page(people_page):
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.type("consent.passphrase", PASSPHRASE)

    people_page.page.leave()
    people_page.refresh()

    assert entered(people_page) == ("Nadia Noor", "coordinator", GOOD, GOOD)
    assert people_page.page.form.consent.passphrase.value() == "", "a coordinator's passphrase must not stay behind"


def test_an_error_below_the_edge_is_brought_into_sight(people_page):
    people_page.window.resize(1064, 480)
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.type("consent.passphrase", "not the passphrase")
    people_page.page.findChild(object, "PageScroll").verticalScrollBar().setValue(0)
    people_page.page.form.save.click()
    people_page.drive.settle()

    field = people_page.page.form.consent._passphrase_field
    assert errors(people_page)
    assert field.visibleRegion().boundingRect().height() == field.height()


@pytest.mark.parametrize(("passphrase", "tone"), [
    ("short", "flag"), ("aaaaaaaaaaaa", "flag"), ("ten letters", "info"), ("four random plain words", "ok"),
    ("Xq7!pLz0#vRt2@mNc4$w", "ok"), ("word word word wo", "info")])
def test_the_strength_of_a_passphrase(passphrase, tone):
    text, said = strength(passphrase)

    assert said == tone
    assert text


def test_advice_when_there_is_one_too_few():
    admin, coordinator = Person("a", "a", Role.ADMINISTRATOR), Person("c", "c", Role.COORDINATOR)
    second = Person("b", "b", Role.ADMINISTRATOR)
    gone = Person("b", "b", Role.ADMINISTRATOR, active=False)

    assert advice([admin, coordinator])[0] == "There is only one administrator"
    assert advice([admin, gone, coordinator])[0] == "There is only one administrator"
    assert advice([admin, second, coordinator])[0] == "There is only one coordinator"
    assert advice([admin, second, coordinator, Person("d", "d", Role.COORDINATOR)]) == ("", "")


def test_what_is_pressed_or_filled_in_has_a_name(people_page):
    assert people_page.unnamed() == []
    fill(people_page, role=Role.COORDINATOR)
    assert people_page.unnamed() == []


def test_tab_goes_through_the_form_in_reading_order(people_page):
    fill(people_page, role=Role.COORDINATOR)
    people_page.drive.find("people.name").setFocus()
    passed = []
    for _step in range(12):
        passed.append(QApplication.focusWidget().objectName())
        people_page.drive.press(Qt.Key.Key_Tab)

    named = [name for name in passed if name]
    assert named[:3] == ["people.name", "people.role.coordinator", "people.passphrase"]
    assert named[3:] == ["people.again", "consent.coordinator", "consent.passphrase", "consent.usekit",
                         "people.cancel", "people.save"]


def test_every_text_goes_through_the_translation(people_page, monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    people_page.make_again()
    own = (*NAMES.values(), "Nadia Noor", GOOD)

    assert people_page.untranslated(*own) == []
    fill(people_page, role=Role.COORDINATOR, again="")
    people_page.drive.click("people.save")
    assert "«The two passphrases are not the same.»" in errors(people_page).values()
    assert people_page.untranslated(*own) == []


def test_a_new_administrator_signs_in_after_a_restart(people_page):
    fill(people_page, name="Bo Second", role=Role.ADMINISTRATOR, passphrase=PASSPHRASE, again=PASSPHRASE)
    people_page.drive.click("people.save")
    people_page.drive.settle()
    people_page.desk.close()

    desk = open_as(people_page.center, "Bo Second")

    assert {person.name for person in people.everybody(desk)} >= {"Bo Second", "Ada Admin"}
    desk.close()
