"""A meeting is held: nothing typed is lost, the minutes are signed once, what is open is carried over."""

from datetime import date, timedelta

import pytest

from tests.centers import FLAG_WORDS, OWN_WORDS, worked_center
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.meetings import Attendance, MeetingState, Missed, meeting_id
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.supervision import ItemKind, ItemState, Section
from wellnessdesk.domain.wellbeing import Told
from wellnessdesk.services import (
    audit,
    destruction,
    flags,
    leaving,
    meetings,
    minutes,
    retention,
    session_marks,
    supervision,
    supervision_actions,
    supervision_groups,
    wellbeing,
)

MONDAY = date(2026, 9, 14)
NOW, NEXT = (meeting_id(1, MONDAY + timedelta(weeks=weeks)) for weeks in (0, 1))
OUTCOME, REMARK, TASK = "canary outcome", "canary remark", "canary task"
DECIDED = Closing(disposition="x", notify_caregiver=True, notify_reason="x", outcome="x", reported=False)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    made.cora = made.center.coordinator
    supervision.build(made.cora)
    yield made
    made.center.admin.close()


@pytest.fixture
def held(day):
    """Begun, everybody there, something said about the flag, and one action."""
    meetings.begin(day.cora, NOW)
    for seat in meetings.look(day.cora, NOW).seats:
        meetings.attend(day.cora, NOW, seat.person, Attendance.PRESENT)
    meetings.write(day.cora, NOW, ItemKind.FLAG, day.flag, Words(outcome=OUTCOME, remark=REMARK))
    day.action = supervision_actions.add(day.cora, NOW, ItemKind.FLAG, day.flag, day.center.peer.person.id, TASK,
                                         MONDAY + timedelta(days=3))
    return day


def said(sitting, ref):
    return next(one for one in sitting.items if one.item.ref == str(ref))


def clear_text(day):
    connection = raw(day.center.front.store.path, day.center.front.keys.store_key)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables])  # noqa: S608 - ours
    connection.close()
    return found


def test_a_meeting_is_begun_once_and_by_whom_is_said(day):
    sitting = meetings.begin(day.cora, NOW)
    assert sitting.meeting.state is MeetingState.BEGUN
    assert [seat.state for seat in sitting.seats] == [None, None, None]
    with pytest.raises(Problem, match="Cora Coordinator began this meeting"):
        meetings.begin(day.cora, NOW)
    with pytest.raises(Problem, match="Build it first"):
        meetings.begin(day.cora, NEXT)


def test_a_meeting_held_on_another_day_is_of_that_day_and_keeps_its_name(day):
    day.center.clock.advance(days=2)
    sitting = meetings.begin(day.cora, NOW)
    assert (sitting.meeting.id, sitting.meeting.day) == (NOW, date(2026, 9, 16))
    assert audit.verify(day.cora).sound


def test_what_was_typed_is_there_for_whoever_comes_next(held):
    found = said(meetings.look(held.cora, NOW), held.flag)
    assert (found.words.outcome, found.words.remark) == (OUTCOME, REMARK)
    assert [(one.text, one.owner_name) for one in found.actions] == [(TASK, "Pia Peer")]
    meetings.write(held.cora, NOW, ItemKind.FLAG, held.flag, Words(outcome="other"))
    assert said(meetings.look(held.cora, NOW), held.flag).words == Words(outcome="other")
    meetings.write(held.cora, NOW, ItemKind.FLAG, held.flag, Words())
    assert not said(meetings.look(held.cora, NOW), held.flag).item.written
    assert audit.verify(held.cora).sound


def test_building_again_while_it_goes_on_takes_nothing_away_and_adds_what_is_new(held):
    flags.acknowledge(held.cora, held.flag)
    flags.close(held.cora, held.flag, DECIDED)
    before = {one.ref for one in supervision.read(held.cora, NOW).items}
    agenda = supervision.build(held.cora, NOW)
    assert before <= {one.ref for one in agenda.items}
    assert said(meetings.look(held.cora, NOW), held.flag).words.outcome == OUTCOME


def test_who_was_late_has_their_minutes_and_who_was_not_there_none(day):
    meetings.begin(day.cora, NOW)
    pia, otto = (day.center.desks[name].person.id for name in ("Pia Peer", "Otto Other"))
    meetings.attend(day.cora, NOW, pia, Attendance.LATE, 45)
    meetings.attend(day.cora, NOW, otto, Attendance.EXCUSED, 45)
    seats = {seat.person: (seat.state, seat.minutes) for seat in meetings.look(day.cora, NOW).seats}
    assert (seats[pia], seats[otto]) == ((Attendance.LATE, 45), (Attendance.EXCUSED, 0))
    with pytest.raises(Problem, match="Missing: Cora Coordinator"):
        minutes.sign(day.cora, NOW)
    with pytest.raises(Problem, match="in this group"):
        meetings.attend(day.cora, NOW, day.center.front.person.id, Attendance.PRESENT)


def test_an_item_is_put_off_with_a_reason_and_comes_again(held):
    with pytest.raises(Problem, match="why it waits"):
        meetings.put_off(held.cora, NOW, ItemKind.NOTE, str(held.signed), "  ")
    meetings.put_off(held.cora, NOW, ItemKind.NOTE, str(held.signed), "No time")
    assert said(meetings.look(held.cora, NOW), held.signed).item.state is ItemState.DEFERRED
    minutes.sign(held.cora, NOW)
    held.center.clock.advance(days=7)
    again = next(one for one in supervision.build(held.cora, NEXT).items if one.ref == str(held.signed))
    assert (again.state, again.carried) == (ItemState.OPEN, 1)
    assert audit.verify(held.cora).sound


def test_the_time_spent_adds_up(held):
    for _time in range(2):
        meetings.spend(held.cora, NOW, ItemKind.FLAG, held.flag, 40)
    assert said(meetings.look(held.cora, NOW), held.flag).item.seconds == 80


def test_signed_minutes_hold_everything_and_nothing_changes_any_more(held):
    signed = minutes.sign(held.cora, NOW)
    found = said(signed, held.flag)
    assert (found.words.outcome, found.words.remark, found.item.name) == (OUTCOME, REMARK, "")
    assert found.actions[0].text == TASK
    assert {seat.state for seat in signed.seats} == {Attendance.PRESENT}
    assert minutes.read(held.cora, NOW) == signed
    for tried in (lambda: meetings.write(held.cora, NOW, ItemKind.FLAG, held.flag, Words(outcome="x")),
                  lambda: supervision.tick(held.cora, NOW, ItemKind.FLAG, held.flag, done=True),
                  lambda: supervision.add_own(held.cora, NOW, OWN_WORDS), lambda: supervision.build(held.cora, NOW),
                  lambda: supervision_actions.take_back(held.cora, held.action.id),
                  lambda: meetings.miss(held.cora, NOW, Missed.OTHER), lambda: minutes.sign(held.cora, NOW)):
        with pytest.raises(Problem, match="signed"):
            tried()
    assert audit.verify(held.cora).sound


def test_what_is_added_to_minutes_stands_below_with_name_and_time(held):
    minutes.sign(held.cora, NOW)
    held.center.clock.advance(hours=1)
    added = minutes.add(held.cora, NOW, "It was Tuesday.").added
    assert [(one.by, one.text, one.at) for one in added] == [
        ("Cora Coordinator", "It was Tuesday.", held.center.clock.now())]
    assert len(minutes.add(held.cora, NOW, "And more.").added) == 2
    assert audit.verify(held.cora).sound


@pytest.mark.parametrize("statement", [
    "UPDATE sealed SET blob = zeroblob(3000) WHERE kind = 'minutes' AND version = 1",
    "UPDATE sealed SET version = 3 - version WHERE kind = 'minutes'",
])
def test_spoiled_minutes_say_so_are_not_printed_and_are_found(held, statement):
    minutes.sign(held.cora, NOW)
    minutes.add(held.cora, NOW, "More.")
    connection = raw(held.cora.store.path, held.cora.keys.store_key)
    for part in (["UPDATE sealed SET version = version + 10 WHERE kind = 'minutes'",
                  "UPDATE sealed SET version = 13 - version WHERE kind = 'minutes'"] if "3 -" in statement
                 else [statement]):
        connection.execute(part)
    connection.close()
    assert "seal" in minutes.read(held.cora, NOW).problem
    with pytest.raises(Problem, match="seal"):
        minutes.print_minutes(held.cora, NOW)
    assert "minutes" in audit.verify(held.cora).finding


@pytest.mark.parametrize(("statement", "said_then"), [
    ("UPDATE meetings SET state = 'prepared'", "meeting"), ("UPDATE meetings SET day = '2026-09-15'", "meeting"),
    ("DELETE FROM meeting_attendance WHERE minutes = 60 AND person_id = (SELECT max(person_id) FROM "
     "meeting_attendance)", "was there"),
    ("UPDATE meeting_attendance SET state = 'absent'", "was there"),
    ("UPDATE supervision_actions SET done_at = 1", "action"), ("UPDATE supervision_actions SET due = NULL", "action"),
])
def test_what_sql_changed_of_a_meeting_is_found(held, statement, said_then):
    minutes.sign(held.cora, NOW)
    connection = raw(held.cora.store.path, held.cora.keys.store_key)
    connection.execute(statement)
    connection.close()
    assert said_then in audit.verify(held.cora).finding


def test_an_action_is_on_its_owners_list_until_it_is_done_and_carried_over_until_then(held):
    pia = held.center.peer
    minutes.sign(held.cora, NOW)
    (mine,) = supervision_actions.mine(pia)
    assert (mine.text, mine.due, mine.day) == (TASK, date(2026, 9, 17), MONDAY)
    assert supervision_actions.mine(held.center.desks["Otto Other"]) == []
    held.center.clock.advance(days=7)
    carried = [one for one in supervision.build(held.cora, NEXT).items if one.kind is ItemKind.ACTION]
    assert [(one.section, one.title, one.who) for one in carried] == [(Section.ACTIONS, TASK, "P. P.")]
    assert "overdue" in carried[0].reason
    with pytest.raises(Problem, match="somebody else"):
        supervision_actions.set_done(held.center.desks["Otto Other"], mine.id, done=True)
    supervision_actions.set_done(pia, mine.id, done=True)
    assert supervision_actions.mine(pia) == []
    assert not [one for one in supervision.build(held.cora, NEXT).items if one.kind is ItemKind.ACTION]
    assert audit.verify(held.cora).sound


def test_an_action_needs_words_and_somebody_who_is_here(held):
    with pytest.raises(Problem, match="what is to be done"):
        supervision_actions.add(held.cora, NOW, ItemKind.FLAG, held.flag, held.cora.person.id, " ")
    with pytest.raises(Problem, match="still here"):
        supervision_actions.add(held.cora, NOW, ItemKind.FLAG, held.flag, held.center.front.person.id, "x")
    supervision_actions.take_back(held.cora, held.action.id)
    assert supervision_actions.mine(held.center.peer) == []
    assert audit.verify(held.cora).sound


def test_the_log_tells_of_what_was_taken_on_only_when_all_of_it_is_signed(held):
    """Between the ticks of the items its time would join a flag to whoever goes on with it."""
    supervision.tick(held.cora, NOW, ItemKind.FLAG, held.flag, done=True)
    supervision_actions.add(held.cora, NOW, ItemKind.FLAG, held.flag, held.cora.person.id, "canary")
    supervision_actions.set_done(held.center.peer, held.action.id, done=True)
    assert actions_told(held) == ["action.done"]
    minutes.sign(held.cora, NOW)
    assert actions_told(held) == ["action.done", "action.add", "action.add"]
    assert audit.verify(held.cora).sound


def actions_told(day):
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    found = connection.execute("SELECT action FROM audit WHERE action LIKE 'action.%' ORDER BY sequence").fetchall()
    connection.close()
    return [action for (action,) in found]


def test_nothing_in_the_clear_joins_a_flag_to_who_goes_on_with_it(held):
    minutes.sign(held.cora, NOW)
    connection = raw(held.cora.store.path, held.cora.keys.store_key)
    told = connection.execute("SELECT * FROM supervision_actions").fetchall()
    told += connection.execute("SELECT subject, detail FROM audit WHERE action LIKE 'action.%'").fetchall()
    connection.close()
    assert held.center.peer.person.id in str(told)
    assert held.flag not in str(told)


def test_nothing_said_in_a_meeting_is_in_the_clear_and_nobody_else_reads_it(held):
    minutes.sign(held.cora, NOW)
    minutes.add(held.cora, NOW, "canary addendum")
    for word in (OUTCOME, REMARK, TASK, "canary addendum", FLAG_WORDS):
        assert word not in clear_text(held)
    for desk in (held.center.peer, held.center.front, held.center.admin):
        with pytest.raises(Denied):
            minutes.read(desk, NOW)
        with pytest.raises(Denied):
            meetings.look(desk, NOW)


def test_a_missed_meeting_is_counted_as_such_and_what_it_left_open_goes_on(day):
    supervision.add_own(day.cora, NOW, OWN_WORDS)
    meetings.miss(day.cora, NOW, Missed.TOO_FEW)
    assert supervision_groups.meetings(day.cora, MONDAY, MONDAY)[0].state is MeetingState.MISSED
    with pytest.raises(Problem, match="was not held"):
        meetings.begin(day.cora, NOW)
    day.center.clock.advance(days=7)
    (own,) = [one for one in supervision.build(day.cora, NEXT).items if one.kind is ItemKind.OWN]
    assert (own.title, own.carried) == (OWN_WORDS, 1)
    meetings.restore(day.cora, NOW)
    assert supervision_groups.meetings(day.cora, MONDAY, MONDAY)[0].state is MeetingState.PREPARED
    assert audit.verify(day.cora).sound


def test_a_meeting_is_moved_and_never_onto_another_one(day):
    meetings.move(day.cora, NOW, date(2026, 9, 16), 600)
    supervision.build(day.cora, NEXT)
    moved, follows = supervision_groups.meetings(day.cora, MONDAY, MONDAY + timedelta(weeks=1))
    assert (moved.id, moved.day, moved.starts, follows.id) == (NOW, date(2026, 9, 16), 600, NEXT)
    with pytest.raises(Problem, match="already has a meeting on Sep 16"):
        meetings.move(day.cora, NEXT, date(2026, 9, 16), 600)
    with pytest.raises(Problem, match="already has a meeting on Sep 28"):
        meetings.move(day.cora, NEXT, date(2026, 9, 28), 600)
    assert audit.verify(day.cora).sound


def test_who_was_deactivated_in_between_still_belongs_to_the_meeting(held):
    leaving.deactivate(held.center.admin, held.center.desks["Otto Other"].person.id)
    seats = {seat.name: seat.active for seat in meetings.look(held.cora, NOW).seats}
    assert seats == {"Cora Coordinator": True, "Pia Peer": True, "Otto Other": False}
    assert len(minutes.sign(held.cora, NOW).seats) == 3


def test_the_hours_attended_come_from_signed_minutes(held):
    assert [one.held for one in supervision_groups.attended(held.cora, 1)] == [0, 0, 0]
    meetings.attend(held.cora, NOW, held.center.peer.person.id, Attendance.ABSENT)
    minutes.sign(held.cora, NOW)
    assert {one.name: (one.held, one.there, one.minutes) for one in supervision_groups.attended(held.cora, 1)} == {
        "Cora Coordinator": (1, 1, 60), "Pia Peer": (1, 0, 0), "Otto Other": (1, 1, 60)}


@pytest.mark.parametrize("words", [Words(outcome="x" * 4001), Words(remark="x" * 4001)])
def test_too_many_words_are_refused_with_their_limit(held, words):
    with pytest.raises(Problem, match="under 4,000"):
        meetings.write(held.cora, NOW, ItemKind.FLAG, held.flag, words)
    assert said(meetings.look(held.cora, NOW), held.flag).words.outcome == OUTCOME


def test_an_item_that_is_gone_takes_no_words(held):
    for tried in (lambda: meetings.write(held.cora, NOW, ItemKind.FLAG, "no-such", Words(outcome="x")),
                  lambda: meetings.put_off(held.cora, NOW, ItemKind.FLAG, "no-such", "x")):
        with pytest.raises(Problem, match="not on the agenda any more"):
            tried()


def test_spoiled_words_do_not_keep_the_meeting_closed(held):
    connection = raw(held.cora.store.path, held.cora.keys.store_key)
    connection.execute("UPDATE sealed SET blob = zeroblob(3000) WHERE kind IN ('outcome', 'action')")
    connection.close()
    found = said(meetings.look(held.cora, NOW), held.flag)
    assert "seal" in found.item.reason
    assert "seal" in found.actions[0].problem


def test_words_that_were_taken_away_are_missed(held):
    """Somebody else's version number hides them as well as deleting them would."""
    connection = raw(held.cora.store.path, held.cora.keys.store_key)
    connection.execute("UPDATE sealed SET version = 5 WHERE kind = 'outcome'")
    connection.close()
    assert "seal" in said(meetings.look(held.cora, NOW), held.flag).item.reason
    with pytest.raises(Problem, match="seal"):
        meetings.put_off(held.cora, NOW, ItemKind.FLAG, held.flag, "no time")


def test_when_its_time_is_over_a_meeting_goes_with_everything_that_was_said(held):
    minutes.sign(held.cora, NOW)
    session_marks.mark(held.center.peer, held.signed, "to talk about")
    wellbeing.tell(held.center.peer, Told(answers={"lately": 2}))
    assert audit.verify(held.cora).sound
    held.center.clock.advance(days=365 * 8)

    destruction.destroy(held.cora, retention.preview(held.cora), PASSPHRASE)

    connection = raw(held.cora.store.path, held.cora.keys.store_key)
    left = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (  # noqa: S608 - ours
        "meetings", "meeting_items", "meeting_attendance", "supervision_actions", "session_marks", "wellbeing_checks")]
    kinds = {row[0] for row in connection.execute("SELECT DISTINCT kind FROM sealed")}
    connection.close()
    assert left == [0] * 6
    assert kinds <= {"flag", "flag step"}
    assert audit.verify(held.cora).sound
    assert len(supervision_groups.groups(held.cora)) == 1
