"""How soon a flag was taken on and closed, in brackets, by the center's own days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from wellnessdesk.domain.center import Center
from wellnessdesk.domain.flag_times import acknowledged, acknowledged_labels, closed, closed_labels
from wellnessdesk.domain.flags import FlagMark, FlagStatus, Urgency

CENTER = Center(id="c", name="Wellness Center", school="Oak", time_zone="America/Los_Angeles")
RAISED = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
"""Ten in the morning there."""
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def mark(status, acknowledged=None, closed=None):
    return FlagMark(id="f", urgency=Urgency.SAME_DAY, status=status, raised_at=RAISED,
                    acknowledged_at=None if acknowledged is None else RAISED + acknowledged,
                    closed_at=None if closed is None else RAISED + closed)


@pytest.mark.parametrize(("after", "code"), [
    (timedelta(minutes=-1), "in_10_minutes"), (timedelta(minutes=10), "in_10_minutes"),
    (timedelta(minutes=11), "in_1_hour"), (timedelta(hours=1), "in_1_hour"), (timedelta(hours=13), "same_day"),
    (timedelta(hours=15), "later"), (None, "later")])
def test_how_soon_an_adult_had_a_flag_is_settled_when_its_day_is_over(after, code):
    assert acknowledged([mark(FlagStatus.ACKNOWLEDGED, after)], CENTER) == {(SEPTEMBER, "same_day", code): 1}
    assert code in dict(acknowledged_labels())


@pytest.mark.parametrize(("after", "month", "code"), [
    (timedelta(hours=-30), SEPTEMBER, "same_day"), (timedelta(hours=13), SEPTEMBER, "same_day"),
    (timedelta(hours=15), OCTOBER, "in_7_days"), (timedelta(days=7), OCTOBER, "in_7_days"),
    (timedelta(days=30), OCTOBER, "in_30_days"), (timedelta(days=31), OCTOBER, "later")])
def test_a_flag_counts_in_the_month_in_which_it_was_closed(after, month, code):
    assert closed([mark(FlagStatus.CLOSED, timedelta(0), after)], CENTER) == {(month, "same_day", code): 1}
    assert code in dict(closed_labels())


def test_one_that_waits_is_not_closed_and_one_that_was_withdrawn_counts_nowhere():
    waiting, withdrawn = mark(FlagStatus.RAISED), mark(FlagStatus.WITHDRAWN, timedelta(0), timedelta(1))
    assert not closed([waiting, withdrawn], CENTER)
    assert not acknowledged([withdrawn], CENTER)
