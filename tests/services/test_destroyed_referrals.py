"""Referrals and contacts whose period has run out go for good: rows, seals and rules that ended; counts stay."""

from datetime import date

import pytest

from tests.centers import fresh_center
from tests.families import LUIS, ROSA, add_families
from tests.services.test_destruction import destroy
from wellnessdesk.domain.contacts import Entry, RuleKind
from wellnessdesk.domain.referrals import Facts, Status, Step, StepKind
from wellnessdesk.services import caregivers, contacts, referrals, retention
from wellnessdesk.services.audit import judge
from wellnessdesk.store import referrals as rows

FACTS = Facts(student=1, kind="counseling", to="Valley", why="why", purpose="purpose")
ENTRY = Entry(student=1, caregiver=ROSA, channel="phone", spoke="Cora", summary="said")


@pytest.fixture
def center(tmp_path):
    """Six years ago: a referral that is over, one that is not, a contact, a rule in force and one that ended."""
    made = fresh_center(tmp_path / "center")
    add_families(made)
    desk = made.coordinator
    over = referrals.draft(desk, FACTS)
    referrals.step(desk, over.id, Step(kind=StepKind.REVOKE, day=desk.today(), words="moved"))
    referrals.draft(desk, FACTS)
    contacts.write(desk, ENTRY)
    caregivers.set_rule(desk, 1, LUIS, RuleKind.SAFETY, "still")
    caregivers.set_rule(desk, 1, ROSA, RuleKind.ASK_FIRST, "was once")
    ended = next(rule for rule in caregivers.family(desk, 1).rules if rule.caregiver == ROSA)
    caregivers.end_rule(desk, ended.id)
    made.clock.advance(minutes=7 * 366 * 24 * 60)
    yield made
    made.admin.close()


def counted(desk, table):
    with desk.reading() as tx:
        return tx.session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608


def test_what_is_over_goes_what_is_under_way_stays_and_the_log_holds(center):
    desk = center.coordinator
    assert judge.verify(desk).sound
    destroy(center)
    assert [one.mark.status for one in referrals.under_way(desk)] == [Status.DRAFT]
    left = [counted(desk, table) for table in ("referrals", "caregiver_contacts", "contact_rules")]
    assert left == [1, 0, 1]
    assert counted(desk, "sealed WHERE kind IN ('referral', 'caregiver contact', 'contact rule')") == 2
    assert [rule.reason for rule in caregivers.family(desk, 1).rules] == ["still"]
    assert judge.verify(desk).sound
    with desk.reading() as tx:
        assert rows.counts(tx, date(2026, 9, 1), date(2026, 9, 30)) == {
            ("counseling", "revoked"): 1, ("counseling", "draft"): 1}


def test_while_somebody_is_on_hold_none_goes(center):
    retention.place_hold(center.coordinator, 2, "letter")
    before = [counted(center.coordinator, table) for table in ("referrals", "caregiver_contacts", "contact_rules")]
    lines = {line.records.value: (line.going, line.held) for line in retention.preview(center.coordinator).lines}
    assert (lines["referrals"], lines["contacts"]) == ((0, 1), (0, 1))
    assert before == [2, 1, 2]


def test_what_is_taken_out_otherwise_is_noticed(center):
    desk = center.coordinator
    destroy(center)
    with center.admin.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("DELETE FROM sealed WHERE kind='referral'")
        tx.session.connection().exec_driver_sql("DELETE FROM referrals")
    assert judge.verify(desk).finding
