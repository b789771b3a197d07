"""Shift coverage: gaps to the minute, languages, and the picture of a week."""

from datetime import date, timedelta

from wellnessdesk.domain import coverage as rules
from wellnessdesk.domain import coverage_words as words
from wellnessdesk.domain.appointments import Shift
from wellnessdesk.domain.coverage import Coverage, DayCover, Spoken

MONDAY = date(2026, 11, 30)
EIGHT, NOON, THREE = 480, 720, 900


def shift(peer, starts, ends, day=MONDAY):
    return Shift(id=0, peer_id=peer, peer=peer, day=day, starts=starts, ends=ends)


def covered(*shifts, speaks=None, students=None):
    days = [DayCover(day=MONDAY, opens=EIGHT, closes=THREE, shifts=tuple(shifts)),
            DayCover(day=MONDAY + timedelta(days=1), closed="Holiday")]
    return Coverage(days=tuple(days), speaks=speaks or {}, students=students or {})


def stretches(found, language=""):
    return [(gap.starts, gap.ends) for gap in found.gaps(language)]


def test_nobody_all_day_is_one_gap_and_a_day_without_classes_none():
    assert stretches(covered()) == [(EIGHT, THREE)]


def test_shifts_that_overlap_or_change_within_minutes_leave_no_gap():
    found = covered(shift("a", EIGHT - 30, NOON), shift("b", NOON - 60, NOON + 60), shift("a", NOON + 65, THREE + 60))
    assert stretches(found) == []
    assert words.gaps(found) == []


def test_a_gap_between_a_gap_before_and_one_at_the_end_are_told_to_the_minute():
    found = covered(shift("a", 510, 600), shift("b", 660, 870))
    assert stretches(found) == [(EIGHT, 510), (600, 660), (870, THREE)]
    ((day, said),) = words.gaps(found)
    assert day == "Monday"
    assert said.count("–") == 3


def test_a_shift_after_school_covers_nothing_of_it():
    assert stretches(covered(shift("a", THREE, THREE + 60))) == [(EIGHT, THREE)]


def test_of_a_language_only_who_speaks_it_counts():
    found = covered(shift("a", EIGHT, NOON), shift("b", NOON, THREE), speaks={"a": frozenset({"es"})},
                    students={"es": 12, "en": 300, "vi": 3})
    assert stretches(found) == []
    assert stretches(found, "es") == [(NOON, THREE)]
    assert found.spoken() == [Spoken(language="es", students=12, peers=1, minutes=240),
                              Spoken(language="vi", students=3, peers=0, minutes=0)]
    assert words.spoken(found) == [("Spanish", "12", "1", "57%"), ("Vietnamese", "3", "0", "0%")]


def test_the_picture_counts_each_peer_once_an_hour_and_leaves_closed_hours_empty():
    found = covered(shift("a", EIGHT, 520), shift("a", 505, NOON), shift("b", NOON - 60, THREE),
                    speaks={"b": frozenset({"es"})})
    spec = rules.week(found)
    assert spec.rows[0].values == (1, 1, 1, 2, 1, 1, 1)
    assert spec.rows[1].values == (None,) * 7
    assert spec.note == "Tuesday: Holiday"
    assert rules.week(found, "es").rows[0].values == (0, 0, 0, 1, 1, 1, 1)
    assert "Spanish" in rules.week(found, "es").title


def test_a_week_without_classes_is_empty_and_says_why():
    found = Coverage(days=(DayCover(day=MONDAY, closed="Break"),), speaks={}, students={"mixteco": 1})
    assert stretches(found) == []
    assert words.spoken(found) == [("mixteco", "1", "0", "–")]
