import random
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QTextDocumentFragment
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QHeaderView, QPushButton

from wellnessdesk.ui.kit.buttons import button
from wellnessdesk.ui.kit.parts import EmptyState
from wellnessdesk.ui.kit.record_model import RecordTableModel
from wellnessdesk.ui.kit.tables import ROW_HEIGHT, Column, RecordTable, RowAction
from wellnessdesk.ui.kit.texts import plain_tooltip


@dataclass(frozen=True, slots=True)
class Student:
    number: int
    name: str
    grade: int = 10


ANA, BO, CY, DI = (Student(number, name) for number, name in enumerate(("Ana", "Bo", "Cy", "Di"), 1))
COLUMNS = [
    Column[Student](title="Name", text=lambda s: s.name, icon=lambda s: "person", strong=True, stretch=True),
    Column[Student](title="Grade", text=lambda s: str(s.grade), align="right", sort=lambda s: s.grade),
    Column[Student](
        title="Status",
        text=lambda s: "late" if s.grade > 10 else "",
        tone=lambda s: "flag",
        badge=True,
        tooltip=lambda s: f"tip {s.name}",
    ),
]


def key(student):
    return student.number


@pytest.fixture
def model(qapp):
    made = RecordTableModel(COLUMNS, key)
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


@pytest.fixture
def make_table(qtbot):
    def make(**more):
        made = RecordTable("Students", COLUMNS, key, **more)
        made.resize(700, 300)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


@pytest.fixture
def table(make_table):
    made = make_table()
    made.set_records([ANA, BO, CY, DI])
    return made


def names(table_or_model):
    model = getattr(table_or_model, "records_model", table_or_model)
    return [record.name for record in model.records()]


def test_the_model_shows_what_the_columns_say(model):
    model.set_records([ANA, replace(BO, grade=12)])
    cell = model.index(1, 2)
    assert cell.data() == "late"
    assert model.tone(cell) == "flag"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "tip Bo"
    assert not model.index(0, 0).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Grade"
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_rows_keep_their_identity_through_any_refresh(model):
    dice = random.Random(4)
    everybody = [Student(number, f"S{number}", dice.randrange(9, 13)) for number in range(40)]
    model.set_records(everybody[:20])
    for _ in range(60):
        held = [
            (model.record(row).number, QPersistentModelIndex(model.index(row, 0))) for row in range(model.rowCount())
        ]
        fresh = dice.sample(everybody, dice.randrange(0, 40))
        model.set_records(fresh)
        assert list(model.records()) == fresh
        there = {student.number: row for row, student in enumerate(fresh)}
        for number, index in held:
            assert index.isValid() is (number in there)
            if index.isValid():
                assert index.row() == there[number]


def test_a_refresh_shows_newer_versions_of_the_same_records(model, qtbot):
    model.set_records([ANA, BO])
    with qtbot.waitSignal(model.dataChanged):
        model.set_records([ANA, replace(BO, name="Bea")])
    assert names(model) == ["Ana", "Bea"]


def test_two_records_with_one_key_are_refused(model):
    with pytest.raises(ValueError, match="one key"):
        model.set_records([ANA, replace(ANA, name="Again")])


def test_sorting_looks_up_names_as_people_do_and_lasts(model):
    model.set_records([Student(1, "Zoe"), Student(2, "Émile"), Student(3, "ana"), Student(4, "Eva")])
    model.sort(0)
    assert names(model) == ["ana", "Émile", "Eva", "Zoe"]
    model.set_records([*model.records(), Student(5, "Bo")])
    assert names(model) == ["ana", "Bo", "Émile", "Eva", "Zoe"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert names(model)[0] == "Zoe"


def test_numbers_are_sorted_as_numbers(model):
    model.set_records([Student(1, "a", 9), Student(2, "b", 12), Student(3, "c", 10)])
    model.sort(1)
    assert [record.grade for record in model.records()] == [9, 10, 12]


def test_without_sorting_the_order_is_the_one_given(make_table):
    table = make_table()
    table.set_records([DI, ANA, CY])
    assert names(table) == ["Di", "Ana", "Cy"]


def test_selection_survives_a_refresh_and_a_sort(table):
    table.select(CY.number)
    table.set_records([DI, CY, Student(9, "New"), ANA])
    assert table.current() == CY
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert table.current() == CY


def test_scrolling_survives_a_refresh(make_table):
    table = make_table()
    everybody = [Student(number, f"S{number}") for number in range(200)]
    table.set_records(everybody)
    QApplication.processEvents()
    table.verticalScrollBar().setValue(1500)
    table.set_records([replace(student, grade=11) for student in everybody])
    QApplication.processEvents()
    assert table.verticalScrollBar().value() == 1500


def test_when_the_selected_record_goes_nobody_else_is_selected(table):
    table.select(BO.number)
    told = []
    table.current_changed.connect(told.append)
    table.set_records([ANA, CY, DI])
    assert table.current() is None
    assert not table.currentIndex().isValid()
    assert told == [None]


def test_the_page_hears_of_a_newer_version_of_the_selected_record(table):
    table.select(BO.number)
    told = []
    table.current_changed.connect(told.append)
    newer = replace(BO, grade=12)
    table.set_records([ANA, newer])
    assert told == [newer]
    table.set_records([newer, ANA])
    assert told == [newer]


def test_enter_and_double_click_open_the_record_once(table, qtbot):
    opened = []
    table.opened.connect(opened.append)
    table.select(BO.number)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [BO]
    where = table.visualRect(table.records_model.index(3, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert opened == [BO, DI]


def test_enter_with_nothing_selected_opens_nothing(table, qtbot):
    opened = []
    table.opened.connect(opened.append)
    table.setCurrentIndex(QModelIndex())
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == []


def test_arrow_keys_move_and_tab_leaves(table, qtbot):
    table.select(ANA.number)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current() == BO
    assert not table.tabKeyNavigation()


def test_several_can_be_selected_where_that_makes_sense(make_table):
    table = make_table(many=True)
    table.set_records([ANA, BO, CY])
    table.selectAll()
    assert table.selected() == [ANA, BO, CY]


def test_selecting_somebody_who_is_not_here_says_so(table):
    assert table.select(99) is False


def test_an_empty_table_says_what_to_do_first(make_table):
    empty = EmptyState("Nobody is here", "Check somebody in.", "check-in", button("Search"))
    table = make_table(empty=empty)
    assert not empty.isVisible()
    table.set_records([])
    assert empty.isVisible()
    assert not table.horizontalHeader().isVisible()
    table.set_records([ANA])
    assert not empty.isVisible()
    assert table.horizontalHeader().isVisible()


def test_rows_are_high_enough_and_columns_wide_enough(table):
    assert table.rowHeight(0) == ROW_HEIGHT
    grade = table.horizontalHeader().sectionSize(1)
    assert grade >= table.horizontalHeader().sectionSizeHint(1)
    assert table.horizontalHeader().sectionResizeMode(0) == QHeaderView.ResizeMode.Stretch


def test_a_width_somebody_chose_is_kept(table):
    table.horizontalHeader().resizeSection(1, 200)
    table.set_records([ANA])
    assert table.horizontalHeader().sectionSize(1) == 200


def buttons(table):
    return {each.accessibleName(): each for each in table.findChildren(QPushButton) if each.isVisible()}


def test_every_row_has_its_button_and_it_acts_on_the_newest_version(make_table):
    done = []
    table = make_table(row_action=RowAction("Check out", "check-out", done.append))
    table.set_records([ANA, BO])
    newer = replace(BO, grade=12)
    table.set_records([newer, CY, ANA])
    assert set(buttons(table)) == {"Check out, Ana", "Check out, Bo", "Check out, Cy"}
    buttons(table)["Check out, Bo"].click()
    assert done == [newer]


def test_a_button_may_take_its_own_row_away(make_table, qtbot):
    table = make_table(row_action=RowAction("Check out", "check-out", lambda s: table.set_records([ANA])))
    table.set_records([ANA, BO])
    buttons(table)["Check out, Bo"].click()
    qtbot.waitUntil(lambda: set(buttons(table)) == {"Check out, Ana"})


def test_buttons_follow_their_rows_when_sorted(make_table):
    done = []
    table = make_table(row_action=RowAction("Check out", "check-out", done.append))
    table.set_records([ANA, BO, CY])
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    last = len(table.records_model.columns) - 1
    top = table.indexWidget(table.records_model.index(0, last)).findChild(QPushButton)
    assert top.accessibleName() == "Check out, Cy"


def test_a_button_is_only_there_where_it_is_offered(make_table):
    action = RowAction("Sign", "sign", lambda s: None, offered=lambda s: s.grade < 12)
    table = make_table(row_action=action)
    table.set_records([ANA, replace(BO, grade=12)])
    assert set(buttons(table)) == {"Sign, Ana"}
    table.set_records([replace(ANA, grade=12), BO])
    assert set(buttons(table)) == {"Sign, Bo"}


def test_painting_shows_selection_text_and_badge(table):
    table.set_records([ANA, replace(BO, grade=12)])
    before = table.grab().toImage()
    table.select(BO.number)
    after = table.grab().toImage()
    assert before != after


@pytest.mark.parametrize("typed", ['<img src="/etc/passwd">', "<b>Zed</b>", "a <i>b</i>\n& c"])
def test_markup_in_a_name_is_shown_in_a_tooltip_never_run(qtbot, typed):
    model = RecordTableModel([Column(title="", text=str, tooltip=str)], key=str)
    model.set_records([typed])
    shown = QTextDocumentFragment.fromHtml(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert shown.toPlainText() == typed
    assert plain_tooltip("O'Neil & Núñez") == "O'Neil & Núñez"
