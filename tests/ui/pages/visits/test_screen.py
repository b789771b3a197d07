"""What the screen of the front desk must be: nothing left in English, nothing cut off, everything named."""

import gettext
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractScrollArea, QLabel, QLineEdit

from tests.ui.pages.visits.conftest import PAGE_SIZE
from wellnessdesk.base import formats, i18n
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.visits import Limits
from wellnessdesk.services import capacity, visits
from wellnessdesk.ui.kit.buttons import FaceButton

MARK = "«»"
BANNER = 76
"""Height of the shell's banner, with its margin."""
NAMES = ("José", "Anna", "Aaliyah", "Łukasz", "Pia", "Otto")


class Marked(gettext.NullTranslations):
    """A translation one can recognize."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, one, many, n):
        return f"«{one if n == 1 else many}»"


@pytest.fixture
def spanish(monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Marked())
    i18n.set_language("es")


def fill(desk):
    """Somebody in every list, one of them late, and a check-in that was refused."""
    first = desk.arrive("nun", reason="take_a_break", minutes=3)
    late = desk.arrive("one", reason="take_a_break", minutes=60)
    desk.arrive("woj")
    desk.give(first)
    gone = desk.arrive("aal")
    desk.ask(visits.check_out, gone.id)
    desk.type("one")
    desk.press_slowly("Return", "Return")
    assert late.student in desk.queue()["waiting"]


def test_reasons_and_origins_are_spanish(spanish, desk):
    desk.type("nun")
    desk.press_slowly("Return")

    texts = desk.texts()
    assert {"Tomar un descanso", "Tutoría", "Sin cita", "Con cita"} <= set(texts)
    assert "Take a break" not in texts


def test_nothing_on_the_screen_is_left_in_english(spanish, desk):
    assert untranslated(desk) == []
    fill(desk)
    assert untranslated(desk) == []
    desk.press_slowly("Escape", "Ctrl+D")
    assert untranslated(desk) == []
    for part in ("waiting", "with_peer", "left"):
        for row in desk.rows(part):
            assert [line for line in row.tooltip.splitlines() if is_english(line)] == []


def test_the_real_spanish(at_desk):
    i18n.set_language("es")
    desk = at_desk()

    assert {"Hoy", "lunes, 14 de septiembre de 2026", "Nadie espera"} <= set(desk.texts())
    assert desk.find("checkin.search").placeholderText() == "Nombre o número"
    assert desk.find("queue.hand_over").text() == "Pasar"


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_longest_date_stands_on_one_line_beside_the_buttons(at_desk, language):
    i18n.set_language(language)
    desk = at_desk()
    desk.ask(lambda _desk: capacity.set_limits(desk.center.coordinator, Limits(200, 60)))
    fill(desk)
    desk.page.set_title(desk.page._title.text(), formats.date_long(date(2026, 9, 30)))
    desk.settle()
    date_line = desk.page._subtitle
    assert date_line.height() < 2 * date_line.fontMetrics().height()


@pytest.mark.parametrize("language", ["en", "es", "longer than any"])
def test_nothing_is_cut_off_at_1280_by_800(request, at_desk, language):
    if language == "longer than any":
        request.getfixturevalue("spanish")
    else:
        i18n.set_language(language)
    desk = at_desk()
    assert cut_off(desk) == []
    fill(desk)
    assert cut_off(desk) == []


@pytest.mark.parametrize("size", [(1064, 754), (784, 560)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_waiting_has_the_most_width_and_no_label_or_button_is_cut(at_desk, language, size):
    i18n.set_language(language)
    desk = at_desk()
    desk.window.resize(*size)
    fill(desk)
    desk.press_slowly("Escape", "Escape")

    columns = desk.page._columns
    assert cut_off(desk) == []
    assert columns.waiting.width() > max(columns.left.width(), columns.with_peer.width())
    desk.type("woj")
    desk.press_slowly("Return")
    assert cut_off(desk) == []
    assert desk.find("checkin.scroll").horizontalScrollBar().maximum() == 0
    desk.press_slowly("Ctrl+M")
    assert desk.find("checkin.scroll").horizontalScrollBar().maximum() == 0
    assert columns.with_peer.isVisible() is (size[0] > 1000)
    desk.press_slowly("Escape")
    assert columns.with_peer.isVisible()


def test_a_spanish_check_in_fits_below_the_banner_of_the_shell(at_desk):
    i18n.set_language("es")
    desk = at_desk()
    desk.window.resize(PAGE_SIZE[0], PAGE_SIZE[1] - BANNER)
    desk.type("nun")
    desk.press_slowly("Return")

    assert desk.find("checkin.scroll").verticalScrollBar().maximum() == 0


def test_a_check_in_fits_without_scrolling_even_when_it_is_refused(desk):
    desk.arrive("nun")
    desk.type("nun")
    for _entered_and_refused in range(2):
        desk.press_slowly("Return")
        submit = desk.find("checkin.submit")
        bars = [area.verticalScrollBar() for area in desk.page.findChildren(QAbstractScrollArea) if area.isVisible()]

        assert len(bars) == 4
        assert [bar.maximum() for bar in bars] == [0, 0, 0, 0]
        assert desk.window.rect().contains(submit.mapTo(desk.window, submit.rect().bottomRight()))
    assert "José Núñez is already here since 10:00 AM." in desk.texts()


def test_everything_that_can_be_operated_has_a_name(desk):
    fill(desk)
    operated = [widget for kind in (QAbstractButton, QLineEdit, QAbstractItemView)
                for widget in desk.page.findChildren(kind) if widget.isVisible()]  # fmt: skip

    assert len(operated) > 20
    assert [widget for widget in operated if not (widget.accessibleName() or widget.text())] == []
    own = [widget for widget in operated if type(widget).__module__.startswith("wellnessdesk")]
    assert [widget for widget in own if not widget.objectName()] == []


def test_shortcuts_stand_in_the_tooltips(desk):
    shown = {name: desk.find(f"queue.{name}").toolTip() for name in ("hand_over", "check_out", "undo", "discreet")}

    assert [keys for name, keys in zip(shown, ("Ctrl+H", "Ctrl+O", "Ctrl+Z", "Ctrl+D"), strict=True)
            if f"({keys})" not in shown[name]] == []  # fmt: skip


def test_a_long_name_in_a_summary_is_shortened_and_whole_in_the_tooltip(desk):
    column = desk.page._columns.left
    column.sum_up("Newest: " + "Wolfeschlegelsteinhausenbergerdorff " * 3)

    assert column._summary.text().endswith("…")
    assert column._summary.fontMetrics().horizontalAdvance(column._summary.text()) <= column.width()
    assert column._summary.toolTip().endswith("dorff ")


def untranslated(desk):
    found = [(label, label.text()) for label in desk.window.findChildren(QLabel)]
    for kind in (QAbstractButton, QLineEdit):
        for widget in desk.window.findChildren(kind):
            found += [(widget, text) for text in (widget.text(), widget.accessibleName(), widget.toolTip())]
    for each in desk.window.findChildren(QLineEdit):
        found.append((each, each.placeholderText()))
    return [text for widget, text in found if widget.isVisible() and is_english(text)]


def is_english(text):
    """Neither a translation, nor of a catalogue, a date, somebody's name, or the "one" that is being searched for."""
    known = {str(entry.label) for name in ("visit_reasons", "visit_origins") for entry in catalogues.load(name)}
    if MARK[0] in text or text in known or text.startswith(NAMES):
        return False
    return any(letter.isalpha() for letter in text) and text != "one" and "septiembre" not in text


def cut_off(desk):
    """Labels that need more room than they have, and buttons that stand outside their window."""
    short = []
    for widget in desk.page.findChildren(QLabel) + desk.page.findChildren(QAbstractButton):
        if not widget.isVisible() or (isinstance(widget, QLabel) and not widget.text()):
            continue
        if widget.hasHeightForWidth():
            fits = widget.height() >= widget.heightForWidth(widget.width())
        else:
            needed = widget.minimumSizeHint() if isinstance(widget, QLabel | FaceButton) else widget.sizeHint()
            fits = widget.width() >= needed.width()
        if not fits:
            short.append((type(widget).__name__, widget.objectName(), widget.text()))
    return short
