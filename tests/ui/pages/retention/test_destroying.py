"""What is due, and destroying it: seen first, confirmed by the coordinator's own passphrase, with its certificate."""

import subprocess

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from tests.support import NAMES, PASSPHRASE
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import audit, destruction, retention
from wellnessdesk.ui.pages.retention.destroy_dialog import DestroyDialog


def rows(table):
    model = table.model()
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def destroy(shown, passphrase=PASSPHRASE):
    shown.drive.click("retention.destroy")
    shown.drive.type("destroy.passphrase", passphrase)
    shown.drive.click("destroy.go")


def going(shown):
    return sum(line.going for line in shown.ask(retention.preview).lines)


def test_the_preview_says_how_much_of_what_would_go(begin):
    shown = begin(Role.COORDINATOR)

    assert shown.reads(f"{going(shown)} records can be destroyed today, Sep 12, 2033")
    found = {row[0]: row[1:5] for row in rows(shown.screen.page.due.table)}
    assert found["Sessions and their notes"] == ["3", "–", "", "Sep 14, 2026"]
    assert found["Visits"] == ["7", "–", "", "Sep 14, 2026 to Oct 12, 2026"]


def test_looking_destroys_nothing(begin):
    shown = begin(Role.COORDINATOR)
    before = shown.ask(retention.preview)
    shown.drive.click("retention.destroy")
    shown.drive.click("destroy.cancel")

    assert shown.ask(retention.preview) == before
    assert shown.ask(destruction.destructions) == []


def test_the_dialog_names_what_will_go_and_is_on_cancel_until_the_passphrase(begin):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("retention.destroy")

    assert shown.reads("3 sessions with their notes · Sep 14, 2026")
    assert shown.reads("7 visits · Sep 14, 2026 to Oct 12, 2026")
    assert shown.focused() == "destroy.passphrase"
    assert shown.field("destroy.passphrase").echoMode() is QLineEdit.EchoMode.Password


@pytest.mark.parametrize(("typed", "told"), [
    ("", "Type your own passphrase to confirm."),
    ("not my passphrase", "This is not your passphrase. Check Caps Lock and try again.")])
def test_without_the_coordinator_s_own_passphrase_nothing_is_destroyed(begin, typed, told):
    shown = begin(Role.COORDINATOR)
    before = shown.ask(retention.preview)
    destroy(shown, typed)

    (dialog,) = shown.frame.findChildren(DestroyDialog)
    assert dialog._field.error == told
    assert dialog.focusWidget() is dialog.passphrase.edit
    assert shown.ask(retention.preview) == before


def test_what_is_destroyed_is_gone_said_and_in_the_history(begin):
    shown = begin(Role.COORDINATOR)
    number = going(shown)
    destroy(shown)

    assert going(shown) == 0
    assert shown.reads(f"{number} records were destroyed")
    assert shown.reads("Nothing can be destroyed today, Sep 12, 2033")
    assert not shown.drive.has("retention.destroy")
    shown.drive.click("retention.tab.history")
    ((when, by, what, *_rest),) = rows(shown.screen.page.history.table)
    assert (when, by) == ("Sep 12, 2033, 10:30 AM", NAMES[Role.COORDINATOR])
    assert "3 sessions with their notes" in what
    assert shown.ask(audit.verify).sound


@pytest.mark.parametrize("where", ["retention.savelast", "history"])
def test_the_certificate_is_a_pdf_that_says_what_went(begin, tmp_path, where):
    shown = begin(Role.COORDINATOR)
    destroy(shown)
    names = []
    shown.screen.page.choose_file = lambda name: names.append(name) or tmp_path / "certificate.pdf"
    if where == "history":
        shown.drive.click("retention.tab.history")
        (button,) = [one for one in shown.screen.page.history.table.findChildren(QAbstractButton)
                     if one.text() == "Certificate…"]
        button.click()
        shown.drive.settle()
    else:
        shown.drive.click(where)

    assert names == ["Certificate of destruction 2033-09-12"]
    printed = subprocess.run(["pdftotext", "-layout", tmp_path / "certificate.pdf", "-"], capture_output=True,
                             text=True, check=True).stdout
    assert "Certificate of destruction" in printed
    assert NAMES[Role.COORDINATOR] in printed


def test_what_changed_since_the_look_keeps_everything(begin):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("retention.destroy")
    shown.ask(retention.place_hold, 4, "a letter")
    before = shown.ask(retention.preview)
    shown.drive.type("destroy.passphrase", PASSPHRASE)
    with shown.drive.answering() as told:
        shown.drive.click("destroy.go")

    assert len(told) == 1
    assert "has changed since you looked" in told[0]
    assert shown.ask(retention.preview) == before
    assert shown.field("destroy.passphrase").text() == ""


def test_an_administrator_sees_what_is_due_and_cannot_destroy(begin):
    shown = begin(Role.ADMINISTRATOR)

    assert shown.reads(f"{going(shown)} records can be destroyed today, Sep 12, 2033")
    assert not shown.drive.has("retention.destroy")
    assert not shown.drive.has("retention.tab.holds")


def test_by_keyboard_alone(begin):
    shown = begin(Role.COORDINATOR)
    shown.tab_to("retention.destroy")
    shown.keys("Space")
    shown.write(PASSPHRASE)
    shown.keys("Return")

    assert going(shown) == 0


def test_a_hold_is_said_above_and_what_it_keeps_stays(begin):
    shown = begin(Role.COORDINATOR)
    shown.ask(retention.place_hold, 4, "a letter")
    assert shown.reads("1 student is on legal hold")
    destroy(shown)

    kept = {line.records: line.held for line in shown.ask(retention.preview).lines}
    assert kept[Records.SESSIONS] == 1
    assert kept[Records.FLAGS] == 1
