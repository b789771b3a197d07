"""Charts as data and as shapes: the same numbers in both, everything inside its frame."""

from datetime import date

import pytest

from wellnessdesk.base import i18n
from wellnessdesk.domain import chart_shapes, charts
from wellnessdesk.domain.chart_shapes import Box, Rule, Words
from wellnessdesk.domain.charts import Arrivals, ChartSpec, Kind, Row

ARRIVALS = Arrivals({(0, 8): 3, (0, 12): 40, (4, 15): 7, (5, 6): 1})
SPECS = [charts.by_hour(ARRIVALS, 5), charts.by_weekday(ARRIVALS),
         charts.by_reason([("Take a break", 4), ("A reason with a rather long name indeed", 250), ("Other", 0)]),
         charts.waiting({8: {0: 5, 10: 5}, 12: {3: 1, 40: 1}})]


def test_hours_and_days_are_those_of_school_and_whatever_else_was_seen():
    spec = charts.by_hour(ARRIVALS, 0)
    assert (spec.labels[0], spec.labels[-1]) == ("6 AM", "3 PM")
    assert [row.name for row in spec.rows] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    assert sum(value for row in spec.rows for value in row.values) == 51
    assert spec.note == ""
    assert "(5)" in charts.by_hour(ARRIVALS, 5).note


def test_weekdays_add_the_hours_up():
    assert charts.by_weekday(ARRIVALS).rows[0].values == (43, 0, 0, 0, 7, 1)


def test_reasons_come_the_most_frequent_first():
    assert charts.by_reason([("b", 1), ("a", 1), ("c", 9)]).labels == ("c", "a", "b")


def test_waiting_tells_the_half_and_nine_of_ten():
    spec = charts.waiting({9: {0: 5, 4: 4, 60: 1}})
    place = spec.labels.index("9 AM")
    assert [row.values[place] for row in spec.rows] == [0, 4]
    assert [row.values[0] for row in spec.rows] == [None, None]
    assert spec.table()[1][0] == ("8 AM", "–", "–")


def test_a_table_for_a_spreadsheet_has_plain_numbers():
    spec = charts.by_reason([("Take a break", 1234)])
    assert spec.table()[1] == [("Take a break", "1,234")]
    assert spec.tsv() == "Reason\tVisits\nTake a break\t1234\n"
    lines = charts.by_hour(ARRIVALS, 0).tsv().splitlines()
    assert len(lines) == 7
    assert len({line.count("\t") for line in lines}) == 1


def test_spans_go_back_as_far_as_there_is_something():
    found = [span.key for span in charts.spans(date(2026, 11, 26), date(2025, 9, 2))]
    assert found[:4] == ["week:2026-11-23", "week:2026-11-16", "month:2026-11", "month:2026-10"]
    assert found[-2:] == ["year:2026", "year:2025"]
    assert len([key for key in found if key.startswith("month")]) == 13
    assert [span.key for span in charts.spans(date(2026, 11, 26), None)] == [
        "week:2026-11-23", "week:2026-11-16", "month:2026-11", "year:2026"]


def test_a_span_covers_whole_weeks_months_and_school_years():
    week, _last, month, year = charts.spans(date(2028, 2, 15), None)
    assert (month.first, month.last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert (week.first.weekday(), (week.last - week.first).days) == (0, 6)
    assert (year.first, year.last, year.label) == (date(2027, 7, 1), date(2028, 6, 30), "School year 2027–2028")


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
@pytest.mark.parametrize("width", [320.0, 900.0])
def test_every_shape_stands_inside_the_frame(spec, width):
    tall = chart_shapes.height(spec, 12)
    found = chart_shapes.shapes(spec, width, 12)
    assert any(isinstance(shape, Box) for shape in found)
    for shape in found:
        height = 0 if isinstance(shape, Rule) else shape.height if isinstance(shape, Box) else 12
        assert shape.x >= -0.01
        assert shape.x + shape.width <= width + 0.01
        assert shape.y >= -0.01
        assert shape.y + height <= tall + 0.01


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_every_label_and_number_can_be_read_in_the_chart(spec):
    words = {shape.text for shape in chart_shapes.shapes(spec, 900, 12) if isinstance(shape, Words)}
    assert words >= set(spec.labels)
    if len(spec.rows) == 1:
        assert words >= {spec.said(value) for value in spec.rows[0].values}


@pytest.mark.parametrize(("most", "top"), [
    (0, 4), (1, 4), (4, 4), (5, 8), (9, 12), (234, 300), (401, 600), (999, 1000)])
def test_the_axis_ends_at_a_number_that_four_steps_divide(most, top):
    spec = ChartSpec(key="x", title="x", kind=Kind.COLUMNS, over="x", labels=("a",), rows=(Row("r", (most,)),))
    said = {shape.text for shape in chart_shapes.shapes(spec, 300, 10) if isinstance(shape, Words)}
    assert spec.said(top) in said
    boxes = [shape for shape in chart_shapes.shapes(spec, 300, 10) if isinstance(shape, Box)]
    assert boxes[0].height <= chart_shapes.height(spec, 10)


def test_they_are_told_in_the_language_in_use():
    i18n.set_language("es")
    spec = charts.by_weekday(ARRIVALS)
    assert (spec.title, spec.labels[0]) == ("Visitas por día de la semana", "lunes")
