"""What a meeting leaves is not lost, and what it settled does not come back: put off, remarked on, brought early."""

from dataclasses import replace

import pytest

from tests.centers import OWN_WORDS, worked_center
from tests.services.supervised import meeting
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.meetings import Attendance
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.supervision import ItemKind, ItemState
from wellnessdesk.services import (
    audit,
    flags,
    leaving,
    meetings,
    minutes,
    sessions,
    supervision,
    supervision_actions,
    supervision_groups,
)

NOW, NEXT, AFTER = map(meeting, range(3))
DECIDED = Closing(disposition="x", notify_caregiver=True, notify_reason="x", outcome="x", reported=False)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    made.cora = made.center.coordinator
    supervision.build(made.cora)
    yield made
    made.center.admin.close()


def refs(agenda):
    return [item.ref for item in agenda.items]


def hold(day, at, then=7):
    meetings.begin(day.cora, at)
    for seat in meetings.look(day.cora, at).seats:
        meetings.attend(day.cora, at, seat.person, Attendance.PRESENT)
    minutes.sign(day.cora, at)
    day.center.clock.advance(days=then)


def close(day):
    flags.acknowledge(day.cora, day.flag)
    flags.close(day.cora, day.flag, DECIDED)


def spoil(day, statement):
    connection = raw(day.cora.store.path, day.cora.keys.store_key)
    assert connection.execute(statement).rowcount
    connection.close()


def test_what_was_put_off_comes_again_whatever_became_of_it_meanwhile(day):
    close(day)
    meetings.put_off(day.cora, NOW, ItemKind.FLAG, day.flag, "The principal is away.")
    meetings.put_off(day.cora, NOW, ItemKind.NOTE, str(day.signed), "no time")
    sessions.cosign(day.cora, day.signed)
    hold(day, NOW)
    found = {item.ref: item for item in supervision.build(day.cora, NEXT).items}
    for ref in (day.flag, str(day.signed)):
        assert (found[ref].state, found[ref].carried, found[ref].written) == (ItemState.OPEN, 1, False)
    assert supervision.news(day.cora, NEXT) == 0
    hold(day, NEXT)
    assert not {day.flag, str(day.signed)} & set(refs(supervision.build(day.cora, AFTER)))


def test_news_count_what_was_put_off_after_the_next_agenda_was_built(day):
    supervision.build(day.cora, NEXT)
    close(day)
    sessions.cosign(day.cora, day.signed)
    supervision.build(day.cora, NEXT)
    before = supervision.news(day.cora, NEXT)
    meetings.put_off(day.cora, NOW, ItemKind.NOTE, str(day.signed), "no time")
    assert (before, supervision.news(day.cora, NEXT)) == (0, 1)
    supervision.build(day.cora, NEXT)
    assert supervision.news(day.cora, NEXT) == 0


def test_building_again_takes_no_item_away_of_which_something_was_written(day):
    meetings.remark(day.cora, NOW, ItemKind.NOTE, str(day.signed), "Ask Pia first.")
    sessions.cosign(day.cora, day.signed)
    assert str(day.signed) in refs(supervision.build(day.cora, NOW))
    assert meetings.written(day.cora, NOW)[ItemKind.NOTE, str(day.signed)].remark == "Ask Pia first."
    meetings.remark(day.cora, NOW, ItemKind.NOTE, str(day.signed), "")
    assert str(day.signed) not in refs(supervision.build(day.cora, NOW))
    assert audit.verify(day.cora).sound


def test_an_own_item_talked_about_after_the_next_agenda_was_built_leaves_that_one(day):
    (own,) = [item for item in supervision.add_own(day.cora, NOW, OWN_WORDS).items if item.kind is ItemKind.OWN]
    assert own.ref in refs(supervision.build(day.cora, NEXT))
    supervision.tick(day.cora, NOW, ItemKind.OWN, own.ref, done=True)
    assert own.ref not in refs(supervision.build(day.cora, NEXT))
    supervision.tick(day.cora, NOW, ItemKind.OWN, own.ref, done=False)
    assert own.ref in refs(supervision.build(day.cora, NEXT))


def test_a_meeting_nobody_held_settles_nothing_that_was_closed_meanwhile(day):
    hold(day, NOW, then=2)
    late = flags.raise_flag(day.center.peer, day.signed, kind="other", urgency=flags.Urgency.SAME_DAY, words="x").id
    flags.acknowledge(day.cora, late)
    flags.close(day.cora, late, DECIDED)
    assert late in refs(supervision.build(day.cora, NEXT))
    day.center.clock.advance(days=12)
    assert late in refs(supervision.build(day.cora, AFTER))


def test_who_is_not_active_any_more_need_not_be_marked_and_then_is_not_in_the_minutes(day):
    otto = day.center.desks["Otto Other"].person.id
    leaving.deactivate(day.center.admin, otto)
    meetings.begin(day.cora, NOW)
    for seat in meetings.look(day.cora, NOW).seats:
        if seat.active:
            meetings.attend(day.cora, NOW, seat.person, Attendance.PRESENT)
    assert otto not in {seat.person for seat in minutes.sign(day.cora, NOW).seats}


def test_a_part_of_words_that_do_not_open_is_not_changed_at_the_cost_of_the_others(day):
    meetings.write(day.cora, NOW, ItemKind.FLAG, day.flag, Words(outcome="x"))
    spoil(day, "UPDATE sealed SET blob = zeroblob(3000) WHERE kind = 'outcome'")
    for tried in (meetings.remark, meetings.put_off):
        with pytest.raises(Problem, match="seal"):
            tried(day.cora, NOW, ItemKind.FLAG, day.flag, "y")


def test_nobody_takes_on_what_is_about_nothing_on_the_agenda(day):
    meetings.begin(day.cora, NOW)
    with pytest.raises(Problem, match="not on the agenda any more"):
        supervision_actions.add(day.cora, NOW, ItemKind.FLAG, "no-such", day.cora.person.id, "lost")


def test_signed_minutes_of_which_the_last_part_was_taken_away_say_so(day):
    hold(day, NOW)
    minutes.add(day.cora, NOW, "It was Tuesday.")
    spoil(day, "DELETE FROM sealed WHERE kind = 'minutes' AND version = 2")
    assert "seal" in minutes.read(day.cora, NOW).problem


def test_what_a_group_left_that_meets_no_more_goes_on_in_another_one(day):
    supervision.add_own(day.cora, NOW, OWN_WORDS)
    meetings.begin(day.cora, NOW)
    for seat in meetings.look(day.cora, NOW).seats:
        meetings.attend(day.cora, NOW, seat.person, Attendance.PRESENT)
    taken = supervision_actions.add(day.cora, NOW, ItemKind.FLAG, day.flag, day.cora.person.id, "Call").id
    minutes.sign(day.cora, NOW)
    day.center.clock.advance(days=1)
    supervision_groups.end(day.cora, 1)
    supervision_groups.add(day.cora, replace(supervision_groups.proposed(day.cora), name="New"))
    first = supervision.build(day.cora)
    own = next(item for item in first.items if item.kind is ItemKind.OWN)
    assert (first.meeting.name, own.title, own.carried, taken in refs(first)) == ("New", OWN_WORDS, 1, True)
    assert supervision.news(day.cora, first.meeting.id) == 0
    supervision.tick(day.cora, first.meeting.id, ItemKind.OWN, own.ref, done=True)
    hold(day, first.meeting.id)
    assert own.ref not in refs(supervision.build(day.cora))
    assert audit.verify(day.cora).sound
