"""The log and what is about one student on paper: both sizes and languages, nothing beyond the margins."""

import re
import subprocess
from datetime import UTC, date, datetime

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain.audit_log import Kind, Line, Wanted
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.disclosures import Disclosure, Ground, Way
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.students import Student
from wellnessdesk.reports import audit, disclosures

AT = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
CENTER = Center(id="x", name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles")
STUDENT = Student(id=1, student_number="200001", given="José", family="Núñez", grade="10")
AROUND = {"center": CENTER, "by": "Cora Coordinator", "head": "1042:9f3a61c07d22",
          "printed_at": datetime(2026, 9, 14, 10, 0)}  # noqa: DTZ001 - the center's own time
MARGIN = 51.0
LINES = [Line(sequence=number, at=AT if number % 7 else None, who="A very long name of somebody who did it" * 2,
              text="Took back a hand-over (visit 12). " * 3, kind=Kind.VISITS) for number in range(90, 0, -1)]
DISCLOSED = [Disclosure(id=str(number), student_id=1, day=date(2026, 9, 14), at=AT, by="Cora Coordinator",
                        way=Way.BY_HAND, recipient="r" * 200, ground=Ground.COURT, purpose="w" * 600,
                        what="many words " * 50) for number in range(6)]


def made(kind, paper):
    if kind == "log":
        return audit.log_pdf(LINES, Wanted(kind=Kind.VISITS, first=date(2026, 9, 1)), who="Somebody", paper=paper,
                             **AROUND)
    if kind == "disclosures":
        return disclosures.log_pdf(STUDENT, DISCLOSED, paper=paper, **AROUND)
    return disclosures.looked_pdf(STUDENT, LINES, paper=paper, **AROUND)


def words_and_size(data, tmp_path):
    """(left, right) of every word, the width of the page, and the whole text."""
    file = tmp_path / "it.pdf"
    file.write_bytes(data)
    told = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    width = float(re.search(r'<page width="([\d.]+)"', told)[1])
    found = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', told)
    places = [(float(left), float(right)) for left, right in found]
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return places, width, text


@pytest.mark.parametrize("kind", ["log", "disclosures", "looked"])
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_is_within_the_margins_and_every_page_is_numbered(tmp_path, kind, paper, language):
    i18n.set_language(language)
    places, width, text = words_and_size(made(kind, paper), tmp_path)
    assert round(width) == {Paper.LETTER: 612, Paper.A4: 595}[paper]
    assert min(left for left, _right in places) >= MARGIN - 0.5
    assert max(right for _left, right in places) <= width - MARGIN + 0.5
    page, of = {"en": ("Page", "of"), "es": ("Página", "de")}[language]
    pages = text.count("\f")
    assert pages > 1
    for number in range(1, pages + 1):
        assert f"{page} {number} {of} {pages}" in text


def test_headings_stand_on_every_page(tmp_path):
    _places, _width, text = words_and_size(made("log", Paper.LETTER), tmp_path)
    assert all("When" in page and "Who" in page for page in text.split("\f")[:-1])


def test_an_illegible_moment_is_a_dash(tmp_path):
    _places, _width, text = words_and_size(made("looked", Paper.LETTER), tmp_path)
    assert "–" in text


def test_a_real_center_bears_no_mark_of_a_demo(tmp_path):
    assert "Demo" not in words_and_size(made("log", Paper.LETTER), tmp_path)[2]
