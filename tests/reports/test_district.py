"""The district's report, as it is read."""

import subprocess
from datetime import UTC, date, datetime

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain.rollup import At, Comparison, DistrictTable, School, Spell, TableWords, Total, Trend
from wellnessdesk.reports.district import district_pdf

COLUMNS = {f"g{number}": f"Grade {number}" for number in range(8)}
WORDS = TableWords(name="t", title="Visits by reason", description="", counted="visits", rows_title="Reason",
                   rows={"r0": "Stress", "r1": "Grief"}, columns_title="Grade", columns=COLUMNS)
SEPTEMBER = Spell(date(2026, 9, 1), "month", "2026-09")
AT = datetime(2026, 10, 2, 9, tzinfo=UTC)
HARBOR = School(center="c", name="Harbor High")


def total(low, high):
    return Total(low=low, high=high, schools=3, bundles=3, blank=int(low != high))


@pytest.fixture
def parts():
    table = DistrictTable(words=WORDS, spell=SEPTEMBER, schools=3, missing=(HARBOR,), totals={
        At(): total(400, 400), At(row_key="r0"): total(120, 138), At(row_key="r1"): total(262, None),
        At(row_key="r0", column_key="g7"): total(31, 31)})
    comparison = Comparison(words=WORDS, spell=SEPTEMBER, at=At(row_key="r0"), schools=((HARBOR, total(51, 60)),))
    trend = Trend(words=WORDS, at=At(), school=HARBOR, per_year=True, points=(
        (Spell(date(2025, 8, 1), "months", "2025"), total(900, 900)),))
    return table, comparison, trend


def read(pdf, tmp_path):
    (tmp_path / "one.pdf").write_bytes(pdf)
    command = ["pdftotext", "-layout", tmp_path / "one.pdf", "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return " ".join(told.stdout.split())


def test_every_part_has_its_chart_and_its_table_and_totals_are_said_from_and_to(parts, tmp_path):
    words = read(district_pdf("Ventura County", "September 2026", parts, printed_at=AT), tmp_path)
    for one in ("Schools of the district", "Ventura County · September 2026", "120–138", "262 or more", "Grade 7",
                "Nothing for this table and period came from: Harbor High", "Visits by reason · Stress", "51–60",
                "School year 2025–2026 (incomplete)", "3 of 36", "* Incomplete",
                "The light part is what hidden counts could add."):
        assert one in words, one


def test_it_speaks_spanish(parts, tmp_path):
    with i18n.speaking("es"):
        words = read(district_pdf("", "", parts, printed_at=AT), tmp_path)
    assert "Escuelas del distrito" in words
    assert "262 o más" in words


def test_a_district_without_anything_is_a_page(tmp_path):
    assert "Schools of the district" in read(district_pdf("", "", (), printed_at=AT), tmp_path)
