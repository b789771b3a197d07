import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from wellnessdesk.ui.kit.search import SearchBox, SearchRow

ROWS = [
    SearchRow(1, "María Castillo", "Grade 10", "person"),
    SearchRow(2, "Marcus Bell", "Grade 12", "person", "Here since 10:42"),
    SearchRow(3, "Omar Marwan", "Grade 9", "person"),
]


@pytest.fixture
def box(qtbot):
    window = QWidget()
    window.resize(600, 500)
    made = SearchBox("Search for a student", nothing_found="No student found.")
    made.window_kept = window
    column = QVBoxLayout(window)
    column.addWidget(made)
    other = QLineEdit()
    other.setObjectName("other")
    column.addWidget(other)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    made.edit.setFocus()
    qtbot.waitUntil(made.edit.hasFocus)
    made.asked, made.got = [], []
    made.searched.connect(made.asked.append)
    made.chosen.connect(made.got.append)
    return made


def unfolded(box):
    return box._list.isVisible()


def test_every_keystroke_searches(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    assert box.asked == ["m", "ma", "mar"]


def test_three_letters_enter_chooses_the_first(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    assert unfolded(box)
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert box.got == [1]
    assert not unfolded(box)


def test_arrows_move_and_stop_at_the_ends(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    for _ in range(9):
        qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(box.edit, Qt.Key.Key_Up)
    qtbot.keyClick(box.edit, Qt.Key.Key_Enter)
    assert box.got == [2]


def test_results_for_something_else_are_passed_over(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("ma", ROWS)
    assert not unfolded(box)
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert box.got == []


def test_a_scanner_is_faster_than_the_search(box, qtbot):
    qtbot.keyClicks(box.edit, "20431")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert box.got == []
    box.set_results("20431", ROWS[:1])
    assert box.got == [1]


def test_enter_too_early_with_several_results_only_offers_them(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    box.set_results("mar", ROWS)
    assert box.got == []
    assert unfolded(box)
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert box.got == [1]


def test_typing_on_takes_an_early_enter_back(box, qtbot):
    qtbot.keyClicks(box.edit, "20")
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    qtbot.keyClicks(box.edit, "4")
    box.set_results("204", ROWS[:1])
    assert box.got == []


def test_nothing_found_is_said_and_cannot_be_chosen(box, qtbot):
    qtbot.keyClicks(box.edit, "xyz")
    box.set_results("xyz", [])
    assert unfolded(box)
    assert box._list.item(0).text() == "No student found."
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert box.got == []


def test_the_mouse_chooses_too(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    where = box._list.visualItemRect(box._list.item(2)).center()
    qtbot.mouseClick(box._list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert box.got == [3]


def test_escape_clears_and_then_is_left_to_the_page(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert box.query() == ""
    assert not unfolded(box)


def test_the_results_fold_when_the_focus_goes_on(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    box.window().findChild(QLineEdit, "other").setFocus()
    qtbot.waitUntil(lambda: not unfolded(box))


def test_late_results_do_not_unfold_over_somebody_working_elsewhere(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    other = box.window().findChild(QLineEdit, "other")
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    box.set_results("mar", ROWS)
    assert not unfolded(box)


def test_feeding_searches_and_takes_the_focus(box, qtbot):
    box.window().findChild(QLineEdit, "other").setFocus()
    box.feed("20431")
    assert box.asked == ["20431"]
    qtbot.waitUntil(box.edit.hasFocus)


def test_the_same_word_can_be_searched_again_after_clearing(box, qtbot):
    qtbot.keyClicks(box.edit, "m")
    box.set_results("m", ROWS)
    box.clear()
    qtbot.keyClicks(box.edit, "m")
    assert box.asked == ["m", "m"]


def test_the_results_lie_below_the_box_inside_the_window(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", [SearchRow(n, f"Student {n}", "Grade 9") for n in range(50)])
    frame = box._list.geometry()
    assert box.window().rect().contains(frame)
    assert frame.top() >= box.mapTo(box.window(), box.rect().bottomLeft()).y()
    assert frame.width() == box.width()


def test_each_result_is_read_out_whole(box, qtbot):
    box.set_results("", ROWS)
    spoken = [box._list.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(3)]
    assert spoken[1] == "Marcus Bell, Grade 12, Here since 10:42"


def test_box_and_cross_have_names(box):
    assert box.edit.accessibleName() == "Search for a student"
    assert all(each.accessibleName() for each in box.findChildren(QToolButton))


def test_the_list_never_takes_the_focus(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    assert box._list.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert box.edit.hasFocus()


def test_the_window_may_delete_the_results_before_the_box(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    shiboken6.delete(box._list)
    with qtbot.capture_exceptions() as raised:
        box.hide()
        box.window().findChild(QLineEdit, "other").setFocus()
    assert raised == []


def test_results_are_painted(box, qtbot):
    qtbot.keyClicks(box.edit, "mar")
    box.set_results("mar", ROWS)
    first = box._list.grab().toImage()
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    assert box._list.grab().toImage() != first


def test_nothing_found_can_be_told_in_other_words_for_once(box, qtbot):
    qtbot.keyClicks(box.edit, "x")
    box.set_results("x", [], "Not all are read yet.")
    assert box._list.item(0).text() == "Not all are read yet."
    qtbot.keyClicks(box.edit, "y")
    box.set_results("xy", [])
    assert box._list.item(0).text() == "No student found."


@pytest.mark.parametrize("detail", ["about lunch today", "about lunch " + "and more " * 40])
def test_what_was_searched_for_is_painted_darker_than_what_is_around_it(box, qtbot, detail):
    """Dark pixels of the second line, with the mark and without."""
    dark = []
    for marks in ((), ((6, 11),)):
        box.clear()
        qtbot.keyClicks(box.edit, "lunch")
        box.set_results("lunch", [SearchRow(1, "", detail, marks=marks)])
        picture = box._list.viewport().grab().toImage()
        dark.append(sum(picture.pixelColor(x, y).lightness() < 60
                        for x in range(picture.width()) for y in range(picture.height())))
    assert dark[1] > dark[0] + 20
