"""The kits on their page: what each is, and trying one with the words on its paper, by hand or by scanner."""

import pytest
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from tests.support import NAMES
from tests.windows import end
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.services import recovery
from wellnessdesk.ui.pages.recovery.check import CheckDialog
from wellnessdesk.vault import recovery as paper

OWN = {Role.ADMINISTRATOR: KitName.A, Role.COORDINATOR: KitName.B}


def words(center, kit):
    return list(center.created.words_a if kit is KitName.A else center.created.words_b)


def drill(shown, kit):
    return next(one for one in shown.ask(recovery.drills) if one.kit is kit)


def open_check(shown, kit):
    shown.drive.click(f"recovery.check.{kit.letter.lower()}")
    return shown.drive.find("recovery.check.words", QPlainTextEdit)


def error(shown):
    (dialog,) = [one for one in shown.frame.findChildren(CheckDialog) if one.isVisible()]
    return dialog._field.error


@pytest.mark.parametrize("role", OWN)
def test_both_kits_are_explained_and_only_one_s_own_can_be_checked(begin, role):
    shown = begin(role)

    for text in ("Kit A", "Kit B", "The administrator, in the school safe", "Not since the center was set up",
                 "The principal, in a sealed envelope. Never the administrator."):
        assert text in shown.texts()
    for kit in KitName:
        assert shown.drive.has(f"recovery.check.{kit.letter.lower()}") is (OWN[role] is kit)
        assert drill(shown, kit).mark in shown.texts()


@pytest.mark.parametrize("role", OWN)
def test_the_right_words_are_recorded_and_the_page_says_when_the_next_check_is(begin, center, role):
    shown, kit = begin(role), OWN[role]
    open_check(shown, kit)
    shown.drive.type("recovery.check.words", " ".join(words(center, kit)).upper())
    shown.drive.click("recovery.check.go")

    assert (drill(shown, kit).last_on, drill(shown, kit).last_by) == (center.coordinator.today(), NAMES[role])
    assert not shown.drive.has("recovery.check.words")
    assert f"Sep 14, 2026, by {NAMES[role]}" in shown.texts()
    assert "Next check Dec 13, 2026" in shown.texts()


def test_by_keyboard_alone(begin, center):
    shown = begin(Role.COORDINATOR)
    assert shown.focused() == "recovery.check.b"
    shown.keys("Space")
    shown.write(" ".join(words(center, KitName.B)))
    shown.keys("Tab")
    shown.tab_to("recovery.check.go")
    shown.keys("Space")

    assert drill(shown, KitName.B).last_by == NAMES[Role.COORDINATOR]


def test_a_scanner_types_the_code_and_enter(begin, center):
    shown = begin(Role.ADMINISTRATOR)
    open_check(shown, KitName.A)
    kit = paper.from_words(KitName.A, " ".join(words(center, KitName.A)))
    QTest.keyClicks(shown.focus, kit.code(center.admin.center.id))
    shown.keys("Return")

    assert drill(shown, KitName.A).last_by == NAMES[Role.ADMINISTRATOR]


def test_a_mistyped_word_is_named_and_what_was_typed_stays(begin, center):
    typed = words(center, KitName.B)
    typed[6] = "colour"
    shown = begin(Role.COORDINATOR)
    field = open_check(shown, KitName.B)
    shown.drive.type("recovery.check.words", " ".join(typed))
    shown.drive.click("recovery.check.go")

    assert "colour" in error(shown)
    assert "7" in error(shown)
    assert field.toPlainText() == " ".join(typed)
    assert shown.focused() == "recovery.check.words"
    assert drill(shown, KitName.B).last_on is None

    cursor = field.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    field.setTextCursor(cursor)
    shown.drive.type("recovery.check.words", " ".join(words(center, KitName.B)))
    shown.drive.click("recovery.check.go")
    assert drill(shown, KitName.B).last_by == NAMES[Role.COORDINATOR]


def test_the_other_kit_s_words_are_told_and_nothing_is_recorded(begin, center):
    shown = begin(Role.COORDINATOR)
    open_check(shown, KitName.B)
    shown.drive.type("recovery.check.words", " ".join(words(center, KitName.A)))
    shown.drive.click("recovery.check.go")

    assert error(shown)
    assert drill(shown, KitName.B).last_on is None


@pytest.mark.parametrize("how", ["recovery.check.go", "recovery.check.cancel", "Escape"])
def test_the_words_do_not_stay_in_the_dialog(begin, center, how):
    shown = begin(Role.COORDINATOR)
    field = open_check(shown, KitName.B)
    shown.drive.type("recovery.check.words", " ".join(words(center, KitName.B)))
    if how == "Escape":
        shown.keys("Escape")
    else:
        shown.drive.click(how)

    assert field.toPlainText() == ""
    field.undo()
    assert field.toPlainText() == ""


# ---- the banner that asks for the drill


def test_after_a_quarter_the_first_page_asks_for_it_and_leads_there(begin, center):
    shown = begin(Role.COORDINATOR, page="")
    assert not shown.drive.has("notice.drill.b")
    end(shown)
    center.clock.advance(days=90)

    shown = begin(Role.COORDINATOR, page="")
    assert shown.reads("Recovery kit B is to be checked")
    assert not shown.drive.has("notice.drill.a"), "kit A is not the coordinator's to check"
    shown.tab_to("notice.drill.b")
    shown.keys("Space")
    assert (shown.screen.key_shown, shown.focused()) == ("recovery", "recovery.check.b")
    assert not shown.reads("Recovery kit B is to be checked"), "it stands on the first page only"

    shown.keys("Space")
    shown.drive.type("recovery.check.words", " ".join(words(center, KitName.B)))
    shown.drive.click("recovery.check.go")
    shown.drive.click("nav.overview")
    assert not shown.reads("Recovery kit B is to be checked")


def test_an_administrator_is_asked_for_kit_a(begin, center):
    center.clock.advance(days=90)
    shown = begin(Role.ADMINISTRATOR, page="")
    shown.drive.click("notice.drill.a")

    assert (shown.screen.key_shown, shown.focused()) == ("recovery", "recovery.check.a")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER])
def test_who_has_no_kit_is_not_asked(begin, center, role):
    center.clock.advance(days=400)
    shown = begin(role, page="")

    assert not [text for text in shown.texts() if "kit" in text.casefold()]


def test_copied_words_leave_the_clipboard_with_whoever_locks(begin, center):
    shown = begin(Role.COORDINATOR)
    field = open_check(shown, KitName.B)
    shown.drive.type("recovery.check.words", " ".join(words(center, KitName.B)))
    field.selectAll()
    shown.keys("Ctrl+C")
    assert QGuiApplication.clipboard().text() == " ".join(words(center, KitName.B))
    shown.keys("Ctrl+L")

    assert QGuiApplication.clipboard().text() == ""
