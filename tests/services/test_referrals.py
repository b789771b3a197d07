"""Referrals at a real center: drafted, agreed to, sent, followed to the end; who may, what is kept, what leaks."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centers import fresh_center as make_fresh
from tests.centers import handed_over, work
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.flags import Closing
from wellnessdesk.domain.peers import ConflictKind
from wellnessdesk.domain.referrals import Facts, Status, Step, StepKind
from wellnessdesk.domain.resources import Resource
from wellnessdesk.services import disclosures, flags, peers, referrals, resources
from wellnessdesk.services.audit import judge
from wellnessdesk.store import audit_log
from wellnessdesk.store.audit_log import Sought

WHY, PURPOSE, OUTCOME = "xylophone meadow", "Help with sleep and worries", "goes there every week"
FACTS = Facts(student=1, kind="counseling", to="Valley Youth Counseling", why=WHY, purpose=PURPOSE)


@pytest.fixture
def center(tmp_path):
    made = make_fresh(tmp_path / "center")
    yield made
    made.admin.close()


def step(desk, referral, kind, **more):
    words = {StepKind.CLOSE: OUTCOME, StepKind.DECLINE: "no room", StepKind.REVOKE: "moved away"}.get(kind, "")
    usual = {StepKind.CONSENT: {"who": "student", "how": "in_person"}, StepKind.SEND: {"how": "phone"},
             StepKind.HAND_OVER: {"who": "Cora"}}.get(kind, {})
    return referrals.step(desk, referral, Step(**({"kind": kind, "day": desk.today(), "words": words} | usual | more)))


def sent(desk, facts=FACTS):
    made = referrals.draft(desk, facts)
    step(desk, made.id, StepKind.CONSENT)
    step(desk, made.id, StepKind.SEND)
    return made.id


def entries(desk):
    with desk.reading() as tx:
        return [one.entry for one in audit_log.backwards(tx, Sought(), None, 100)[0]]


def everything_in(center):
    """All the store's words, as who has its key and SQL reads them."""
    with center.admin.reading() as tx:
        tables = [row[0] for row in tx.session.connection().exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='table'")]
        return "\n".join(str(tuple(row)) for table in tables
                         for row in tx.session.connection().exec_driver_sql(f"SELECT * FROM {table}"))  # noqa: S608


def test_a_whole_life_is_kept_step_by_step(center):
    desk = center.coordinator
    made = sent(desk)
    step(desk, made, StepKind.HAND_OVER, who="Cora Coordinator", words="first meeting")
    step(desk, made, StepKind.ACCEPT)
    step(desk, made, StepKind.ATTEND)
    whole = step(desk, made, StepKind.CLOSE)

    assert [one.kind.value for one in whole.steps] == [
        "draft", "consent", "send", "hand_over", "accept", "attend", "close"]
    assert {one.by for one in whole.steps} == {"Cora Coordinator"}
    assert (whole.student, whole.to, whole.outcome) == ("José Núñez", "Valley Youth Counseling", OUTCOME)
    assert (whole.agreed.who, whole.walked.who) == ("student", "Cora Coordinator")
    assert (whole.mark.status, whole.mark.due, whole.mark.ended) == (Status.CLOSED, None, True)
    assert referrals.under_way(desk) == []
    assert referrals.over(desk) == [whole] == [referrals.get(desk, made)]
    assert judge.verify(desk).sound


def test_nothing_is_sent_before_somebody_agreed(center):
    made = referrals.draft(center.coordinator, FACTS)
    with pytest.raises(Problem, match="before somebody agreed"):
        step(center.coordinator, made.id, StepKind.SEND)
    assert disclosures.of_student(center.coordinator, 1) == []


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"why": " \u202e"}, "Write why"), ({"purpose": ""}, "needs to know"), ({"to": ""}, "who is to help"),
    ({"kind": "magic"}, "what kind"), ({"student": 0}, "Choose the student"), ({"why": "x" * 1_000_000}, "under 2,000"),
])
def test_a_draft_that_lacks_something_says_what(center, changes, sentence):
    with pytest.raises(Problem, match=sentence):
        referrals.draft(center.coordinator, replace(FACTS, **changes))
    assert referrals.under_way(center.coordinator) == []


@pytest.mark.parametrize(("kind", "changes", "sentence"), [
    (StepKind.CONSENT, {"who": ""}, "who agreed"), (StepKind.CONSENT, {"how": "slip"}, "Choose how"),
    (StepKind.CONSENT, {"day": date(2026, 9, 15)}, "to today"),
    (StepKind.CONSENT, {"day": date(2026, 9, 13)}, "to today"),
    (StepKind.REVOKE, {"words": " "}, "Write why it is revoked"), (StepKind.CHANGE, {}, "as a whole"),
])
def test_a_step_that_lacks_something_says_what_and_nothing_is_written(center, kind, changes, sentence):
    made = referrals.draft(center.coordinator, FACTS)
    with pytest.raises(Problem, match=sentence):
        step(center.coordinator, made.id, kind, **changes)
    assert len(referrals.get(center.coordinator, made.id).steps) == 1


def test_a_draft_is_changed_and_what_was_sent_is_not(center):
    desk = center.coordinator
    made = referrals.draft(desk, FACTS)
    changed = referrals.change_draft(desk, made.id, replace(FACTS, to="Other", urgent=True, kind="crisis"))
    assert (changed.to, changed.mark.kind) == ("Other", "crisis")
    assert changed.mark.due == date(2026, 9, 15)
    with pytest.raises(Problem, match="stays with its student"):
        referrals.change_draft(desk, made.id, replace(FACTS, student=2))
    step(desk, made.id, StepKind.CONSENT)
    step(desk, made.id, StepKind.SEND)
    with pytest.raises(Problem, match="“Sent” cannot be “Changed” now"):
        referrals.change_draft(desk, made.id, FACTS)


def test_it_is_due_by_school_days_and_overdue_the_day_after(center):
    """Monday, September 14: ten school days on is Monday the 28th, for a calendar that says no holiday."""
    desk = center.coordinator
    made = referrals.draft(desk, FACTS)
    assert made.due == date(2026, 9, 28)
    center.clock.advance(minutes=14 * 24 * 60)
    assert referrals.overdue(desk) == 0
    center.clock.advance(minutes=24 * 60)
    assert referrals.overdue(desk) == 1
    assert referrals.under_way(desk)[0].mark.overdue(desk.today())
    step(desk, made.id, StepKind.REVOKE)
    assert referrals.overdue(desk) == 0


def test_a_peer_drafts_from_their_own_session_and_a_coordinator_goes_on(center):
    session = handed_over(center, 1, center.peer)
    made = referrals.draft(center.peer, replace(FACTS, session=session))
    found = referrals.get(center.coordinator, made.id)
    assert (found.student, found.steps[0].by) == ("José Núñez", "Pia Peer")
    with center.coordinator.reading() as tx:
        assert [one.mark.id for one in referrals.about(center.coordinator, tx, 1)] == [made.id]
        assert referrals.about(center.coordinator, tx, 2) == []
    step(center.coordinator, made.id, StepKind.CONSENT)
    with center.coordinator.reading() as tx:
        assert [one.mark.id for one in referrals.about(center.coordinator, tx, 1)] == [made.id]
    assert judge.verify(center.coordinator).sound


def test_a_peer_refers_nobody_else(center):
    session = handed_over(center, 1, center.peer)
    with pytest.raises(Denied):
        referrals.draft(center.desks["Otto Other"], replace(FACTS, session=session))
    for changes in ({"student": 2, "session": session}, {"session": session, "flag": "x"}):
        with pytest.raises(Problem, match="somebody else"):
            referrals.draft(center.peer, replace(FACTS, **changes))
    with pytest.raises(Problem, match="not there any more"):
        referrals.draft(center.peer, FACTS)
    peers.declare(center.coordinator, center.peer.person.id, 1, ConflictKind.FRIEND)
    with pytest.raises(Problem):
        referrals.draft(center.peer, replace(FACTS, session=session))
    assert referrals.under_way(center.coordinator) == []


def test_sending_is_a_disclosure_and_a_slip_is_one_too(center):
    desk = center.coordinator
    entry, _done = resources.save(desk, Resource(kind="counseling", name="New Roots", phone="555-0101"))
    made = sent(desk, replace(FACTS, resource=entry.id, to=""))
    (line,) = disclosures.of_student(desk, 1)
    assert (line.recipient, line.purpose) == ("New Roots", PURPOSE)

    pdf = referrals.slip(desk, made)
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    words = read.stdout.decode()
    for wanted in ("José Núñez", "New Roots", "555-0101", PURPOSE):
        assert wanted in words
    assert WHY not in words
    assert len(disclosures.of_student(desk, 1)) == 2


def test_a_referral_sent_with_a_slip_is_disclosed_by_the_slip_alone(center):
    desk = center.coordinator
    made = referrals.draft(desk, FACTS)
    step(desk, made.id, StepKind.CONSENT)
    with pytest.raises(Problem, match="was sent"):
        referrals.slip(desk, made.id)
    step(desk, made.id, StepKind.SEND, how="slip")
    assert disclosures.of_student(desk, 1) == []
    referrals.slip(desk, made.id)
    assert len(disclosures.of_student(desk, 1)) == 1
    step(desk, made.id, StepKind.REVOKE)
    with pytest.raises(Problem, match="not over"):
        referrals.slip(desk, made.id)


def test_whoever_has_the_key_of_the_store_reads_no_student_reason_or_moment(center):
    desk = center.coordinator
    made = sent(desk)
    step(desk, made, StepKind.DECLINE)
    step(desk, made, StepKind.CLOSE)
    shown = everything_in(center)
    for word in (WHY, OUTCOME, PURPOSE, "Valley Youth"):
        assert word not in shown
    assert {entry.action for entry in entries(desk)[:6]} <= {"sealed", "disclosure.record"}
    with pytest.raises(Denied):
        referrals.get(center.admin, made)


@pytest.mark.parametrize("statement", [
    "UPDATE referrals SET status='closed'", "UPDATE referrals SET due='2030-01-01'",
    "UPDATE referrals SET kind='legal'",
    "DELETE FROM referrals", "DELETE FROM sealed WHERE kind='referral' AND version=2",
    "UPDATE sealed SET version=9 WHERE kind='referral' AND version=3",
    "UPDATE referrals SET steps=2, status='draft'",
])
def test_what_sql_does_to_a_referral_is_noticed_and_hides_no_other(center, statement):
    desk = center.coordinator
    sent(desk)
    assert judge.verify(desk).sound
    with center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql(statement)
    assert judge.verify(desk).finding
    other = referrals.draft(desk, replace(FACTS, student=2))
    assert [one.student for one in referrals.under_way(desk) if one.mark.id == other.id] == ["Anna O'Neil"]


def test_one_whose_seal_was_swapped_says_so_and_takes_no_step(center):
    desk = center.coordinator
    one, other = sent(desk), sent(desk, replace(FACTS, student=2))
    with center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql(
            "UPDATE sealed SET blob=(SELECT blob FROM sealed WHERE record=? AND version=1) "
            "WHERE record=? AND version=1",
            (one, other))
    spoiled = next(found for found in referrals.under_way(desk) if found.mark.id == other)
    assert spoiled.problem
    assert spoiled.student == ""
    with pytest.raises(Problem):
        step(desk, other, StepKind.ACCEPT)
    assert step(desk, one, StepKind.ACCEPT).mark.status is Status.ACCEPTED


def test_what_was_born_from_a_flag_closes_with_it(center):
    day = work(center)
    desk = center.coordinator
    draft = referrals.draft(desk, replace(FACTS, flag=day.flag)).id
    out = sent(desk, replace(FACTS, flag=day.flag))
    apart = sent(desk)
    flags.acknowledge(desk, day.flag)
    with desk.reading() as tx:
        assert {one.mark.id for one in referrals.of_flag(desk, tx, day.flag)} == {draft, out}
        assert {one.mark.id for one in referrals.of_flag(desk, tx, day.flag, 1)} == {draft, out}
    flags.close(desk, day.flag, Closing(disposition="a", notify_caregiver=False, notify_reason="b",
                                        outcome="is safe now", reported=False))
    assert {one.mark.id: (one.mark.status, one.outcome) for one in referrals.over(desk)} == {
        draft: (Status.REVOKED, "is safe now"), out: (Status.CLOSED, "is safe now")}
    assert [one.mark.id for one in referrals.under_way(desk)] == [apart]
    assert judge.verify(desk).sound


def test_of_one_that_ended_the_day_is_kept_and_no_moment(center):
    desk = center.coordinator
    made = sent(desk)
    center.clock.advance(minutes=77)
    step(desk, made, StepKind.REVOKE)
    with center.admin.reading() as tx:
        (kept,) = tx.session.connection().exec_driver_sql("SELECT closed_at FROM referrals").first()
    assert kept % timedelta(hours=12).total_seconds() == 0


def test_a_clock_that_was_set_back_leaves_a_consistent_record(center):
    desk = center.coordinator
    made = sent(desk)
    center.clock.advance(minutes=-3 * 24 * 60)
    with pytest.raises(Problem, match="to today"):
        step(desk, made, StepKind.ACCEPT)
    center.clock.advance(minutes=3 * 24 * 60)
    assert step(desk, made, StepKind.ACCEPT).mark.status is Status.ACCEPTED
    assert judge.verify(desk).sound


def test_two_clicks_are_one_step(center):
    desk = center.coordinator
    made = sent(desk)
    step(desk, made, StepKind.ACCEPT)
    with pytest.raises(Problem, match="“Accepted” cannot be “Accepted” now"):
        step(desk, made, StepKind.ACCEPT)
