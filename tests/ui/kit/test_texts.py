"""Texts that somebody typed fit where they stand, however they are written."""

from PySide6.QtGui import QFontMetrics

from wellnessdesk.ui.kit.texts import breakable, label, shortened


def test_a_word_without_an_end_does_not_push_what_stands_beside_it_away(qtbot):
    name = f"Abby {'W' * 200}"
    wide, made = label(name, wrap=True), label(breakable(name), wrap=True)
    for each in (wide, made):
        qtbot.addWidget(each)
    assert wide.minimumSizeHint().width() > 1_000
    assert made.minimumSizeHint().width() <= 13 * QFontMetrics(made.font()).horizontalAdvance("W")
    assert made.text().replace("\u200b", "") == name


def test_words_and_names_as_they_are_stay_as_they_are():
    for text in ("Constantinopla Villalobos-Ávila", "Krankenversicherung", "", "two\nlines"):
        assert breakable(text) == text


def test_a_shortened_text_says_that_it_is():
    assert shortened("Pia Peer", 8) == "Pia Peer"
    assert shortened("Pia Maria Peer", 11) == "Pia Maria…"
