"""Sessions and peers that rules bring up stand on the agenda of their group, with the reason in words."""

import subprocess
from datetime import timedelta

import pytest

from tests.centers import first, fresh_center, note
from tests.support import SECOND_PEER
from wellnessdesk.base import i18n
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.flags import Urgency
from wellnessdesk.domain.meetings import Attendance, Group, Member
from wellnessdesk.domain.minutes import on_wall
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.domain.wellbeing import Told
from wellnessdesk.services import (
    begun_sessions,
    flags,
    meetings,
    minutes,
    session_marks,
    sessions,
    supervision,
    supervision_groups,
    supervision_load,
    telling,
    wellbeing,
)

DAY = 24 * 60
HEAVY = next(entry.id for entry in catalogues.topics() if entry.heavy)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    yield made
    made.admin.close()


def held(center, student, minutes=20, desk=None, service="peer_counseling", **said):
    """A session of these minutes that just ended, its note signed."""
    desk, now = desk or center.peer, center.clock.now()
    made = begun_sessions.begin(desk, NewSession(
        students=(student,), started_at=now - timedelta(minutes=minutes), ended_at=now, origin="informal",
        place="library", service=service))
    telling.told(desk, made.id)
    sessions.sign(desk, made.id, note(**{"service": service, **said}))
    center.clock.advance(minutes=1)
    return made.id


def build(center, meeting=None):
    return supervision.build(center.coordinator, meeting)


def of_kind(agenda, kind):
    return {item.ref: item for item in agenda.items if item.kind is kind}


def rules_of(center, kind, ref):
    found = of_kind(build(center), kind).get(str(ref))
    return {} if found is None else {why.rule: why.fact for why in found.why}


def a_service():
    return next(entry for entry in catalogues.service_options() if entry.needs_note and entry.minutes <= 45)


def test_the_third_session_with_the_same_student_within_two_weeks_is_brought_up_once(center):
    service = a_service().id
    two = [held(center, 1, service=service) for _ in range(2)]
    assert of_kind(build(center), ItemKind.SESSION) == {}
    third = held(center, 1, service=service)
    agenda = of_kind(build(center), ItemKind.SESSION)
    assert set(agenda) == {str(third)}
    assert agenda[str(third)].why[0].fact == "3 sessions with the same student in 14 days; limit 3"
    assert str(two[0]) not in agenda


def test_sessions_of_two_peers_with_a_student_are_not_the_same_peers_too_often(center):
    service = a_service().id
    for desk in (center.peer, center.peer, center.desks[SECOND_PEER]):
        held(center, 1, desk=desk, service=service)
    assert of_kind(build(center), ItemKind.SESSION) == {}


def test_a_session_over_its_services_time_and_a_long_one_say_how_long(center):
    service = a_service()
    short = held(center, 1, minutes=service.minutes + 15, service=service.id)
    over = held(center, 2, minutes=service.minutes + 16, service=service.id)
    assert rules_of(center, ItemKind.SESSION, short) == {}
    assert set(rules_of(center, ItemKind.SESSION, over)) == {"session_over"}
    now = center.clock.now()
    long_one = begun_sessions.begin(center.peer, NewSession(
        students=(3,), started_at=now - timedelta(minutes=90), ended_at=now, origin="informal", place="library"))
    assert rules_of(center, ItemKind.SESSION, long_one.id) == {"session_long": "1 h 30 min; long from 1 h 30 min on"}


def test_a_peer_with_many_sessions_is_brought_up_and_the_overview_warns_before(center):
    service = a_service().id
    for student in (1, 2, 3, 4, 1, 2, 3, 4, 1):
        held(center, student, minutes=5, service=service)
    near = supervision_load.look(center.coordinator).load.near
    assert near == ()
    held(center, 2, minutes=5, service=service)
    (near,) = supervision_load.look(center.coordinator).load.near
    assert near.why[0].fact == "10 sessions in 7 days; limit 12"
    assert rules_of(center, ItemKind.PEER, center.peer.person.id) == {}
    held(center, 3, minutes=5, service=service)
    held(center, 4, minutes=5, service=service)
    assert rules_of(center, ItemKind.PEER, center.peer.person.id) == {
        "peer_load": "12 sessions in 7 days; limit 12"}
    center.clock.advance(minutes=8 * DAY)
    assert rules_of(center, ItemKind.PEER, center.peer.person.id) == {}


def test_many_hours_count_too(center):
    service = a_service().id
    held(center, 1, minutes=240, service=service)
    held(center, 2, minutes=240, service=service)
    assert "peer_hours" in rules_of(center, ItemKind.PEER, center.peer.person.id)


def test_heavy_sessions_in_a_row_count_by_topic_and_by_flag_and_a_light_one_breaks_the_row(center):
    service = a_service().id
    held(center, 1, service=service, topics=(HEAVY,))
    held(center, 2, service=service, topics=(HEAVY,))
    held(center, 3, service=service)
    held(center, 4, service=service, topics=(HEAVY,))
    assert rules_of(center, ItemKind.PEER, center.peer.person.id) == {}
    flagged = held(center, 1, service=service)
    flags.raise_flag(center.peer, flagged, kind=first("red_flags"), urgency=Urgency.SAME_DAY)
    held(center, 2, service=service, topics=("friends", HEAVY))
    assert rules_of(center, ItemKind.PEER, center.peer.person.id)["peer_heavy"] == (
        "3 heavy sessions in a row; limit 3")


def test_who_missed_supervision_twice_is_brought_up(center):
    cora, pia = center.coordinator, center.peer.person.id
    for _week in range(2):
        at = build(center).meeting.id
        meetings.begin(cora, at)
        for seat in meetings.look(cora, at).seats:
            meetings.attend(cora, at, seat.person, Attendance.ABSENT if seat.person == pia else Attendance.PRESENT)
        minutes.sign(cora, at)
        center.clock.advance(minutes=7 * DAY)
    assert rules_of(center, ItemKind.PEER, pia) == {"peer_missed": "missed supervision 2 times in 42 days"}


def two_groups(center):
    today = center.coordinator.today()
    leader = Member(person=center.coordinator.person.id, leads=True)
    return [supervision_groups.add(center.coordinator, Group(
        name=name, starts_on=today, members=(leader, Member(person=desk.person.id)))).id
        for name, desk in (("Pia's", center.peer), ("Otto's", center.desks[SECOND_PEER]))]


def test_a_session_is_brought_up_in_its_peers_group_and_nowhere_else(center):
    today = center.coordinator.today().isoformat()
    pias, ottos = two_groups(center)
    marked = held(center, 1, service=a_service().id)
    session_marks.mark(center.peer, marked)
    for student in (2, 3, 4, 2, 3, 4, 2, 3, 4, 2, 3, 4):
        held(center, student, minutes=5, service=a_service().id)
    mine, theirs = build(center, f"{today}.{pias}"), build(center, f"{today}.{ottos}")
    assert str(marked) in of_kind(mine, ItemKind.SESSION)
    assert center.peer.person.id in of_kind(mine, ItemKind.PEER)
    assert of_kind(theirs, ItemKind.SESSION) == {}
    assert of_kind(theirs, ItemKind.PEER) == {}


def test_news_counts_what_building_again_would_add(center):
    build(center)
    assert supervision.news(center.coordinator) == 0
    marked = held(center, 1, service=a_service().id)
    before = supervision.news(center.coordinator)
    session_marks.mark(center.peer, marked)
    assert supervision.news(center.coordinator) == before + 1
    agenda = build(center)
    assert supervision.news(center.coordinator) == 0
    assert supervision.read(center.coordinator) == agenda


def test_agreements_that_lapse_soon_are_one_item(center):
    for student in (1, 2):
        held(center, student, service=a_service().id)
    assert of_kind(build(center), ItemKind.AGREEMENT) == {}
    center.clock.advance(minutes=352 * DAY)
    for student in (1, 2):
        held(center, student, service=a_service().id)
    (item,) = of_kind(build(center), ItemKind.AGREEMENT).values()
    assert item.why[0].fact.startswith("2 students (J. N., A. O.)")
    assert "José" not in item.title + item.reason + item.who
    assert item.name == "José Núñez, Anna O'Neil"


def test_the_load_of_the_center_is_held_against_its_hours_of_supervision(center):
    build(center)
    for student in (1, 2, 3, 4):
        held(center, student, service=a_service().id)
    looked = supervision_load.look(center.coordinator)
    assert (looked.load.sessions, looked.load.notes, looked.load.hours) == (1.0, 1.0, 1.0)
    assert looked.load.an_hour() == {"capacity_peers": float(looked.load.peers), "capacity_sessions": 1.0,
                                     "capacity_notes": 1.0}
    assert looked.load.over(looked.rules) == []
    assert looked.load.next.items == len(supervision.read(center.coordinator).items)


def test_without_a_group_there_is_no_supervision_to_hold_it_against(center):
    looked = supervision_load.look(center.coordinator)
    assert (looked.load.an_hour(), looked.load.next, looked.load.near) == ({}, None, ())


WORDS = ("velvet otter", "amber heron")


@pytest.mark.parametrize("language", ["en", "es"])
def test_neither_a_marks_words_nor_a_wish_to_talk_is_printed_or_shown_on_a_wall(center, language):
    marked = held(center, 1, service=a_service().id)
    session_marks.mark(center.peer, marked, WORDS[0])
    wellbeing.tell(center.peer, Told(words=WORDS[1], talk=True))
    i18n.set_language(language)
    cora, at = center.coordinator, build(center).meeting.id
    printed = subprocess.run(["pdftotext", "-layout", "-", "-"], input=supervision.print_agenda(cora),
                             capture_output=True, check=True).stdout.decode()
    meetings.begin(cora, at)
    wall = repr([on_wall(said) for said in meetings.look(cora, at).items])
    i18n.set_language("en")
    for seen in (printed, wall):
        assert "S-1" in seen
        assert not any(said in seen for said in (*WORDS, "José", "Pia", "wellbeing", "bienestar"))
    assert "P. P." in printed
