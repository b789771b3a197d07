"""Districts: added by a key that was compared, told how to know this center; and what an administrator sees."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.pages.bundles.conftest import in_august
from tests.ui.pages.people.at_desk import Marked
from wellnessdesk.base import i18n
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.services import district, recipients
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.pages.bundles.district_dialogs import AddDistrictDialog, SignersDialog
from wellnessdesk.ui.pages.bundles.district_terms import TermsDialog


def dialog(kind):
    (found,) = [top for top in QApplication.topLevelWidgets() if isinstance(top, kind) and top.isVisible()]
    return found


def add(here, name, key):
    here.drive.click("export.adddistrict")
    here.drive.type("district.name", name)
    here.drive.type("district.key", key)
    here.drive.click("district.save")


def listed(here):
    here.drive.settle()
    return {one.name: one.keys[0].age_key for one in recipients.everybody(here.desk)}


def test_without_a_district_the_page_says_to_add_one_first(bare):
    assert "Who receives the figures?" in bare.texts()
    assert not bare.drive.has("export.preview")


def test_without_a_visit_the_page_says_that_there_is_nothing_to_export(bare, keys):
    add(bare, "Harbor District", keys[1])

    assert "There is nothing to export yet" in bare.texts()
    assert listed(bare) == {"Harbor District": keys[1]}


def test_a_new_district_is_chosen_for_the_next_bundle(export):
    _identity, other = district.new_key_pair()
    add(export, "Valley District", other)

    assert listed(export)["Valley District"] == other
    assert export.page.export.steps.recipient.currentText() == "Valley District"
    assert export.toast().startswith("Valley District can receive bundles now.")


def test_one_of_several_districts_is_never_chosen_by_chance(bare, keys):
    for name, key in (("Harbor District", keys[1]), ("Valley District", district.new_key_pair()[1])):
        recipients.add(bare.desk, name, key, compared=True)
    in_august(bare.center, "nun", "take_a_break")
    bare.refresh()
    bare.drive.choose("export.month", "2026-08")
    bare.drive.click("export.preview")

    assert bare.page.export.preview is None
    assert "Choose the district this bundle is for." in bare.texts()


def test_the_words_to_compare_appear_with_the_key(export):
    _identity, public = district.new_key_pair()
    export.drive.click("export.adddistrict")
    words = dialog(AddDistrictDialog).words
    assert not words.isVisible()

    export.drive.type("district.key", public)
    assert words.accessibleName() == district.fingerprint(public)
    assert len(words.accessibleName().split()) == 6
    assert "Call the district" in words.accessibleDescription()

    export.drive.type("district.key", "x")
    assert not words.isVisible()


@pytest.mark.parametrize("key", ["nonsense", "age1short", "ssh-ed25519 AAAA"])
def test_a_key_that_is_none_is_told_at_its_field(export, key):
    add(export, "Valley District", key)

    shown = dialog(AddDistrictDialog)
    assert "This is not a public age key" in shown._key_field.error
    assert (shown.name.value(), shown.key.value()) == ("Valley District", key)
    assert list(listed(export)) == ["Harbor District"]
    assert shown.save.isEnabled()


def test_a_secret_key_is_not_taken_either(export, keys):
    secret = keys[0].splitlines()[-1]
    add(export, "Valley District", secret)

    assert dialog(AddDistrictDialog)._key_field.error
    assert list(listed(export)) == ["Harbor District"]


def test_a_key_that_is_here_already_is_told(export, keys):
    add(export, "Harbor again", keys[1])

    texts = [label.text() for label in dialog(AddDistrictDialog).problem.children() if hasattr(label, "text")]
    assert "This key is already on the list." in texts
    assert list(listed(export)) == ["Harbor District"]


def test_empty_fields_are_told(export):
    export.drive.click("export.adddistrict")
    export.drive.click("district.save")

    shown = dialog(AddDistrictDialog)
    assert shown._name_field.error
    assert shown._key_field.error


def test_cancel_adds_nothing(export):
    export.drive.click("export.adddistrict")
    export.drive.type("district.name", "Valley District")
    export.drive.click("district.cancel")

    assert list(listed(export)) == ["Harbor District"]


def test_the_line_for_the_district_can_be_copied_and_saved(export, tmp_path):
    line = recipients.allowed_signers(export.desk).strip()
    export.drive.click("export.tab.districts")
    export.drive.click("districts.line")
    shown = dialog(SignersDialog)
    assert shown.line.value() == line
    assert recipients.signing_words(export.desk) in export.drive.find("signers.words").text()

    export.drive.click("signers.copy")
    assert QApplication.clipboard().text() == line

    shown.choose_file = lambda: tmp_path / "allowed_signers"
    export.drive.click("signers.save")
    assert (tmp_path / "allowed_signers").read_text(encoding="utf-8") == f"{line}\n"


def test_a_line_that_cannot_be_saved_is_told(export, tmp_path):
    export.drive.click("export.tab.districts")
    export.drive.click("districts.line")
    shown = dialog(SignersDialog)
    shown.choose_file = lambda: tmp_path / "gone" / "allowed_signers"
    export.drive.click("signers.save")

    assert shown.problem.accessibleName() == "The file was not saved"
    shown.choose_file = lambda: None
    export.drive.click("signers.save")
    assert list(tmp_path.glob("gone")) == []


def test_an_administrator_sees_districts_and_history_and_no_tables(admin):
    for name in ("export.preview", "export.write", "export.recipient", "export.tab.new", "export.tables"):
        assert not admin.drive.has(name)
    assert admin.page.export is None
    assert admin.page.districts.table.records_model.records()[0].name == "Harbor District"
    admin.drive.click("export.tab.history")
    assert "No bundle has been written yet" in admin.texts()


def test_an_administrator_adds_a_district(admin):
    _identity, public = district.new_key_pair()
    admin.drive.click("districts.add")
    admin.drive.type("district.name", "Valley District")
    admin.drive.type("district.key", public)
    admin.drive.click("district.save")

    assert listed(admin)["Valley District"] == public
    assert [one.name for one in admin.page.districts.table.records_model.records()] == [
        "Harbor District", "Valley District"]


def test_the_key_of_each_district_stands_there_in_words(admin, keys):
    table = admin.page.districts.table

    assert table.model().index(0, 2).data() == district.fingerprint(keys[1])
    assert admin.unnamed() == []


def test_every_text_goes_through_the_translation(admin, keys, monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    admin.make_again()
    own = ("Harbor District", district.fingerprint(keys[1]))
    assert admin.untranslated(*own) == []

    admin.drive.click("districts.add")
    admin.drive.type("district.key", keys[1])
    admin.drive.click("district.save")
    admin.drive.type("district.name", "x")
    admin.drive.click("district.save")
    assert admin.untranslated(*own, keys[1], "x", "age1…") == []
    admin.drive.click("district.cancel")

    admin.drive.click("districts.line")
    assert admin.untranslated(*own) == []
    dialog(SignersDialog).accept()

    shown = open_terms(admin)
    assert admin.untranslated(*own, shown.first.day.text(), shown.last.day.text()) == []


def test_a_key_is_compared_rotated_and_the_district_revoked(export):
    """One more key, its words compared, the end of the old one, and then of everything."""
    (one,) = recipients.everybody(export.desk)
    export.page.open_keys(one)
    export.drive.type("keys.new", district.new_key_pair()[1])
    export.drive.click("keys.add")
    export.drive.settle()
    export.drive.click("keys.compare")
    export.drive.settle()
    assert len(recipients.everybody(export.desk)[0].keys_in_force) == 2
    export.drive.click("keys.end")
    export.drive.settle()
    assert len(recipients.everybody(export.desk)[0].keys_in_force) == 1
    with messages.answering(True):
        export.drive.click("keys.revoke")
        export.drive.settle()
    assert recipients.everybody(export.desk)[0].revoked_at is not None


def open_terms(here):
    here.page.districts.table.selectRow(0)
    here.drive.click("districts.terms")
    return dialog(TermsDialog)


def test_what_a_district_may_receive_is_changed_with_its_days(admin):
    shown = open_terms(admin)
    assert shown.kinds.values() == (Kind.AGGREGATE,)
    admin.drive.click("terms.rows")
    admin.drive.click("terms.until.wanted")
    shown.last.day.set_value(date(2027, 6, 30))
    admin.drive.click("terms.save")

    (after,) = recipients.everybody(admin.desk)
    assert (after.kinds, after.valid_from, after.valid_until) == (
        (Kind.AGGREGATE, Kind.ROWS), None, date(2027, 6, 30))
    assert admin.page.districts.table.model().index(0, 1).data() == (
        "Counts, Rows for an evaluation, until Jun 30, 2027")
    open_terms(admin)
    admin.drive.click("terms.packet")
    admin.drive.click("terms.save")
    assert admin.page.districts.table.model().index(0, 1).data() == "All kinds, until Jun 30, 2027"


def test_terms_that_cannot_be_are_told_and_nothing_is_saved(admin):
    shown = open_terms(admin)
    admin.drive.click("terms.aggregate")
    admin.drive.click("terms.save")
    assert shown.problem.accessibleDescription() == "Choose at least one kind of bundle."

    admin.drive.click("terms.aggregate")
    for name, day in (("from", date(2027, 1, 1)), ("until", date(2026, 1, 1))):
        admin.drive.click(f"terms.{name}.wanted")
        admin.drive.find(f"terms.{name}").set_value(day)
    admin.drive.click("terms.save")
    assert "The last day is before the first" in shown.problem.accessibleDescription()
    admin.drive.click("terms.cancel")
    assert recipients.everybody(admin.desk)[0].valid_from is None
    assert admin.unnamed() == []
