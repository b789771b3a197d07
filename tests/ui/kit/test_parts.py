import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from wellnessdesk.ui.kit import theme
from wellnessdesk.ui.kit.buttons import ButtonRow, button
from wellnessdesk.ui.kit.dialogs import Dialog
from wellnessdesk.ui.kit.page import Page
from wellnessdesk.ui.kit.parts import Badge, Banner, Card, EmptyState, StatTile
from wellnessdesk.ui.kit.texts import label


@pytest.fixture
def show(qtbot):
    def shown(widget):
        qtbot.addWidget(widget)
        widget.show()
        QApplication.processEvents()
        return widget

    return shown


def seen(widget):
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def test_a_button_tells_its_shortcut(show):
    made = show(button("Check in", icon="check-in", tooltip="Check a student in", shortcut="Ctrl+N"))
    assert made.toolTip() == "Check a student in (Ctrl+N)"
    assert made.shortcut().toString() == "Ctrl+N"


def test_a_button_without_words_still_has_a_name(show):
    made = show(button("Help", icon="help", icon_only=True))
    assert made.text() == ""
    assert made.accessibleName() == "Help"
    assert made.toolTip() == "Help"


def test_a_button_calls_without_arguments(show, qtbot):
    pressed = []
    made = show(button("Go", lambda: pressed.append(1), checkable=True))
    made.click()
    assert pressed == [1]


@pytest.mark.parametrize("role", ["secondary", "primary", "danger", "danger-primary", "quiet", "row", "nav"])
def test_the_focus_can_be_seen_on_every_button(show, qtbot, role):
    window = QWidget()
    column = QVBoxLayout(window)
    first, second = button("One", role=role), button("Two", role=role)
    column.addWidget(first)
    column.addWidget(second)
    show(window)
    window.activateWindow()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    calm = first.grab().toImage()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    assert first.grab().toImage() != calm
    assert first.size() == second.size()


def test_the_button_that_goes_on_stands_at_the_right(show):
    primary, other, left = button("Save", role="primary"), button("Cancel"), button("Help", role="quiet")
    row = ButtonRow(primary, other, left=(left,))
    row.resize(600, 50)
    show(row)
    assert left.x() < other.x() < primary.x()
    assert primary.geometry().right() == row.width() - 1


def test_a_banner_is_only_there_when_it_has_something_to_say(show):
    page = Page("Today")
    banner = Banner()
    page.add(banner)
    show(page)
    assert not banner.isVisible()
    banner.say("A coordinator is needed", "Please fetch one now.", "flag")
    assert banner.isVisible()
    assert seen(banner) == ["A coordinator is needed", "Please fetch one now."]
    assert banner.accessibleName() == "A coordinator is needed"
    banner.say("")
    assert not banner.isVisible()


def test_a_paragraph_in_a_banner_is_not_bold_from_end_to_end(show):
    page, banner = Page("Today"), Banner("Short and to the point", tone="flag")
    page.add(banner)
    show(page)
    (title,) = [each for each in banner.findChildren(QLabel) if each.text().startswith("Short")]
    assert title.font().weight() == QFont.Weight.DemiBold
    banner.say("Short no more. " * 9, tone="flag")
    assert title.font().weight() == QFont.Weight.Normal


def test_a_banner_with_words_is_seen_from_the_start(show):
    page = Page("Today")
    banner = Banner("Demo center")
    page.add(banner)
    show(page)
    assert banner.isVisible()


def test_no_part_becomes_a_window_of_its_own(qapp):
    before = {id(window) for window in qapp.topLevelWidgets() if window.isVisible()}
    kept = [Banner("Words"), Badge("New", "ok"), EmptyState("Nothing", "here", "info"), StatTile("Waiting", "waiting")]
    kept += [Card("Title"), Page("Title", "Subtitle"), Dialog(None, "Title")]
    kept[0].say("Other words")
    kept[3].show_figure("3", "detail")
    kept[5].set_title("Other", "Words")
    assert {id(window) for window in qapp.topLevelWidgets() if window.isVisible()} == before
    assert not [part for part in kept if part.isVisible()]


def test_a_badge_says_its_status_in_words(show):
    badge = show(Badge("Waiting", "info"))
    assert seen(badge) == ["Waiting"]
    badge.show_status("Overdue", "danger", "clock")
    assert seen(badge) == ["Overdue"]
    assert badge.accessibleName() == "Overdue"


def test_a_tile_reads_its_figure_out(show):
    tile = show(StatTile("Waiting", "waiting"))
    tile.show_figure("3", "Longest: 21 min", "flag")
    assert tile.accessibleName() == "Waiting: 3"
    assert tile.accessibleDescription() == "Longest: 21 min"
    assert seen(tile) == ["Waiting", "3", "Longest: 21 min"]


def test_only_a_tile_that_leads_somewhere_can_be_pressed(show, qtbot):
    pressed = []
    dead, alive = show(StatTile("Visits")), show(StatTile("Flags", on_click=lambda: pressed.append(1)))
    assert dead.focusPolicy() == Qt.FocusPolicy.NoFocus
    qtbot.mouseClick(alive, Qt.MouseButton.LeftButton)
    qtbot.keyClick(alive, Qt.Key.Key_Space)
    assert pressed == [1, 1]


def test_a_page_shows_title_subtitle_and_content(show):
    page = Page("Today", "Monday")
    page.add(label("Content"))
    page.add_action(button("Print"))
    show(page)
    assert seen(page) == ["Today", "Monday", "Content"]
    page.set_title("Tomorrow")
    assert seen(page) == ["Tomorrow", "Content"]
    assert page.accessibleName() == "Tomorrow"


def test_a_page_scrolls_down_but_never_sideways(show):
    page = Page("Today")
    for _ in range(60):
        page.add(label("Un texto bastante largo que no cabe en una línea de esta ventana tan estrecha " * 2, wrap=True))
    page.resize(500, 400)
    show(page)
    area = page.findChild(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.widget().width() <= area.viewport().width()


def test_a_dialog_is_always_as_high_as_its_content(show):
    dialog = Dialog(None, "Title")
    text = label("Short", wrap=True)
    dialog.body.addWidget(text)
    show(dialog)
    low = dialog.height()
    text.setText("Long words that fill several lines of this small window. " * 10)
    QApplication.processEvents()
    assert dialog.height() > low + 50
    assert text.height() >= text.heightForWidth(text.width())
    text.setText("Short")
    QApplication.processEvents()
    assert dialog.height() == low


def test_parts_change_with_the_theme_while_they_are_shown(show, qapp):
    page = Page("Today", "Monday")
    page.add(Banner("Words", tone="flag"))
    page.add(Badge("New", "ok"))
    page.resize(500, 400)
    show(page)
    light = page.grab().toImage()
    theme.apply(qapp, "dark")
    QApplication.processEvents()
    dark = page.grab().toImage()
    assert light.pixelColor(2, 2).name() == "#f7f8f7"
    assert dark.pixelColor(2, 2).name() == "#1e2426"
    theme.apply(qapp, "light")
    QApplication.processEvents()
    assert page.grab().toImage() == light
