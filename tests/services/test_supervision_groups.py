"""Groups meet by their rhythm; no meeting that was planned is ever silently gone, and each note is talked about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centers import worked_center
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.calendar import DayOff
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.meetings import Group, MeetingState, Member, Missed
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import audit, calendar, supervision, supervision_groups, visits

MONDAY = date(2026, 9, 14)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    yield made
    made.center.admin.close()


def group(day, **changes):
    cora, pia = day.center.coordinator.person.id, day.center.peer.person.id
    return replace(Group(name="Monday", starts_on=MONDAY, members=(Member(person=cora, leads=True),
                                                                   Member(person=pia))), **changes)


def days(desk, first=MONDAY, weeks=8):
    found = supervision_groups.meetings(desk, first, first + timedelta(weeks=weeks))
    return [(one.day, one.state) for one in found]


def refs(agenda, kind):
    return {item.ref for item in agenda.items if item.kind is kind}


def test_the_first_agenda_makes_a_group_of_everybody_who_is_there(day):
    cora = day.center.coordinator
    supervision.build(cora)
    (made,) = supervision_groups.groups(cora)
    assert {(one.name, one.leads) for one in made.members} == {
        ("Cora Coordinator", True), ("Pia Peer", False), ("Otto Other", False)}
    assert (made.starts_on, made.every) == (MONDAY, 1)
    supervision.build(cora)
    assert len(supervision_groups.groups(cora)) == 1


def test_the_days_follow_from_the_rhythm(day):
    cora = day.center.coordinator
    supervision_groups.add(cora, group(day, every=2))
    assert [one for one, _state in days(cora)] == [MONDAY + timedelta(weeks=weeks) for weeks in (0, 2, 4, 6, 8)]


def test_the_next_meeting_of_a_group_that_begins_in_half_a_year_is_its_first(day):
    """So it is with a group made in spring for the fall, and when a clock is set back."""
    cora, first = day.center.coordinator, MONDAY + timedelta(weeks=26)
    supervision_groups.add(cora, group(day, starts_on=first))
    assert supervision.build(cora).meeting.day == first


def test_a_meeting_on_a_day_without_school_stays_in_sight_and_says_so(day):
    cora = day.center.coordinator
    supervision_groups.add(cora, group(day))
    school = calendar.whole(cora)
    off = DayOff(name=Text("Fall break", "Vacaciones de otoño"), first=date(2026, 9, 21), last=date(2026, 9, 25))
    calendar.put(cora, replace(school, days_off=(*school.days_off, off)))
    found = supervision_groups.meetings(cora, MONDAY, MONDAY + timedelta(weeks=2))
    assert [one.closed for one in found] == ["", "Fall break", ""]


def test_another_rhythm_leaves_what_was_planned_before_as_missed(day):
    cora = day.center.coordinator
    made = supervision_groups.add(cora, group(day))
    supervision.build(cora)
    day.center.clock.advance(days=15)
    changed = supervision_groups.change(cora, replace(made, every=2))
    assert changed.starts_on == date(2026, 10, 12)
    assert days(cora, weeks=6) == [(MONDAY, MeetingState.PREPARED), (date(2026, 9, 21), MeetingState.MISSED),
                                   (date(2026, 9, 28), MeetingState.MISSED), (date(2026, 10, 12), MeetingState.PLANNED),
                                   (date(2026, 10, 26), MeetingState.PLANNED)]
    (_first, second, *_more) = supervision_groups.meetings(cora, MONDAY, MONDAY + timedelta(weeks=2))
    assert second.why == Missed.OTHER.value


def test_who_leaves_and_who_comes_is_in_it_from_that_day_on(day):
    cora, otto = day.center.coordinator, day.center.desks["Otto Other"].person.id
    made = supervision_groups.add(cora, group(day))
    day.center.clock.advance(days=7)
    leader = next(one for one in made.members if one.leads)
    changed = supervision_groups.change(cora, replace(made, members=(leader, Member(person=otto))))
    assert {one.name for one in changed.on(MONDAY)} == {"Cora Coordinator", "Pia Peer"}
    assert {one.name for one in changed.on(cora.today())} == {"Cora Coordinator", "Otto Other"}
    assert audit.verify(cora).sound


def test_an_ended_group_meets_no_more(day):
    cora = day.center.coordinator
    made = supervision_groups.add(cora, group(day))
    day.center.clock.advance(days=8)
    supervision_groups.end(cora, made.id)
    assert days(cora) == [(MONDAY, MeetingState.MISSED), (MONDAY + timedelta(days=7), MeetingState.MISSED)]
    assert supervision_groups.groups(cora) == []
    with pytest.raises(Problem, match="is not there"):
        supervision_groups.end(cora, 99)


@pytest.mark.parametrize(("changes", "said"), [
    ({"name": "  "}, "name"), ({"name": "x" * 201}, "under 200"), ({"every": 3}, "every 2 weeks"),
    ({"minutes": 5}, "10 minutes"), ({"starts": 1440}, "time of the day"),
    ({"members": ()}, "at least one coordinator"),
])
def test_what_cannot_be_is_said(day, changes, said):
    with pytest.raises(Problem, match=said):
        supervision_groups.add(day.center.coordinator, group(day, **changes))
    assert supervision_groups.groups(day.center.coordinator) == []


def test_who_may_not_be_in_it_is_named(day):
    admin = day.center.admin.person
    with pytest.raises(Problem, match=admin.name):
        supervision_groups.add(day.center.coordinator, group(day, members=(Member(person=admin.id, leads=True),)))


def test_a_leader_alone_and_two_peers_one_to_one_are_no_groups(day):
    leader, peer = group(day).members
    otto = Member(person=day.center.desks["Otto Other"].person.id)
    with pytest.raises(Problem, match="at least one Wellness Peer"):
        supervision_groups.add(day.center.coordinator, group(day, members=(leader,)))
    with pytest.raises(Problem, match="exactly one Wellness Peer"):
        supervision_groups.add(day.center.coordinator, group(day, one_to_one=True, members=(leader, peer, otto)))
    with pytest.raises(Problem, match="twice"):
        supervision_groups.add(day.center.coordinator, group(day, members=(leader, peer, peer)))


def test_each_note_is_on_the_agenda_of_its_peers_group_and_that_of_nobodys_on_every_one(day):
    """The draft is Otto's, the signed note Pia's."""
    cora = day.center.coordinator
    visits.check_out(day.center.front, visits.queue(day.center.front).with_peer[-1].id)
    pias = supervision_groups.add(cora, group(day))
    meeting = supervision_groups.meetings(cora, MONDAY, MONDAY)[0].id
    assert refs(supervision.build(cora, meeting), ItemKind.NOTE) == {str(day.draft), str(day.signed)}
    leader = pias.members[0]
    otto = Member(person=day.center.desks["Otto Other"].person.id)
    supervision_groups.add(cora, group(day, name="Otto", one_to_one=True, members=(leader, otto)))
    other = supervision_groups.meetings(cora, MONDAY, MONDAY)[1].id

    assert refs(supervision.build(cora, meeting), ItemKind.NOTE) == {str(day.signed)}
    alone = supervision.build(cora, other)
    assert refs(alone, ItemKind.NOTE) == {str(day.draft)}
    assert refs(alone, ItemKind.FLAG) == set()
    assert refs(supervision.read(cora, meeting), ItemKind.FLAG) == {day.flag}
    assert supervision.news(cora, meeting) == supervision.news(cora, other) == 0


def test_a_meeting_nobody_planned_is_not_there(day):
    cora = day.center.coordinator
    supervision_groups.add(cora, group(day))
    for wanted in ("2026-09-15.1", "2026-09-14.7", "soon"):
        assert supervision.read(cora, wanted) is None
        with pytest.raises(Problem, match="no such meeting"):
            supervision.build(cora, wanted)
