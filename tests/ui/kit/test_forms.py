import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from wellnessdesk.base import i18n
from wellnessdesk.ui.kit.choices import Choice, ChoiceCards, ChoiceList
from wellnessdesk.ui.kit.fields import NoteField, PassphraseField, TextField
from wellnessdesk.ui.kit.forms import Field, Form
from wellnessdesk.ui.kit.pickers import DateField, NumberField

REASONS = [Choice("talk", "Talk", "sessions"), Choice("quiet", "Quiet", "calm", "No talking"), Choice("adult", "Adult")]


@pytest.fixture
def show(qtbot):
    def shown(widget):
        qtbot.addWidget(widget)
        widget.resize(500, 400)
        widget.show()
        widget.activateWindow()
        QApplication.processEvents()
        return widget

    return shown


def seen(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


EDITORS = {
    "text": lambda: TextField("x"),
    "passphrase": lambda: PassphraseField("Passphrase"),
    "note": lambda: NoteField("x"),
    "number": lambda: NumberField(3, 0, 9),
    "date": lambda: DateField(dt.date(2026, 9, 14)),
    "cards": lambda: ChoiceCards("Reason", REASONS),
    "list": lambda: ChoiceList(REASONS),
}
CHANGES = {
    "text": lambda e: e.setText("y"),
    "passphrase": lambda e: e.edit.setText("y"),
    "note": lambda e: e.setPlainText("y"),
    "number": lambda e: e.setValue(4),
    "date": lambda e: e.set_value(dt.date(2026, 9, 15)),
    "cards": lambda e: e.set_value("quiet"),
    "list": lambda e: e.set_value("quiet"),
}


@pytest.mark.parametrize("kind", EDITORS)
def test_an_error_stands_below_the_field_until_the_entry_changes(show, kind):
    field = show(Field("Name", EDITORS[kind](), hint="As on the card."))
    field.set_error("This is too short.")
    assert seen(field).count("This is too short.") == 1
    assert "As on the card." in seen(field)
    CHANGES[kind](field.editor)
    assert field.error == ""
    assert "This is too short." not in seen(field)


@pytest.mark.parametrize("kind", EDITORS)
def test_every_editor_has_a_name_and_tells_its_error_to_screen_readers(show, kind):
    field = show(Field("Reason", EDITORS[kind](), hint="Choose."))
    target = field.editor.focusProxy() or field.editor
    assert field.editor.accessibleName()
    assert target.accessibleName()
    assert target.accessibleDescription() == "Choose."
    field.set_error("Wrong.")
    assert target.accessibleDescription() == "Wrong."
    field.set_error("")
    assert target.accessibleDescription() == "Choose."


def test_what_was_entered_is_never_lost_by_an_error(show):
    field = show(Field("Pass", TextField("12A4")))
    field.set_error("Used already.")
    assert field.editor.value() == "12A4"


def test_an_error_shows_in_the_border_too(show):
    field = show(Field("Pass", TextField("12A4")))
    calm = field.editor.grab().toImage()
    field.set_error("Used already.")
    assert field.editor.property("invalid") is True
    assert field.editor.grab().toImage() != calm


def test_optional_fields_say_so(show):
    assert seen(show(Field("Message", TextField(), optional=True)))[0] == "Message (optional)"


def test_the_label_belongs_to_its_editor(show):
    field = show(Field("&Name", TextField()))
    [name] = [label for label in field.findChildren(QLabel) if label.text() == "&Name"]
    assert name.buddy() is field.editor


def test_a_form_goes_to_the_first_wrong_field(show, qtbot):
    form = Form()
    form.field("First", TextField())
    second = form.field("Second", TextField())
    third = Field("Third", NoteField())
    form.row(third)
    show(form)
    assert not form.show_errors()
    third.set_error("Missing.")
    second.set_error("Missing.")
    assert form.show_errors()
    qtbot.waitUntil(second.editor.hasFocus)
    form.clear_errors()
    assert not form.show_errors()


def test_a_passphrase_is_hidden_until_shown_on_purpose(show):
    field = show(PassphraseField("Passphrase"))
    field.edit.setText("five made up words")
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password
    [eye] = field.findChildren(QPushButton)
    assert eye.accessibleName() == "Show passphrase"
    eye.click()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide passphrase"
    field.clear()
    assert field.value() == ""
    assert field.edit.echoMode() == QLineEdit.EchoMode.Password


def test_blanks_belong_to_a_passphrase(show):
    field = show(PassphraseField("Passphrase"))
    field.edit.setText(" a b ")
    assert field.value() == " a b "


def test_the_hint_on_a_passphrase_comes_and_goes_with_it(show):
    field = show(PassphraseField("Passphrase", lambda text: ("Short", "flag") if len(text) < 5 else ("Good", "ok")))
    assert seen(field) == []
    field.edit.setText("abc")
    assert seen(field) == ["Short"]
    field.edit.setText("abcdef")
    assert seen(field) == ["Good"]
    field.clear()
    assert seen(field) == []


def test_enter_in_a_passphrase_submits(show, qtbot):
    field = show(PassphraseField("Passphrase"))
    with qtbot.waitSignal(field.submitted):
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_tab_leaves_a_note(show, qtbot):
    form = Form()
    note = NoteField()
    after = TextField()
    form.field("Note", note)
    form.field("After", after)
    show(form)
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_Tab)
    qtbot.waitUntil(after.hasFocus)
    assert note.value() == ""


def test_a_note_grows_with_what_is_written_and_then_scrolls(show):
    note = NoteField(lines=3, most_lines=6)
    show(note)
    heights = []
    for lines in (1, 3, 5, 6, 40):
        note.setPlainText("\n".join(["x"] * lines))
        QApplication.processEvents()
        heights.append(note.sizeHint().height())
    assert heights[0] == heights[1] < heights[2] < heights[3] == heights[4]


@pytest.mark.parametrize(("code", "text", "first"), [("en", "Sep 14, 2026", 7), ("es", "14 sept 2026", 7)])
def test_a_date_is_written_as_the_language_does(show, code, text, first):
    i18n.set_language(code)
    field = show(DateField(dt.date(2026, 9, 14)))
    assert field.text().replace(".", "") == text
    assert field.calendarWidget().firstDayOfWeek() == Qt.DayOfWeek(first)
    assert field.value() == dt.date(2026, 9, 14)


def test_a_date_stays_within_its_limits(show):
    field = show(DateField(dt.date(2026, 9, 14), earliest=dt.date(2026, 9, 1), latest=dt.date(2026, 9, 30)))
    field.set_value(dt.date(2027, 1, 1))
    assert field.value() == dt.date(2026, 9, 30)
    field.set_value(dt.date(2020, 1, 1))
    assert field.value() == dt.date(2026, 9, 1)


def test_of_cards_one_is_on(show, qtbot):
    cards = show(ChoiceCards("Reason", REASONS))
    assert cards.value() is None
    with qtbot.waitSignal(cards.changed):
        cards.card("talk").click()
    cards.card("adult").click()
    assert cards.values() == ("adult",)
    cards.card("adult").click()
    assert cards.value() == "adult"
    cards.set_value(None)
    assert cards.value() is None


def test_of_many_cards_any_number_is_on(show):
    cards = show(ChoiceCards("Offered", REASONS, many=True))
    cards.set_values(["adult", "talk"])
    assert cards.values() == ("talk", "adult")
    cards.card("talk").click()
    assert cards.values() == ("adult",)


def test_a_card_that_is_on_says_so_without_color(show):
    cards = show(ChoiceCards("Reason", REASONS))
    assert not cards.card("quiet")._tick.isVisible()
    cards.set_value("quiet")
    assert cards.card("quiet")._tick.isVisible()
    assert not cards.card("talk")._tick.isVisible()


def test_tab_comes_to_the_card_that_is_on_and_arrows_move(show, qtbot):
    cards = ChoiceCards("Reason", REASONS)
    cards.set_value("quiet")
    form = Form()
    before, after = TextField(), TextField()
    form.field("Before", before)
    form.field("Reason", cards)
    form.field("After", after)
    show(form)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    qtbot.waitUntil(cards.card("quiet").hasFocus)
    qtbot.keyClick(cards.card("quiet"), Qt.Key.Key_Right)
    qtbot.waitUntil(cards.card("adult").hasFocus)
    qtbot.keyClick(cards.card("adult"), Qt.Key.Key_Tab)
    qtbot.waitUntil(after.hasFocus)


def test_the_face_of_a_card_does_not_take_the_clicks(show, qtbot):
    cards = show(ChoiceCards("Reason", REASONS))
    card = cards.card("quiet")
    words = next(label for label in card.findChildren(QLabel) if label.text() == "Quiet")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=words.mapTo(card, words.rect().center()))
    assert cards.value() == "quiet"
    assert card.childAt(words.mapTo(card, words.rect().center())) is None


def test_long_words_make_a_card_higher_not_cut(show):
    long = "Quiero hablar ahora mismo con una persona adulta de confianza " * 2
    holder = QWidget()
    cards = ChoiceCards("Motivo", [Choice("a", long, "adult", long), Choice("b", "Corto")], columns=2)
    form = Form(width=420)
    form.field("Motivo", cards)
    show(form)
    for label in cards.card("a").findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    assert cards.card("a").height() == cards.card("b").height()
    holder.deleteLater()


def test_a_list_gives_keys(show, qtbot):
    choices = show(ChoiceList(REASONS, placeholder="Choose"))
    assert choices.value() is None
    with qtbot.waitSignal(choices.changed):
        choices.set_value("quiet")
    assert choices.value() == "quiet"
    assert choices.currentText() == "Quiet"
    choices.set_value(None)
    assert choices.value() is None
    assert show(ChoiceList(REASONS)).value() == "talk"


def test_rows_of_a_list_can_be_hit(show):
    choices = show(ChoiceList(REASONS))
    assert choices.view().sizeHintForRow(0) >= 32


def test_all_one_line_controls_are_of_one_height(show):
    made = [show(EDITORS[kind]()) for kind in ("text", "number", "date", "list")]
    assert {each.sizeHint().height() for each in made} == {36}


def test_a_text_gives_its_words_without_blanks_around(show):
    assert show(TextField("  Ana  ")).value() == "Ana"
