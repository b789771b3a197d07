"""What adults do about a flag is kept step by step: nothing is lost or taken away, and two adults see each other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centers import DECIDED, FLAG_WORDS, first, handed_over
from tests.store.stores import raw
from tests.support import SECOND_PEER
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.flag_steps import LONGEST_TEXT, Step, StepKind
from wellnessdesk.domain.flags import FlagStatus, Urgency
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.referrals import Facts, Status
from wellnessdesk.domain.referrals import Step as ReferralStep
from wellnessdesk.domain.referrals import StepKind as ReferralKind
from wellnessdesk.services import flag_steps, flags, referrals
from wellnessdesk.services.audit import judge
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.services.flags import NotYetComplete
from wellnessdesk.vault import sealing
from wellnessdesk.vault.errors import Tampered
from wellnessdesk.vault.sealing import Binding

DID = Step(kind=StepKind.DISPOSITION, text="Walked over with her.")
HOME = Step(kind=StepKind.CAREGIVER, yes=False, text="She asked us not to, and she is safe.")
NO_REPORT = Step(kind=StepKind.REPORT, yes=False)
ENDED = Step(kind=StepKind.OUTCOME, text="Back in class.")


@pytest.fixture
def flag(center):
    """A flag that the coordinator has."""
    session = handed_over(center, 1, center.peer)
    mark = flags.raise_flag(center.peer, session, kind="self_harm", urgency=Urgency.SAME_DAY, words=FLAG_WORDS)
    center.clock.advance(minutes=3)
    flags.acknowledge(center.coordinator, mark.id)
    return mark.id


def shell(center, query, *values):
    connection = raw(center.front.store.path, center.front.keys.store_key)
    found = connection.execute(query, values).fetchall()
    connection.close()
    return found


def told(center, flag):
    return [(written.step, written.by, written.at) for written in flags.life(center.coordinator, flag).steps]


def test_each_step_is_kept_by_itself_with_its_author_and_moment(center, flag):
    cora, start = center.coordinator, center.clock.now()
    assert flag_steps.add(cora, flag, DID, seen=0) == 1
    center.clock.advance(minutes=30)
    assert flag_steps.add(cora, flag, HOME, seen=1) == 2
    assert told(center, flag) == [(DID, "Cora Coordinator", start),
                                  (HOME, "Cora Coordinator", start + timedelta(minutes=30))]
    assert flags.not_closed(cora)[0].mark.status is FlagStatus.ACKNOWLEDGED


def test_what_was_decided_before_an_interruption_is_enough_to_go_on_from(center, flag):
    cora = center.coordinator
    for seen, step in enumerate((DID, HOME, NO_REPORT)):
        flag_steps.add(cora, flag, step, seen=seen)
    with pytest.raises(NotYetComplete, match="Write how it ended"):
        flags.close(cora, flag)
    flag_steps.add(cora, flag, ENDED, seen=3)
    flags.close(cora, flag)
    assert flags.life(cora, flag).flag.mark.status is FlagStatus.CLOSED


def test_a_correction_is_a_further_step_and_the_earlier_stays(center, flag):
    cora, better = center.coordinator, replace(DID, text="Walked over with him.")
    flag_steps.add(cora, flag, DID, seen=0)
    flag_steps.add(cora, flag, better, seen=1)
    assert [step for step, *_rest in told(center, flag)] == [DID, better]
    assert flags.life(cora, flag).closing.disposition == better.text


def test_a_closed_flag_can_be_corrected_and_stays_closed(center, flag):
    cora = center.coordinator
    flags.close(cora, flag, DECIDED)
    closed_at = flags.life(cora, flag).flag.mark.closed_at
    center.clock.advance(minutes=5)
    flag_steps.add(cora, flag, ENDED, seen=5)
    life = flags.life(cora, flag)
    assert (life.closing.outcome, life.flag.mark.status, life.flag.mark.closed_at) == (
        "Back in class.", FlagStatus.CLOSED, closed_at)


def test_closing_writes_only_what_is_new(center, flag):
    cora = center.coordinator
    flag_steps.add(cora, flag, Step(kind=StepKind.DISPOSITION, text=DECIDED.disposition), seen=0)
    flags.close(cora, flag, DECIDED)
    assert [step.kind for step, *_rest in told(center, flag)] == [
        StepKind.DISPOSITION, StepKind.CAREGIVER, StepKind.REPORT, StepKind.OUTCOME, StepKind.CLOSED]


def test_who_has_not_seen_what_another_wrote_is_told_and_nothing_is_written(center, flag):
    flag_steps.add(center.coordinator, flag, DID, seen=0)
    with pytest.raises(Problem, match="Somebody wrote something about this flag meanwhile"):
        flag_steps.add(center.coordinator, flag, replace(DID, text="again"), seen=0)
    assert len(told(center, flag)) == 1


def test_no_step_before_an_adult_has_the_flag(center):
    session = handed_over(center, 1, center.peer)
    mark = flags.raise_flag(center.peer, session, kind="eating", urgency=Urgency.SAME_DAY)
    with pytest.raises(Problem, match="Acknowledge the flag first"):
        flag_steps.add(center.coordinator, mark.id, DID, seen=0)
    with pytest.raises(Problem, match="not there any more"):
        flag_steps.add(center.coordinator, "none", DID, seen=0)


REPORT = Step(kind=StepKind.REPORT, yes=True, day=date(2026, 9, 14), agency="County", adult="Ms. Lee")


@pytest.mark.parametrize(("step", "field", "said"), [
    (Step(kind=StepKind.DISPOSITION, text=" \n"), "text", "what you did"),
    (Step(kind=StepKind.DISPOSITION, text="x" * (LONGEST_TEXT + 1)), "text", "At most 8,000 characters"),
    (Step(kind=StepKind.OUTCOME), "text", "how it ended"),
    (Step(kind=StepKind.CAREGIVER, text="x"), "yes", "whether a caregiver"),
    (Step(kind=StepKind.CAREGIVER, yes=True), "text", "the reason"),
    (Step(kind=StepKind.REPORT), "yes", "whether an agency"),
    (replace(REPORT, day=None), "day", "on which day"),
    (replace(REPORT, day=date(2026, 9, 15)), "day", "still to come"),
    (replace(REPORT, agency=""), "agency", "which agency"),
    (replace(REPORT, adult="\u202e"), "adult", "who told them"),
    (replace(REPORT, agency="x" * 201), "agency", "At most 200"),
])
def test_what_a_step_lacks_is_said_at_its_field_and_nothing_is_written(center, flag, step, field, said):
    with pytest.raises(StepProblem) as problem:
        flag_steps.add(center.coordinator, flag, step, seen=0)
    assert list(problem.value.found) == [field]
    assert said in problem.value.found[field]
    assert told(center, flag) == []


def test_a_pasted_megabyte_is_refused_and_signs_nobody_sees_are_left_out(center, flag):
    with pytest.raises(StepProblem):
        flag_steps.add(center.coordinator, flag, replace(DID, text="x" * 1_000_000), seen=0)
    flag_steps.add(center.coordinator, flag, replace(DID, text="a\x00b\u202ec\r\nd\ud800 é"), seen=0)
    assert flags.life(center.coordinator, flag).closing.disposition == "abc\nd é"


def test_a_report_to_an_agency_says_when_to_whom_and_by_whom(center, flag):
    flag_steps.add(center.coordinator, flag, REPORT, seen=0)
    closing = flags.life(center.coordinator, flag).closing
    assert (closing.reported, closing.reported_on, closing.agency, closing.reporter) == (
        True, date(2026, 9, 14), "County", "Ms. Lee")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR])
def test_only_coordinators_write_and_read_steps(center, flag, role):
    desk = center.desk(role)
    for attempt in (lambda: flag_steps.add(desk, flag, DID, seen=0), lambda: flags.withdraw(desk, flag, "x"),
                    lambda: flags.life(desk, flag), lambda: flags.close(desk, flag, DECIDED)):
        with pytest.raises(Denied):
            attempt()


# ---- withdrawn

def test_a_mistaken_flag_is_withdrawn_with_a_reason_and_stays_readable(center):
    session = handed_over(center, 1, center.peer)
    mark = flags.raise_flag(center.peer, session, kind="eating", urgency=Urgency.IMMEDIATE)
    with pytest.raises(StepProblem, match="Say why"):
        flags.withdraw(center.coordinator, mark.id, "  ")
    flags.withdraw(center.coordinator, mark.id, "The wrong student was chosen.")
    assert flags.adult_needed(center.front) == []
    assert flags.not_closed(center.coordinator) == []
    life = flags.life(center.coordinator, mark.id)
    assert (life.flag.mark.status, life.flag.mark.closed_at) == (FlagStatus.WITHDRAWN, center.clock.now())
    assert life.steps[0].step == Step(kind=StepKind.WITHDRAWN, text="The wrong student was chosen.")
    with center.coordinator.reading() as tx:
        assert [one.mark.id for one in flags.about(center.coordinator, tx, 1)] == [mark.id]


@pytest.mark.parametrize("late", [
    lambda desk, flag: flags.acknowledge(desk, flag), lambda desk, flag: flags.close(desk, flag, DECIDED),
    lambda desk, flag: flag_steps.add(desk, flag, DID, seen=1), lambda desk, flag: flags.withdraw(desk, flag, "again")])
def test_whoever_comes_after_it_was_withdrawn_is_told_so(center, flag, late):
    flags.withdraw(center.coordinator, flag, "A mistake.")
    with pytest.raises(Problem, match="withdrawn meanwhile"):
        late(center.coordinator, flag)
    assert len(told(center, flag)) == 1


def test_a_closed_flag_is_not_withdrawn(center, flag):
    flags.close(center.coordinator, flag, DECIDED)
    with pytest.raises(Problem, match="already closed"):
        flags.withdraw(center.coordinator, flag, "x")


# ---- what cannot be trusted

def test_steps_stand_in_their_order_when_the_clock_is_set_back_and_say_so(center, flag):
    flag_steps.add(center.coordinator, flag, DID, seen=0)
    center.clock.advance(hours=-30)
    flag_steps.add(center.coordinator, flag, HOME, seen=1)
    center.clock.advance(hours=31)
    flag_steps.add(center.coordinator, flag, ENDED, seen=2)
    steps = flags.life(center.coordinator, flag).steps
    assert [written.step for written in steps] == [DID, HOME, ENDED]
    assert [written.back for written in steps] == [False, True, False]


@pytest.mark.parametrize("spoil", [
    "UPDATE sealed SET blob = x'00' WHERE kind = 'flag step' AND version = 2",
    "DELETE FROM sealed WHERE kind = 'flag step' AND version = 2",
    "UPDATE sealed SET blob = (SELECT blob FROM sealed WHERE kind = 'flag step' AND version = 1)"
    " WHERE kind = 'flag step' AND version = 2"])
def test_a_spoiled_step_says_so_and_hides_neither_the_flag_nor_the_steps_before(center, flag, spoil):
    for seen, step in enumerate((DID, HOME)):
        flag_steps.add(center.coordinator, flag, step, seen=seen)
    shell(center, spoil)
    steps = flags.life(center.coordinator, flag).steps
    assert (steps[0].step, steps[1].problem) == (DID, str(Tampered()))
    assert flag_steps.add(center.coordinator, flag, HOME, seen=2) == 3


def test_a_step_that_was_taken_out_from_the_middle_is_noticed_in_the_next(center, flag):
    for seen, step in enumerate((DID, HOME, ENDED)):
        flag_steps.add(center.coordinator, flag, step, seen=seen)
    shell(center, "DELETE FROM sealed WHERE kind = 'flag step' AND version = 2")
    shell(center, "UPDATE sealed SET version = 2 WHERE kind = 'flag step' AND version = 3")
    shell(center, "UPDATE flags SET steps = 2")
    assert [bool(written.problem) for written in flags.life(center.coordinator, flag).steps] == [False, True]


def test_a_step_sealed_by_somebody_who_may_not_is_none(center, flag):
    body = DID.plain() | {"at": center.clock.now().isoformat()}
    blob = sealing.seal(center.peer.keys, Binding("flag step", flag, 1), body)
    shell(center, "INSERT INTO sealed (kind, record, version, blob) VALUES ('flag step', ?, 1, ?)", flag, blob)
    shell(center, "UPDATE flags SET steps = 1")
    (written,) = flags.life(center.coordinator, flag).steps
    assert (written.step, written.problem) == (None, str(Tampered()))


@pytest.mark.parametrize("number", ["-1", "10001", "'x'", "9e18"])
def test_a_number_of_steps_put_in_from_outside_hides_no_flag(center, flag, number):
    shell(center, f"UPDATE flags SET steps = {number}")  # noqa: S608 - of this test
    assert [one.mark.id for one in flags.not_closed(center.coordinator)] == [flag]


def test_a_flag_closed_in_one_record_as_in_schema_0003_is_still_read_and_can_be_corrected(center, flag):
    old = {"disposition": "Talked", "notify_caregiver": False, "notify_reason": "Asked not to", "outcome": "Calm"}
    blob = sealing.seal(center.coordinator.keys, Binding("flag closing", flag, 1), old, to_author=False)
    shell(center, "INSERT INTO sealed (kind, record, version, blob) VALUES ('flag closing', ?, 1, ?)", flag, blob)
    shell(center, "UPDATE flags SET status = 'closed', closed_at = raised_at")
    life = flags.life(center.coordinator, flag)
    assert (life.closing.disposition, life.closing.outcome, life.closing.reported) == ("Talked", "Calm", None)
    flag_steps.add(center.coordinator, flag, ENDED, seen=0)
    assert flags.life(center.coordinator, flag).closing.outcome == "Back in class."


# ---- raised otherwise

def group(center, *students):
    """A group session of the peer; as a row, for it is the flag that is tested here."""
    shell(center, "INSERT INTO sessions (id, peer_id, second_peer_id, service, tier, day, started_at, note) VALUES"
                  " (77, ?, ?, 'support_groups', 1, '2026-09-14', 1, 'to_write')", center.peer.person.id,
          center.desks[SECOND_PEER].person.id)
    for student in students:
        shell(center, "INSERT INTO session_students (session_id, student_id, attendance) VALUES (77, ?, 'came')",
              student)


def raise_in_group(desk, **chosen):
    return flags.raise_flag(desk, 77, kind=first("red_flags"), urgency=Urgency.SAME_DAY, **chosen)


def test_in_a_group_a_flag_is_about_the_one_who_was_chosen(center):
    group(center, 1, 2)
    for desk in (center.peer, center.desks[SECOND_PEER]):
        mark = raise_in_group(desk, student_id=2)
        shown = flags.life(center.coordinator, mark.id).flag
        assert (shown.student_id, shown.session_id, shown.doubt, shown.raised_by) == (2, 77, False, desk.person.name)
        flags.acknowledge(center.coordinator, mark.id)
        assert shell(center, "SELECT student_index IS NULL FROM flags WHERE id = ?", mark.id) == [(0,)]
    for chosen, said in (({}, "which student of the group"), ({"student_id": 3}, "not in the session")):
        with pytest.raises(Problem, match=said):
            raise_in_group(center.peer, **chosen)


def test_a_coordinator_raises_one_from_the_students_page_and_a_peer_does_not(center):
    mark = flags.raise_about(center.coordinator, 2, kind="eating", urgency=Urgency.SAME_DAY, words="heard in class")
    shown = flags.not_closed(center.coordinator)[0]
    assert (shown.mark.id, shown.student_id, shown.session_id, shown.doubt) == (mark.id, 2, None, False)
    flags.acknowledge(center.coordinator, mark.id)
    with center.coordinator.reading() as tx:
        assert list(flags.taken_on(center.coordinator, tx, 2)) == [mark.id]
    with pytest.raises(Problem, match="not there any more"):
        flags.raise_about(center.coordinator, 999, kind="eating", urgency=Urgency.SAME_DAY)
    for role in (Role.FRONT_DESK, Role.PEER, Role.ADMINISTRATOR):
        with pytest.raises(Denied):
            flags.raise_about(center.desk(role), 2, kind="eating", urgency=Urgency.SAME_DAY)


def test_the_other_flags_of_the_student_stand_with_each(center, flag):
    second = flags.raise_about(center.coordinator, 1, kind="eating", urgency=Urgency.SAME_DAY)
    flags.raise_about(center.coordinator, 2, kind="eating", urgency=Urgency.SAME_DAY)
    assert [one.mark.id for one in flags.life(center.coordinator, flag).others] == [second.id]


# ---- what was born from it

def test_a_referral_born_from_a_flag_closes_with_it_and_stands_in_its_life(center, flag):
    cora = center.coordinator
    facts = Facts(student=1, kind="counseling", to="Valley", why="why", purpose="purpose", flag=flag)
    draft, sent = referrals.draft(cora, facts), referrals.draft(cora, replace(facts, to="Hill"))
    other = referrals.draft(cora, replace(facts, flag=""))
    today = cora.today()
    referrals.step(cora, sent.id, ReferralStep(kind=ReferralKind.CONSENT, day=today, who="student", how="in_person"))
    referrals.step(cora, sent.id, ReferralStep(kind=ReferralKind.SEND, day=today, how="phone"))
    assert {one.facts.to for one in flags.life(cora, flag).referrals} == {"Valley", "Hill"}
    flags.close(cora, flag, DECIDED)
    found = {one.facts.to: one.mark.status for one in flags.life(cora, flag).referrals}
    assert found == {"Valley": Status.REVOKED, "Hill": Status.CLOSED}
    assert referrals.get(cora, other.id).mark.status is Status.DRAFT
    assert referrals.get(cora, draft.id).mark.ended
    assert judge.verify(cora).sound
