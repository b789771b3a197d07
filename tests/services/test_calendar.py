"""The school calendar at the desk: seen by all, set by two roles, kept with the log."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.store.stores import raw
from wellnessdesk.base.errors import Denied
from wellnessdesk.domain.calendar import Room, SchoolCalendar
from wellnessdesk.services import audit, calendar


def test_without_a_calendar_the_usual_bells_hold_on_every_weekday(center):
    assert not calendar.is_kept(center.front)
    assert calendar.day(center.front, date(2030, 7, 15)).has_classes
    assert not calendar.day(center.front, date(2030, 7, 14)).has_classes
    assert calendar.whole(center.peer).rooms == ()


def test_the_period_of_a_moment_is_by_the_schools_clock(center):
    assert calendar.period_at(center.front, datetime(2026, 9, 14, 17, 0, tzinfo=UTC)).id == "2"  # 10:00 in California
    assert calendar.period_at(center.front, datetime(2026, 9, 14, 9, 0, tzinfo=UTC)) is None
    assert calendar.period_at(center.front, datetime(2026, 9, 15, 5, 0, tzinfo=UTC)) is None  # 10 in the evening before


def test_what_a_coordinator_sets_holds_at_every_desk_and_comes_back_from_a_file(center, tmp_path):
    wanted = replace(calendar.sample(center.coordinator), rooms=(Room(name="Library corner", capacity=4),))
    calendar.put(center.coordinator, wanted)
    assert calendar.is_kept(center.admin)
    assert calendar.whole(center.coordinator) == wanted
    assert calendar.day(center.front, date(2026, 9, 7)).closed == "Labor Day"
    file = tmp_path / "calendar.toml"
    file.write_text(calendar.file_text(center.admin), encoding="utf-8")
    assert calendar.read_file(center.admin, file) == wanted
    assert audit.verify(center.coordinator).sound


def test_a_calendar_that_cannot_be_is_not_kept(center):
    with pytest.raises(calendar.CalendarProblem, match="at least 1"):
        calendar.put(center.admin, SchoolCalendar(rooms=(Room(name="A", capacity=0),)))
    assert not calendar.is_kept(center.admin)


def test_front_desk_and_peers_only_look(center):
    for desk in (center.front, center.peer):
        with pytest.raises(Denied):
            calendar.put(desk, SchoolCalendar())


@pytest.mark.parametrize("value", ["{}", "[1]", '{"term": 3}', "not json"])
def test_one_changed_in_the_store_alone_counts_as_none_and_is_found(center, value):
    calendar.put(center.admin, calendar.sample(center.admin))
    connection = raw(center.front.store.path, center.front.keys.store_key)
    connection.execute("UPDATE settings SET value = ? WHERE key = 'calendar'", (value,))
    connection.commit()
    connection.close()
    assert calendar.day(center.front, date(2026, 9, 7)).closed in ("", "No classes on this weekday")
    assert "school calendar" in audit.verify(center.admin).finding
