"""Clocks say aware times of UTC; a fixed one stands still until it is moved."""

from datetime import UTC, datetime, timedelta

from wellnessdesk.base.clock import FixedClock, ShiftedClock, SystemClock
from wellnessdesk.base.progress import NO_PROGRESS


def test_the_computers_clock_is_aware_and_goes_on():
    one = SystemClock().now()
    assert one.tzinfo is UTC
    assert timedelta() <= SystemClock().now() - one < timedelta(minutes=1)


def test_a_shifted_clock_keeps_its_distance():
    ahead = timedelta(days=400, hours=3)
    distance = ShiftedClock(ahead).now() - SystemClock().now()
    assert abs(distance - ahead) < timedelta(seconds=5)


def test_a_fixed_clock_moves_only_when_it_is_moved():
    clock = FixedClock(datetime(2026, 1, 31, 23, 59, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(minutes=1, seconds=30)
    assert clock.now() == datetime(2026, 2, 1, 0, 0, 30, tzinfo=UTC)


def test_where_nobody_watches_work_goes_on_undisturbed():
    assert NO_PROGRESS.report(1, 2) is None
    assert NO_PROGRESS.check_cancelled() is None
