"""Resting, back to the queue, merged and apart again; and the audit judge, who follows every step."""

import pytest

from tests.centers import fresh_center, note
from tests.store.stores import raw
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.visits import LeftHow, Stage
from wellnessdesk.services import audit, sessions, visit_corrections, visit_merges, visits

WALK_IN = {"reason": "take_a_break", "origin": "walk_in"}


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    assert audit.verify(made.admin).sound
    made.admin.close()


def check_in(center, student=1):
    return visits.check_in(center.front, student, **WALK_IN)


def with_peer(center, student=1):
    return visits.hand_over(center.front, check_in(center, student).id, center.peer.person.id)


def shell(center, statement, *values):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute(statement, values).fetchall()
    connection.close()
    return found


def only(center):
    queue = visits.queue(center.front)
    (visit,) = (*queue.here, *queue.left)
    return visit


def test_who_rests_after_a_session_has_ended_it_and_taking_it_back_reopens_it(center):
    visit = with_peer(center)
    center.clock.advance(minutes=10)
    resting = visits.rest(center.front, visit.id)
    assert (resting.stage, resting.peer, resting.since) == (Stage.RESTING, "Pia Peer", center.clock.now())
    assert visits.queue(center.front).resting == (resting,)
    assert sessions.mine(center.peer)[0].ended_at == center.clock.now()
    center.clock.advance(minutes=3)
    assert visits.undo(center.front, visit.id).stage is Stage.WITH_PEER
    assert sessions.mine(center.peer)[0].ended_at is None


def test_nobody_rests_twice_nor_after_leaving(center):
    visit = check_in(center)
    visits.rest(center.front, visit.id)
    with pytest.raises(Problem, match="resting already"):
        visits.rest(center.front, visit.id)
    visits.check_out(center.front, visit.id)
    with pytest.raises(Problem, match="has left"):
        visits.rest(center.front, visit.id)


def test_who_left_while_resting_rests_again_when_that_is_taken_back(center):
    visit = check_in(center)
    visits.rest(center.front, visit.id)
    visits.check_out(center.front, visit.id)
    assert visits.undo(center.front, visit.id).stage is Stage.RESTING
    assert visits.undo(center.front, visit.id).stage is Stage.WAITING


def test_back_in_the_queue_waits_from_then_on_and_keeps_the_session(center):
    visit = with_peer(center)
    center.clock.advance(minutes=10)
    back = visits.to_queue(center.front, visit.id)
    center.clock.advance(minutes=2)
    assert (back.stage, back.peer_id, only(center).minutes(center.clock.now())) == (Stage.WAITING, None, 2)
    assert sessions.mine(center.peer)[0].ended_at == back.returned_at
    with pytest.raises(Problem, match="waiting already"):
        visits.to_queue(center.front, visit.id)


def test_a_return_is_taken_back_to_the_peer_with_whom_they_were(center):
    visit = with_peer(center)
    visits.to_queue(center.front, visit.id)
    center.clock.advance(minutes=5)
    again = visits.undo(center.front, visit.id)
    assert again.steps == visit.steps
    assert sessions.mine(center.peer)[0].ended_at is None


def test_every_step_of_a_long_visit_is_taken_back_one_after_the_other(center):
    steps, visit = [], check_in(center)
    other = center.desks["Otto Other"].person.id
    for step in (lambda: visits.rest(center.front, visit.id), lambda: visits.to_queue(center.front, visit.id),
                 lambda: visits.hand_over(center.front, visit.id, center.peer.person.id),
                 lambda: visits.to_queue(center.front, visit.id),
                 lambda: visits.hand_over(center.front, visit.id, other), lambda: visits.rest(center.front, visit.id),
                 lambda: visits.check_out(center.front, visit.id)):
        steps.append(only(center).steps)
        center.clock.advance(minutes=3)
        step()
        assert audit.verify(center.admin).sound
    assert only(center).steps.left_by == center.front.person.id
    assert only(center).steps.left_how == LeftHow.DESK
    for before in reversed(steps):
        assert visits.undo(center.front, visit.id).steps == before
        assert audit.verify(center.admin).sound
    assert visits.undo(center.front, visit.id) is None
    assert shell(center, "SELECT count(*) FROM visit_corrections, sessions") == [(0,)]


def test_a_peer_takes_over_who_rests_and_taking_that_back_lets_them_wait_then_rest(center):
    visit = check_in(center)
    visits.rest(center.front, visit.id)
    assert visits.hand_over(center.front, visit.id, center.peer.person.id).stage is Stage.WITH_PEER
    assert visits.undo(center.front, visit.id).stage is Stage.WAITING
    assert visits.undo(center.front, visit.id).stage is Stage.RESTING


def two_visits(center):
    """Of one student: with a peer and gone at once, then back and waiting."""
    first = with_peer(center)
    visits.check_out(center.front, first.id)
    center.clock.advance(minutes=1)
    return first.id, check_in(center).id


def test_two_visits_that_were_one_become_one_with_all_that_belongs_to_them(center):
    first, second = two_visits(center)
    visit_corrections.correct(center.front, second, {"reason": "tutoring"})
    visits.hand_over(center.front, second, center.peer.person.id)
    before = [visits.queue(center.front).with_peer, visits.queue(center.front).left]
    assert [one.id for one in visit_merges.others(center.front, first)] == [second]

    made = visit_merges.merge(center.front, second, first)
    assert (made.id, made.stage, made.peer, made.corrected) == (first, Stage.WITH_PEER, "Pia Peer", 1)
    assert only(center) == made
    assert {one.visit_id for one in sessions.mine(center.peer)} == {first}
    assert audit.verify(center.admin).sound

    visits.undo(center.front, first)
    assert [visits.queue(center.front).with_peer, visits.queue(center.front).left] == before
    assert {one.visit_id for one in sessions.mine(center.peer)} == {first, second}


def test_what_was_done_with_a_merged_visit_is_taken_back_before_the_merge(center):
    first, second = two_visits(center)
    visit_merges.merge(center.front, first, second)
    visits.check_out(center.front, first)
    assert visits.undo(center.front, first).stage is Stage.WAITING
    assert [one.id for one in visits.queue(center.front).here] == [first]
    visits.undo(center.front, first)
    assert [one.id for one in visits.queue(center.front).here] == [second]


def test_a_fact_set_right_between_a_merge_and_its_undoing_stays_right_in_the_log_too(center):
    first, second = two_visits(center)
    visit_merges.merge(center.front, first, second)
    visit_corrections.correct(center.front, first, {"origin": "self"})
    visits.undo(center.front, first)
    assert audit.verify(center.admin).sound


def test_visits_that_do_not_belong_together_are_not_merged(center):
    one, two = check_in(center, 1), check_in(center, 3)
    for pair in ((one.id, two.id), (one.id, one.id), (one.id, 99)):
        with pytest.raises(Problem, match="one student on one day"):
            visit_merges.merge(center.front, *pair)
    visits.check_out(center.front, one.id)
    center.clock.advance(days=1)
    with pytest.raises(Problem, match="one student on one day"):
        visit_merges.merge(center.front, one.id, check_in(center, 1).id)


@pytest.mark.parametrize("statement", [
    "UPDATE visits SET resting_at = NULL", "UPDATE visits SET resting_at = 1 WHERE id = 2",
    "DELETE FROM visit_corrections", "UPDATE visits SET left_at = 1 WHERE id = 2"])
def test_the_judge_sees_a_step_or_a_correction_undone_past_the_program(tmp_path, statement):
    center = fresh_center(tmp_path / "spoiled")
    for student in (1, 3):
        visit = check_in(center, student)
    visits.rest(center.front, 1)
    visit_corrections.correct(center.front, visit.id, {"reason": "tutoring"})
    assert audit.verify(center.admin).sound
    shell(center, statement)
    assert not audit.verify(center.admin).sound
    center.admin.close()


def test_a_session_whose_note_was_begun_keeps_its_hand_over(center):
    visit = with_peer(center)
    sessions.save_draft(center.peer, sessions.mine(center.peer)[0].id, note())
    visits.rest(center.front, visit.id)
    assert visits.undo(center.front, visit.id).stage is Stage.WITH_PEER
    with pytest.raises(Problem, match="already begun the note"):
        visits.undo(center.front, visit.id)


def test_a_peer_says_that_the_student_with_them_has_left_and_nobody_elses(center):
    visit = with_peer(center)
    with pytest.raises(Denied, match="another Wellness Peer"):
        visits.check_out_own(center.desks["Otto Other"], visit.id)
    center.clock.advance(minutes=10)
    left = visits.check_out_own(center.peer, visit.id)
    assert (left.left_at, left.steps.left_by, left.steps.left_how) == (
        center.clock.now(), center.peer.person.id, LeftHow.PEER)
    assert sessions.mine(center.peer)[0].ended_at == center.clock.now()
    with pytest.raises(Problem, match="already left"):
        visits.check_out_own(center.peer, visit.id)
    assert audit.verify(center.admin).sound
    assert visits.undo(center.front, visit.id).stage is Stage.WITH_PEER
