"""The charts on paper: every word inside the margins and the chart as wide as the page, in both languages and sizes."""

import re
import subprocess
from datetime import date, datetime

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain import charts as rules
from wellnessdesk.domain.center import Center
from wellnessdesk.domain.charts import Arrivals, Span
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.reports import charts

CENTER = Center(id="x", name="Oak Wellness Center", school="Oak High School", time_zone="America/Los_Angeles")
SPAN = Span(key="month:2026-09", first=date(2026, 9, 1), last=date(2026, 9, 30))
MARGIN = 51.0


def specs():
    arrivals = Arrivals({(day, hour): day * hour for day in range(7) for hour in range(6, 20)})
    return (rules.by_hour(arrivals, 3), rules.by_weekday(arrivals),
            rules.by_reason([(f"A reason with quite a long name, number {number}", number) for number in range(12)]),
            rules.waiting({hour: {hour: 3, 70: 1} for hour in range(8, 15)}))


def made(paper=Paper.LETTER):
    return charts.charts_pdf(specs(), SPAN, 1234, center=CENTER, by="Cora Coordinator", head="1042:9f3a61c07d22",
                             printed_at=datetime(2026, 9, 14, 10, 0), paper=paper)  # noqa: DTZ001 - the center's own time


def told(data, tmp_path, *how):
    file = tmp_path / "it.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", *how, file, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_is_within_the_margins(tmp_path, paper, language):
    i18n.set_language(language)
    boxes = told(made(paper), tmp_path, "-bbox")
    width = float(re.search(r'<page width="([\d.]+)"', boxes)[1])
    places = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', boxes)
    assert min(float(left) for left, _right in places) >= MARGIN - 0.5
    assert max(float(right) for _left, right in places) <= width - MARGIN + 0.5


def test_it_says_that_it_stays_inside_on_every_page(tmp_path):
    text = told(made(), tmp_path, "-layout")
    pages = text.split("\f")[:-1]
    assert len(pages) > 1
    assert all("Inside the center only: small numbers are not hidden here." in page for page in pages)
    assert "September 2026 · 1,234 visits" in text


def test_chart_and_table_hold_the_same_numbers(tmp_path):
    text = told(made(), tmp_path, "-layout")
    for spec in specs():
        assert spec.title in text
        _headings, lines = spec.table()
        for line in lines:
            assert all(cell in text for cell in line[1:])


def test_a_label_too_long_for_the_chart_is_shortened_and_stands_whole_in_the_table(tmp_path):
    text = told(made(), tmp_path, "-layout")
    assert "A reason with quite a long name, number 11" in text
    assert "…" in text
