"""The tour's hands and eyes: they find, type and press what a person could, and nothing that cannot be seen."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wellnessdesk.ui.kit import messages, theme
from wellnessdesk.ui.kit.tasks import Tasks
from wellnessdesk.ui.kit.toast import Toast
from wellnessdesk.ui.tour import driver as drivers
from wellnessdesk.ui.tour import screens
from wellnessdesk.ui.tour.driver import Driver, Lost, pause


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(drivers, "_PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(Driver.wait, "__defaults__", (0.3,))


@pytest.fixture
def window(qtbot):
    """A window with one thing of each kind, the last of them far below."""
    shown = QMainWindow()
    shown.resize(400, 300)
    inner = QWidget()
    column = QVBoxLayout(inner)
    for widget, name in ((QLineEdit(), "line"), (QPlainTextEdit(), "text"), (QComboBox(), "list"),
                         (QCheckBox("tick"), "tick"), (QPushButton("hidden"), "hidden"),
                         (QPushButton("disabled"), "disabled"), (QPushButton("press"), "press")):
        widget.setObjectName(name)
        column.addWidget(widget)
    for key in "abc":
        inner.findChild(QComboBox).addItem(f"entry {key}", key)
    inner.findChild(QPushButton, "hidden").hide()
    inner.findChild(QPushButton, "disabled").setEnabled(False)
    scroll = QScrollArea()
    scroll.setWidget(inner)
    inner.resize(380, 1200)
    shown.setCentralWidget(scroll)
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    return shown


@pytest.fixture
def drive(window, qtbot, tmp_path):
    tasks = Tasks()
    yield Driver(window, tasks, lambda title: tmp_path / f"{title}.png")
    assert tasks.shutdown(timeout=10)


def test_what_is_typed_arrives_as_keys(drive, window):
    pressed = []
    window.findChild(QLineEdit).textEdited.connect(pressed.append)

    drive.type("line", "né")
    drive.type("text", "one sentence.")

    assert pressed == ["n", "né"]
    assert window.findChild(QPlainTextEdit).toPlainText() == "one sentence."


def test_a_button_far_below_is_brought_into_view_and_pressed(drive, window):
    button, pressed = window.findChild(QPushButton, "press"), []
    button.clicked.connect(lambda: pressed.append(button.visibleRegion().boundingRect() == button.rect()))

    drive.click("press")

    assert pressed == [True]


def test_a_tick_is_pressed_where_it_is(drive, window):
    drive.click("tick")

    assert window.findChild(QCheckBox).isChecked()


@pytest.mark.parametrize("name", ["hidden", "disabled", "nowhere"])
def test_what_nobody_could_press_is_not_pressed(drive, name):
    with pytest.raises(Lost, match=name):
        drive.click(name)


def test_what_is_visible(drive):
    assert drive.has("press")
    assert not drive.has("hidden")
    assert not drive.has("nowhere")


def test_choosing_from_a_list_by_key(drive, window):
    drive.choose("list", "c")
    assert window.findChild(QComboBox).currentData() == "c"
    drive.choose("list", "a")
    assert window.findChild(QComboBox).currentData() == "a"
    with pytest.raises(Lost, match="list: z"):
        drive.choose("list", "z")


def test_choosing_from_a_menu_by_text_or_name(drive, window):
    menu, chosen = QMenu(window), []
    menu.setObjectName("menu")
    for text in ("one", "two"):
        action = menu.addAction(text)
        action.setObjectName(f"menu.{text}")
        action.triggered.connect(lambda _checked=False, text=text: chosen.append(text))
    for asked in ("tw", "menu.one"):
        menu.popup(window.mapToGlobal(window.rect().center()))
        drive.pick("menu", asked)

    assert chosen == ["two", "one"]
    menu.popup(window.mapToGlobal(window.rect().center()))
    with pytest.raises(Lost, match="menu: entry"):
        drive.pick("menu", "three")
    menu.close()


def test_keys_go_where_the_focus_is(drive, window):
    drive.focus("line")
    drive.press(Qt.Key.Key_X)
    drive.press_keys("Ctrl+A")
    drive.press(Qt.Key.Key_Y)
    drive.enter()

    assert window.findChild(QLineEdit).text() == "y"


def test_it_waits_for_the_worker(drive):
    done = []
    drive._tasks.run(lambda: 7, done.append, owner=None)

    drive.settle()

    assert done == [7]


def test_it_waits_for_what_will_hold_and_gives_up_on_what_will_not(drive, qtbot):
    looks = iter([False, False, True])
    drive.wait(lambda: next(looks), "the third look")
    with pytest.raises(Lost, match="doomsday"):
        drive.wait(lambda: False, "doomsday")


def test_a_picture_is_of_the_whole_window(drive, window, tmp_path):
    assert drive.shot("whole") == tmp_path / "whole.png"

    assert QImage(str(tmp_path / "whole.png")).size() == window.size()


def test_a_dialog_is_pictured_over_its_dimmed_window(drive, window, tmp_path):
    drive.shot("before")
    dialog = messages.Message(window, "A title", "A text", action="OK")
    dialog.open()
    pause(20)
    drive.shot("over")
    dialog.done(0)

    before, over = (QImage(str(tmp_path / f"{name}.png")) for name in ("before", "over"))
    assert over.size() == before.size()
    corner = before.width() - 3, before.height() - 3
    assert QColor(over.pixel(*corner)).lightness() < QColor(before.pixel(*corner)).lightness()


def test_without_a_place_for_pictures_none_is_taken(window, drive):
    assert Driver(window, drive._tasks).shot("none") is None


def test_messages_are_answered_with_a_picture_of_each(drive, window, tmp_path):
    with drive.answering("asked") as shown:
        assert messages.confirm(window, "Really?", "It will be gone.", "Do it")
    with drive.answering(accept=False):
        assert not messages.confirm(window, "Really?", "It will be gone.", "Do it")

    assert shown == ["Really?\nIt will be gone."]
    assert QImage(str(tmp_path / "asked.png")).size() == window.size()


def test_passing_messages_go_at_once(drive, window, qtbot):
    messages.say(window, "Done")
    qtbot.waitUntil(lambda: any(toast.isVisible() for toast in window.findChildren(Toast)))

    drive.hide_toasts()

    qtbot.waitUntil(lambda: not any(toast.isVisible() for toast in window.findChildren(Toast)))


def test_what_the_unseen_screen_says_of_itself_is_kept_back(capfd, qapp, qtlog):
    with qtlog.disabled():
        drivers.hush_screen()
        qWarning("This plugin does not support propagateSizeHints()")
        qWarning("a warning of Qt")

    assert capfd.readouterr().err == "a warning of Qt\n"


def test_where_no_screen_is_sharp_a_screen_is_taken_once(drive, tmp_path):
    drive.closely = True
    drive.shot("once")
    assert [path.name for path in tmp_path.glob("*.png")] == ["once.png"]


def test_after_a_close_look_everything_stands_where_it_was(window, qapp):
    theme.apply(qapp, "light")
    before = window.geometry()
    with screens.looked_at_closely([window], window.screen()) as other:
        assert (qapp.property("theme"), other) == ("dark", "dark")
        assert window.size() == before.size()
    assert (qapp.property("theme"), window.geometry()) == ("light", before)


def test_the_screens_of_a_tour_are_described_for_qt(tmp_path):
    environment = screens.environment(tmp_path)
    described = json.loads(Path(environment["QT_QPA_PLATFORM"].partition("configfile=")[2]).read_text())["screens"]
    ordinary, sharp = described
    assert (sharp["width"], sharp["height"]) == (2 * ordinary["width"], 2 * ordinary["height"])
    assert sharp["x"] == ordinary["width"]
    assert environment["QT_SCREEN_SCALE_FACTORS"] == "ordinary=1;sharp=2"
