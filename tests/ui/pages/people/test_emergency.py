"""Break-glass: somebody stands in for a coordinator, every coordinator is shown it, and it is ended and looked at."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from tests.support import NAMES, PASSPHRASE
from tests.ui.pages.people.conftest import SECOND
from tests.ui.pages.people.test_keys import closed, dialog, kit_b, sign_in
from tests.windows import end
from wellnessdesk.domain.people import Role
from wellnessdesk.services import emergencies, flags, people, sessions
from wellnessdesk.services.desk import TimeIsOver
from wellnessdesk.vault.errors import UnknownPerson

STAND_IN = "Sam Substitute"
WHY = "Cora has the flu and a flag is open"


def fill(shown, *, name=STAND_IN, reason=WHY, span=None):
    shown.drive.click("people.tab.emergency")
    shown.drive.click("emergency.grant")
    shown.drive.type("emergency.name", name)
    if span:
        shown.drive.choose("emergency.span", span)
    shown.drive.type("emergency.passphrase", PASSPHRASE)
    shown.drive.type("emergency.again", PASSPHRASE)
    shown.drive.type("emergency.reason", reason)


def granted(begin, **given):
    """A coordinator lets somebody in."""
    shown = begin(Role.COORDINATOR)
    fill(shown, **given)
    shown.drive.click("act.go")
    (one,) = shown.ask(emergencies.everything)
    end(shown)
    return one


def worked(begin, day):
    """The substitute takes on the flag and reads the note."""
    shown = begin(STAND_IN, at="")
    shown.ask(flags.acknowledge, day.flag)
    shown.ask(sessions.read_note, day.signed)
    end(shown)


def rows(table):
    model = table.model()
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def test_a_coordinator_lets_somebody_in_who_then_reads_and_acts_as_one(begin, day):
    one = granted(begin, span="8")
    assert (one.name, one.granted_by, one.reason) == (STAND_IN, NAMES[Role.COORDINATOR], WHY)
    assert (one.until - day.center.clock.now()).total_seconds() == 8 * 3600

    shown = begin(STAND_IN, at="")
    assert shown.screen.key_shown == "overview"
    assert shown.reads(f"{STAND_IN} stands in for a coordinator until Sep 14, 2026, 6:30 PM")
    shown.drive.click("overview.acknowledge")
    assert shown.ask(flags.not_closed)[0].mark.acknowledged_at is not None
    shown.drive.click("nav.people")
    shown.drive.click("people.tab.emergency")
    assert not [name for name in ("emergency.grant", "emergency.end", "emergency.review") if shown.drive.has(name)]
    end(shown)
    day.center.clock.advance(days=1)
    with pytest.raises(TimeIsOver):
        sign_in(day, STAND_IN, PASSPHRASE)


def test_until_the_end_of_today_is_what_it_says(begin, day):
    one = granted(begin)
    local = day.center.coordinator.local(one.until)

    assert (local.date(), local.hour, local.minute) == (day.center.coordinator.today(), 23, 59)


def test_what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost(begin):
    shown = begin(Role.COORDINATOR)
    fill(shown, name=NAMES[Role.PEER], reason="")
    shown.drive.click("act.go")
    here = dialog(shown)

    assert here._name_field.error == "Somebody with this name can already sign in. Add a middle initial."
    assert here._reason_field.error.startswith("Write why.")
    assert shown.focused() == "emergency.name"
    assert here.passphrase.value() == PASSPHRASE
    assert shown.ask(emergencies.everything) == []
    shown.keys("Escape")
    assert here.passphrase.value() == ""


def test_an_administrator_needs_the_principal_with_kit_b(begin, day):
    shown = begin(Role.ADMINISTRATOR)
    fill(shown)
    shown.drive.click("act.go")
    here = dialog(shown)
    assert here.consent._words_field.error == "Let the principal type the words of kit B."
    shown.drive.type("consent.words", " ".join(day.center.created.words_a))
    shown.drive.click("act.go")
    assert "the other kit" in here.consent._words_field.error
    field = shown.drive.find("consent.words", QPlainTextEdit)
    field.clear()
    shown.drive.type("consent.words", kit_b(day))
    shown.drive.click("act.go")

    assert closed(shown)
    assert field.toPlainText() == ""
    (one,) = shown.ask(emergencies.everything)
    assert (one.name, one.reason) == (STAND_IN, ""), "the reason is for coordinators"
    assert shown.reads("Only coordinators can read why, and what was done.")
    assert not shown.drive.has("emergency.review")


def test_every_coordinator_is_shown_what_they_did_until_one_has_looked_at_it(begin, day):
    granted(begin)
    worked(begin, day)
    for who in (Role.COORDINATOR, SECOND):
        shown = begin(who, at="overview")
        assert shown.reads(f"{STAND_IN} stands in for a coordinator until Sep 14, 2026, 11:59 PM")
        shown.drive.click("notice.emergency")
        page = shown.screen.page
        assert shown.reads(f"Why: {WHY}")
        assert [row[1] for row in rows(page.emergencies.deeds)] == [
            "Opened the note of session 1.", "Took on a red flag."]
        assert not shown.drive.has("emergency.review"), "what can still be done cannot be looked at"
        if who is Role.COORDINATOR:
            end(shown)

    shown.drive.click("emergency.end")
    assert any("all records get a new key" in text for text in shown.texts(dialog(shown)))
    shown.drive.click("act.go")
    (one,) = shown.ask(emergencies.everything)
    assert one.ended
    shown.drive.click("nav.overview")
    assert any(text.startswith(f"{STAND_IN} stood in for a coordinator until") for text in shown.texts())
    shown.drive.click("notice.emergency")
    shown.drive.click("emergency.review")
    assert shown.ask(emergencies.to_review) == []
    assert rows(shown.screen.page.emergencies.table)[0][3] == f"Looked at by {SECOND}, Sep 14, 2026"
    end(shown)
    with pytest.raises(UnknownPerson):
        sign_in(day, STAND_IN, PASSPHRASE)
    assert not begin(Role.COORDINATOR, at="overview").drive.has("notice.emergency")


def test_what_somebody_did_gets_the_room_while_it_is_shown_and_the_list_else(begin):
    granted(begin)
    shown = begin(Role.COORDINATOR)
    shown.drive.click("people.tab.emergency")
    table, card = shown.screen.page.emergencies.table, shown.screen.page.emergencies
    assert table.height() < card.height() / 3
    table.clearSelection()
    shown.drive.settle()
    assert table.height() > card.height() / 2


def test_afterwards_the_administrator_is_asked_to_renew_the_key_to_the_notes(begin):
    granted(begin)
    shown = begin(Role.COORDINATOR)
    shown.drive.click("people.tab.emergency")
    shown.drive.click("emergency.end")
    shown.drive.click("act.go")
    end(shown)

    shown = begin(Role.ADMINISTRATOR)
    assert shown.reads("The coordinators need a new key for notes and flags")
    shown.drive.click("notice.renew")
    here = dialog(shown)
    names = [here.consent.who.itemText(row) for row in range(here.consent.who.count())]
    assert names == [NAMES[Role.COORDINATOR], SECOND], "nobody who stood in"
    shown.drive.choose("consent.coordinator", here.consent.who.itemData(0))
    shown.drive.type("consent.passphrase", PASSPHRASE)
    shown.drive.click("act.go")

    assert not shown.ask(emergencies.epoch_due)
    assert not shown.drive.has("notice.renew")


def test_an_administrator_ends_it_with_kit_b(begin, day):
    granted(begin)
    shown = begin(Role.ADMINISTRATOR)
    shown.drive.click("notice.emergency")
    shown.drive.click("emergency.end")
    assert shown.focused() == "consent.words"
    shown.write(kit_b(day))
    shown.keys("Return")

    assert closed(shown)
    assert shown.ask(emergencies.everything)[0].ended
    assert STAND_IN not in [one.name for one in shown.ask(people.everybody)], "they are let in anew, not brought back"
