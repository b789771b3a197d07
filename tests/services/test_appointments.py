"""Appointments: nothing is booked twice, what stands against one is said with names, each act can be taken back."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centers import fresh_center
from tests.retained import old_center, shell
from tests.support import PASSPHRASE, SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.appointments import Shift, State, Wanted
from wellnessdesk.domain.calendar import Room
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.student_facts import Audience, Facts
from wellnessdesk.services import (
    appointment_series,
    appointment_slips,
    appointments,
    audit,
    calendar,
    destruction,
    peers,
    retention,
    shifts,
    student_facts,
    visits,
)
from wellnessdesk.store import appointments as rows

TODAY = date(2026, 9, 14)
"""A Monday; it is 10:00 at the school."""
TUESDAY = date(2026, 9, 15)
TEN, HALF_PAST = 10 * 60, 10 * 60 + 30


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    sample = calendar.sample(made.admin)
    calendar.put(made.admin, replace(sample, rooms=(Room(name="Room A"), Room(name="Circle", capacity=2))))
    yield made
    made.admin.close()


def wanted(center, student=1, **changes):
    plain = Wanted(student_id=student, day=TUESDAY, starts=TEN, ends=HALF_PAST, peer_id=center.peer.person.id)
    return replace(plain, **changes)


def book(center, student=1, *, until=None, **changes):
    return appointments.book(center.front, wanted(center, student, **changes), until)


def booked(center, student=1, **changes):
    return book(center, student, **changes).now[0]


def refused(center, student=1, **changes):
    """The sentences, after making sure that booking says the same."""
    told = appointments.check(center.front, wanted(center, student, **changes)).refused
    with pytest.raises(Problem) as problem:
        book(center, student, **changes)
    assert str(problem.value) == "\n".join(told)
    return str(problem.value)


def week(center, desk=None):
    return appointments.between(desk or center.front, TODAY, TODAY + timedelta(days=6))


def otto(center):
    return center.desks[SECOND_PEER].person.id


def test_what_is_booked_stands_in_the_week_with_everything_the_desk_needs(center):
    made = booked(center, room="Room A", service="tutoring")
    assert week(center) == [made]
    assert (made.student, made.grade, made.hint, made.peer) == ("José Núñez", "10", "001", "Pia Peer")
    assert (made.day, made.starts, made.ends, made.room) == (TUESDAY, TEN, HALF_PAST, "Room A")
    assert (made.service, made.state, made.series) == ("tutoring", State.BOOKED, None)


def test_nothing_is_booked_twice_and_it_says_which(center):
    booked(center, room="Room A")
    assert refused(center, peer_id=None) == (
        "José Núñez already has an appointment then: 10:00 AM – 10:30 AM.")
    assert refused(center, 2, starts=TEN + 25, ends=TEN + 45) == (
        "Pia Peer is already booked then: 10:00 AM – 10:30 AM, with José Núñez.")
    assert refused(center, 2, peer_id=otto(center), room="Room A") == "Room A is full then: it takes 1 at a time."
    assert refused(center, 1, room="Room A").count("\n") == 2
    assert week(center) == week(center)[:1]
    booked(center, 2, starts=HALF_PAST, ends=HALF_PAST + 30, room="Room A")  # one after the other is no clash


def test_a_room_takes_as_many_at_once_as_it_holds(center):
    booked(center, 1, room="Circle", ends=TEN + 20)
    booked(center, 2, room="Circle", starts=TEN + 20, ends=TEN + 40, peer_id=otto(center))
    booked(center, 3, room="Circle", starts=TEN + 10, ends=TEN + 30, peer_id=None)  # never more than two at once
    assert refused(center, 4, room="Circle", starts=TEN + 15, ends=TEN + 25, peer_id=None).startswith("Circle is full")


@pytest.mark.parametrize(("changes", "told"), [
    ({"day": TODAY - timedelta(days=1)}, "This day is over"),
    ({"ends": TEN}, "The end must be after the beginning"),
    ({"starts": -5}, "The end must be after the beginning"),
    ({"ends": 24 * 60 + 1}, "The end must be after the beginning"),
    ({"ends": TEN + 4}, "from 5 minutes to 8 hours"),
    ({"ends": TEN + 481}, "from 5 minutes to 8 hours"),
    ({"student_id": 999}, "not on the roster any more"),
    ({"room": "Cellar"}, "The room “Cellar” is not in the list any more"),
    ({"peer_id": "nobody"}, "no Wellness Peer any more"),
])
def test_what_cannot_be_is_refused_in_a_sentence(center, changes, told):
    assert told in refused(center, **changes)
    assert week(center) == []


def test_a_conflict_of_interest_and_a_service_they_do_not_give_are_refused(center):
    peers.declare(center.coordinator, center.peer.person.id, 1, ConflictKind.RELATIVE)
    peers.set_services(center.coordinator, center.peer.person.id, frozenset({"tutoring"}))
    assert "their record is closed" in refused(center)
    assert "does not give this service: Peer counseling" in refused(center, 2, service="peer_counseling")
    booked(center, 2, service="tutoring")


def test_holidays_and_times_out_of_shift_are_warned_of_and_can_be_booked(center):
    def warned(**changes):
        return appointments.check(center.front, wanted(center, **changes)).warned

    assert warned() == ("Pia Peer has no shift on this day.",)
    shifts.add(center.coordinator, Shift(id=0, peer_id=center.peer.person.id, peer="", day=TUESDAY, starts=9 * 60,
                                         ends=11 * 60))
    assert warned() == ()
    assert warned(starts=11 * 60, ends=11 * 60 + 30) == (
        "Pia Peer is on shift then only: 9:00 AM – 11:00 AM.",)
    assert warned(starts=7 * 60, ends=8 * 60, peer_id=None) == ("The school day is from 7:45 AM to 4:30 PM.",)
    holiday = date(2026, 11, 25)
    assert warned(day=holiday, peer_id=None) == ("Nov 25, 2026: Thanksgiving break.",)
    assert booked(center, day=holiday).day == holiday


def test_weekly_to_the_end_of_the_term_leaves_out_holidays_and_what_is_taken(center):
    booked(center, 2, day=date(2026, 9, 29))
    end = calendar.whole(center.front).term_end(TUESDAY)
    done = book(center, until=end)
    days = [one.day for one in done.now]
    assert days[:2] == [TUESDAY, date(2026, 9, 22)]
    assert days[-1] == date(2026, 12, 15)
    assert all(day.weekday() == 1 for day in days)
    assert {one.series for one in done.now} != {None}
    assert [(one.day, one.reason) for one in done.left_out] == [
        (date(2026, 9, 29), "Pia Peer is already booked then: 10:00 AM – 10:30 AM, with Anna O'Neil."),
        (date(2026, 11, 24), "Thanksgiving break")]
    appointments.undo(center.front, done)
    assert [one.student_id for one in appointments.between(center.front, TODAY, date(2027, 6, 30))] == [2]
    assert audit.verify(center.admin).sound


def test_a_repetition_without_an_end_in_sight_is_bounded(center):
    assert len(book(center, until=date(2099, 1, 1)).now) < 61


def test_moving_keeps_the_student_and_asks_for_room_like_booking(center):
    one, other = booked(center), booked(center, 2, starts=11 * 60, ends=11 * 60 + 30)
    with pytest.raises(Problem, match="already booked then: 11:00"):
        appointments.move(center.front, one.id, wanted(center, starts=11 * 60 + 10, ends=11 * 60 + 40))
    done = appointments.move(center.front, one.id, wanted(center, starts=TEN + 10, ends=TEN + 40))  # over its own time
    assert (done.now[0].starts, done.before) == (TEN + 10, (one,))
    with pytest.raises(Problem, match="stays with its student"):
        appointments.move(center.front, one.id, wanted(center, 3))
    appointments.undo(center.front, done)
    assert week(center) == [one, other]
    with pytest.raises(Problem, match="changed since"):
        appointments.undo(center.front, done)


def test_what_is_called_off_frees_its_time_and_comes_back_only_while_it_is_free(center):
    one = booked(center)
    done = appointments.call_off(center.front, one.id)
    assert week(center)[0].state is State.CALLED_OFF
    with pytest.raises(Problem, match="not open any more: Called off"):
        appointments.move(center.front, one.id, wanted(center))
    other = book(center, 2)
    with pytest.raises(Problem, match="already booked then"):
        appointments.undo(center.front, done)
    with pytest.raises(Problem, match="already booked then"):
        appointments.restore(center.front, one.id)
    appointments.undo(center.front, other)
    back = appointments.restore(center.front, one.id)
    assert back.now == (one,)
    appointments.undo(center.front, back)
    assert week(center)[0].state is State.CALLED_OFF
    assert audit.verify(center.coordinator).sound


def test_a_series_is_called_off_from_one_on(center):
    made = book(center, until=date(2026, 10, 13)).now
    appointments.call_off(center.front, made[2].id, following=True)
    assert [one.state for one in appointments.between(center.front, TODAY, date(2026, 12, 1))] == (
        [State.BOOKED] * 2 + [State.CALLED_OFF] * 3)


def test_nobody_missed_what_has_not_begun(center):
    one, early = booked(center), booked(center, 2, day=TODAY, starts=9 * 60, ends=9 * 60 + 30)
    with pytest.raises(Problem, match="not begun yet"):
        appointments.missed(center.front, one.id)
    done = appointments.missed(center.front, early.id)
    assert done.now[0].state is State.MISSED
    appointments.undo(center.front, done)
    assert week(center) == [early, one]
    assert audit.verify(center.admin).sound


def check_in(center, student=1, origin="walk_in"):
    return visits.check_in(center.front, student, reason="talk_with_peer", origin=origin)


@pytest.mark.parametrize(("starts", "origin", "comes"), [
    (TEN, "walk_in", True), (TEN + 30, "walk_in", True), (TEN + 31, "walk_in", False), (TEN - 29, "walk_in", True),
    (TEN - 30, "walk_in", False), (14 * 60, "walk_in", False), (14 * 60, "appointment", True),
])
def test_who_comes_at_the_time_comes_for_it_and_who_says_so_in_any_case(center, starts, origin, comes):
    one = booked(center, day=TODAY, starts=starts, ends=starts + 30)
    visit = check_in(center, origin=origin)
    (now,) = week(center)
    assert (now.state, now.visit_id) == ((State.ARRIVED, visit.id) if comes else (State.BOOKED, None))
    if comes:
        visits.undo(center.front, visit.id)
        assert week(center) == [one]
    assert audit.verify(center.coordinator).sound


def test_a_visit_can_be_linked_afterwards_and_only_once(center):
    late, visit = booked(center, day=TODAY, starts=14 * 60, ends=14 * 60 + 30), check_in(center)
    assert appointments.arrived(center.front, visit.id) is None
    shell(center, "UPDATE visits SET origin = 'appointment'")
    found = appointments.arrived(center.front, visit.id)
    assert (found.id, found.state, found.visit_id) == (late.id, State.ARRIVED, visit.id)
    assert appointments.arrived(center.front, visit.id) is None
    assert appointments.arrived(center.front, 999) is None


def test_a_peer_sees_their_own_and_no_closed_record(center):
    own, _other = booked(center), booked(center, 2, peer_id=otto(center))
    booked(center, 3, starts=11 * 60, ends=12 * 60)
    peers.declare(center.coordinator, center.peer.person.id, 3, ConflictKind.FRIEND)
    assert week(center, center.peer) == [own]
    assert len(week(center, center.coordinator)) == 3
    with pytest.raises(Denied):
        appointments.book(center.peer, wanted(center, 4))
    with pytest.raises(Denied):
        week(center, center.admin)


def test_tomorrows_list_says_what_is_missed_and_slips_name_no_reason(center):
    shell(center, "INSERT INTO student_classes VALUES (1, '2', 'Biology')")
    shell(center, "UPDATE students SET preferred_given = 'Pepe' WHERE id = 1")
    one = booked(center, room="Room A", service="tutoring")
    booked(center, 2, starts=13 * 60, ends=13 * 60 + 20, peer_id=None)
    off = booked(center, 3, starts=14 * 60, ends=14 * 60 + 20)
    appointments.call_off(center.front, off.id)
    assert appointment_slips.next_day(center.front) == TUESDAY
    found = appointment_slips.reminders(center.front, TUESDAY)
    assert [(line.appointment.called, str(line.period.name), line.lesson) for line in found.lines] == [
        ("Pepe", "Period 2", "Biology"), ("Anna", "Lunch", "")]
    assert appointment_slips.slips(center.front, TUESDAY).startswith(b"%PDF")
    assert appointment_slips.slips(center.front, TUESDAY, [one.id]).startswith(b"%PDF")
    with pytest.raises(Problem, match="Nobody has an appointment"):
        appointment_slips.slips(center.front, TODAY)
    center.clock.advance(days=4)
    assert appointment_slips.next_day(center.front) == date(2026, 9, 21)  # Friday: the next is a Monday


@pytest.mark.parametrize(("statement", "told"), [
    ("UPDATE appointments SET state = 'missed'", "Appointment 1 is not marked as the log says"),
    ("DELETE FROM appointments", "Appointment 1, which the log tells of, is not there"),
    ("INSERT INTO appointments (student_id, day, starts, ends, room, service, state, made_at, made_by) SELECT "
     "student_id, day, starts, ends, room, service, state, made_at, made_by FROM appointments",
     "Appointment 2 is not marked as the log says"),
])
def test_what_sql_alone_changes_is_found_by_a_verification(center, statement, told):
    booked(center)
    assert audit.verify(center.admin).sound
    shell(center, statement)
    assert told in audit.verify(center.admin).finding


def test_appointments_and_shifts_are_destroyed_with_the_visits_of_their_days(tmp_path):
    old = old_center(tmp_path / "center")
    center = old.center
    day = "2026-09-01"
    for student in (1, 3):
        shell(center, "INSERT INTO appointments (student_id, peer_id, day, starts, ends, room, service, state, "
                      "made_at, made_by) VALUES (?, ?, ?, 600, 630, '', '', 'missed', 0, ?)", student,
              center.peer.person.id,
              day, center.front.person.id)
    shell(center, "INSERT INTO shifts (peer_id, day, starts, ends, room) VALUES (?, ?, 1, 2, '')",
          center.peer.person.id, day)
    retention.place_hold(center.coordinator, 3, "x")
    with center.front.change("appointments") as change:  # as if they had been made by the program
        change.record("appointment.book", "appointment:1", "1 2")
        change.record("appointment.miss", "appointment:1", "1 2")
    with center.coordinator.change("shifts") as change:
        made_up = rows.shifts(change.tx, date.fromisoformat(day), date.fromisoformat(day))
        change.record("shift.add", f"person:{center.peer.person.id}", shifts.detail((), made_up))
    assert audit.verify(center.coordinator).sound
    made = destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)
    assert Records.VISITS in {line.records for line in made.lines}
    assert shell(center, "SELECT student_id FROM appointments") == [(3,)]
    assert shell(center, "SELECT count(*) FROM shifts WHERE day = ?", day) == [(0,)]
    assert audit.verify(center.coordinator).sound
    center.admin.close()


def printed(data, tmp_path):
    """The words of a PDF."""
    file = tmp_path / "slips.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def test_a_slip_names_the_student_as_they_wish_in_a_classroom_and_never_why(center, tmp_path):
    student_facts.save(center.coordinator, 1, Facts(preferred="Pepa", audiences=frozenset({Audience.CENTER})))
    student_facts.save(center.coordinator, 3, Facts(preferred="Minnie", audiences=frozenset(Audience)))
    booked(center, 1, room="Room A", service="peer_counseling")
    booked(center, 3, starts=11 * 60, ends=11 * 60 + 30)
    text = printed(appointment_slips.slips(center.front, TUESDAY), tmp_path)
    assert "José Núñez" in text
    assert "Minnie Nguy" in text
    assert "Pepa" not in text
    assert "Please come at 10:00 AM." in text
    assert "ounsel" not in text.replace("Wellness", "")


def test_many_and_long_names_stay_inside_their_slips(center, tmp_path):
    shell(center, "UPDATE students SET given = ?, family = ? WHERE id = 1", "Maximiliana " * 9, "\u202e<b>& Fernández")
    booked(center, 1, room="Circle")
    for student in (2, 3, 4, 5, 6, 7):
        booked(center, student, starts=600 + 30 * student, ends=630 + 30 * student, peer_id=None)
    text = printed(appointment_slips.slips(center.front, TUESDAY), tmp_path)
    assert text.count("Show this slip to your teacher.") == 7
    assert "Maximiliana" in text


def mondays_of(center, *, student=1):
    """Where a student is booked from today on, as (day, first minute)."""
    found = appointments.between(center.front, TODAY, TODAY + timedelta(days=120))
    return [(one.day, one.starts) for one in found if one.student_id == student and one.state is State.BOOKED]


def moved_with_all(center, one, **changes):
    return appointment_series.move(center.front, one.id, replace(one.wanted(), **changes))


def test_one_and_all_that_follow_get_another_weekday_and_time_in_one_act_and_back(center):
    before = book(center, until=TUESDAY + timedelta(weeks=4)).now
    done = moved_with_all(center, before[1], day=before[1].day + timedelta(days=2), starts=14 * 60, ends=15 * 60,
                          room="Room A")
    assert mondays_of(center) == [(before[0].day, TEN)] + [
        (one.day + timedelta(days=2), 14 * 60) for one in before[1:]]
    assert {(one.room, one.series) for one in done.now} == {("Room A", before[0].series)}
    assert not done.left_out
    assert audit.verify(center.coordinator).sound
    appointments.undo(center.front, done)
    assert mondays_of(center) == [(one.day, TEN) for one in before]
    assert audit.verify(center.coordinator).sound


@pytest.mark.parametrize("weeks", [1, -1])
def test_a_series_goes_by_a_week_past_itself_and_back(center, weeks):
    before = book(center, until=TUESDAY + timedelta(weeks=3), day=TUESDAY + timedelta(weeks=1)).now
    done = moved_with_all(center, before[0], day=before[0].day + timedelta(weeks=weeks))
    assert mondays_of(center) == [(one.day + timedelta(weeks=weeks), TEN) for one in before]
    appointments.undo(center.front, done)
    assert mondays_of(center) == [(one.day, TEN) for one in before]


def test_weeks_in_which_it_cannot_be_stay_and_it_says_which_and_why(center):
    before = book(center, until=TUESDAY + timedelta(weeks=3)).now
    day = TUESDAY + timedelta(days=1)
    booked(center, 2, day=day + timedelta(weeks=2))
    wanted_then = replace(before[0].wanted(), day=day)
    told = appointment_series.check(center.front, before[0].id, wanted_then)
    assert told.refused == ()
    assert told.warned[-1].startswith("1 week stays as it is (Sep 29: Pia Peer is already booked then")
    done = appointment_series.move(center.front, before[0].id, wanted_then)
    assert [(one.day, one.reason.split(":")[0]) for one in done.left_out] == [
        (before[2].day, "Pia Peer is already booked then")]
    assert [one.day for one in done.now] == [day, day + timedelta(weeks=1), day + timedelta(weeks=3)]
    appointments.undo(center.front, done)
    assert mondays_of(center) == [(one.day, TEN) for one in before]


def test_a_holiday_on_the_new_weekday_keeps_its_week_where_it_was(center):
    holiday = date(2026, 11, 11)  # a Wednesday; the Tuesday before has classes
    closed = calendar.whole(center.front).day(holiday).closed
    before = book(center, until=holiday).now
    done = moved_with_all(center, before[0], day=TUESDAY + timedelta(days=1))
    assert closed
    assert [(one.day, one.reason) for one in done.left_out] == [(holiday - timedelta(days=1), closed)]


@pytest.mark.parametrize(("changes", "said"), [
    ({"starts": 11 * 60, "ends": 11 * 60 + 30}, "is already booked then"),
    ({"day": TODAY - timedelta(days=1)}, "This day is over"),
    ({"ends": TEN}, "end must be after"), ({"student_id": 2}, "stays with its student"),
    ({"room": "Attic"}, "not in the list")])
def test_where_the_chosen_one_cannot_go_none_goes(center, changes, said):
    before = book(center, until=TUESDAY + timedelta(weeks=2)).now
    booked(center, 2, starts=11 * 60, ends=12 * 60)
    with pytest.raises(Problem, match=said):
        moved_with_all(center, before[0], **changes)
    assert mondays_of(center) == [(one.day, TEN) for one in before]


def test_one_that_was_moved_alone_goes_along_and_what_is_called_off_stays(center):
    before = book(center, until=TUESDAY + timedelta(weeks=3)).now
    appointments.move(center.front, before[1].id, replace(before[1].wanted(), day=before[1].day + timedelta(days=3)))
    appointments.call_off(center.front, before[2].id)
    moved_with_all(center, before[0], starts=HALF_PAST, ends=11 * 60)
    assert mondays_of(center) == [(one.day, HALF_PAST) for one in (before[0], before[1], before[3])]


def test_who_is_not_repeated_moves_alone(center):
    one, other = booked(center), booked(center, day=TUESDAY + timedelta(days=1))
    done = moved_with_all(center, one, starts=HALF_PAST, ends=11 * 60)
    assert mondays_of(center) == [(TUESDAY, HALF_PAST), (other.day, TEN)]
    appointments.move(center.front, one.id, replace(done.now[0].wanted(), room="Circle"))
    with pytest.raises(Problem, match="changed since"):
        appointments.undo(center.front, done)
