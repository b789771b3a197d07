"""What stands around every report: it never lies over the story, whatever somebody is called."""

import subprocess

from tests.reports.read_back import bookmarks
from wellnessdesk.reports.layout import Around, Bookmark, build, style, text


def pages_of(tmp_path, head):
    lines = [text(f"line {number}", style(11)) for number in range(60)]
    (tmp_path / "r.pdf").write_bytes(build(lines, title="T", author="A", around=Around(head=head)))
    told = subprocess.run(["pdftotext", tmp_path / "r.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def test_a_head_of_a_whole_paragraph_is_cut_and_any_other_stands_there_whole(tmp_path):
    name = "Student record · María de los Ángeles Fernández-Villanueva y Gómez de la Torre, of the Harbor High School"
    assert name in pages_of(tmp_path, name)
    told = pages_of(tmp_path, "word " * 100)
    assert 20 < told.count("word") <= 30
    assert "…" in told


def test_bookmarks_stand_in_the_pdf_with_the_pages_they_are_on(tmp_path):
    story = [part for number in range(4) for part in (
        Bookmark(f"Chapter {number}"), text(f"Chapter {number}", style(14)), Bookmark("Its part", 1),
        *(text("a line", style(11)) for _line in range(40)))]
    (tmp_path / "r.pdf").write_bytes(build(story, title="T", author="A", around=Around()))
    assert bookmarks(tmp_path / "r.pdf") == [
        place for number, page in enumerate((1, 1, 2, 3)) for place in (
            (f"Chapter {number}", page), ("Its part", page))]
