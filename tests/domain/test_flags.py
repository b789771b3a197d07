"""A flag is overdue by its urgency, closes only fully decided, and is called by its name in every state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wellnessdesk.domain.flags import (
    Closing,
    FlagMark,
    FlagStatus,
    Urgency,
    missing_to_close,
    status_label,
    urgency_label,
)

NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
MARK = FlagMark(id="f", urgency=Urgency.IMMEDIATE, status=FlagStatus.RAISED, raised_at=NOW)
DECIDED = Closing(disposition="x", notify_caregiver=False, notify_reason="x", outcome="x", reported=False)
ACKNOWLEDGED = replace(MARK, status=FlagStatus.ACKNOWLEDGED, acknowledged_at=NOW + timedelta(minutes=4))


@pytest.mark.parametrize(("urgency", "limit"), [
    (Urgency.IMMEDIATE, timedelta(minutes=10)), (Urgency.SAME_DAY, timedelta(hours=8)),
    (Urgency.NEXT_SUPERVISION, timedelta(days=7))])
def test_each_urgency_has_its_time(urgency, limit):
    mark = replace(MARK, urgency=urgency)
    assert not mark.overdue(NOW + limit)
    assert mark.overdue(NOW + limit + timedelta(seconds=1))


def test_what_was_acknowledged_in_time_is_never_overdue():
    assert not ACKNOWLEDGED.overdue(NOW + timedelta(days=400))
    assert replace(ACKNOWLEDGED, acknowledged_at=NOW + timedelta(minutes=11)).overdue(NOW)


def test_minutes_count_to_the_acknowledgement_or_to_now():
    assert MARK.minutes_to_acknowledge(NOW + timedelta(minutes=9, seconds=59)) == 9
    assert ACKNOWLEDGED.minutes_to_acknowledge(NOW + timedelta(days=1)) == 4


def test_a_flag_closes_only_with_every_decision():
    assert missing_to_close(ACKNOWLEDGED, DECIDED) == []
    assert len(missing_to_close(MARK, Closing())) == 6
    assert missing_to_close(MARK, DECIDED) == ["Acknowledge the flag first."]
    assert missing_to_close(ACKNOWLEDGED, replace(DECIDED, notify_caregiver=True)) == []


@pytest.mark.parametrize("gap", ["disposition", "notify_reason", "outcome"])
def test_white_space_is_no_decision(gap):
    assert len(missing_to_close(ACKNOWLEDGED, replace(DECIDED, **{gap: " \n\t"}))) == 1


def test_every_urgency_and_status_has_a_name_of_its_own():
    assert len({urgency_label(one) for one in Urgency}) == len(Urgency)
    assert len({status_label(one) for one in FlagStatus}) == len(FlagStatus)
