"""Weeks of supervision done quickly: meetings held, one missed, one nobody wrote down, actions, carried items."""

from datetime import date, timedelta

from wellnessdesk.domain.meetings import Attendance, Missed, meeting_id
from wellnessdesk.domain.minutes import Words
from wellnessdesk.services import meetings, minutes, supervision, supervision_actions

MONDAY = date(2026, 9, 14)
MISSED, FORGOTTEN, WEEKS = 4, 7, 12
STATES = (Attendance.PRESENT, Attendance.LATE, Attendance.EXCUSED, Attendance.PRESENT, Attendance.ABSENT)


def meeting(week):
    """The id of the meeting of a week, counted from 0."""
    return meeting_id(1, MONDAY + timedelta(weeks=week))


def supervise(day, weeks=WEEKS):
    """A worked center (`tests.centers`) lives through these weeks; its clock stands at the Monday after them."""
    supervision.build(day.center.coordinator)
    for week in range(weeks):
        if week == MISSED:
            meetings.miss(day.center.coordinator, meeting(week), Missed.LEADER_AWAY)
        elif week != FORGOTTEN:
            hold(day, week)
        day.center.clock.advance(days=7)


def hold(day, week):
    """Own topics every third week; of three items two are talked about; every other week the actions are done."""
    desk, at, peer = day.center.coordinator, meeting(week), day.center.peer
    supervision.build(desk, at)
    if week % 3 == 0:
        supervision.add_own(desk, at, f"Own topic {week}")
    meetings.begin(desk, at)
    for place, seat in enumerate(meetings.look(desk, at).seats):
        meetings.attend(desk, at, seat.person, STATES[(place + week) % len(STATES)], 50)
    items = supervision.read(desk, at).items
    for place, item in enumerate(items):
        if (place + week) % 3:
            supervision.tick(desk, at, item.kind, item.ref, done=True)
        meetings.write(desk, at, item.kind, item.ref, Words(outcome=f"Said in week {week}.", remark="canary remark"))
    about = next((item for item in items if item.ref == day.flag), items[0])
    supervision_actions.add(desk, at, about.kind, about.ref, peer.person.id, "Ask how it went",
                            MONDAY + timedelta(weeks=week, days=3))
    minutes.sign(desk, at)
    if week % 2:
        for action in supervision_actions.mine(peer):
            supervision_actions.set_done(peer, action.id, done=True)
