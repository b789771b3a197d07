"""Meetings as they really go: two who lead one after another, facts that change in between, very much of everything."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centers import worked_center
from tests.changed_keys import SECOND, WORDS, second_coordinator, signed_in
from tests.reports import read_back
from tests.support import quick_keys
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.calendar import DayOff
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.meetings import Attendance, MeetingState, Missed, meeting_id
from wellnessdesk.domain.minutes import Words
from wellnessdesk.domain.own_items import About
from wellnessdesk.domain.supervision import ItemKind, ItemState
from wellnessdesk.services import (
    audit,
    calendar,
    flags,
    leaving,
    meetings,
    minutes,
    own_items,
    supervision,
    supervision_actions,
    supervision_groups,
)
from wellnessdesk.store import supervision as agendas
from wellnessdesk.store.supervision import StoredItem

MONDAY = date(2026, 9, 14)
NOW, NEXT = (meeting_id(1, MONDAY + timedelta(weeks=weeks)) for weeks in (0, 1))
DECIDED = Closing(disposition="x", notify_caregiver=True, notify_reason="x", outcome="x", reported=False)


@pytest.fixture
def day(tmp_path):
    made = worked_center(tmp_path / "center")
    made.cora = made.center.coordinator
    supervision_groups.add(made.cora, supervision_groups.proposed(made.cora))
    yield made
    made.center.admin.close()


def everybody(desk, meeting=NOW):
    for seat in meetings.look(desk, meeting).seats:
        meetings.attend(desk, meeting, seat.person, Attendance.PRESENT)


def said(sitting, ref):
    return next(one for one in sitting.items if one.item.ref == str(ref))


def test_two_coordinators_one_after_another_work_on_one_agenda_and_one_meeting(day):
    second_coordinator(day.center)
    supervision.build(day.cora, NOW)
    key = ItemKind.FLAG, day.flag
    meetings.remark(day.cora, NOW, *key, "Ask the counselor first")
    supervision.set_minutes(day.cora, NOW, *key, 7)
    with signed_in(day.center, SECOND, WORDS) as carla:
        found = meetings.written(carla, NOW)
        assert found[key].remark == "Ask the counselor first"
        assert supervision.build(carla, NOW).items[0].minutes == 7
        meetings.begin(carla, NOW)
        meetings.write(carla, NOW, *key, replace(found[key], outcome="Half of it"))
    with signed_in(day.center, "Cora Coordinator") as cora:
        with pytest.raises(Problem, match="Carla Second began this meeting at .* Go on with it"):
            meetings.begin(cora, NOW)
        assert said(meetings.look(cora, NOW), day.flag).words.outcome == "Half of it"
        meetings.write(cora, NOW, *key, Words(outcome="All of it"))
        everybody(cora)
        signed = minutes.sign(cora, NOW)
        assert (signed.signed_by, said(signed, day.flag).words.outcome) == ("Cora Coordinator", "All of it")
    with signed_in(day.center, SECOND, WORDS) as carla:
        with pytest.raises(Problem, match="signed"):
            minutes.sign(carla, NOW)
        assert minutes.add(carla, NOW, "One word more.").added[0].by == SECOND
        assert audit.verify(carla).sound


def test_a_flag_closed_during_the_meeting_stays_in_it_and_its_minutes_and_is_not_carried_over(day):
    supervision.build(day.cora, NOW)
    day.center.clock.advance(days=1)  # it was raised before the day of the meeting
    meetings.begin(day.cora, NOW)
    meetings.write(day.cora, NOW, ItemKind.FLAG, day.flag, Words(outcome="Closed as we spoke"))
    flags.acknowledge(day.cora, day.flag)
    flags.close(day.cora, day.flag, DECIDED)
    meetings.write(day.cora, NOW, ItemKind.FLAG, day.flag, Words(outcome="Closed as we spoke", decision="Done"))
    supervision.build(day.cora, NOW)
    everybody(day.cora)
    found = said(minutes.sign(day.cora, NOW), day.flag)
    assert (found.words.decision, found.item.state) == ("Done", ItemState.OPEN)
    assert "closed" in found.item.reason
    day.center.clock.advance(days=8)
    assert day.flag not in {item.ref for item in supervision.build(day.cora, NEXT).items}
    assert audit.verify(day.cora).sound


def test_a_peer_deactivated_in_between_is_at_the_meeting_takes_nothing_on_and_leaves_their_words(day):
    supervision.build(day.cora, NOW)
    otto = day.center.desks["Otto Other"]
    own_items.bring(otto, NOW, About.TOPIC, "From Otto")
    meetings.begin(day.cora, NOW)
    leaving.deactivate(day.center.admin, otto.person.id)
    with pytest.raises(Problem, match="still here"):
        supervision_actions.add(day.cora, NOW, ItemKind.FLAG, day.flag, otto.person.id, "x")
    meetings.attend(day.cora, NOW, otto.person.id, Attendance.PRESENT)
    everybody(day.cora)
    signed = minutes.sign(day.cora, NOW)
    assert {seat.name for seat in signed.seats} >= {"Otto Other"}
    assert "From Otto" in {one.item.title for one in signed.items}
    day.center.clock.advance(days=7)
    assert "From Otto" in {item.title for item in supervision.build(day.cora, NEXT).items}
    with signed_in(day.center, "Cora Coordinator") as cora:
        assert audit.verify(cora).sound


def test_a_week_without_school_says_so_and_what_waited_comes_the_week_after(day):
    supervision.build(day.cora, NOW)
    supervision.add_own(day.cora, NOW, "Room for October")
    off = DayOff(name=Text(en="Break", es="Descanso"), first=MONDAY, last=MONDAY + timedelta(days=4))
    school = calendar.whole(day.cora)
    calendar.put(day.cora, replace(school, days_off=(*school.days_off, off)))
    (meeting, *_later) = supervision_groups.meetings(day.cora, MONDAY, MONDAY + timedelta(weeks=1))
    assert (meeting.closed, meeting.state) == ("Break", MeetingState.PREPARED)
    assert [one.id for one in own_items.coming(day.center.peer)] == [NEXT]
    meetings.miss(day.cora, NOW, Missed.NO_SCHOOL)
    day.center.clock.advance(days=7)
    assert {item.title: item.carried for item in supervision.build(day.cora, NEXT).items
            if item.kind is ItemKind.OWN} == {"Room for October": 1}
    assert audit.verify(day.cora).sound


def test_an_agenda_of_500_items_with_names_of_200_letters_is_held_signed_and_printed_whole(day, tmp_path):
    (group,) = supervision_groups.groups(day.cora)
    supervision_groups.change(day.cora, replace(group, name="G" * 200, room="R" * 200))
    supervision.build(day.cora, NOW)
    with day.cora.change("supervision") as change:
        for number in range(500):
            ref = f"{number:032x}"
            own_items.keep(day.cora, change.tx, ref, About.TOPIC, f"Item {number} " + "Ж" * 200)
            agendas.append(change.tx, NOW, StoredItem(section="own", kind="own", ref=ref, minutes=3, carried=0,
                                                      state="open"))
            change.record("agenda.add", f"agenda:{NOW}", ref)
    start = time.process_time()
    meetings.begin(day.cora, NOW)
    everybody(day.cora)
    sitting = meetings.look(day.cora, NOW)
    assert sum(one.item.kind is ItemKind.OWN for one in sitting.items) == 500
    assert supervision.read(day.cora, NOW).minutes > 1_500
    file = tmp_path / "paper.pdf"
    file.write_bytes(supervision.print_agenda(day.cora, NOW))
    assert read_back.words(file).replace(" ", "").count("Ж") == 500 * 200
    signed = minutes.sign(day.cora, NOW)
    assert len(signed.items) == len(sitting.items)
    file.write_bytes(minutes.print_minutes(day.cora, NOW))
    told = read_back.words(file).replace(" ", "")
    assert (told.count("Ж"), told.count("G") >= 200, told.count("R") >= 200) == (500 * 200, True, True)
    assert time.process_time() - start < 60
    assert audit.verify(day.cora).sound


def test_without_agenda_attendance_or_beginning_each_step_says_what_is_missing(day):
    with pytest.raises(Problem, match="Build it first"):
        meetings.begin(day.cora, "2026-09-14.77")
    with pytest.raises(Problem, match="no such meeting"):
        supervision.build(day.cora, "nonsense")
    supervision.build(day.cora, NOW)
    for tried in (lambda: minutes.sign(day.cora, NOW),
                  lambda: meetings.attend(day.cora, NOW, day.cora.person.id, Attendance.PRESENT),
                  lambda: supervision_actions.add(day.cora, NOW, ItemKind.FLAG, day.flag, day.cora.person.id, "x")):
        with pytest.raises(Problem, match="not begun yet"):
            tried()
    with pytest.raises(Problem, match="not signed yet"):
        minutes.read(day.cora, NOW)


@pytest.fixture(autouse=True)
def _quick():
    with quick_keys():
        yield
