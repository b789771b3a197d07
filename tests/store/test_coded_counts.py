"""Records are counted by a code, and go on being counted when they are destroyed."""

from datetime import date, timedelta

import pytest

from tests.store.stores import DAY, NOW, PEER, new_store, with_people
from wellnessdesk.domain.meetings import Attendance, MeetingState
from wellnessdesk.domain.retention import Records
from wellnessdesk.store import bulk, coded_counts, kept_counts, people, shredding
from wellnessdesk.store.coded_counts import Coded

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
NEVER = dict.fromkeys(("built_at", "built_by", "begun_at", "begun_by", "ended_at", "signed_at", "signed_by"))


@pytest.fixture
def tx(tmp_path):
    """Ann told that she speaks Spanish, of Ben the roster says that a caregiver does Tagalog (and that one who has
    left spoke Arabic), of Cid nothing."""
    with new_store(tmp_path).transaction() as tx:
        with_people(tx)
        bulk.add(tx, "student_facts", [{"student_id": student, "pronouns": "", "language": language, "access_needs": "",
                                        "card_number": None, "audiences": "{}"}
                                       for student, language in ((1, "Spanish"), (3, ""))])
        bulk.add(tx, "caregivers", [{"id": number, "sourced_id": None, "given": "", "family": "", "email": "",
                                     "phone": "", "sms": "", "language": language, "active": number != 3}
                                    for number, language in ((1, "tl"), (2, ""), (3, "ar"))])
        bulk.add(tx, "student_caregivers", [{"student_id": student, "caregiver_id": caregiver, "relation": ""}
                                            for student, caregiver in ((2, 1), (2, 2), (2, 3), (1, 1))])
        yield tx


def visit(number, student, minutes=None, language="", day=DAY):
    return {"id": number, "student_id": student, "day": day, "arrived_at": NOW, "origin": "walk_in", "reason": "group",
            "handed_at": None if minutes is None else NOW + timedelta(minutes=minutes), "language": language}


def with_visits(tx):
    bulk.add(tx, "visits", [
        visit(1, 1, 3), visit(2, 1, 20, "en"), visit(3, 2), visit(4, 3, 90), visit(5, 3, -9),
        visit(6, 3, 1, day=LAST + timedelta(days=1))])


def with_sessions(tx):
    with_visits(tx)
    bulk.add(tx, "sessions", [
        {"id": number, "student_id": student, "peer_id": PEER, "service": "tutoring", "tier": 1, "day": DAY,
         "started_at": NOW, "ended_at": NOW, "note": "not_needed", "origin": origin, "visit_id": of}
        for number, (student, origin, of) in enumerate(
            ((1, "", 1), (2, "informal", None), (None, "", None), (3, "appointment", 3)), 1)])


def with_meetings(tx):
    bulk.add(tx, "supervision_groups", [{"id": 1, "name": "", "starts_on": FIRST, "starts": 0, "minutes": 60,
                                         "every": 1, "room": "", "one_to_one": False, "ended_on": None}])
    states = (MeetingState.SIGNED, MeetingState.BEGUN, MeetingState.MISSED, MeetingState.PREPARED)
    bulk.add(tx, "meetings", [
        {"id": state.value, "group_id": 1, "day": FIRST + timedelta(weeks=week), "starts": 0, "minutes": 60,
         "state": state.value, "why": "", "papers": 0, **NEVER} for week, state in enumerate(states)])
    seats = (("signed", PEER, Attendance.LATE), ("signed", "cora", Attendance.PRESENT),
             ("begun", PEER, Attendance.ABSENT))
    bulk.add(tx, "meeting_attendance", [{"meeting_id": meeting, "person_id": person, "state": state.value,
                                         "minutes": 50} for meeting, person, state in seats])


def with_classes(tx):
    """Pia is gone by the time they are destroyed, and nothing of hers is newer."""
    bulk.add(tx, "peer_facts", [{"person_id": PEER, "languages": "[]", "born": None, "graduates": FIRST}])
    bulk.add(tx, "classes", [
        {"id": number, "module_id": module, "version": 1, "day": day, "minutes": 60, "place": "", "led_by": "",
         "made_at": NOW, "made_by": "cora"} for number, module, day in (
             (1, "self_care", FIRST), (2, "no_module", LAST), (3, "self_care", LAST + timedelta(days=1)))])
    bulk.add(tx, "class_attendance", [
        {"class_id": number, "person_id": person, "state": state, "minutes": minutes}
        for number, person, state, minutes in (
            (1, PEER, "present", 45), (1, "cora", "late", 60), (2, PEER, "present", 90), (2, "cora", "absent", 0),
            (3, PEER, "present", 600))])


CASES = {
    "visit languages": (coded_counts.VISIT_LANGUAGES, with_visits, {"es": 1, "en": 1, "tl": 1, "": 2}),
    "waits": (coded_counts.WAITS, with_visits, {"under_5": 1, "15_to_29": 1, "60_or_more": 1, "": 2}),
    "students": (coded_counts.STUDENT_LANGUAGES, with_visits, {"es": 1, "tl": 1, "": 1}),
    "session grades": (coded_counts.SESSION_GRADES, with_sessions, {"10": 3, "other": 1}),
    "session languages": (coded_counts.SESSION_LANGUAGES, with_sessions, {"es": 1, "tl": 1, "": 2}),
    "origins": (coded_counts.SESSION_ORIGINS, with_sessions, {"walk_in": 1, "informal": 1, "": 1, "appointment": 1}),
    "meetings": (coded_counts.MEETINGS, with_meetings, {"signed": 1, "begun": 1, "missed": 1}),
    "attendance": (coded_counts.ATTENDANCE, with_meetings, {"late": 1, "present": 1}),
    "training": (coded_counts.TRAINING, with_classes, {"wellbeing": 2, "": 2}),
}
RECORDS = {with_visits: (Records.VISITS,), with_sessions: (Records.SESSIONS, Records.VISITS),
           with_meetings: (Records.AGENDAS,), with_classes: (Records.PEERS,)}


@pytest.mark.parametrize(("what", "made", "expected"), CASES.values(), ids=CASES)
def test_what_was_counted_is_counted_the_same_when_it_is_gone(tx, what: Coded, made, expected):
    made(tx)
    assert coded_counts.read(tx, what, FIRST, LAST) == expected
    people.set_active(tx, PEER, active=False)
    for records in RECORDS[made]:
        for first, last in ((FIRST, LAST), (LAST + timedelta(days=1), date(2026, 10, 31))):
            shredding.shred(tx, records, first, last)
    assert not list(what.live(tx, what.day.between(FIRST, LAST)))
    assert coded_counts.read(tx, what, FIRST, LAST) == expected
    assert kept_counts.some(tx, FIRST + timedelta(days=20), LAST)
    assert not kept_counts.some(tx, date(2026, 8, 1), date(2026, 8, 31))


def test_the_roster_is_counted_by_grade_and_language_without_who_left(tx):
    bulk.add(tx, "students", [{"sourced_id": None, "student_number": "9", "given": "Dee", "middle": "", "family": "Doe",
                               "roster_preferred": "", "preferred_given": "", "grade": "KG", "school": "",
                               "birth_date": None, "active": active} for active in (True, False)])
    assert coded_counts.enrolled_by_grade(tx) == {"10": 3, "other": 1}
    assert coded_counts.enrolled_by_language(tx) == {"es": 1, "tl": 1, "": 2}
