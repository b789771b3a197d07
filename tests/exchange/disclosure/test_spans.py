"""Days are cut where a period begins or ends, and put together again in every way there is."""

from datetime import date

from wellnessdesk.exchange.disclosure import spans, together


def days(first, last):
    return date(2026, 9, first), date(2026, 9, last)


def test_periods_are_cut_where_another_begins_or_ends():
    assert spans.pieces([days(1, 20), days(11, 30)]) == [days(1, 10), days(11, 20), days(21, 30)]
    assert spans.pieces([days(1, 5), days(11, 15)]) == [days(1, 5), days(11, 15)]  # nobody tells of those between


def test_what_is_left_of_a_period_on_both_sides_of_another_is_alike():
    assert spans.alike([days(1, 30), days(11, 20)]) == [(days(1, 10), days(21, 30))]
    assert spans.alike([days(1, 30), days(11, 20), days(1, 10)]) == []


def test_a_whole_is_laid_out_in_every_way_but_not_with_two_parts_where_one_would_do():
    parts = [days(1, 10), days(11, 20), days(21, 30), days(1, 20), days(6, 10), days(1, 5)]
    assert spans.covers(days(1, 30), parts) == [[days(1, 20), days(21, 30)]]
    assert spans.covers(days(1, 30), [days(1, 20), days(1, 10), days(11, 30), days(21, 30)]) == [
        [days(1, 10), days(11, 30)], [days(1, 20), days(21, 30)]]
    assert spans.covers(days(1, 30), [days(1, 20)]) == []


def test_what_is_counted_for_a_bundle():
    found = together.to_count(days(1, 20), [days(11, 30), days(11, 30)], [days(21, 30), days(1, 30), days(1, 15)])
    assert found == [(days(1, 20), True), (days(11, 30), True), (days(21, 30), False), (days(1, 30), False),
                     (days(1, 10), False), (days(11, 20), False)]
