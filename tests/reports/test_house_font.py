"""One typeface for all PDFs: what the bundled font lacks is drawn by the desktop, or said in words, never as a box."""

import subprocess

import pytest
from reportlab.pdfbase import pdfmetrics

from wellnessdesk.base import lettering
from wellnessdesk.base.lettering import Letter, Outline, Picture
from wellnessdesk.reports.layout import BOLD, REGULAR, Around, build, register_fonts, style, text

SQUARE = Outline((("m", (0, 0)), ("l", (500, 0)), ("l", (500, 500)), ("l", (0, 500))))


class Desktop:
    """Draws every letter as a square of half an em, in the order given; one it does not know, not at all."""

    def __init__(self, *unknown, picture=None, backwards=False):
        self.unknown, self.picture, self.backwards, self.asked = unknown, picture, backwards, []

    def line(self, words, bold):
        self.asked.append((words, bold))
        letters = [Letter(letter, 600, ((SQUARE, 0, 0),), known=letter not in self.unknown, turned=self.backwards)
                   if not self.picture else Letter(letter, 600, picture=self.picture) for letter in words]
        return tuple(reversed(letters) if self.backwards else letters)


@pytest.fixture(autouse=True)
def lettering_as_before(monkeypatch):
    monkeypatch.setattr(lettering, "_in_use", list(lettering._in_use))
    register_fonts()


def told(tmp_path, *lines, around=None):
    file = tmp_path / "made.pdf"
    file.write_bytes(build([text(line, style(12)) for line in lines], title="T", author="A", around=around or Around()))
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def fonts(tmp_path):
    return subprocess.run(["pdffonts", tmp_path / "made.pdf"], capture_output=True, text=True, check=True).stdout


def test_words_of_the_bundled_font_ask_nobody_else(tmp_path):
    desktop = Desktop()
    lettering.use(desktop)
    assert "Nguyễn Thị Ánh · Łukasz · Αλέξης · Ольга" in told(tmp_path, "Nguyễn Thị Ánh · Łukasz · Αλέξης · Ольга")
    assert desktop.asked == []
    assert "Type 3" not in fonts(tmp_path)


def test_without_a_desktop_what_cannot_be_printed_is_said_in_words(tmp_path):
    lettering.use(lettering._Nobody())
    said = told(tmp_path, "محمد · Grade 9", "李小龙", "김민준", "さくら", "שלום", "हिन्दी", "Ana 😀")
    assert [line for line in said.splitlines() if line][:7] == [
        "[Arabic letters] · Grade 9", "[Chinese letters]", "[Korean letters]", "[Japanese letters]",
        "[Hebrew letters]", "[letters]", "Ana [a sign]"]


def test_letters_the_desktop_draws_are_text_that_is_found_and_copied(tmp_path):
    lettering.use(Desktop())
    said = told(tmp_path, "Given by 李小龙, at the desk", around=Around(foot=("王芳 · Harbor High",), mark="李"))
    assert "李小龙" in said
    assert "王芳" in said
    assert "Given by" in said
    assert "at the desk" in said
    assert "Type 3" in fonts(tmp_path)


def test_only_what_no_font_has_is_said_in_words(tmp_path):
    lettering.use(Desktop("龙", "😀"))
    said = told(tmp_path, "李小龙 and 😀")
    assert "李小" in said
    assert "[Chinese letters]" in said
    assert "[a sign]" in said
    assert "龙" not in said


def test_more_letters_than_one_font_holds(tmp_path):
    lettering.use(Desktop())
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 500)))
    assert letters in told(tmp_path, letters).replace("\n", "")


def test_a_text_is_as_wide_as_it_is_drawn():
    lettering.use(Desktop())
    latin = pdfmetrics.stringWidth("Ana ", REGULAR, 10)
    assert pdfmetrics.stringWidth("Ana 李小", REGULAR, 10) == pytest.approx(latin + 2 * 6)
    assert pdfmetrics.stringWidth(b"Ana " + "李小".encode(), REGULAR, 10) == pytest.approx(latin + 2 * 6)


def test_bold_words_are_drawn_bold():
    desktop = Desktop()
    lettering.use(desktop)
    pdfmetrics.stringWidth("李", BOLD, 10)
    pdfmetrics.stringWidth("李", REGULAR, 10)
    assert desktop.asked == [("李", True), ("李", False)]


def test_a_bracket_read_from_the_right_is_drawn_as_the_desktop_turns_it():
    font = pdfmetrics.getFont(REGULAR)
    lettering.use(Desktop(backwards=True))
    pieces = list(font._pieces("א (ב)"))
    assert [piece if isinstance(piece, str) else piece.words for piece in pieces] == [")", "ב", "(", " ", "א"]
    assert not isinstance(pieces[0], str)
    assert pieces[3] == " "


def test_two_letters_in_one_sign_are_copied_in_the_order_in_which_they_are_said(tmp_path):
    class Joining:
        def line(self, words, bold):
            return (Letter("لا", 800, ((SQUARE, 0, 0),), turned=True), Letter("س", 600, ((SQUARE, 0, 0),), turned=True))

    lettering.use(Joining())
    assert "سلا" in told(tmp_path, "سلا")
    assert pdfmetrics.stringWidth("سلا", REGULAR, 10) == pytest.approx(14)


def test_a_letter_that_is_a_picture_keeps_its_colors(tmp_path):
    red = Picture(2, 2, b"\xff\x00\x00" * 4, b"\xff" * 4, (0, -100, 1000, 1000))
    lettering.use(Desktop(picture=red))
    assert "😀" in told(tmp_path, "😀")
    subprocess.run(["pdftoppm", "-r", "72", "-singlefile", "made.pdf", "made"], cwd=tmp_path, check=True)
    assert (tmp_path / "made.ppm").read_bytes().count(b"\xff\x00\x00") > 50


def test_marks_without_ink_leave_no_trace(tmp_path):
    lettering.use(lettering._Nobody())
    assert "Ana Maria" in told(tmp_path, "Ana\ufe0f Maria\U000e0067")
