"""A student's page: each role sees what it needs and no more, and that it was opened is recorded."""

from datetime import timedelta

import pytest

from tests.centers import fresh_center
from tests.retained import shell
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import referrals as referral_rules
from wellnessdesk.domain.appointments import Wanted
from wellnessdesk.domain.contacts import Entry
from wellnessdesk.domain.flags import Closing, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.sessions import NoteBody, NoteState, RedFlagCheck
from wellnessdesk.domain.student_facts import Audience, Facts
from wellnessdesk.domain.timeline import EventKind
from wellnessdesk.services import (
    appointments,
    audit,
    begun_sessions,
    contacts,
    flags,
    looked,
    note_addenda,
    referrals,
    retention,
    sessions,
    student_facts,
    student_pages,
    telling,
    visits,
)
from wellnessdesk.vault.errors import Tampered

JOSE, ANNA = 1, 2
NOTE = NoteBody(service="peer_counseling", topics=("friends",), offers=("listened",), text="quicksilver lighthouse",
                red_flag=RedFlagCheck.NOTHING)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    student_facts.save(made.front, JOSE, Facts(preferred="Alex", pronouns="they/them", language="Spanish",
                                               access_needs="A quiet corner"))
    yield made
    made.admin.close()


@pytest.fixture
def session(center):
    """José's session with the first peer, its note signed; the front desk has checked them out."""
    visit = visits.check_in(center.front, JOSE, reason="talk_with_peer", origin="staff_referral")
    visits.hand_over(center.front, visit.id, center.peer.person.id)
    (mine,) = sessions.mine(center.peer)
    telling.told(center.peer, mine.id)
    sessions.sign(center.peer, mine.id, NOTE)
    visits.check_out(center.front, visit.id)
    return mine.id


def opened(center, desk):
    """The sealed and clear entries somebody's opening left, as the coordinator reads them."""
    return [line.text for line in looked.at(center.coordinator, JOSE).lines if line.who == desk.person.name]


def test_the_front_desk_sees_visits_and_facts_and_no_reason(center, session):
    seen = student_pages.for_desk(center.front, JOSE)
    assert seen.facts.pronouns == "they/them"
    (stay,) = seen.stays
    assert stay.left_at is not None
    assert (stay.reason, stay.origin, stay.peer) == ("", "", "")
    assert opened(center, center.front) == ["Opened a student's record."]
    student_pages.for_desk(center.front, JOSE)
    assert opened(center, center.front) == ["Opened a student's record."]


def test_a_peer_sees_what_they_need_and_their_own_sessions(center, session):
    seen = student_pages.for_peer(center.peer, JOSE)
    assert (seen.name, seen.pronouns, seen.language, seen.access_needs) == (
        "Alex Núñez", "they/them", "Spanish", "A quiet corner")
    assert [one.id for one in seen.sessions] == [session]
    assert opened(center, center.peer) == ["Opened what a peer needs to know of a student."]
    assert audit.verify(center.coordinator).sound


def test_a_peer_sees_nothing_of_another_peers_student(center, session):
    other = center.desks["Otto Other"]
    with pytest.raises(Denied, match="never with you"):
        student_pages.for_peer(other, JOSE)
    with pytest.raises(Denied):
        student_pages.for_peer(center.peer, ANNA)
    assert opened(center, other) == []


def test_a_peer_reads_no_session_of_another_peer_with_the_same_student(center, session):
    other = center.desks["Otto Other"]
    visit = visits.check_in(center.front, JOSE, reason="talk_with_peer", origin="walk_in")
    visits.hand_over(center.front, visit.id, other.person.id)
    assert [one.peer for one in student_pages.for_peer(other, JOSE).sessions] == ["Otto Other"]
    assert [one.id for one in student_pages.for_peer(center.peer, JOSE).sessions] == [session]


def test_a_record_that_is_closed_to_the_peer_stays_closed(center, session):
    shell(center, "INSERT INTO conflicts VALUES (?, 1, 'friend', 0, ?)", center.peer.person.id,
          center.coordinator.person.id)
    with pytest.raises(Problem, match="closed to you"):
        student_pages.for_peer(center.peer, JOSE)


def test_pronouns_that_are_not_for_the_center_are_not_shown_to_a_peer(center, session):
    student_facts.save(center.front, JOSE, Facts(preferred="Alex", pronouns="they/them",
                                                 audiences=frozenset({Audience.CAREGIVERS})))
    seen = student_pages.for_peer(center.peer, JOSE)
    assert (seen.name, seen.pronouns) == ("José Núñez", "")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_the_whole_file_is_for_coordinators(center, role):
    with pytest.raises(Denied):
        student_pages.for_coordinator(center.desk(role), JOSE)


def test_a_coordinator_sees_everything(center, session):
    mark = flags.raise_flag(center.peer, session, kind="self_harm", urgency=Urgency.IMMEDIATE, words="harbor seal")
    waiting = student_pages.for_coordinator(center.coordinator, JOSE)
    assert [(story.flag.mark.id, story.closing) for story in waiting.flags] == [(mark.id, None)]
    flags.acknowledge(center.coordinator, mark.id)
    flags.close(center.coordinator, mark.id, Closing(
        disposition="Talked", notify_caregiver=True, notify_reason="Safety", outcome="Safe at home",
        reported=False))
    retention.place_hold(center.coordinator, JOSE, "A claim")
    seen = student_pages.for_coordinator(center.coordinator, JOSE)
    assert [one.id for one in seen.sessions] == [session]
    assert seen.stays[0].reason == "talk_with_peer"
    (story,) = seen.flags
    assert (story.flag.words, story.closing.outcome, story.closing.notify_caregiver) == (
        "harbor seal", "Safe at home", True)
    assert [hold.reason for hold in seen.holds] == ["A claim"]
    assert student_pages.for_coordinator(center.coordinator, ANNA).flags == ()
    assert student_pages.for_coordinator(center.coordinator, ANNA).holds == ()


def test_a_closing_that_was_spoiled_says_so(center, session):
    mark = flags.raise_flag(center.peer, session, kind="self_harm", urgency=Urgency.IMMEDIATE)
    flags.acknowledge(center.coordinator, mark.id)
    flags.close(center.coordinator, mark.id, Closing(disposition="a", notify_caregiver=False, notify_reason="b",
                                                     outcome="c", reported=False))
    shell(center, "UPDATE sealed SET blob = x'00' WHERE kind = 'flag step' AND version = 4")
    (story,) = student_pages.for_coordinator(center.coordinator, JOSE).flags
    assert story.closing.outcome == str(Tampered())


def test_a_timeline_has_everything_the_newest_first_and_says_what_can_be_opened(center, session):
    now = center.clock.now()
    group = begun_sessions.begin(center.peer, NewSession(
        students=(JOSE, ANNA), started_at=now - timedelta(minutes=20), ended_at=now, origin="informal",
        place="library"))
    appointments.book(center.front, Wanted(student_id=JOSE, peer_id=center.peer.person.id, starts=600, ends=630,
                                           day=center.coordinator.today() + timedelta(days=3)))
    note_addenda.add(center.peer, session, "x")
    flag = flags.raise_flag(center.peer, session, kind="self_harm", urgency=Urgency.IMMEDIATE)
    referral = referrals.draft(center.coordinator, referral_rules.Facts(
        student=JOSE, kind="counseling", to="Valley Youth", purpose="Help with sleep", why="Sleeps badly"))
    contact = contacts.write(center.coordinator, Entry(
        student=JOSE, who="Rosa", channel="phone", spoke="Cora", summary="Said so."))
    retention.place_hold(center.coordinator, JOSE, "A claim")
    events = student_pages.for_coordinator(center.coordinator, JOSE).events
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    assert events[0].what == "Appointment"
    found = {event.key.partition(":")[0]: event for event in events}
    assert set(found) == {"visit", "appointment", "session", "flag", "referral", "contact", "told", "hold"}
    assert {event.opens for event in events if event.opens} == {f"session:{session}", f"flag:{flag.id}"}
    said = {event.key: (event.what, event.more) for event in events}
    assert said[f"session:{group.id}"] == ("Group of 2 students with Pia Peer", "note not written yet")
    assert "note signed · 1 addendum" in said[f"session:{session}"][1]
    assert found["flag"].urgent
    assert (found["referral"].key, found["referral"].what) == (f"referral:{referral.id}", "Referral to Valley Youth")
    assert (found["contact"].key, found["contact"].what) == (f"contact:{contact.mark.id}", "Contact with Rosa")
    assert "Said so." in found["contact"].more
    others = {event.key for event in student_pages.for_coordinator(center.coordinator, ANNA).events}
    assert f"session:{group.id}" in others
    assert not others & {f"session:{session}", f"flag:{flag.id}", f"referral:{referral.id}",
                         f"contact:{contact.mark.id}"}


@pytest.mark.parametrize("state", list(NoteState))
def test_however_far_a_note_is_the_timeline_has_a_word_for_it(center, session, state):
    shell(center, "UPDATE sessions SET note = ?", state.value)
    (event,) = [one for one in student_pages.for_coordinator(center.coordinator, JOSE).events
                if one.kind is EventKind.SESSION]
    assert event.more
