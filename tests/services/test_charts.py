"""The figures behind the charts: the same as the store's, in the center's own time, destroyed months among them."""

from collections import Counter

import pytest

from tests.centers import handed_over
from tests.retained import DAYS
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.charts import Span, spans
from wellnessdesk.services import audit, charts, destruction, retention, visits


def this(center, kind="month"):
    return next(span for span in charts.spans(center.front) if span.key.startswith(kind))


def spec_of(figures, key):
    return next(spec for spec in figures.specs if spec.key == key)


def total(spec):
    return sum(value or 0 for row in spec.rows for value in row.values)


def day_of_work(center):
    for student in (1, 2):
        handed_over(center, student, center.peer)
        center.clock.advance(minutes=7)
    waits = visits.check_in(center.front, 3, reason="tutoring", origin="walk_in")
    center.clock.advance(minutes=12)
    visits.hand_over(center.front, waits.id, center.peer.person.id)
    visits.drop_in(center.front, reason="question", origin="walk_in")


def test_each_chart_counts_everybody_who_came_with_and_without_a_name(center):
    day_of_work(center)
    for kind in ("week", "month", "year"):
        figures = charts.counts(center.front, this(center, kind))
        assert figures.visits == 4
        assert [total(spec) for spec in figures.specs] == [4, 4, 4]
    reasons = spec_of(figures, "reasons")
    assert dict(zip(reasons.labels, reasons.rows[0].values, strict=True))["Question or resource"] == 1


def test_the_hour_is_that_of_the_center(center):
    day_of_work(center)
    now = center.front.local(center.clock.now())
    grid = spec_of(charts.counts(center.front, this(center)), "hours")
    assert grid.rows[now.weekday()].values[grid.labels.index(f"{now:%-I %p}")] >= 1


def test_waiting_is_until_a_peer_took_over_and_nobody_elses(center):
    day_of_work(center)
    spec = charts.waiting(center.coordinator, this(center))
    assert sorted({value for row in spec.rows for value in row.values if value is not None}) in ([0, 12], [12])


def test_nothing_came_in_other_days(center):
    day_of_work(center)
    last_week = [span for span in charts.spans(center.front) if span.key.startswith("week")][1]
    assert charts.counts(center.front, last_week).visits == 0


def test_visits_of_destroyed_months_are_counted_by_reason_and_said_to_have_no_hour(center):
    day_of_work(center)
    span = this(center)
    before = spec_of(charts.counts(center.coordinator, span), "reasons")
    center.clock.advance(days=DAYS)
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    after = charts.counts(center.coordinator, span)
    assert after.visits == 4
    assert spec_of(after, "reasons") == before
    assert total(spec_of(after, "hours")) == 0
    assert "(4)" in spec_of(after, "hours").note
    year = next(one for one in charts.spans(center.coordinator) if one.first <= span.first <= one.last)
    assert charts.counts(center.coordinator, year).visits == 4


def test_who_sees_what(center):
    span = this(center)
    for desk in (center.front, center.coordinator, center.admin):
        assert charts.counts(desk, span).visits == 0
    with pytest.raises(Denied):
        charts.counts(center.peer, span)
    for act in (charts.waiting, charts.save):
        with pytest.raises(Denied):
            act(center.front, span)


def test_on_paper_it_is_recorded(center):
    day_of_work(center)
    assert charts.save(center.coordinator, this(center)).startswith(b"%PDF")
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    assert connection.execute("SELECT detail FROM audit WHERE action = 'charts.print'").fetchall() == [
        (this(center).key,)]
    connection.close()
    assert audit.verify(center.admin).sound


def test_many_visits_of_other_years_do_not_come_into_it(center):
    """What the queries read is the days asked for: the plan uses the index of days."""
    day_of_work(center)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    plan = " ".join(str(row) for row in connection.execute(
        "EXPLAIN QUERY PLAN SELECT arrived_at / 900000, count(*) FROM visits WHERE day BETWEEN ? AND ? GROUP BY 1",
        ("2026-11-01", "2026-11-30")))
    connection.close()
    assert "ix_visits_day" in plan


def test_the_spans_are_those_of_the_rules(center):
    assert charts.spans(center.front) == spans(center.front.today(), None)
    assert isinstance(this(center), Span)
    assert Counter(span.key.partition(":")[0] for span in charts.spans(center.front)) == {
        "week": 2, "month": 1, "year": 1}
