"""A made-up center has the numbers asked for, keeps school hours, repeats itself, and holds no impossible fact."""

import os
import re
import subprocess
import sys
import tomllib
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.paths import resource
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.sessions import RedFlagCheck, missing_to_sign
from wellnessdesk.services.demo import calendar
from wellnessdesk.services.demo.facts import make_up

UNTIL = date(2026, 9, 17)
LOCAL = ZoneInfo("America/Los_Angeles")
FINGERPRINT = """
import hashlib, sys
from datetime import date
from wellnessdesk.services.demo.facts import make_up
made = make_up(int(sys.argv[1]), 120, 900, 300, 2, until=date(2026, 9, 17))
digest = hashlib.sha256(repr((made.people, made.students)).encode())
for day in made.days():
    digest.update(repr(day).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def center():
    return make_up(1, until=UNTIL)


@pytest.fixture(scope="module")
def days(center):
    return list(center.days())


@pytest.fixture(scope="module")
def visits(days):
    return [visit for day in days for visit in day.visits]


@pytest.fixture(scope="module")
def sessions(days):
    return [session for day in days for session in day.sessions]


@pytest.fixture(scope="module")
def flags(days):
    return [flag for day in days for flag in day.flags]


def local(moment):
    return moment.astimezone(LOCAL)


def fingerprint(seed, hash_seed):
    run = subprocess.run(
        [sys.executable, "-c", FINGERPRINT, str(seed)], capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    return run.stdout.strip()


def test_the_usual_center_has_the_usual_numbers(center, visits, sessions):
    assert len(center.students) == 3000
    assert len(visits) == center.visit_count == 9000
    assert sum(session.note is not None for session in sessions) == center.note_count == 2000
    assert Counter(person.role for person in center.people) == {
        Role.ADMINISTRATOR: 2, Role.COORDINATOR: 2, Role.FRONT_DESK: 3, Role.PEER: 14}


@pytest.mark.parametrize(("students", "visits", "notes", "years"), [
    (10, 500, 500, 1), (50, 120, 0, 3), (200, 5000, 1000, 2), (3000, 7, 3, 4), (40, 0, 0, 1), (300, 1, 1, 7),
])
def test_any_size_has_exactly_the_visits_and_notes_asked_for_each_year(students, visits, notes, years):
    made = make_up(5, students, visits, notes, years, until=UNTIL)
    assert len(made.students) == len({student.number for student in made.students}) == students
    whole = list(made.days())
    assert sum(len(day.visits) for day in whole) == visits * years
    assert sum(session.note is not None for day in whole for session in day.sessions) == notes * years
    last_year = calendar.years_before(made.today, 1)
    assert sum(len(day.visits) for day in whole if day.day > last_year) == visits


@pytest.mark.parametrize("wrong", [
    {"students": 9}, {"years": 0}, {"visits": -1, "notes": -2}, {"visits": 10, "notes": 11},
])
def test_numbers_that_do_not_go_together_are_a_plain_sentence(wrong):
    with pytest.raises(Problem):
        make_up(1, until=UNTIL, **wrong)


def test_the_same_seed_gives_the_same_facts_whatever_the_hash_order_and_another_seed_others():
    assert fingerprint(3, "1") == fingerprint(3, "2") != fingerprint(4, "1")


def test_reading_the_days_twice_gives_the_same(center, days):
    assert list(center.days()) == days
    assert list(center.flags()) == [flag for day in days for flag in day.flags]


def test_the_roster_is_of_high_school_age_and_from_many_cultures(center):
    for student in center.students:
        age = (UNTIL - student.birth_date).days / 365.25
        assert 13.9 < age < 20.1, student
    names = {f"{student.given} {student.family}" for student in center.students}
    for mark in ("ñ", "ễ", "é", "'", "-", "de la Cruz", "Xiong", "Kaur", "Ter-Petrosyan", "Kovalenko"):
        assert any(mark in name for name in names), mark
    assert len({student.sourced_id for student in center.students}) == 3000
    assert Counter(student.grade for student in center.students).keys() == set(catalogues.grade_bands().ids())


def test_some_students_have_equal_names_but_few(center):
    names = Counter((student.given, student.family) for student in center.students)
    assert 5 <= sum(count for count in names.values() if count > 1) <= 150


def test_some_students_have_a_preferred_name_and_pronouns_and_most_do_not(center):
    assert 150 < sum(student.preferred_given is not None for student in center.students) < 600
    assert 300 < sum(student.pronouns is not None for student in center.students) < 700


def test_peers_are_students_and_people_are_told_apart_by_name(center):
    numbers = {student.number for student in center.students}
    assert all((person.student in numbers) == (person.role is Role.PEER) for person in center.people)
    assert len({(person.given, person.family) for person in center.people}) == len(center.people)
    assert len({person.key for person in center.people}) == len(center.people)


def test_visits_fall_on_school_days_between_opening_and_closing(days):
    closed = {date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25), date(2026, 1, 1),
              date(2026, 1, 19), date(2026, 2, 13), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19),
              date(2026, 7, 15), date(2026, 9, 7)}
    assert not closed & {day.day for day in days}
    for day in days:
        assert day.day.weekday() < 5
        for visit in day.visits:
            arrived = local(visit.arrived_at)
            assert arrived.date() == day.day
            assert time(7, 45) <= arrived.time() < time(15, 50)
            assert visit.left_at is None or local(visit.left_at).time() <= time(16, 30)


def test_no_federal_holiday_is_a_school_day_in_fifty_years():
    for year in range(2000, 2050):
        fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
        assert not any(calendar.is_school_day(day) for day in fixed)
        school_year = calendar.school_days(date(year, 7, 1), date(year + 1, 6, 30))
        assert 172 <= len(school_year) <= 190


def test_the_calendar_agrees_with_the_county_where_it_was_read():
    # Ventura County Office of Education, holidays of 2025-26 (vcoe.org/calendars)
    for day in (date(2025, 9, 1), date(2025, 11, 11), date(2025, 11, 28), date(2026, 1, 19), date(2026, 2, 13),
                date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19)):
        assert not calendar.is_school_day(day)
    assert calendar.is_school_day(date(2026, 2, 12))


def test_lunch_is_a_rush(visits):
    minutes = Counter(local(visit.arrived_at).hour * 60 + local(visit.arrived_at).minute for visit in visits)
    lunch = sum(minutes[minute] for minute in range(12 * 60 + 46, 13 * 60 + 21))
    third_period = sum(minutes[minute] for minute in range(10 * 60 + 48, 11 * 60 + 23))
    assert lunch > 4 * third_period
    assert lunch > 0.25 * len(visits)


def test_exam_weeks_are_busier_than_usual_ones(days):
    by_day = {day.day: len(day.visits) for day in days}
    exams = [count for day, count in by_day.items() if date(2025, 12, 8) <= day <= date(2025, 12, 19)]
    usual = [count for day, count in by_day.items() if day.month in (1, 2, 4)]
    assert sum(exams) / len(exams) > 1.25 * sum(usual) / len(usual)


def test_visits_are_in_order_and_their_times_fit(visits):
    assert [visit.number for visit in visits] == list(range(1, 9001))
    assert all(one.arrived_at <= following.arrived_at for one, following in zip(visits, visits[1:], strict=False))
    for visit in visits:
        assert visit.arrived_at.tzinfo is UTC
        assert (visit.peer is None) == (visit.handed_at is None)
        assert visit.handed_at is None or visit.arrived_at <= visit.handed_at
        assert visit.left_at is None or (visit.handed_at or visit.arrived_at) <= visit.left_at


def test_no_student_is_here_twice_at_once(visits):
    here = {}
    for visit in visits:
        assert here.get(visit.student, visit.arrived_at) <= visit.arrived_at, visit
        here[visit.student] = visit.left_at or datetime.max.replace(tzinfo=UTC)


def test_what_visits_and_sessions_name_is_in_the_catalogues(center, visits, sessions):
    assert {visit.reason for visit in visits} <= set(catalogues.visit_reasons().ids())
    assert {visit.origin for visit in visits} == set(catalogues.visit_origins().ids())
    options = {option.id: option for option in catalogues.service_options()}
    assert {session.service for session in sessions} == set(options)
    for session in sessions:
        assert session.tier == options[session.service].tier
        assert session.note is None or options[session.service].needs_note
    assert {visit.checked_in_by for visit in visits} <= {person.key for person in center.people}


def test_sessions_belong_to_visits_and_no_peer_sees_themselves_or_two_at_once(center, visits, sessions):
    handed = {visit.number: visit for visit in visits if visit.handed_at}
    assert {session.visit for session in sessions} == set(handed)
    own = {person.key: person.student for person in center.people}
    busy_until = {}
    for session in sessions:
        visit = handed[session.visit]
        assert (session.student, session.peer, session.started_at) == (visit.student, visit.peer, visit.handed_at)
        assert own[session.peer] != session.student
        assert session.ended_at is None or session.started_at <= session.ended_at
        if session.ended_at and visit.left_at:
            assert session.ended_at <= visit.left_at
        assert busy_until.get(session.peer, session.started_at) <= session.started_at
        busy_until[session.peer] = session.ended_at or center.now


def test_today_somebody_waits_somebody_talks_and_nothing_lies_in_the_future(center, days):
    assert center.now == datetime(2026, 9, 17, 13, 5, tzinfo=LOCAL)
    today = days[-1].visits
    open_visits = [visit for visit in today if visit.left_at is None]
    assert any(visit.handed_at is None for visit in open_visits)
    assert any(visit.handed_at for visit in open_visits)
    for day in days:
        assert all(visit.arrived_at <= center.now for visit in day.visits)
        assert all(flag.raised_at <= center.now for flag in day.flags)


def test_a_few_of_the_last_days_were_never_checked_out_and_none_before(days):
    forgotten = [visit for day in days[-4:-1] for visit in day.visits if visit.left_at is None]
    assert 1 <= len(forgotten) <= 15
    assert all(visit.left_at for day in days[:-4] for visit in day.visits)


def test_until_a_holiday_the_last_school_day_before_is_today():
    assert make_up(1, until=date(2026, 9, 7)).today == date(2026, 9, 4)
    assert make_up(1, until=date(2026, 7, 20)).today == date(2026, 6, 11)


def test_before_opening_nobody_came_today_and_after_closing_everybody_left():
    early = list(make_up(1, 200, 2000, 400, until=UNTIL, at=time(7, 30)).days())
    assert early[-1].day == UNTIL
    assert not early[-1].visits
    late = list(make_up(1, 200, 2000, 400, until=UNTIL, at=time(17)).days())
    assert len(late[-1].visits) > 3
    assert all(visit.left_at for visit in late[-1].visits)


def test_notes_are_complete_and_signed_then_reviewed(sessions):
    for session in sessions:
        if session.note is None:
            continue
        assert session.note.body.service == session.service
        assert not missing_to_sign(session.note.body)
        if session.note.signed_at:
            assert session.ended_at < session.note.signed_at
        if session.note.cosigned_at:
            assert session.note.signed_at < session.note.cosigned_at
        assert (session.note.cosigned_by is None) == (session.note.cosigned_at is None)


def test_some_notes_are_late_some_unreviewed_a_few_unsigned(center, sessions):
    notes = [(session, session.note) for session in sessions if session.note]
    late = [note for session, note in notes if note.signed_at and note.signed_at - session.ended_at > timedelta(days=1)]
    assert 40 < len(late) < 250
    assert 10 < sum(note.cosigned_at is None for _, note in notes) < 120
    unsigned = [session for session, note in notes if note.signed_at is None]
    assert 1 <= len(unsigned) < 30
    assert all(session.started_at > center.now - timedelta(days=21) for session in unsigned)


def test_flags_were_and_were_not_answered_and_closed_in_time(center, flags):
    assert 150 < len(flags) < 420  # one or two a school day
    assert {flag.urgency for flag in flags} == set(Urgency)
    assert {flag.kind for flag in flags} == set(catalogues.red_flags().ids())
    immediate = [flag.acknowledged_at - flag.raised_at for flag in flags
                 if flag.urgency is Urgency.IMMEDIATE and flag.acknowledged_at]
    in_time = sum(taken <= timedelta(minutes=10) for taken in immediate)
    assert 0.8 * len(immediate) < in_time < len(immediate)
    assert 3 <= sum(flag.closed_at is None for flag in flags) < 40
    weeks = [flag.closed_at - flag.raised_at > timedelta(days=14) for flag in flags if flag.closed_at]
    assert any(weeks)
    assert not all(weeks)


def test_a_flag_goes_through_its_steps_in_order_and_is_closed_only_when_everything_is_decided(flags, sessions):
    checked = {session.visit: session for session in sessions}
    for flag in flags:
        session = checked[flag.session]
        assert session.started_at <= flag.raised_at
        assert session.note is None or session.note.body.red_flag is RedFlagCheck.RAISED
        assert flag.acknowledged_at is None or flag.raised_at < flag.acknowledged_at
        assert flag.closed_at is None or flag.acknowledged_at < flag.closed_at
        assert (flag.closing is None) == (flag.closed_at is None)
        if flag.closing:
            assert flag.closing.notify_caregiver is not None
            assert all((flag.closing.disposition, flag.closing.notify_reason, flag.closing.outcome))
    raised = {flag.session for flag in flags}
    for session in sessions:
        if session.note and session.visit not in raised:
            assert session.note.body.red_flag is RedFlagCheck.NOTHING


def test_every_catalogue_entry_a_note_can_name_has_sentences_in_both_languages():
    sentences = tomllib.loads(resource("demo", "notes.toml").read_text(encoding="utf-8"))
    for name in ("topics", "offers", "strengths"):
        assert set(sentences[name]) == set(catalogues.load(name).ids())
        assert all(text["en"] and text["es"] for text in sentences[name].values())


def test_notes_speak_plainly_and_differ(sessions):
    texts = [session.note.body.text for session in sessions if session.note]
    clinical = re.compile(r"depress|anxiety|trauma|disorder|symptom|diagnos|medicat|ansiedad|trastorno", re.IGNORECASE)
    assert not any(clinical.search(text) for text in texts)
    assert len(set(texts)) > 1000
    assert any("Dijo" in text for text in texts)


def test_eighteen_more_years_need_no_more_memory():
    def peak(years):
        made = make_up(2, 60, 400, 100, years, until=UNTIL)
        tracemalloc.start()
        try:
            assert sum(len(day.visits) for day in made.days()) == 400 * years
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # catalogues and sentences are read once and kept
    assert peak(20) < peak(2) + 70_000
