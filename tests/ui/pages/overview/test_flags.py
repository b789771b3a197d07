"""Flags on the overview: seen at once, acknowledged with one act, closed with every decision or not at all."""

import pytest

from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.services import flags
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.parts import Badge


def rows(overview):
    return overview.find("overview.flags").rows()


def row_texts(overview):
    """What can be read of each flag, from top to bottom."""
    return [" | ".join(label.text() for label in row.findChildren(type(row._clock)) if label.text())
            for row in rows(overview)]


def open_flags(overview):
    overview.settle()
    return {flag.mark.id: flag.mark.status for flag in flags.not_closed(overview.desk)}


def test_a_flag_says_who_what_how_soon_since_when_and_by_whom(overview):
    overview.flag("ngu", kind="eating", urgency=Urgency.SAME_DAY)
    overview.center.clock.advance(minutes=4)
    overview.page.tick()

    (text,) = row_texts(overview)
    for part in ("Minh Nguyễn", "Eating", "Today", "Waiting 4 min", "10:10 AM", "Pia Peer"):
        assert part in text


def test_what_to_do_with_a_flag_stands_beside_it_no_higher_than_it_must(overview):
    overview.flag()
    overview.page.show_flag(flags.not_closed(overview.desk)[0].mark.id)
    overview.settle()
    card = overview.find("flag.acknowledge").parentWidget()
    assert card.height() == card.sizeHint().height()


def test_acknowledging_stops_the_clock(overview):
    overview.flag()
    overview.center.clock.advance(minutes=4)

    overview.click("overview.acknowledge")
    overview.center.clock.advance(minutes=30)
    overview.refresh()
    overview.page.tick()

    (text,) = row_texts(overview)
    assert "after 4 min" in text
    assert not overview.shows("overview.acknowledge")
    assert overview.shows("overview.close")
    assert flags.adult_needed(overview.desk) == []
    assert overview.find("overview.tile.unanswered").accessibleName().endswith(": 0")
    assert overview.find("overview.tile.open").accessibleName().endswith(": 1")


def test_a_flag_an_adult_has_is_calm_and_stands_below_those_that_wait(overview):
    first = overview.flag("nun")
    overview.click("overview.acknowledge")
    second = overview.flag("woj", urgency=Urgency.SAME_DAY)

    rows = overview.find("overview.flags").rows()

    assert [row.flag.mark.id for row in rows] == [second, first]
    assert [row.findChild(Badge).property("tone") for row in rows] == ["flag", "muted"]
    overview.click("overview.read", which=1)
    assert overview.page._flag.findChild(Badge).property("tone") == "muted"


def test_acknowledging_one_of_several_leaves_the_others_waiting(overview):
    overview.flag("nun")
    second = overview.flag("woj")

    overview.click("overview.acknowledge", which=1)

    assert [mark.id for mark in flags.adult_needed(overview.desk)] == [
        flag for flag in open_flags(overview) if flag != second]
    assert [row.flag.mark.id == second for row in rows(overview)] == [False, True]


def test_an_overdue_flag_says_so(overview):
    overview.flag()
    overview.center.clock.advance(minutes=11)
    overview.page.tick()

    (text,) = row_texts(overview)
    assert "Overdue: waiting 11 min" in text
    assert overview.find("overview.tile.unanswered").accessibleDescription() == "1 is overdue"


def test_what_waits_for_an_adult_stands_above_what_an_adult_has(overview):
    overview.flag("nun", urgency=Urgency.IMMEDIATE)
    overview.click("overview.acknowledge")
    overview.flag("woj", urgency=Urgency.NEXT_SUPERVISION)
    overview.flag("gar", urgency=Urgency.SAME_DAY)

    assert [row.flag.mark.urgency for row in rows(overview)] == [
        Urgency.SAME_DAY, Urgency.NEXT_SUPERVISION, Urgency.IMMEDIATE]


def test_only_the_most_pressing_flag_has_the_primary_button(overview):
    overview.flag("nun")
    overview.flag("woj")
    overview.note("gar")

    assert [each.property("role") for each in overview.all("overview.acknowledge")] == ["primary", "row"]
    assert overview.find("overview.review").property("role") == "secondary"


def test_up_and_down_go_from_flag_to_flag_and_tab_goes_on(overview):
    overview.flag("nun")
    overview.flag("woj")
    overview.page.show_home()

    first, second = overview.all("overview.acknowledge")
    assert first.hasFocus()
    overview.keys("Down")
    assert second.hasFocus()
    overview.keys("Up")
    assert first.hasFocus()
    overview.keys("Tab", "Tab")
    assert overview.focused() not in ("overview.acknowledge", "overview.read")


def test_a_new_flag_does_not_take_the_focus_from_another(overview):
    overview.flag("nun", urgency=Urgency.SAME_DAY)
    overview.page.show_home()
    overview.keys("Tab")
    assert overview.focused() == "overview.read"

    overview.flag("woj", urgency=Urgency.IMMEDIATE)

    assert overview.all("overview.read")[1].hasFocus()


def test_reading_shows_what_the_peer_wrote(overview):
    overview.flag(words="Said goodbye to everybody.")

    overview.click("overview.read")

    assert overview.texts("flag.words") == ["Said goodbye to everybody."]
    assert overview.texts("flag.kind") == ["Self-harm or suicide"]


def test_what_was_read_is_let_go_of_on_the_way_back(overview):
    overview.flag(words="Said goodbye to everybody.")
    overview.click("overview.read")

    overview.keys("Escape")

    assert overview.shows("overview.flags")
    assert not any("goodbye" in label.text() for label in overview.window.findChildren(type(rows(overview)[0]._clock)))


def test_the_note_of_the_session_can_be_read_beside_the_flag(overview):
    number = overview.note("nun")
    flags.raise_flag(overview.center.peer, number, kind="self_harm", urgency=Urgency.IMMEDIATE)
    overview.refresh()
    overview.click("overview.read")

    overview.click("flag.note")

    assert "A hard week." in overview.texts()


def test_a_flag_is_acknowledged_while_it_is_read(overview):
    overview.flag()
    overview.center.clock.advance(minutes=3)
    overview.click("overview.read")

    overview.click("flag.acknowledge")

    assert overview.texts("flag.clock") == ["An adult has it, after 3 min"]
    assert not overview.shows("flag.acknowledge")


@pytest.fixture
def closing(overview):
    """An acknowledged flag whose closing was begun."""
    overview.flag()
    overview.click("overview.acknowledge")
    overview.click("overview.close")
    return overview


def form(overview):
    return overview.page._flag._closing


def errors(overview):
    return {step: field.error for step, field in form(overview)._fields_by_step.items()}


def test_each_missing_step_is_named_at_its_field_and_entries_stay(closing):
    closing.write("closing.disposition", "Walked over with her.")

    closing.click("closing.confirm")

    assert errors(closing) == {
        "disposition": "", "notify_caregiver": "Decide whether a caregiver is told.",
        "notify_reason": "Give the reason for that decision.", "outcome": "Write how it ended."}
    assert form(closing).value() == Closing(disposition="Walked over with her.")
    assert len(open_flags(closing)) == 1


def test_the_first_missing_step_has_the_focus(closing):
    closing.click("closing.confirm")

    assert closing.focused() == "closing.disposition"


def test_filling_in_a_step_takes_its_error_back(closing):
    closing.click("closing.confirm")

    closing.write("closing.outcome", "She is with the counselor.")

    assert errors(closing)["outcome"] == ""
    assert errors(closing)["disposition"]


def test_a_complete_closing_closes_the_flag(closing):
    closing.write("closing.disposition", "Walked over with her.")
    closing.find("closing.notify.no").click()
    closing.write("closing.reason", "She asked for it, and it is safe.")
    closing.write("closing.outcome", "She is with the counselor.")

    closing.click("closing.confirm")

    assert open_flags(closing) == {}
    assert "No open flags" in closing.texts()
    assert not closing.shows("closing.confirm")


def test_a_flag_nobody_acknowledged_cannot_close_and_says_so(overview):
    overview.flag()
    overview.click("overview.read")
    overview.click("flag.close")
    form(overview).set_value(Closing(disposition="a", notify_caregiver=True, notify_reason="b", outcome="c"))

    overview.click("closing.confirm")

    assert "Acknowledge the flag first." in overview.texts()
    assert len(open_flags(overview)) == 1
    assert not any(errors(overview).values())


def test_what_is_half_entered_is_there_again_when_one_comes_back(closing):
    closing.write("closing.disposition", "Walked over")
    closing.click("overview.back")
    closing.flag("woj")
    closing.click("overview.read", which=0)
    assert form(closing).value() == Closing()

    closing.click("overview.back")
    closing.click("overview.close")

    assert form(closing).value() == Closing(disposition="Walked over")


def test_what_is_half_entered_outlives_a_refresh(closing):
    closing.write("closing.disposition", "Walked over")

    closing.flag("woj")

    assert form(closing).value() == Closing(disposition="Walked over")


def test_a_flag_another_coordinator_took_is_told_and_shown_as_it_is(overview):
    flag = overview.flag()
    flags.acknowledge(overview.desk, flag)

    with messages.answering() as shown:
        overview.click("overview.acknowledge")

    assert "Another coordinator already has this flag." in shown[0]
    assert not overview.shows("overview.acknowledge")
