"""The log in its window: what it says, narrowed down, page by page, verified, saved."""

import subprocess

import pytest
from PySide6.QtWidgets import QPushButton

from tests.anchored import anchored_center, work
from tests.store.stores import raw
from wellnessdesk.base import i18n
from wellnessdesk.domain.people import Role
from wellnessdesk.services import visits
from wellnessdesk.services.audit import log
from wellnessdesk.store import audit_log as store_log
from wellnessdesk.ui.kit.choices import ChoiceList
from wellnessdesk.ui.pages.audit import log as log_part
from wellnessdesk.ui.shell.navigation import places_for

WHO_LOOKS = (Role.COORDINATOR, Role.ADMINISTRATOR)


def rows(shown):
    model = shown.screen.page.log.table.model()
    return [[model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())]


def choose(shown, name, key):
    shown.drive.find(f"audit.{name}", ChoiceList).set_value(key)
    shown.drive.settle()


def enabled(shown, name):
    return shown.drive.find(f"audit.{name}", QPushButton).isEnabled()


def spoil(center, statement):
    connection = raw(center.folder / "center.db", center.admin.keys.store_key)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("role", WHO_LOOKS)
def test_it_says_who_did_what_and_when_the_newest_first(begin, day, role):
    shown = begin(role)
    found = rows(shown)
    assert found[0] == ["Sep 14, 2026, 10:30 AM", "Frank Desk", f"Checked a student in (visit {day.waiting}).",
                        str(len(found))]
    assert found[-1][1:] == ["Ada Admin", "Created the center.", "1"]
    raised = ["Pia Peer", "Raised a red flag."] if role is Role.COORDINATOR else [
        "–", "An entry only coordinators can read."]
    assert raised in [row[1:3] for row in found]
    assert shown.reads(f"Entries {len(found)} to 1, the newest first")
    assert not enabled(shown, "older")
    assert not enabled(shown, "newer")


def test_nobody_else_has_the_page():
    assert {role for role in Role if "audit" in {place.key for place in places_for(role)}} == set(WHO_LOOKS)


def test_it_is_narrowed_down_and_says_when_nothing_is_like_that(begin, day):
    shown = begin(Role.COORDINATOR)
    choose(shown, "kind", "flags")
    assert [row[2] for row in rows(shown)] == ["Raised a red flag."]
    choose(shown, "person", day.center.admin.person.id)
    assert rows(shown) == []
    assert shown.reads("No entry is like this")
    choose(shown, "kind", "")
    assert [row[2] for row in rows(shown)] == ["Took in a roster.", "Created the center."]


def test_days_are_chosen_from_a_list_or_by_themselves(begin, day):
    day.center.clock.advance(days=3)
    shown = begin(Role.COORDINATOR)
    whole = rows(shown)
    choose(shown, "days", "today")
    assert rows(shown) == []
    choose(shown, "days", "week")
    assert rows(shown) == whole
    assert not shown.drive.has("audit.first")
    choose(shown, "days", "chosen")
    assert shown.drive.has("audit.first")
    filters = shown.screen.page.log.filters
    filters.last.set_value(day.center.clock.now().date().replace(day=14))  # before the first: put right
    shown.drive.settle()
    assert rows(shown) == whole


def test_a_long_log_is_shown_page_by_page(begin, day, monkeypatch):
    monkeypatch.setattr(log_part, "_ROWS", 4)
    monkeypatch.setattr(store_log, "SPAN", 3)
    shown = begin(Role.COORDINATOR)
    newest = rows(shown)
    assert len(newest) == 4
    shown.drive.click("audit.older")
    older = rows(shown)
    assert int(older[0][3]) == int(newest[-1][3]) - 1
    assert enabled(shown, "newer")
    while enabled(shown, "older"):
        shown.drive.click("audit.older")
    assert rows(shown)[-1][2] == "Created the center."
    while enabled(shown, "newer"):
        shown.drive.click("audit.newer")
    assert rows(shown) == newest


def test_whoever_comes_back_sees_what_was_done_meanwhile(begin, day):
    shown = begin(Role.COORDINATOR)
    before = rows(shown)
    shown.drive.click("nav.today")
    shown.ask(visits.check_out, day.waiting)
    shown.drive.click("nav.audit")
    assert rows(shown)[0][2] == f"Checked a student out (visit {day.waiting})."
    assert rows(shown)[1:] == before


# ------------------------------------------------------------------------------------------ verified, remembered


def test_a_whole_log_is_said_to_be_whole(begin, day):
    shown = begin(Role.COORDINATOR)
    shown.drive.click("audit.verify")
    assert shown.reads(f"The log is whole: all {len(rows(shown))} entries are in their place, each signed by who made "
                       "it, and the records are as it says.")


def test_an_administrator_is_told_what_they_cannot_check(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    shown.drive.click("audit.verify")
    assert shown.reads("5 entries are sealed: what they say, and the flags, only a coordinator can check.")


def test_a_broken_log_and_records_that_differ_are_told_with_what_to_do(begin, day):
    spoil(day.center, "UPDATE sealed SET blob = zeroblob(400) WHERE kind = 'note'")
    shown = begin(Role.COORDINATOR)
    shown.drive.click("audit.verify")
    assert shown.reads("The log is whole, but the records are not as it says.")
    spoil(day.center, "UPDATE audit SET detail = 'x' WHERE sequence = 4")
    shown.drive.click("audit.verify")
    assert shown.reads("The log is broken at entry 4.")
    assert any("keep the backups, and tell the principal" in text for text in shown.texts())


def test_a_demo_says_that_it_is_not_remembered(begin):
    assert begin(Role.COORDINATOR).reads("A demo center is not remembered by this computer.")


def test_what_this_computer_remembers_is_said(begin, tmp_path, memory_keyring):
    center = anchored_center(tmp_path / "real")
    work(center, 1, 2)
    shown = begin(Role.COORDINATOR, center)
    assert shown.reads(f"This computer remembers the log up to entry {rows(shown)[0][3]} (Sep 14, 2026, 10:02 AM).")


# ------------------------------------------------------------------------------------------------------ as PDF


def test_what_is_shown_is_saved_as_pdf(begin, day, tmp_path):
    shown = begin(Role.COORDINATOR)
    choose(shown, "kind", "flags")
    names = []

    def choose_file(name):
        names.append(name)
        return tmp_path / "log"

    shown.screen.page.choose_file = choose_file
    shown.drive.click("audit.save")
    assert names == ["Audit log 2026-09-14"]
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "log.pdf", "-"], capture_output=True, text=True,
                          check=True).stdout
    assert "Raised a red flag." in text
    assert "Checked a student in" not in text
    assert shown.ask(log.page).lines[0].text == "Saved 1 entry of the audit log as PDF."


def test_who_thinks_better_of_it_saves_nothing(begin):
    shown = begin(Role.COORDINATOR)
    before = rows(shown)
    shown.screen.page.choose_file = lambda _name: None
    shown.drive.click("audit.save")
    shown.screen.page.refresh()
    shown.drive.settle()
    assert rows(shown) == before


def test_in_spanish_no_word_of_it_is_english(begin):
    i18n.set_language("es")
    shown = begin(Role.COORDINATOR)
    assert shown.reads("Registro de auditoría")
    assert rows(shown)[-1][2] == "Creó el centro."
