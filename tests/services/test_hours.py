"""Hours follow from sessions, classes and meetings; entries are decided on; corrections keep the original."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from tests import trained
from tests.centers import fresh_center
from tests.store.stores import raw
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.hours import DAY, Entry, Kind, Source, State
from wellnessdesk.domain.meetings import Attendance, MeetingState
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import audit, hours, leaving
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.store import sessions, shredding, students


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    made.clock.advance(days=30)
    return made


def session(center, minutes=45, *, days_ago=0, service="peer_counseling", peer=None, **values):
    """A session that is over; its number."""
    desk = center.coordinator
    began = center.clock.now() - timedelta(days=days_ago, minutes=minutes)
    with desk.store.transaction() as tx:
        student = students.everybody(tx)[0].id
        return sessions.add(tx, student_id=student, peer_id=(peer or center.peer).person.id, day=desk.center.day(began),
                            started_at=began, ended_at=began + timedelta(minutes=minutes), service=service, **values)


def entry(center, minutes=60, *, days_ago=1, activity="outreach", **values):
    day = center.peer.today() - timedelta(days=days_ago)
    return Entry(person=center.peer.person.id, day=day, minutes=minutes, activity=activity, **values)


def entered(center, minutes=60, **values):
    return hours.enter(center.peer, entry(center, minutes, **values))


def mine(center, kind=None):
    return hours.mine(center.peer).totals.of(kind)


def waiting(center):
    return [one.id for one in hours.waiting(center.coordinator).lines]


def line(center, key):
    return next(one for one in hours.mine(center.peer).lines if one.key == key)


def agree(center):
    """The ledger's sum of its lines is what the totals of everybody say."""
    told = {one.person.id: one.totals for one in hours.everybody(center.coordinator)}
    for name in ("Pia Peer", "Otto Other"):
        person = center.desks[name].person.id
        assert hours.of(center.coordinator, person).totals == told[person]


def test_sessions_classes_and_meetings_count_by_themselves(center):
    session(center, 45)
    session(center, 30, service="tutoring")
    session(center, 20, peer=center.desks["Otto Other"], second_peer_id=center.peer.person.id)
    trained.hold(center, center.peer, minutes=90)
    trained.hold(center, center.peer, minutes=60, state=Attendance.ABSENT)
    trained.attend(center, center.peer)
    assert mine(center, Kind.SUPERVISION) == 0  # minutes that nobody signed do not count yet
    with center.coordinator.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE meetings SET state = ?", (MeetingState.SIGNED.value,))
    found = hours.mine(center.peer).totals
    assert (found.of(Kind.FIELD), found.of(Kind.TRAINING), found.of(Kind.SUPERVISION)) == (95, 90, 60)
    assert found.competencies() == {"listening": 65, "knowledge": 30, "safety": 90, "": 60}
    agree(center)


def test_a_session_that_goes_on_does_not_count_yet(center):
    number = session(center)
    with center.coordinator.store.transaction() as tx:
        sessions.change(tx, number, ended_at=None)
    assert mine(center) == 0


def test_no_line_says_with_whom_a_peer_was(center):
    session(center)
    with center.coordinator.reading() as tx:
        named = students.everybody(tx)
    told = repr(hours.mine(center.peer))
    assert "Peer counseling" in told
    assert not any(one.family in told for one in named)


def test_what_is_entered_waits_and_counts_once_it_is_approved(center):
    one = entered(center, words="  A table at the fair\n")
    assert (one.kind, one.competency, one.words) == (Kind.FIELD, "culture", "A table at the fair")
    assert waiting(center) == [one.id]
    assert mine(center) == 0
    hours.approve(center.coordinator, [one.id])
    assert (mine(center), waiting(center)) == (60, [])
    agree(center)


def test_many_are_approved_at_once_and_the_decision_is_taken_back(center):
    many = [entered(center, 30, days_ago=days).id for days in (3, 2, 1)]
    assert waiting(center) == many
    hours.approve(center.coordinator, many)
    assert mine(center) == 90
    hours.undo(center.coordinator, many)
    assert (mine(center), waiting(center)) == (0, many)
    with pytest.raises(Problem, match="no decision"):
        hours.undo(center.coordinator, many[:1])


def test_one_is_declined_with_an_answer_that_the_peer_reads(center):
    one = entered(center)
    with pytest.raises(Problem, match="Say why"):
        hours.decline(center.coordinator, one.id, " ")
    hours.decline(center.coordinator, one.id, "That was a class")
    found = line(center, f"entry:{one.id}")
    assert (found.state, found.answer, found.counts) == (State.DECLINED, "That was a class", False)
    with pytest.raises(Problem, match="decided on already"):
        hours.approve(center.coordinator, [one.id])


def test_all_or_none_are_approved(center):
    one, other = entered(center), entered(center)
    hours.withdraw(center.peer, other.id)
    with pytest.raises(Problem, match="decided on already"):
        hours.approve(center.coordinator, [one.id, other.id])
    assert waiting(center) == [one.id]


def test_a_session_is_corrected_by_a_line_and_both_stay_in_sight(center):
    key = f"session:{session(center, 300)}"
    one = entered(center, 45, days_ago=0, activity="peer_support", about=key)
    assert line(center, key).waiting_for == f"entry:{one.id}"
    assert mine(center) == 300
    hours.approve(center.coordinator, [one.id])
    assert (mine(center), line(center, key).corrected_by) == (45, f"entry:{one.id}")
    agree(center)
    with pytest.raises(Problem, match="corrected already"):
        entered(center, 50, days_ago=0, about=key)
    again = entered(center, 0, days_ago=0, replaces=one.id)
    hours.approve(center.coordinator, [again.id])
    assert mine(center) == 0
    with pytest.raises(Problem, match="corrected since"):
        hours.undo(center.coordinator, [one.id])
    hours.undo(center.coordinator, [again.id])
    assert mine(center) == 45
    agree(center)


def test_a_correction_of_what_is_not_there_is_refused(center):
    for wrong in ({"about": "session:99"}, {"replaces": "ghost"}):
        with pytest.raises(Problem, match="not there any more"):
            entered(center, **wrong)
    key = f"session:{session(center)}"
    one = entered(center, 30, days_ago=0, about=key)
    with center.coordinator.store.transaction() as tx:
        sessions.remove(tx, int(key.partition(":")[2]))
    with pytest.raises(Problem, match="not there any more"):
        hours.approve(center.coordinator, [one.id])


@pytest.mark.parametrize(("changes", "field", "sentence"), [
    ({"minutes": 0}, "minutes", "more than nothing"), ({"minutes": -30}, "minutes", "more than nothing"),
    ({"minutes": 30 * 60}, "minutes", "24 hours"), ({"days_ago": -1}, "day", "still to come"),
    ({"days_ago": 31}, "day", "being added here"), ({"activity": "ghost"}, "activity", "Choose what it was"),
    ({"competency": "ghost"}, "competency", "good for"), ({"words": "x" * 301}, "words", "At most 300")])
def test_what_will_not_do_is_told_at_its_field(center, changes, field, sentence):
    with pytest.raises(StepProblem) as caught:
        entered(center, **{"minutes": 60, **changes})
    assert sentence in caught.value.found[field]
    assert waiting(center) == []


def test_a_day_has_24_hours_with_what_is_there_already(center):
    session(center, 60, days_ago=1)
    entered(center, DAY - 60)
    with pytest.raises(StepProblem) as caught:
        entered(center, 1)
    assert "has 24 hours already" in caught.value.found["minutes"]
    entered(center, 60, days_ago=2)


def test_a_coordinator_enters_hours_of_a_peer_which_count_at_once(center):
    one = hours.enter_for(center.coordinator, entry(center, 90, activity="education_ethics"))
    assert (one.state, mine(center, Kind.EDUCATION)) == (State.APPROVED, 90)
    hours.enter_for(center.coordinator, replace(entry(center, 80, activity="education_ethics"), replaces=one.id))
    assert mine(center) == 80
    with pytest.raises(Problem, match="no Wellness Peer"):
        hours.enter_for(center.coordinator, replace(entry(center), person=center.front.person.id))


def test_nobody_takes_back_what_is_another_peers(center):
    one = entered(center)
    with pytest.raises(Problem, match="not there any more"):
        hours.withdraw(center.desks["Otto Other"], one.id)


def test_a_peer_who_left_keeps_their_hours(center):
    session(center, 45)
    leaving.deactivate(center.admin, center.peer.person.id)
    found = hours.everybody(center.coordinator)
    assert [(one.person.name, one.totals.of()) for one in found] == [("Otto Other", 0), ("Pia Peer", 45)]
    assert hours.of(center.coordinator, center.peer.person.id).totals.of() == 45


def test_minutes_stay_when_the_time_of_their_sessions_is_over(center):
    corrected, day = session(center, 300), center.coordinator.today()
    session(center, 45)
    session(center, 20, second_peer_id=center.desks["Otto Other"].person.id)
    hours.enter_for(center.coordinator, replace(entry(center, 50, days_ago=0), about=f"session:{corrected}"))
    before = mine(center)
    with center.coordinator.store.transaction() as tx:
        shredding.shred(tx, Records.SESSIONS, day.replace(day=1), day)
    assert before == mine(center) == 45 + 20 + 50
    assert [one.source for one in hours.mine(center.peer).lines] == [Source.ENTRY, Source.KEPT]
    agree(center)


@pytest.mark.parametrize("statement", ["UPDATE hour_entries SET minutes = 6000", "UPDATE hour_entries SET state = "
                                       "'approved', decided_by = entered_by", "DELETE FROM hour_entries"])
def test_hours_changed_behind_the_log_are_found(center, statement):
    entered(center)
    hours.enter_for(center.coordinator, entry(center))
    assert audit.verify(center.coordinator).sound
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement)
    connection.close()
    assert "hours of peers" in audit.verify(center.coordinator).finding


def test_whatever_is_entered_corrected_and_decided_the_ledger_and_the_totals_agree(center):
    dice = random.Random(7)
    keys = [f"session:{session(center, dice.randrange(10, 90), days_ago=days)}" for days in range(3)]
    activities = catalogues.hour_activities().ids()
    made = []
    for _turn in range(60):
        try:
            match dice.randrange(6):
                case 0 | 1:
                    target = dice.choice([{}, {"about": dice.choice(keys)},
                                          *([{"replaces": dice.choice(made)}] if made else [])])
                    made.append(entered(center, dice.randrange(0, 300), days_ago=dice.randrange(3),
                                        activity=dice.choice(activities), **target).id)
                case 2 | 3 if made:
                    hours.approve(center.coordinator, [dice.choice(made)])
                case 4 if made:
                    hours.decline(center.coordinator, dice.choice(made), "No")
                case 5 if made:
                    hours.undo(center.coordinator, [dice.choice(made)])
        except Problem:
            continue
    agree(center)
    lines = hours.mine(center.peer).lines
    corrected = [one for one in lines if one.corrected_by]
    assert corrected
    assert len(corrected) == len({one.corrected_by for one in corrected})
    assert sum(one.minutes for one in lines if one.counts) == mine(center)
    assert all(center.peer.person.role is Role.PEER and one.person == center.peer.person.id for one in lines)
