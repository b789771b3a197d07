"""Keys that are compared, rotated and revoked; periods that keep their days; approval; the receipt and the own copy."""

from dataclasses import replace
from datetime import date

import pytest

from tests.centers import fresh_center
from tests.districts import PASSPHRASE, new_district, quickly
from tests.reports.read_back import words
from tests.store.stores import raw
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain.bundles import Asked, Kind, Outcome, Period
from wellnessdesk.domain.calendar import Term
from wellnessdesk.domain.catalogue_entries import Text
from wellnessdesk.domain.district import Verdict
from wellnessdesk.services import (
    audit,
    bundle_approval,
    bundle_history,
    bundle_periods,
    bundles,
    calendar,
    district,
    recipients,
    visits,
)
from wellnessdesk.services.district import centers, inbox, keys
from wellnessdesk.services.district.opened import MadeForAnother
from wellnessdesk.store import visits as visit_rows
from wellnessdesk.vault import age_keys, agefile, hash_words, recovery

SEPTEMBER = Period.month(2026, 9)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    for student in (1, 2, 3):
        visits.check_in(made.front, student, reason="take_a_break", origin="walk_in")
    made.clock.advance(days=30)
    yield made
    made.admin.close()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def added(center, **more):
    identity, public = agefile.generate()
    return identity, recipients.add(center.coordinator, "Oak District", public, **{"compared": True, **more})


def write(center, to, stick, **more):
    return bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="Report", folder=stick, **more)


def test_nothing_is_locked_for_a_key_before_its_words_were_compared(center, stick):
    identity, to = added(center, compared=False)
    with pytest.raises(Problem, match="Compare the six words"):
        write(center, to, stick)
    recipients.compare_key(center.admin, to.id, to.keys[0].id)
    made = write(center, to, stick)
    assert district.open_bundle(stick / made.file_name, identity).meta.recipient_keys == (to.fingerprint,)
    assert audit.verify(center.coordinator).whole


def test_a_key_is_rotated_and_what_left_before_still_opens_with_the_old_one(center, stick):
    old, to = added(center)
    first = write(center, to, stick)
    new, public = agefile.generate()
    after = recipients.add_key(center.coordinator, to.id, public, compared=True)
    both = write(center, to, stick)
    recipients.end_key(center.coordinator, to.id, to.keys[0].id)
    last = write(center, to, stick)

    def opens(bundle, identity):
        try:
            return bool(district.open_bundle(stick / bundle.file_name, identity))
        except agefile.NotForThisAgeKey:
            return False

    assert len(after.keys) == 2
    assert [(opens(one, old), opens(one, new)) for one in (first, both, last)] == [
        (True, False), (True, True), (False, True)]
    assert [one.version for one in (first, both, last)] == [1, 2, 3]
    with pytest.raises(Problem, match="not in use any more"):
        recipients.compare_key(center.coordinator, to.id, to.keys[0].id)
    assert audit.verify(center.coordinator).whole


@pytest.mark.parametrize(("terms", "said"), [
    ({"kinds": (Kind.ROWS,)}, "this kind of bundle"), ({"valid_until": date(2026, 10, 1)}, "until"),
    ({"valid_from": date(2026, 12, 1)}, "from")])
def test_a_recipient_gets_only_what_and_when_it_may(center, stick, terms, said):
    _identity, to = added(center)
    recipients.change_terms(center.admin, to.id, **{"kinds": (Kind.AGGREGATE,), **terms})
    with pytest.raises(Problem, match=said):
        write(center, to, stick)
    assert audit.verify(center.coordinator).whole


def test_who_is_revoked_gets_nothing_more_for_good(center, stick):
    _identity, to = added(center)
    recipients.revoke(center.coordinator, to.id)
    with pytest.raises(Problem, match="any more"):
        write(center, to, stick)
    with pytest.raises(Problem, match="any more"):
        recipients.add_key(center.coordinator, to.id, agefile.generate()[1], compared=True)
    assert audit.verify(center.coordinator).whole


def test_a_district_that_comes_back_with_a_new_key_goes_on_in_its_chain(center, stick, tmp_path):
    desk = new_district(tmp_path / "district")
    centers.add(desk, recipients.allowed_signers(center.coordinator), "Wellness Center", "Ridge High",
                words=recipients.signing_words(center.coordinator))

    def back(name):
        return recipients.add(center.coordinator, name, keys.listed(desk)[0].public, compared=True)

    before = back("Oak District")
    sent = [write(center, before, stick) for _month in range(2)]
    before = recipients.revoke(center.coordinator, before.id)
    with quickly():
        keys.rotate(desk, PASSPHRASE)
    again = back("oak district")
    shown = bundles.preview(center.coordinator, again.id, SEPTEMBER)
    sent.append(write(center, again, stick))

    looked = inbox.look(desk, [stick])
    assert [one.verdict for one in looked] == [Verdict.GOOD] * 3
    assert [one.sequence for one in inbox.take(desk, looked)] == [1, 2, 3]
    assert (shown.last.id, sent[2].supersedes, sent[2].version) == (sent[1].id, sent[1].id, 3)
    assert [one.follows(other) for one, other in ((again, before), (before, again))] == [True, False]
    assert audit.verify(center.coordinator).whole
    desk.close()


def test_two_districts_of_one_name_would_be_one_chain_and_cannot_be(center):
    added(center)
    with pytest.raises(Problem, match="already a district of this name"):
        recipients.add(center.coordinator, "  oak  DISTRICT ", agefile.generate()[1], compared=True)
    recipients.add(center.coordinator, "Oak Districts", agefile.generate()[1], compared=True)


def test_no_kind_and_days_the_wrong_way_round_are_refused(center):
    with pytest.raises(Problem, match="at least one kind"):
        added(center, kinds=())
    with pytest.raises(Problem, match="before the first"):
        added(center, valid_from=date(2026, 9, 2), valid_until=date(2026, 9, 1))


def put_terms(center, *terms):
    kept = tuple(Term(name=Text(term.code, term.code), first=term.first, last=term.last) for term in terms)
    calendar.put(center.admin, replace(calendar.sample(center.admin), special_days=(), days_off=(), terms=kept))


def test_a_term_keeps_the_days_of_its_first_bundle_whatever_the_calendar_says_later(center, stick):
    _identity, to = added(center)
    autumn = Period.term(date(2026, 8, 17), date(2026, 10, 2))
    spring = Period.term(date(2027, 1, 5), date(2027, 6, 4))
    put_terms(center, autumn, spring)
    assert autumn in bundle_periods.offered(center.coordinator)
    made = bundles.write(center.coordinator, to.id, autumn, purpose="x", folder=stick)
    assert made.period == "2026-08-17--2026-10-02"
    moved = Period.term(date(2026, 8, 17), date(2026, 10, 9))
    put_terms(center, moved, spring)
    offered = bundle_periods.offered(center.coordinator)
    assert autumn in offered
    assert moved not in offered
    with pytest.raises(Problem, match="not the days of a term"):
        bundles.write(center.coordinator, to.id, moved, purpose="x", folder=stick)


def test_a_period_of_nobody_knows_which_term_is_refused(center, stick):
    _identity, to = added(center)
    with pytest.raises(Problem, match="not the days of a term"):
        bundles.write(center.coordinator, to.id, Period.term(date(2026, 9, 1), date(2026, 9, 12)), purpose="x",
                      folder=stick)


def asked(to, **more):
    return Asked(**{"recipient": to.id, "period": SEPTEMBER, "purpose": "Report", **more})


def test_where_the_center_asks_for_it_nothing_leaves_before_a_second_person_approved_it(center, stick):
    _identity, to = added(center)
    desk = center.coordinator
    bundle_approval.ask_for(center.admin, True)
    with pytest.raises(Problem, match="second person"):
        write(center, to, stick)
    shown = bundles.preview(desk, to.id, SEPTEMBER)
    request = bundle_approval.request(desk, asked(to), shown.seen)
    with pytest.raises(Denied, match="yourself"):
        bundle_approval.decide(desk, request.id, Outcome.APPROVED, shown.seen)
    assert bundles.look(center.admin, request).seen == shown.seen
    with pytest.raises(Problem, match="figures have changed"):
        bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, "0" * 64)
    bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, shown.seen)
    with pytest.raises(Problem, match="second person"):
        bundles.write(desk, to.id, SEPTEMBER, purpose="Something else", folder=stick)
    made = write(center, to, stick)
    assert (made.approved_by, made.shown) == (center.admin.person.id, shown.seen)
    with pytest.raises(Problem, match="second person"):
        write(center, to, stick)  # an approval is for one bundle
    assert audit.verify(desk).whole


@pytest.mark.parametrize("forged", [
    "UPDATE bundle_requests SET outcome = 'approved', decided_by = (SELECT id FROM people WHERE id <> asked_by)",
    "UPDATE bundle_requests SET authority = 'another'"])
def test_nothing_leaves_on_an_approval_somebody_wrote_into_the_store(center, stick, forged):
    _identity, to = added(center)
    desk = center.coordinator
    bundle_approval.ask_for(center.admin, True)
    shown = bundles.preview(desk, to.id, SEPTEMBER)
    request = bundle_approval.request(desk, asked(to), shown.seen)
    if "authority" in forged:
        bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, shown.seen)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(forged)
    connection.close()
    with pytest.raises(Problem, match="Who approves bundles"):
        bundles.write(desk, to.id, SEPTEMBER, purpose="Report", folder=stick,
                      authority="another" if "authority" in forged else "")
    assert list(stick.iterdir()) == []


def test_a_refusal_says_why_and_a_request_can_be_taken_back(center):
    _identity, to = added(center)
    desk = center.coordinator
    seen = bundles.preview(desk, to.id, SEPTEMBER).seen
    one, other = (bundle_approval.request(desk, asked(to), seen) for _n in range(2))
    with pytest.raises(Problem, match="why not"):
        bundle_approval.decide(center.admin, one.id, Outcome.REFUSED, seen)
    bundle_approval.decide(center.admin, one.id, Outcome.REFUSED, seen, "Not this year.")
    bundle_approval.withdraw(desk, other.id)
    with pytest.raises(Problem, match="decided already"):
        bundle_approval.withdraw(desk, other.id)
    assert sorted(request.outcome for request in bundle_approval.requests(center.admin)) == ["refused", "withdrawn"]
    assert audit.verify(desk).whole


def test_an_approval_somebody_wrote_into_the_store_is_noticed(center):
    _identity, to = added(center)
    desk = center.coordinator
    bundle_approval.request(desk, asked(to), "0" * 64)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE bundle_requests SET outcome = 'approved'")
    connection.close()
    assert "approve" in audit.verify(desk).finding


def test_a_correction_says_which_numbers_differ_and_history_keeps_what_left(center, stick):
    _identity, to = added(center)
    first = write(center, to, stick)
    with center.front.change() as change:
        for _more in range(40):
            visit_rows.add(change.tx, student_id=1, day=date(2026, 9, 20), arrived_at=change.now, origin="walk_in",
                           reason="take_a_break")
        change.record_sealed("test.visits", "center")
    shown = bundles.preview(center.coordinator, to.id, SEPTEMBER)
    assert shown.corrects
    assert shown.last == first
    assert shown.changes
    assert bundle_history.tables(center.admin, first.id) != shown.tables


def test_the_receipt_says_what_left_to_whom_and_the_hash_in_words(center, stick):
    _identity, to = added(center)
    made = write(center, to, stick, authority="Board resolution 12")
    file = stick / "receipt.pdf"
    file.write_bytes(bundle_history.receipt(center.coordinator, made.id))
    text = " ".join(words(file).split())
    for said in ("Oak District", "September 2026", "Board resolution 12", made.file_name, made.hash[:8],
                 *hash_words.words(made.hash).split()):
        assert said in text


def test_the_centers_own_copy_opens_with_kit_b_alone_and_is_the_same_bundle(center, stick, tmp_path):
    identity, to = added(center)
    (tmp_path / "own").mkdir()
    made = write(center, to, stick, own_copy=tmp_path / "own")
    kit = recovery.from_words(recovery.KIT_B, " ".join(center.created.words_b))
    assert made.own_copy == made.file_name.replace(".age", "-own.age")
    own = district.open_bundle(tmp_path / "own" / made.own_copy, age_keys.identity(kit.private))
    assert own.files == district.open_bundle(stick / made.file_name, identity).files
    with pytest.raises(agefile.NotForThisAgeKey):
        district.open_bundle(tmp_path / "own" / made.own_copy, identity)
    with pytest.raises(MadeForAnother, match="or it is the center's own copy"):
        district.open_any(tmp_path / "own" / made.own_copy, age_keys.identity(kit.private))


@pytest.mark.parametrize("said", ["0" * 64, ""])
def test_a_copy_whose_hash_somebody_changed_or_dropped_is_noticed(center, stick, tmp_path, said):
    _identity, to = added(center)
    write(center, to, stick, own_copy=tmp_path)
    assert audit.verify(center.coordinator).finding == ""
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE bundles SET copy_hash = ?", (said,))
    connection.close()
    assert "records of bundles" in audit.verify(center.coordinator).finding


def test_a_copy_that_cannot_be_kept_takes_nothing_away(center, stick, tmp_path):
    _identity, to = added(center)
    assert write(center, to, stick, own_copy=tmp_path / "nowhere").own_copy == ""


def test_what_is_offered_begins_with_the_newest_month(center):
    assert bundle_periods.offered(center.coordinator)[0] == SEPTEMBER
