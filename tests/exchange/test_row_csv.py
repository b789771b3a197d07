"""Rows as CSV: their order tells nothing, and nothing but such rows is taken back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.tables import Column
from wellnessdesk.exchange import row_csv
from wellnessdesk.exchange.bundle_problems import BundleMalformed
from wellnessdesk.exchange.row_csv import RowLayout

LAYOUT = RowLayout(
    name="visits", title="Visits", description="", optional=frozenset({"waited"}), columns=(
        Column(name="student", title="", description=""), Column(name="week", title="", description="", type="date"),
        Column(name="reason", title="", description="", labels=(("rest", "Rest"), ("talk", "Talk"))),
        Column(name="waited", title="", description="", labels=(("under_5", "Under 5"),)),
        Column(name="n", title="", description="", type="integer")))
ROWS = [("b" * 26, "2026-09-14", "talk", "under_5", "1"), ("a" * 26, "2026-09-14", "rest", "", "20")]
FILE = row_csv.head(LAYOUT) + row_csv.body(ROWS)


def read(data, rows=2, size=1_000):
    checking = row_csv.Checking(LAYOUT, rows)
    for start in range(0, len(data), size):
        checking.write(data[start:start + size])
    checking.close()


def test_the_rows_are_in_the_order_of_their_bytes():
    assert [tuple(row) for row in csv.reader(io.StringIO(FILE.decode(), newline=""))][1:] == sorted(ROWS)
    assert row_csv.body(reversed(ROWS)) == row_csv.body(ROWS)


@given(st.integers(1, 200))
def test_what_was_written_is_taken_back_in_parts_of_any_size(size):
    read(FILE, size=size)


@pytest.mark.parametrize("data", [
    b"", FILE[:-1], FILE[:-2], FILE[5:], FILE + b"x", FILE.replace(b"talk", b"=1+1"), FILE.replace(b"talk", b"walk"),
    FILE.replace(b"talk", b""), FILE.replace(b"2026-09-14", b"2026-13-14"), FILE.replace(b",20\r\n", b",020\r\n"),
    FILE.replace(b"b" * 26, b"b" * 25), FILE.replace(b"b" * 26, b"Maria Lopez"), FILE.replace(b"\r\n", b"\n"),
    FILE.replace(b"reason", b"why"), FILE.replace(b"talk", b'"talk"'), FILE + row_csv.body(ROWS[:1]),
    row_csv.head(LAYOUT), FILE.replace(b"talk", b"x" * 10_000), b"x" * 100_000, FILE.replace(b"talk", b"\xff\xfe"),
])
@pytest.mark.parametrize("size", [7, 1_000_000])
def test_anything_else_is_not(data, size):
    with pytest.raises(BundleMalformed):
        read(data, size=size)


@given(st.binary(max_size=300))
def test_no_bytes_crash_it(data):
    with pytest.raises(BundleMalformed):
        read(data)
