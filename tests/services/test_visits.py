"""The front desk: who came is there once, goes from stage to stage, and each last step can be taken back."""

from datetime import timedelta

import pytest

from tests.centers import first, note
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.domain.visits import Stage
from wellnessdesk.services import audit, sessions, students, telling, visits
from wellnessdesk.store import students as student_rows


def check_in(center, student=1, **changes):
    chosen = {"reason": first("visit_reasons"), "origin": first("visit_origins"), **changes}
    return visits.check_in(center.front, student, **chosen)


def with_peer(center, student=1):
    return visits.hand_over(center.front, check_in(center, student).id, center.peer.person.id)


def stages(center):
    queue = visits.queue(center.front)
    return [one.id for one in queue.waiting], [one.id for one in queue.with_peer], [one.id for one in queue.left]


def log(center):
    """(action, subject) of what was recorded since the center was made."""
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute("SELECT action, subject FROM audit WHERE sequence > 2 ORDER BY sequence").fetchall()
    connection.close()
    return found


def test_a_checked_in_student_waits_with_everything_the_desk_needs(center):
    visit = check_in(center, 1, reason="take_a_break", origin="appointment")
    assert visit == visits.queue(center.front).waiting[0]
    assert (visit.student, visit.grade, visit.hint) == ("José Núñez", "10", "001")
    assert (visit.reason, visit.origin, visit.arrived_at) == ("take_a_break", "appointment", center.clock.now())
    center.clock.advance(minutes=12)
    assert visit.minutes(center.clock.now()) == 12


def test_nobody_is_there_twice(center):
    check_in(center)
    center.clock.advance(minutes=3)
    with pytest.raises(visits.AlreadyHere, match="José Núñez is already here since 10:00 AM"):
        check_in(center)
    assert len(visits.queue(center.front).waiting) == 1


def test_who_has_left_may_come_again(center):
    visits.check_out(center.front, check_in(center).id)
    assert check_in(center).stage is Stage.WAITING


def test_yesterdays_forgotten_check_out_keeps_nobody_out_today(center):
    check_in(center)
    center.clock.advance(days=1)
    assert visits.queue(center.front).waiting == ()
    check_in(center)


@pytest.mark.parametrize("student", [999, 2])
def test_only_students_of_the_roster_are_checked_in(center, student):
    with center.admin.change("students") as change:
        student_rows.change_many(change.tx, [{"id": 2, "active": False}])
        change.record("test", "roster")
    with pytest.raises(Problem, match="not on the roster any more"):
        check_in(center, student)
    assert students.search(center.front, "o'neil") == []


def test_a_visit_goes_through_its_stages_in_order_of_arrival(center):
    one, two = check_in(center, 1), check_in(center, 2)
    assert stages(center) == ([one.id, two.id], [], [])
    center.clock.advance(minutes=10)
    handed = visits.hand_over(center.front, one.id, center.peer.person.id)
    assert (handed.stage, handed.peer, handed.handed_at) == (Stage.WITH_PEER, "Pia Peer", center.clock.now())
    assert stages(center) == ([two.id], [one.id], [])
    center.clock.advance(minutes=10)
    left = visits.check_out(center.front, one.id)
    assert (left.stage, left.left_at) == (Stage.LEFT, center.clock.now())
    assert stages(center) == ([two.id], [], [one.id])
    assert visits.queue(center.front).left_count == 1


def test_handing_over_begins_a_session_of_that_peer_and_checking_out_ends_it(center):
    visit = with_peer(center)
    (session,) = sessions.mine(center.peer)
    assert (session.student, session.peer_id, session.visit_id) == ("José Núñez", center.peer.person.id, visit.id)
    assert (session.note, session.ended_at) == (NoteState.TO_WRITE, None)
    assert sessions.mine(center.desks[SECOND_PEER]) == []
    center.clock.advance(minutes=20)
    visits.check_out(center.front, visit.id)
    assert sessions.mine(center.peer)[0].ended_at == center.clock.now()


def test_no_step_is_taken_twice(center):
    visit = with_peer(center)
    with pytest.raises(Problem, match="not waiting any more"):
        visits.hand_over(center.front, visit.id, center.peer.person.id)
    visits.check_out(center.front, visit.id)
    with pytest.raises(Problem, match="already left"):
        visits.check_out(center.front, visit.id)
    with pytest.raises(Problem, match="not waiting any more"):
        visits.hand_over(center.front, visit.id, center.peer.person.id)
    assert len(sessions.mine(center.peer)) == 1


def test_each_step_is_taken_back_until_nothing_is_left(center):
    visit = with_peer(center)
    center.clock.advance(minutes=5)
    visits.check_out(center.front, visit.id)

    back = visits.undo(center.front, visit.id)
    assert (back.stage, back.left_at) == (Stage.WITH_PEER, None)
    assert sessions.mine(center.peer)[0].ended_at is None
    back = visits.undo(center.front, visit.id)
    assert (back.stage, back.peer_id, back.handed_at) == (Stage.WAITING, None, None)
    assert sessions.mine(center.peer) == []
    assert visits.undo(center.front, visit.id) is None
    assert stages(center) == ([], [], [])
    with pytest.raises(Problem, match="not there any more"):
        visits.undo(center.front, visit.id)


def test_the_log_keeps_both_the_steps_and_their_taking_back(center):
    visit = with_peer(center)
    visits.check_out(center.front, visit.id)
    for _step in range(3):
        visits.undo(center.front, visit.id)
    subject = f"visit:{visit.id}"
    assert log(center) == [
        ("visit.check_in", subject), ("visit.hand_over", subject), ("visit.check_out", subject),
        ("visit.undo_check_out", subject), ("visit.undo_hand_over", subject), ("visit.undo_check_in", subject)]
    assert audit.verify(center.admin).whole


def test_the_number_of_a_visit_taken_back_is_not_given_again(center):
    visit = check_in(center)
    visits.undo(center.front, visit.id)
    assert check_in(center).id > visit.id


def test_a_check_out_is_not_taken_back_once_the_student_came_again(center):
    visit = check_in(center)
    visits.check_out(center.front, visit.id)
    check_in(center)
    with pytest.raises(Problem, match="checked in again"):
        visits.undo(center.front, visit.id)
    assert len(visits.queue(center.front).waiting) == 1


def test_a_hand_over_is_not_taken_back_once_the_note_was_begun(center):
    visit = with_peer(center)
    session = sessions.mine(center.peer)[0].id
    sessions.save_draft(center.peer, session, note())
    with pytest.raises(Problem, match="already begun the note"):
        visits.undo(center.front, visit.id)
    assert sessions.read_draft(center.peer, session) == note()


def test_taking_a_check_out_back_does_not_reopen_a_session_that_was_signed(center):
    """Its note would vanish from the coordinator's list until the next check-out."""
    visit = with_peer(center)
    session = sessions.mine(center.peer)[0].id
    visits.check_out(center.front, visit.id)
    telling.told(center.peer, session)
    sessions.sign(center.peer, session, note())
    visits.undo(center.front, visit.id)
    assert [one.id for one in sessions.to_review(center.coordinator)] == [session]


def test_the_newest_departures_come_first_and_all_are_counted(center):
    made = []
    for student in (1, 2, 3):
        center.clock.advance(minutes=1)
        made.append(check_in(center, student).id)
        visits.check_out(center.front, made[-1])
    assert stages(center)[2] == made[::-1]


def test_the_day_ends_at_midnight_of_the_center(center):
    center.clock.advance(hours=13, minutes=59)  # 23:59 in Los Angeles
    visit = check_in(center)
    assert visit.day == center.front.today()
    center.clock.advance(minutes=2)
    assert center.front.today() == visit.day + timedelta(days=1)
    assert stages(center) == ([], [], [])
