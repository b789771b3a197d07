"""The closing sweep proposes forgotten check-outs with likely times and writes them in one go; corrections keep all."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.centers import fresh_center, note
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.visits import Because, Facts, LeftHow
from wellnessdesk.services import audit, closing, sessions, telling, visit_corrections, visits

WALK_IN = {"reason": "take_a_break", "origin": "walk_in"}
"""The clock stands at 10:00 AM in Los Angeles, September 14: the middle of period 2, which ends at 10:28."""
PERIOD_ENDS = datetime(2026, 9, 14, 17, 28, tzinfo=UTC)
CLOSES = datetime(2026, 9, 14, 23, 30, tzinfo=UTC)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    assert audit.verify(made.admin).sound
    made.admin.close()


def check_in(center, student=1):
    return visits.check_in(center.front, student, **WALK_IN)


def proposed(center):
    return [(one.visit.id, one.proposed, one.because) for one in closing.forgotten(center.front)]


def test_likely_times_are_the_end_of_the_session_of_the_period_or_of_the_day(center):
    by_period = check_in(center, 1)
    with_session = visits.hand_over(center.front, check_in(center, 3).id, center.peer.person.id)
    center.clock.advance(minutes=12)
    telling.told(center.peer, sessions.mine(center.peer)[0].id)
    sessions.sign(center.peer, sessions.mine(center.peer)[0].id, note())
    ended = center.clock.now()
    center.clock.advance(hours=7)  # after the last bell
    by_closing = check_in(center, 4)
    assert closing.overdue(center.front) == 0
    center.clock.advance(days=1)
    assert closing.overdue(center.front) == 3
    assert proposed(center) == [
        (by_period.id, PERIOD_ENDS, Because.PERIOD), (with_session.id, ended, Because.SESSION),
        (by_closing.id, by_closing.arrived_at, Because.CLOSING)]


def test_who_came_before_the_first_bell_may_have_stayed_until_closing(center):
    center.clock.advance(hours=-3)
    visit = check_in(center)
    center.clock.advance(days=1)
    assert proposed(center) == [(visit.id, CLOSES, Because.CLOSING)]


def test_who_came_today_is_proposed_to_leave_now_while_their_period_goes_on(center):
    visit = check_in(center)
    center.clock.advance(minutes=5)
    assert proposed(center) == [(visit.id, center.clock.now(), Because.NOW)]
    center.clock.advance(minutes=30)
    assert proposed(center) == [(visit.id, PERIOD_ENDS, Because.PERIOD)]


def test_a_session_before_the_present_stage_does_not_say_when_they_left(center):
    visit = visits.hand_over(center.front, check_in(center).id, center.peer.person.id)
    center.clock.advance(minutes=3)
    visits.to_queue(center.front, visit.id)
    center.clock.advance(minutes=1)
    visits.rest(center.front, visit.id)
    center.clock.advance(days=1)
    assert proposed(center) == [(visit.id, PERIOD_ENDS, Because.PERIOD)]


def test_one_call_checks_all_of_them_out_and_one_takes_it_back(center):
    one, two = check_in(center, 1), visits.hand_over(center.front, check_in(center, 3).id, center.peer.person.id)
    center.clock.advance(days=1)
    wanted = {each.visit.id: each.proposed for each in closing.forgotten(center.front)}
    swept = closing.sweep(center.front, wanted)
    assert [(each.left_at, each.steps.left_how, each.steps.left_by) for each in swept] == [
        (PERIOD_ENDS, LeftHow.SWEEP, center.front.person.id)] * 2
    assert sessions.mine(center.peer)[0].ended_at == PERIOD_ENDS
    assert closing.forgotten(center.front) == ()
    assert audit.verify(center.admin).sound

    closing.take_back(center.front, [one.id, two.id])
    assert len(closing.forgotten(center.front)) == 2
    assert sessions.mine(center.peer)[0].ended_at is None
    closing.take_back(center.front, [one.id, two.id])
    assert closing.sweep(center.front, {}) == ()


def test_who_left_meanwhile_is_passed_over(center):
    one, two = check_in(center, 1), check_in(center, 3)
    wanted = {each.visit.id: each.proposed for each in closing.forgotten(center.front)}
    left = visits.check_out(center.front, one.id)
    assert [each.id for each in closing.sweep(center.front, wanted)] == [two.id]
    closing.take_back(center.front, [one.id, two.id])
    assert visits.queue(center.front).left == (left,)


@pytest.mark.parametrize("minutes", [-1, 61])
def test_a_sweep_with_an_impossible_time_checks_nobody_out(center, minutes):
    one, two = check_in(center, 1), check_in(center, 3)
    center.clock.advance(hours=1)
    with pytest.raises(Problem, match="cannot have left"):
        closing.sweep(center.front, {one.id: center.clock.now(), two.id: two.arrived_at + timedelta(minutes=minutes)})
    assert len(visits.queue(center.front).waiting) == 2


def test_what_is_set_right_keeps_how_it_stood_and_who_changed_it(center):
    visit = visits.hand_over(center.front, check_in(center).id, center.peer.person.id)
    center.clock.advance(minutes=20)
    left = visits.check_out(center.front, visit.id).left_at
    center.clock.advance(minutes=5)
    earlier = left - timedelta(minutes=10)
    after = visit_corrections.correct(center.coordinator, visit.id, {
        "left_at": earlier, "reason": "tutoring", "has_pass": True, "feeling": 4, "origin": "walk_in"})

    assert (after.left_at, after.reason, after.facts, after.corrected) == (
        earlier, "tutoring", Facts(has_pass=True, feeling=4), 4)
    assert sessions.mine(center.peer)[0].ended_at == earlier
    shown, kept = visit_corrections.corrections(center.front, visit.id)
    assert shown == after
    assert {(one.fact, one.before, one.after) for one in kept} == {
        ("left_at", left.isoformat(), earlier.isoformat()), ("reason", "take_a_break", "tutoring"),
        ("has_pass", "", "yes"), ("feeling", "", "4")}
    assert {(one.by, one.at) for one in kept} == {("Cora Coordinator", center.clock.now())}


@pytest.mark.parametrize(("wanted", "why"), [
    ({"reason": "take_a_break"}, "Nothing was changed"), ({}, "Nothing was changed"),
    ({"feeling": 9}, "1 to 5"), ({"left_at": PERIOD_ENDS}, "still here"), ({"arrived_at": None}, "day of the visit"),
    ({"arrived_at": PERIOD_ENDS - timedelta(days=1)}, "day of the visit"),
    ({"arrived_at": PERIOD_ENDS}, "do not follow")])
def test_what_cannot_be_is_not_set_right(center, wanted, why):
    visit = check_in(center)
    center.clock.advance(minutes=5)
    with pytest.raises(Problem, match=why):
        visit_corrections.correct(center.front, visit.id, wanted)
    assert visit_corrections.corrections(center.front, visit.id) == (visit, ())


def test_times_follow_one_another(center):
    visit = check_in(center)
    center.clock.advance(minutes=10)
    visits.hand_over(center.front, visit.id, center.peer.person.id)
    center.clock.advance(minutes=10)
    left = visits.check_out(center.front, visit.id).left_at
    for wanted in ({"left_at": left - timedelta(minutes=11)}, {"left_at": left + timedelta(minutes=1)},
                   {"arrived_at": left - timedelta(minutes=9)}):
        with pytest.raises(Problem, match="do not follow"):
            visit_corrections.correct(center.front, visit.id, wanted)
    visit_corrections.correct(center.front, visit.id, {"arrived_at": visit.arrived_at - timedelta(minutes=30)})


def test_a_visit_that_is_gone_is_not_set_right(center):
    for ask in (lambda: visit_corrections.correct(center.front, 99, {"reason": "x"}),
                lambda: visit_corrections.corrections(center.front, 99)):
        with pytest.raises(Problem, match="not there any more"):
            ask()


def test_the_file_keeps_no_correction_of_a_check_in_taken_back(center):
    visit = check_in(center)
    visit_corrections.correct(center.front, visit.id, {"reason": "tutoring"})
    assert visits.undo(center.front, visit.id) is None
    connection = raw(center.front.store.path, center.front.keys.store_key)
    assert connection.execute("SELECT count(*) FROM visit_corrections").fetchone() == (0,)
    connection.close()


def test_only_who_is_gone_without_a_doubt_counts_as_sure(center):
    def sure():
        return [one.sure for one in closing.forgotten(center.front)]

    check_in(center)
    center.clock.advance(hours=6, minutes=29)
    assert sure() == [False]
    center.clock.advance(minutes=1)
    assert sure() == [True]
    center.clock.advance(hours=9)
    check_in(center, 3)
    assert sure() == [True, False]
