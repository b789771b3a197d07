"""No door of the program puts a peer on a service they are not cleared for; exceptions; the log holds all of it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.centers import first, fresh_center, handed_over, note
from tests.trained import all_services, attend, clear_for, hold, sign_all, turn_on
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.appointments import Shift, Wanted
from wellnessdesk.domain.clearance import ANY, Rule
from wellnessdesk.domain.session_facts import NewSession
from wellnessdesk.domain.supervision import ItemKind
from wellnessdesk.services import (
    agenda_lately,
    agenda_peers,
    agreements,
    appointments,
    begun_sessions,
    clearance,
    peers,
    sessions,
    shifts,
    supervision,
    supervision_load,
    training,
    visits,
)
from wellnessdesk.services.audit import verify
from wellnessdesk.services.sessions import NoteIncomplete
from wellnessdesk.store import sealed

COUNSELING = "peer_counseling"
REASON = "talk_with_peer"


@pytest.fixture
def center(tmp_path):
    return fresh_center(tmp_path / "center")


def waiting(center, student=1, reason=REASON):
    return visits.check_in(center.front, student, reason=reason, origin=first("visit_origins")).id


def wanted(center, days=1, **changes):
    return Wanted(**{"student_id": 2, "day": center.front.today() + timedelta(days=days), "starts": 600, "ends": 630,
                     "room": "", "peer_id": center.peer.person.id, "service": COUNSELING, **changes})


def told(center, *students, **changes):
    now = center.clock.now()
    return NewSession(**{"students": students, "started_at": now - timedelta(minutes=20), "ended_at": now,
                         "origin": "informal", "place": "library", "service": COUNSELING, **changes})


def a_shift(center):
    return Shift(id=0, peer_id=center.peer.person.id, peer="", day=center.front.today() + timedelta(days=1),
                 starts=600, ends=660, room="")


DOORS = {
    "hand-over": lambda center: visits.hand_over(center.front, waiting(center), center.peer.person.id),
    "appointment": lambda center: appointments.book(center.front, wanted(center)),
    "every week": lambda center: appointments.book(center.front, wanted(center),
                                                   weekly_until=center.front.today() + timedelta(days=22)),
    "own session": lambda center: begun_sessions.begin(center.peer, told(center, 1)),
    "group": lambda center: begun_sessions.begin(center.peer, told(center, 1, 2, service="support_groups")),
    "as the second": lambda center: begun_sessions.begin(
        center.desks["Otto Other"], told(center, 1, second_peer_id=center.peer.person.id)),
    "shift": lambda center: shifts.add(center.coordinator, a_shift(center)),
}


@pytest.mark.parametrize("door", DOORS)
def test_until_the_gate_is_on_every_door_is_as_it_was(center, door):
    DOORS[door](center)


@pytest.mark.parametrize("door", DOORS)
def test_with_the_gate_on_each_door_says_what_is_missing_and_lets_nobody_through(center, door):
    clear_for(center, center.desks["Otto Other"], *all_services())
    turn_on(center)
    with pytest.raises(Problem, match=r"Pia Peer is not cleared.*Confidentiality and its limits.*in class"):
        DOORS[door](center)


@pytest.mark.parametrize("door", DOORS)
def test_who_has_everything_comes_through_every_door(center, door):
    for peer in (center.peer, center.desks["Otto Other"]):
        clear_for(center, peer, *all_services())
    turn_on(center)
    DOORS[door](center)


@pytest.mark.parametrize("step", [visits.check_out, visits.rest, visits.to_queue])
def test_undo_does_not_put_a_student_back_with_who_is_not_cleared_any_more(center, step):
    visit = waiting(center)
    visits.hand_over(center.front, visit, center.peer.person.id)
    center.clock.advance(minutes=5)
    step(center.front, visit)
    turn_on(center)
    with pytest.raises(Problem, match="is not cleared"):
        visits.undo(center.front, visit)
    clear_for(center, center.peer, COUNSELING)
    assert visits.undo(center.front, visit).peer_id == center.peer.person.id


def test_an_appointment_called_off_is_not_put_back_with_who_is_not_cleared(center):
    done = appointments.book(center.front, wanted(center))
    off = appointments.call_off(center.front, done.now[0].id)
    turn_on(center)
    with pytest.raises(Problem, match="is not cleared"):
        appointments.restore(center.front, done.now[0].id)
    with pytest.raises(Problem, match="is not cleared"):
        appointments.undo(center.front, off)


def test_what_lapses_before_the_day_of_an_appointment_does_not_count_for_it(center):
    clear_for(center, center.peer, COUNSELING)
    turn_on(center)
    appointments.book(center.front, wanted(center, days=300, service="orientation"))
    with pytest.raises(Problem, match="lapsed on"):
        appointments.book(center.front, wanted(center, days=366, service="orientation"))


def test_an_agreement_that_lapsed_at_the_moment_of_a_hand_over_stops_it(center):
    clear_for(center, center.peer, "orientation")
    turn_on(center)
    center.clock.advance(days=366)
    with pytest.raises(Problem, match="“Code of ethics” lapsed on"):
        visits.hand_over(center.front, waiting(center, reason="new_here"), center.peer.person.id)


def test_an_agreement_that_ends_between_choosing_and_handing_over_stops_it_and_the_student_goes_on_waiting(center):
    """The list still showed the peer as free: the door itself asks again."""
    clear_for(center, center.peer, "orientation")
    turn_on(center)
    visit = waiting(center, reason="new_here")
    shown = next(one for one in peers.choices(center.front, visit) if one.person.id == center.peer.person.id)
    assert shown.why_not == ""
    signed = next(one.signed for one in agreements.mine(center.peer) if one.text.kind == "code_of_ethics")
    agreements.end(center.coordinator, signed.id)
    with pytest.raises(Problem, match=r"Missing: a signature under “Code of ethics” \(the peer signs on My day\)"):
        visits.hand_over(center.front, visit, center.peer.person.id)
    (still,) = visits.queue(center.front).waiting
    assert (still.id, still.peer_id) == (visit, None)
    sign_all(center.peer)
    visits.hand_over(center.front, visit, center.peer.person.id)


def test_supervision_long_ago_does_not_count_and_todays_does(center):
    clear_for(center, center.peer, COUNSELING)
    turn_on(center)
    center.clock.advance(days=40)
    with pytest.raises(Problem, match="supervision within the last 10 school days"):
        visits.hand_over(center.front, waiting(center), center.peer.person.id)
    attend(center, center.peer)
    visits.hand_over(center.front, waiting(center, 2), center.peer.person.id)


def test_nobody_is_asked_to_sign_before_the_center_keeps_training_here(center):
    assert not clearance.mine(center.peer).asked
    hold(center, center.desks["Otto Other"])
    assert clearance.mine(center.peer).asked


def test_the_chooser_says_why_not_and_the_list_of_services_still_comes_first(center):
    turn_on(center)
    visit = waiting(center)
    choice = next(one for one in peers.choices(center.front, visit) if one.person.id == center.peer.person.id)
    assert "is not cleared for “Peer counseling” yet" in choice.why_not
    peers.set_services(center.coordinator, center.peer.person.id, frozenset({"tutoring"}))
    choice = next(one for one in peers.choices(center.front, visit) if one.person.id == center.peer.person.id)
    assert "does not give this service" in choice.why_not


def test_an_exception_lets_through_for_its_days_with_a_reason_only_coordinators_read(center):
    clear_for(center, center.peer, "orientation")
    turn_on(center)
    today = center.coordinator.today()
    with pytest.raises(Problem, match="Write why"):
        clearance.override(center.coordinator, center.peer.person.id, COUNSELING, today, "  ")
    for day in (today - timedelta(days=1), today + timedelta(days=15)):
        with pytest.raises(Problem, match="within two weeks"):
            clearance.override(center.coordinator, center.peer.person.id, COUNSELING, day, "short of peers")
    made = clearance.override(center.coordinator, center.peer.person.id, COUNSELING, today, "glasshouse lantern")
    visits.hand_over(center.front, waiting(center), center.peer.person.id)
    assert clearance.overrides(center.coordinator)[0].reason == "glasshouse lantern"
    with center.front.reading() as tx:
        assert b"glasshouse" not in (sealed.get(tx, "override", made.id, 1) or b"")
    clearance.end_override(center.coordinator, made.id)
    with pytest.raises(Problem, match="is not cleared"):
        visits.hand_over(center.front, waiting(center, 2), center.peer.person.id)
    with pytest.raises(Problem, match="over already"):
        clearance.end_override(center.coordinator, made.id)


def test_an_exception_is_on_the_agenda_without_its_reason_while_it_counts(center):
    made = clearance.override(center.coordinator, center.peer.person.id, COUNSELING, center.coordinator.today(), "x")
    desk = center.coordinator

    def facts():
        with desk.reading() as tx:
            found = agenda_peers.reasons(desk, tx, agenda_lately.look(desk, tx, desk.today()))
            return [why.fact for why in found.get(made.person, ())]

    assert any("exception: gives “Peer counseling”" in fact for fact in facts())
    clearance.end_override(desk, made.id)
    assert facts() == []


def test_who_is_not_cleared_and_what_lapses_soon_is_on_the_agenda(center):
    """What is missing only where the gate is on, and nothing of it among those near the limit of their strength."""
    clear_for(center, center.peer)
    pia, otto = center.peer.person.id, center.desks["Otto Other"].person.id

    def facts():
        items = supervision.build(center.coordinator).items
        return {one.ref: one.reason for one in items if one.kind is ItemKind.PEER}

    assert facts() == {}
    turn_on(center)
    lacks = "3 trainings, 3 signatures, 1 paper of a caregiver"
    assert facts() == {otto: f"not cleared to be with students: {lacks} missing"}
    assert supervision.news(center.coordinator) == 0
    assert supervision_load.look(center.coordinator).load.near == ()
    center.clock.advance(days=355)
    assert "lapse, the first on Sep 14, 2027" in facts()[pia]
    center.clock.advance(days=10)
    assert facts()[pia].startswith("not cleared to be with students: ")


def test_nobody_needs_an_exception_for_what_they_are_cleared_for(center):
    clear_for(center, center.peer, COUNSELING)
    with pytest.raises(Problem, match="cleared for “Peer counseling” already"):
        clearance.override(center.coordinator, center.peer.person.id, COUNSELING, center.coordinator.today(), "x")


def test_a_rule_of_the_center_counts_and_can_be_taken_away_again(center):
    clearance.set_rule(center.coordinator, Rule(service=ANY))
    clearance.set_rule(center.coordinator, Rule(service="orientation", modules=("self_care",)))
    turn_on(center)
    visit = waiting(center, reason="new_here")
    with pytest.raises(Problem, match="Self-care"):
        visits.hand_over(center.front, visit, center.peer.person.id)
    clearance.as_shipped(center.coordinator, "orientation")
    visits.hand_over(center.front, visit, center.peer.person.id)
    with pytest.raises(Problem, match="ghost"):
        clearance.set_rule(center.coordinator, Rule(service="orientation", modules=("ghost",)))


def test_a_peer_sees_where_they_stand_and_what_lapses_soon(center):
    clear_for(center, center.peer, "orientation")
    center.clock.advance(days=350)
    standing = clearance.mine(center.peer)
    assert standing.asked
    assert {one.service: one.cleared for one in standing.found}["orientation"]
    assert not {one.service: one.cleared for one in standing.found}[COUNSELING]
    assert {one.id for one, _day in standing.soon} >= {"confidentiality", "red_flags", "code_of_ethics"}


def test_all_this_is_as_the_log_says(center):
    clear_for(center, center.peer, "orientation")
    turn_on(center)
    clearance.set_rule(center.coordinator, Rule(service="orientation"))
    made = clearance.override(center.coordinator, center.peer.person.id, COUNSELING, center.coordinator.today(), "x")
    clearance.end_override(center.coordinator, made.id)
    training.remove_class(center.coordinator, hold(center, center.peer, module="self_care").id)
    assert verify(center.coordinator).sound


@pytest.mark.parametrize(("statement", "finding"), [
    ("UPDATE completions SET lapses_on = NULL", "training of peers"),
    ("DELETE FROM completions", "training of peers"),
    ("UPDATE class_attendance SET minutes = 600", "training of peers"),
    ("UPDATE agreements SET version = 'x'", "signed"),
    ("UPDATE agreement_texts SET en = 'x'", "signed"),
    ("UPDATE caregiver_papers SET how = 'of_age'", "signed"),
    ("UPDATE clearance_overrides SET until = '2030-01-01'", "cleared"),
    ("UPDATE settings SET value = 'false' WHERE key = 'clearance.gate'", "cleared"),
])
def test_what_somebody_changes_in_sql_is_found(center, statement, finding):
    clear_for(center, center.peer, "orientation")
    turn_on(center)
    clearance.override(center.coordinator, center.peer.person.id, COUNSELING, center.coordinator.today(), "x")
    with center.coordinator.store.transaction() as tx:
        tx.session.execute(text(statement))
    assert finding in verify(center.coordinator).finding


def test_signing_again_counts_anew_and_who_leaves_nothing_unsigned_is_named(center):
    turn_on(center)
    sign_all(center.peer)
    found = {(one.person, one.service): one for one in clearance.everybody(center.coordinator).found.values()}
    lacks = {lack.id for lack in found[center.peer.person.id, ANY].missing}
    assert lacks == {"role_and_scope", "confidentiality", "red_flags", "caregiver_consent"}


def test_a_service_chosen_only_in_the_note_is_asked_for_and_the_note_is_not_lost(center):
    clear_for(center, center.peer, "orientation")
    turn_on(center)
    session = handed_over(center, 1, center.peer)
    body = note(service=COUNSELING)
    sessions.save_draft(center.peer, session, body)
    with pytest.raises(NoteIncomplete, match=r"not cleared for “Peer counseling”.*Missing.*stays here as a draft"):
        sessions.sign(center.peer, session, body)
    assert sessions.read_draft(center.peer, session) == body
    clearance.override(center.coordinator, center.peer.person.id, COUNSELING, center.coordinator.today(), "they did")
    assert sessions.sign(center.peer, session, body).service == COUNSELING
