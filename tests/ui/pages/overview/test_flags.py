"""Flags on the overview: seen at once, acknowledged with one act, closed with every decision or not at all."""

import pytest

from wellnessdesk.domain.flag_steps import Step, StepKind
from wellnessdesk.domain.flags import FlagStatus, Urgency
from wellnessdesk.services import flag_steps, flags
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
    assert [each.text() for each in overview.all("overview.read")] == ["Go on"]
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
def deciding(overview):
    """An acknowledged flag that is read on."""
    overview.flag()
    overview.click("overview.acknowledge")
    overview.click("overview.read")
    return overview


def part(overview, kind):
    return overview.page._flag.steps.parts[kind]


def errors(overview):
    return {(kind.value, name): field.error for kind, one in overview.page._flag.steps.parts.items()
            for name, field in one._fields.items() if field.error}


def life(overview):
    return flags.life(overview.desk, overview.page._flag.flag_id)


def kept(overview):
    return [(written.step.kind, written.step.text) for written in life(overview).steps]


def decide_all(overview):
    overview.write("step.disposition.text", "Walked over with her.")
    overview.find("step.caregiver.no").click()
    overview.write("step.caregiver.text", "She asked for it, and it is safe.")
    overview.find("step.report.no").click()
    overview.write("step.outcome.text", "She is with the counselor.")


def test_going_on_leads_to_the_first_thing_to_decide(deciding):
    assert deciding.focused() == "step.disposition.text"


def test_each_step_is_saved_by_itself_with_the_keyboard_and_leads_to_the_next(deciding):
    deciding.write("step.disposition.text", "Walked over with her.")
    deciding.keys("Ctrl+Return")

    assert kept(deciding) == [(StepKind.DISPOSITION, "Walked over with her.")]
    assert deciding.texts("step.disposition.words") == ["Walked over with her."]
    assert not deciding.shows("step.disposition.text")
    assert deciding.focused() == "step.caregiver.yes"
    assert "What an adult did: Today, 10:10 AM, by Cora Coordinator" in deciding.texts("flag.history")


def test_two_quick_saves_keep_one_step(deciding):
    deciding.write("step.disposition.text", "Walked over with her.")
    save = deciding.find("step.disposition.save")
    save.click()
    save.click()
    deciding.settle()

    assert len(kept(deciding)) == 1


def test_a_correction_stands_in_its_place_and_the_first_in_the_history(deciding):
    deciding.write("step.disposition.text", "Walked over with her.")
    deciding.click("step.disposition.save")

    deciding.click("step.disposition.correct")
    deciding.find("step.disposition.text").setPlainText("Walked over with him.")
    deciding.click("step.disposition.save")

    assert deciding.texts("step.disposition.words") == ["Walked over with him."]
    for text in ("Walked over with her.", "Walked over with him."):
        assert text in deciding.texts("flag.history")


def test_leaving_a_correction_leaves_it_as_it_was(deciding):
    deciding.write("step.disposition.text", "Walked over with her.")
    deciding.click("step.disposition.save")
    deciding.click("step.disposition.correct")
    deciding.click("step.disposition.cancel")

    assert deciding.texts("step.disposition.words") == ["Walked over with her."]
    assert len(kept(deciding)) == 1


def test_each_missing_step_is_named_at_its_field_and_entries_stay(deciding):
    deciding.write("step.disposition.text", "Walked over with her.")

    deciding.click("flag.close")

    assert errors(deciding) == {
        ("caregiver", "yes"): "Decide whether a caregiver is told.",
        ("caregiver", "text"): "Give the reason for that decision.",
        ("report", "yes"): "Say whether an agency was told.", ("outcome", "text"): "Write how it ended."}
    assert part(deciding, StepKind.DISPOSITION).step().text == "Walked over with her."
    assert deciding.focused() == "step.caregiver.yes"
    assert len(open_flags(deciding)) == 1


def test_filling_in_a_step_takes_its_error_back(deciding):
    deciding.click("flag.close")

    deciding.write("step.outcome.text", "She is with the counselor.")

    assert ("outcome", "text") not in errors(deciding)
    assert ("disposition", "text") in errors(deciding)


def test_a_complete_flag_closes_in_one_go(deciding):
    decide_all(deciding)

    deciding.click("flag.close")

    assert open_flags(deciding) == {}
    assert "No open flags" in deciding.texts()
    assert not deciding.shows("flag.close")


def test_a_report_asks_when_to_whom_and_by_whom(deciding):
    assert not deciding.shows("step.report.agency")
    deciding.find("step.report.yes").click()
    deciding.click("step.report.save")
    assert errors(deciding) == {("report", "agency"): "Say which agency.", ("report", "adult"): "Say who told them."}

    deciding.write("step.report.agency", "County")
    deciding.write("step.report.adult", "Ms. Lee")
    deciding.click("step.report.save")

    assert deciding.texts("step.report.words") == ["Yes: County, told by Ms. Lee on Sep 14, 2026."]


def test_a_flag_nobody_acknowledged_cannot_be_decided_on_yet(overview):
    overview.flag()
    overview.click("overview.read")

    assert overview.shows("flag.acknowledge")
    assert not overview.shows("flag.close")
    assert not overview.shows("step.disposition")


def test_what_is_half_entered_is_there_again_when_one_comes_back(deciding):
    deciding.write("step.disposition.text", "Walked over")
    deciding.click("overview.back")
    deciding.flag("woj")
    deciding.click("overview.acknowledge")
    deciding.click("overview.read", which=1)
    other = deciding.page._flag.flag_id
    assert part(deciding, StepKind.DISPOSITION).step().text == ""

    deciding.click("overview.back")
    deciding.click("overview.read", which=0)

    assert deciding.page._flag.flag_id != other
    assert part(deciding, StepKind.DISPOSITION).step().text == "Walked over"


def test_what_is_half_entered_outlives_a_refresh(deciding):
    deciding.write("step.disposition.text", "Walked over")

    deciding.flag("woj")

    assert part(deciding, StepKind.DISPOSITION).step().text == "Walked over"


def test_a_step_another_coordinator_wrote_meanwhile_is_told_and_shown_and_nothing_entered_is_lost(deciding):
    flag = deciding.page._flag.flag_id
    deciding.write("step.disposition.text", "Walked over")
    with deciding.desk.change() as change:
        change.record("flag.step", f"flag:{flag}", flag_steps.write(
            deciding.desk, change, flag_steps.require(change.tx, flag), Step(kind=StepKind.OUTCOME, text="Theirs")))

    deciding.click("step.disposition.save")

    assert "Somebody wrote something about this flag meanwhile. Read it, then save yours." in deciding.texts()
    assert "Theirs" in deciding.texts("flag.history")
    assert part(deciding, StepKind.DISPOSITION).step().text == "Walked over"
    deciding.click("step.disposition.save")
    assert len(kept(deciding)) == 2


def test_a_mistaken_flag_is_withdrawn_with_a_reason(overview):
    flag = overview.flag()
    overview.click("overview.read")
    overview.click("flag.withdraw")
    overview.click("act.go")
    assert "Say why it is withdrawn." in overview.texts_of_dialogs()
    overview.write("withdraw.reason", "The wrong student.")
    overview.click("act.go")

    assert open_flags(overview) == {}
    overview.page.show_flag(flag)
    overview.settle()
    assert "The wrong student." in overview.texts("flag.history")
    assert not overview.shows("flag.withdraw")


def test_a_closed_flag_is_read_again_and_can_be_corrected(deciding):
    flag = deciding.page._flag.flag_id
    decide_all(deciding)
    deciding.click("flag.close")

    deciding.page.show_flag(flag)
    deciding.settle()
    deciding.refresh()
    assert deciding.texts("step.outcome.words") == ["She is with the counselor."]
    deciding.click("step.outcome.correct")
    deciding.find("step.outcome.text").setPlainText("Back in class.")
    deciding.click("step.outcome.save")

    assert life(deciding).closing.outcome == "Back in class."
    assert life(deciding).flag.mark.status is FlagStatus.CLOSED


def test_the_flags_of_one_student_stand_together_and_lead_to_each_other(overview):
    first = overview.flag("nun")
    overview.click("overview.acknowledge")
    overview.flag("woj", urgency=Urgency.SAME_DAY)
    third = overview.flag("nun", kind="eating", urgency=Urgency.NEXT_SUPERVISION)

    assert [row.flag.student for row in rows(overview)][1:] == ["José Núñez"] * 2
    assert "2 open flags of this student" in row_texts(overview)[1]
    overview.page.show_flag(third)
    overview.settle()
    overview.click("flag.other")
    assert overview.page._flag.flag_id == first


def test_a_flag_another_coordinator_took_is_told_and_shown_as_it_is(overview):
    flag = overview.flag()
    flags.acknowledge(overview.desk, flag)

    with messages.answering() as shown:
        overview.click("overview.acknowledge")

    assert "Another coordinator already has this flag." in shown[0]
    assert not overview.shows("overview.acknowledge")
