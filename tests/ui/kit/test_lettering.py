"""Names in every script on paper: as on the screen, in the order in which they are read, and never as boxes."""

import subprocess
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter

from wellnessdesk.base import lettering
from wellnessdesk.reports.layout import Around, build, style, text
from wellnessdesk.ui.kit import lettering as desktop

NAMES = ["محمد علي", "Ali محمد الأحمد", "שלום כהן", "李小龙 王芳"]
SIZE, DOTS = 40, 72
"""The size in points, and how many dots an inch has: a dot of the picture is a point."""


@pytest.fixture(scope="module", autouse=True)
def fonts_of_a_few_letters(qapp):
    added = [QFontDatabase.addApplicationFont(str(file)) for file in
             sorted((Path(__file__).parents[2] / "data" / "fonts").glob("*.[ot]tf"))]
    desktop._line.cache_clear()
    yield
    for number in added:
        QFontDatabase.removeApplicationFont(number)
    desktop._line.cache_clear()


@pytest.fixture(autouse=True)
def drawn_by_the_desktop(monkeypatch):
    monkeypatch.setattr(lettering, "_in_use", [desktop.DesktopLetters()])


def paper(tmp_path, words, size=SIZE):
    file = tmp_path / "name.pdf"
    file.write_bytes(build([text(words, style(size))], title="T", author="A", around=Around()))
    return file


def told(file):
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def ink_on_paper(file):
    """The dots with ink in the upper part of a page, as a set of places."""
    subprocess.run(["pdftoppm", "-r", str(DOTS), "-singlefile", "-png", file, file.with_suffix("")], check=True)
    return ink(QImage(str(file.with_suffix(".png"))).copy(0, 0, 612, 200))


def ink_on_screen(words, known=True):
    """The same words as Qt draws them, or as many boxes."""
    image = QImage(612, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    layout, _line = desktop._laid(words if known else "\U0010fffd" * len(words), False, SIZE)
    painter = QPainter(image)
    layout.draw(painter, QPointF(0, 0))
    painter.end()
    return ink(image)


def ink(image):
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    dots = [(x, y) for y in range(gray.height()) for x in range(gray.width())
            if gray.pixelColor(x, y).value() < 160]
    left, top = min(x for x, _y in dots), min(y for _x, y in dots)
    return {(x - left, y - top) for x, y in dots}


def alike(one, other):
    """How much of the ink lies on ink of the other, or beside it; the worse of both ways."""
    def near(dots):
        return {(x + dx, y + dy) for x, y in dots for dx in (-1, 0, 1) for dy in (-1, 0, 1)}

    return min(len(one & near(other)) / len(one), len(other & near(one)) / len(other))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_printed_as_the_screen_shows_it_and_not_as_boxes(name, tmp_path):
    printed = ink_on_paper(paper(tmp_path, name))
    assert alike(printed, ink_on_screen(name)) > 0.95
    assert alike(printed, ink_on_screen(name, known=False)) < 0.7


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_and_copied_as_it_is_written(name, tmp_path):
    said = told(paper(tmp_path, f"Given by {name}, at the desk", 12))
    assert all(word in said for word in name.split())
    assert "Given by" in said
    assert "at the desk" in said


def test_a_name_read_from_the_right_stays_in_its_place_beside_our_words():
    letters = [letter.words for letter in lettering.line("Ali علي 9", False)]
    assert letters == ["A", "l", "i", " ", "9", " ", "ي", "ل", "ع"]


def test_letters_are_joined_and_two_in_one_sign_are_one():
    alone, joined = lettering.line("م", False), lettering.line("محم", False)
    assert joined[0].signs != alone[0].signs
    assert "لأ" in [letter.words for letter in lettering.line("الأحمد", False)]


def test_the_same_sign_is_the_same_object_wherever_it_stands():
    first, second = (lettering.line(words, False) for words in ("李小", "龙李"))
    assert first[0].signs[0][0] is second[1].signs[0][0]


def test_an_emoji_is_a_picture_however_often_it_is_drawn(tmp_path):
    for words in ("😀", "Ana 😀", "😀 Ana"):
        for bold in (False, True):
            drawn = [letter for letter in lettering.line(words, bold) if letter.words == "😀"]
            assert [letter.known for letter in drawn] == [True]
            assert drawn[0].picture is not None
            assert 900 < drawn[0].advance < 1400
    assert "😀" in told(paper(tmp_path, "Ana 😀"))


def test_what_no_font_has_is_said_in_words(tmp_path):
    assert "Ana [letters]" in told(paper(tmp_path, "Ana \U0001e921\U0001e923", 12))  # Adlam


def test_papers_are_made_on_the_thread_that_works(tmp_path):
    made = []
    threads = [Thread(target=lambda: made.append(build([text(name, style(12)) for name in NAMES * 20], title="T",
                                                       author="A", around=Around()))) for _ in range(2)]
    for thread in threads:
        thread.start()
        thread.join()
    assert len(made) == 2
    (tmp_path / "n.pdf").write_bytes(made[1])
    assert told(tmp_path / "n.pdf").count("الأحمد") == 20
