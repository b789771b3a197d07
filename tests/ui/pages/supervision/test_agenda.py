"""The agenda builds itself, keeps what the coordinator does with it, and carries over what is left."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.pages.overview.coordinator import september, speak_spanish
from wellnessdesk.domain.meetings import meeting_id
from wellnessdesk.domain.supervision import ItemKind, ItemState
from wellnessdesk.services import supervision
from wellnessdesk.store import audit
from wellnessdesk.ui.kit import messages
from wellnessdesk.ui.kit.context import PageContext
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.pages.supervision.delegate import box_of
from wellnessdesk.ui.pages.supervision.model import DONE, MINUTES, WHAT, Heading
from wellnessdesk.ui.pages.supervision.page import SupervisionPage

MONDAY, NEXT, AFTER = (meeting_id(1, date(2026, 9, day)) for day in (14, 21, 28))


@pytest.fixture
def at(supervision_page):
    return supervision_page


@pytest.fixture
def four(at):
    """An agenda of a flag, a note to write, and two notes to review."""
    at.flag("nun")
    at.note("woj")
    at.note("gar")
    at.click("supervision.build")
    return at


def on_screen(at):
    """Titles and headings, from top to bottom."""
    model = at.view.agenda_model
    return [row.title for row in map(model.row, range(model.rowCount()))]


def headings(at):
    model = at.view.agenda_model
    return [row.title for row in map(model.row, range(model.rowCount())) if isinstance(row, Heading)]


def kept(at, meeting=MONDAY):
    """(kind, ref) of what the store holds."""
    at.settle()
    agenda = supervision.read(at.desk, meeting)
    return [(item.kind, item.ref) for item in agenda.items]


def kept_item(at, place, meeting=MONDAY):
    at.settle()
    return supervision.read(at.desk, meeting).items[place]


def select(at, place):
    """Select an item by its place among the items."""
    item = at.view.agenda_model.items()[place]
    at.view.select((item.kind, item.ref))
    at.view.setFocus()
    return item


def add_own(at, text):
    at.write("supervision.own", text)
    at.click("supervision.add")


def test_without_an_agenda_the_one_thing_to_do_is_to_build_it(at):
    at.page.focus_first()

    assert "No agenda for this meeting yet" in at.texts()
    assert at.focused() == "supervision.build"
    assert not at.shows("supervision.print")


def test_the_agenda_holds_the_flag_and_the_notes_with_reason_and_name(four):
    assert headings(four) == ["Red flags", "Notes not signed", "Notes to review"]
    flag = four.view.agenda_model.items()[0]
    assert (flag.title, flag.name, flag.reason) == (
        "Self-harm or suicide", "José Núñez", "Raised Monday, no adult has acknowledged it")
    assert [item.name for item in four.view.agenda_model.items()] == [
        "José Núñez", "José Núñez", "Łukasz Wójcik", "Zoë García-López"]
    assert flag.urgent


def test_what_a_screen_reader_says_of_an_item_holds_its_reason(four):
    model = four.view.agenda_model
    index = model.index(1, WHAT)

    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)

    assert spoken == "Self-harm or suicide, Right now, Raised Monday, no adult has acknowledged it"


def test_nothing_waiting_is_said_too(at):
    at.click("supervision.build")

    assert "Nothing is waiting" in at.texts()
    assert at.shows("supervision.print")


def test_what_is_left_open_is_carried_over_to_the_next_week_and_counted(four):
    add_own(four, "Room for October")
    first, own = kept(four)[0], kept(four)[-1]
    select(four, 1)
    four.keys("Space")

    for weeks in (1, 2):
        four.center.clock.advance(days=7)
        four.refresh()
        assert four.shows("supervision.build")
        four.click("supervision.build")
        items = {(item.kind, item.ref): item for item in four.view.agenda_model.items()}
        assert items[first].carried == items[own].carried == weeks
        assert "Carried over" in headings(four)

    assert headings(four)[0] == "Red flags"
    assert len(kept(four, AFTER)) == 5


def test_what_was_ticked_is_not_carried_over(at):
    at.click("supervision.build")
    add_own(at, "Room for October")
    select(at, 0)
    at.keys("Space")

    at.center.clock.advance(days=7)
    at.refresh()
    at.click("supervision.build")

    assert at.view.agenda_model.items() == []


def test_ctrl_down_and_up_reorder_and_it_is_kept(four):
    before = kept(four)
    moved = select(four, 2)

    four.keys("Ctrl+Down")
    assert kept(four) == [before[0], before[1], before[3], before[2]]
    four.keys("Ctrl+Up", "Ctrl+Up")

    assert kept(four) == [before[0], before[2], before[1], before[3]]
    assert four.view.current() == moved
    assert [(item.kind, item.ref) for item in four.view.agenda_model.items()] == kept(four)


def test_the_order_outlives_building_again(four):
    select(four, 3)
    four.keys("Ctrl+Up")
    order = kept(four)

    four.click("supervision.rebuild")

    assert kept(four) == order


def test_a_key_held_down_is_few_changes_and_one_right_order(four):
    before = kept(four)
    select(four, 3)
    with four.desk.reading() as tx:
        entries = audit.head(tx).sequence

    for _press in range(9):
        QTest.keySequence(QApplication.focusWidget(), QKeySequence("Ctrl+Up"))

    assert kept(four) == [before[3], *before[:3]]
    with four.desk.reading() as tx:
        assert audit.head(tx).sequence - entries <= 2


def test_moving_past_the_end_changes_nothing(four):
    before = kept(four)
    select(four, 0)

    four.keys("Ctrl+Up")

    assert kept(four) == before


def test_a_section_that_was_parted_goes_on_under_its_name(four):
    select(four, 1)
    four.keys("Ctrl+Down")

    assert headings(four) == ["Red flags", "Notes to review", "Notes not signed", "Notes to review, continued"]


def test_an_item_is_dropped_where_it_is_let_go(four):
    before = kept(four)
    select(four, 0)
    model, view = four.view.agenda_model, four.view
    last = view.visualRect(model.index(model.rowCount() - 1, WHAT))
    point = QPointF(last.center().x(), last.bottom() - 2)

    view.dropEvent(QDropEvent(point, Qt.DropAction.MoveAction, QMimeData(), Qt.MouseButton.LeftButton,
                              Qt.KeyboardModifier.NoModifier))

    assert kept(four) == [*before[1:], before[0]]


def test_a_tick_by_keyboard_is_kept_and_frees_its_minutes(four):
    assert four.texts("supervision.budget") == ["8 of 60 minutes set aside"]
    select(four, 0)

    four.keys("Space")

    assert kept_item(four, 0).done
    assert four.texts("supervision.budget") == ["3 of 60 minutes set aside"]
    four.keys("Space")
    assert not kept_item(four, 0).done


def test_a_click_into_the_box_ticks_and_beside_it_does_not(four):
    view = four.view
    cell = view.visualRect(view.agenda_model.index(1, DONE))

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft())
    assert not kept_item(four, 0).done
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box_of(cell).center())

    assert kept_item(four, 0).done


def test_ticks_and_minutes_outlive_building_again(four):
    select(four, 0)
    four.keys("Space")
    supervision.set_minutes(four.desk, MONDAY, *kept(four)[1], 7)

    four.click("supervision.rebuild")

    assert kept_item(four, 0).done
    assert kept_item(four, 1).minutes == 7


def test_minutes_are_set_with_f2(four):
    select(four, 0)

    four.keys("F2")
    editor = four.find("supervision.minutes")
    QTest.keyClicks(editor, "12")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    assert kept_item(four, 0).minutes == 12
    assert four.texts("supervision.budget") == ["15 of 60 minutes set aside"]


def test_a_digit_begins_the_minutes(four):
    select(four, 0)

    QTest.keyClick(four.view, Qt.Key.Key_9)
    editor = four.find("supervision.minutes")
    assert editor.value() == 9
    QTest.keyClick(editor, Qt.Key.Key_Return)

    assert kept_item(four, 0).minutes == 9


def test_a_click_on_the_minutes_opens_them(four):
    view = four.view
    cell = view.visualRect(view.agenda_model.index(1, MINUTES))

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())

    assert four.find("supervision.minutes").value() == 5


def test_a_refresh_does_not_take_half_typed_minutes_away(four):
    select(four, 0)
    four.keys("F2")
    QTest.keyClicks(four.find("supervision.minutes"), "12")

    four.refresh()

    assert four.find("supervision.minutes").value() == 12


def test_an_over_full_hour_is_said_in_words(four):
    for item in kept(four)[:2]:
        supervision.set_minutes(four.desk, MONDAY, *item, 40)

    four.refresh()

    assert four.texts("supervision.budget") == ["82 of 60 minutes: 22 too many"]


def test_an_item_of_ones_own_is_added_with_enter_and_selected(four):
    four.write("supervision.own", "Room for October")

    four.keys("Return")

    item = kept_item(four, -1)
    assert (item.kind, item.title) == (ItemKind.OWN, "Room for October")
    assert four.view.current().title == "Room for October"
    assert four.find("supervision.own").text() == ""


def test_blank_words_add_nothing(four):
    add_own(four, "   ")

    assert len(kept(four)) == 4


def test_what_could_not_be_added_stays_in_the_field(four, monkeypatch):
    monkeypatch.setattr("wellnessdesk.services.own_items.LONGEST", 10)

    with messages.answering() as shown:
        add_own(four, "Room for October")

    assert "Keep it under 10" in shown[0]
    assert four.find("supervision.own").text() == "Room for October"


def test_good_news_and_announcements_have_sections_of_their_own(four):
    for about, words in (("announcement", "Assembly on Friday"), ("good_news", "Anna passed")):
        four.find("supervision.about").set_value(about)
        add_own(four, words)
        assert four.view.current().title == words
    add_own(four, "Room for October")
    assert headings(four)[-3:] == ["Good news", "Announcements", "Also to talk about"]
    assert four.find("supervision.about").value() == "topic"


def test_an_item_is_put_off_with_a_reason_while_preparing_and_taken_up_again(four):
    item = select(four, 1)
    four.keys("D")
    four.click("words.go")
    assert "Say in a few words why it waits." in four.texts()
    four.write("words.text", "The teacher is away")
    four.click("words.go")
    assert kept_item(four, 1).state is ItemState.DEFERRED
    lines = four.view.agenda_model.notes_of(four.view.agenda_model.items()[1])
    assert lines == ["Put off: The teacher is away"]
    spoken = four.view.agenda_model.index(four.view.agenda_model.line_of((item.kind, item.ref)), WHAT)
    assert "The teacher is away" in spoken.data(Qt.ItemDataRole.AccessibleTextRole)
    assert four.find("supervision.defer").text() == "Take it up again"
    four.click("supervision.defer")
    assert kept_item(four, 1).state is ItemState.OPEN
    assert four.view.agenda_model.notes_of(four.view.agenda_model.items()[1]) == []


def test_putting_off_is_undone_in_passing_and_takes_its_minutes_out_of_the_budget(four):
    select(four, 0)
    four.click("supervision.defer")
    four.write("words.text", "Not today")
    four.click("words.go")
    four.settle()
    assert four.texts("supervision.budget") == ["3 of 60 minutes set aside"]
    four.window.findChildren(Toast)[-1]._undo_and_leave()
    assert kept_item(four, 0).state is ItemState.OPEN
    assert four.texts("supervision.budget") == ["8 of 60 minutes set aside"]


def test_a_remark_is_written_changed_and_taken_away(four):
    select(four, 0)
    four.keys("R")
    four.write("words.text", "Her mother called me")
    four.click("words.go")
    assert four.view.agenda_model.notes_of(four.view.agenda_model.items()[0]) == [
        "Remark for coordinators: Her mother called me"]
    four.click("supervision.remark")
    assert four.find("words.text").value() == "Her mother called me"
    four.find("words.text").setPlainText("")
    four.click("words.go")
    four.settle()
    assert four.view.agenda_model.notes_of(four.view.agenda_model.items()[0]) == []


def test_without_a_selected_item_nothing_can_be_put_off(at):
    at.click("supervision.build")
    assert not at.find("supervision.defer").isEnabled()
    assert not at.find("supervision.remark").isEnabled()
    at.page.prepare.put_off()
    at.page.prepare.ask_remark()
    assert not at.shows("words.go")


def test_a_long_item_wraps_instead_of_being_cut_off(four):
    add_own(four, "W" * 600)

    view, model = four.view, four.view.agenda_model
    lines = model.rowCount()
    assert view.rowHeight(lines - 1) > 4 * view.rowHeight(1)


def test_a_half_typed_item_outlives_a_refresh(four):
    four.write("supervision.own", "Room for")

    four.refresh()

    assert four.find("supervision.own").text() == "Room for"


def test_another_meeting_is_looked_at_and_left_again(four):
    assert not four.find("supervision.meeting.back").isEnabled()
    four.click("supervision.meeting.next")
    assert four.texts("supervision.meeting.text") == ["Monday, Sep 21, 2026"]
    assert four.shows("supervision.build")

    four.click("supervision.meeting.now")

    assert four.texts("supervision.meeting.detail") == ["3:00 PM · Supervision · Prepared"]
    assert len(four.view.agenda_model.items()) == 4
    assert not four.shows("supervision.meeting.now")


def test_a_meeting_that_is_past_and_was_never_prepared_has_no_agenda_to_build(four):
    four.center.clock.advance(days=14)
    four.refresh()

    four.click("supervision.meeting.back")

    assert "No agenda was built for this meeting" in four.texts()
    assert not four.shows("supervision.build")


def test_the_agenda_of_next_week_can_be_built_ahead(four):
    four.click("supervision.meeting.next")

    four.click("supervision.build")

    assert len(kept(four, NEXT)) == 4


def test_a_flag_raised_since_joins_when_built_again(four):
    four.flag("ngu", kind="weapon")

    four.click("supervision.rebuild")

    assert "Violence or a weapon at school" in on_screen(four)


def test_an_agenda_that_misses_something_says_so_and_never_that_nothing_is_waiting(at):
    at.click("supervision.build")
    at.flag("nun")

    assert "2 new items since it was built" in at.texts()
    assert "Nothing is waiting" not in at.texts()
    assert "Something is waiting by now" in at.texts()

    at.click("supervision.rebuild")

    assert len(at.view.agenda_model.items()) == 2
    assert not any("since it was built" in text for text in at.texts())
    assert len(at.all("supervision.rebuild")) == 1


def test_an_agenda_of_an_earlier_week_is_not_called_old(four):
    four.center.clock.advance(days=7)
    four.flag("ngu")
    four.click("supervision.meeting.back")

    assert not any("since it was built" in text for text in four.texts())
    assert not four.shows("supervision.rebuild")


@pytest.fixture
def opened_again(four):
    """The page made anew, as after a sign-in: the agenda is there already."""
    page = SupervisionPage(PageContext(four.desk, four.tasks, four.went_to.append))
    four.window.setCentralWidget(page)
    four.page, four.view = page, page._view
    four.refresh()
    return four


def test_the_keys_work_at_once_on_an_agenda_built_earlier(opened_again):
    at = opened_again
    at.view.setFocus(Qt.FocusReason.TabFocusReason)

    assert at.view.current() == at.view.agenda_model.items()[0]
    at.keys("Down", "Space")

    assert [item.done for item in at.view.agenda_model.items()] == [False, True, False, False]


def test_an_agenda_that_comes_while_the_focus_is_there_has_a_selected_item(opened_again):
    at = opened_again
    at.view.setFocus(Qt.FocusReason.TabFocusReason)
    agenda = supervision.read(at.desk, MONDAY)
    at.view.set_agenda(None)

    at.view.set_agenda(agenda)

    assert at.view.current() is not None


@pytest.mark.parametrize("width", [800, 1064])
def test_rows_are_as_high_as_their_texts_from_the_beginning(opened_again, width):
    view = opened_again.view
    opened_again.window.resize(width, 740)
    opened_again.settle()
    lines = range(view.agenda_model.rowCount())
    found = [view.rowHeight(line) for line in lines]

    view.resizeRowsToContents()

    assert found == [view.rowHeight(line) for line in lines]


def test_the_model_is_a_sound_model(four):
    model = four.view.agenda_model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)

    add_own(four, "Room for October")
    select(four, 0)
    four.keys("Ctrl+Down", "Space")
    four.page.show_meeting(NEXT)
    four.settle()

    assert tester.model() is model


def test_in_spanish_every_text_is_translated(four, monkeypatch):
    speak_spanish(monkeypatch)
    page = SupervisionPage(PageContext(four.desk, four.tasks, four.went_to.append))
    four.window.setCentralWidget(page)
    four.page, four.view = page, page._view
    four.refresh()

    assert [label.text() for label in page.findChildren(QLabel) if label.text() and "«" not in label.text()] == []
    assert f"14 {september()} 2026" in four.texts("supervision.meeting.text")[0]
    assert headings(four) == ["«Red flags»", "«Notes not signed»", "«Notes to review»"]
    assert four.view.agenda_model.items()[0].title == "Autolesión o suicidio"


def test_enter_and_a_double_click_open_the_record(four):
    select(four, 1)
    four.keys("Return")
    cell = four.view.visualRect(four.view.agenda_model.index(3, WHAT))
    QTest.mouseDClick(four.view.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert four.went_to == ["overview", "overview"]
