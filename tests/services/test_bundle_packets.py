"""One student's records as a bundle: decided on, given out with its line in the log, and named nowhere in the clear."""

import json
import subprocess
from dataclasses import replace

import pytest

from tests.centers import fresh_center
from tests.changed_keys import SECOND, WORDS, second_coordinator, signed_in
from tests.reports.read_back import words
from tests.retained import DAYS
from tests.services.test_packets import JOSE, noted
from tests.support import PASSPHRASE
from wellnessdesk.base import formats
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.domain import bundle_words
from wellnessdesk.domain import packets as rules
from wellnessdesk.domain.bundles import BundleState, Kind, Outcome, Period
from wellnessdesk.domain.disclosures import Ground, ground_label
from wellnessdesk.domain.packets import Decision
from wellnessdesk.exchange import datapackage
from wellnessdesk.exchange.bundle_problems import BundleDamaged
from wellnessdesk.services import (
    audit,
    bundle_approval,
    bundle_files,
    bundle_history,
    bundle_packets,
    bundle_periods,
    destruction,
    disclosures,
    district,
    packets,
    recipients,
    retention,
)
from wellnessdesk.services.bundle_packets import Packet
from wellnessdesk.services.bundle_writing import BundleNotWritten
from wellnessdesk.store import sealed
from wellnessdesk.vault.errors import Tampered

PURPOSE = "Subpoena of October 5"


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    noted(made)
    yield made
    made.admin.close()


@pytest.fixture
def key(center):
    """The identity of a court that may receive packets."""
    identity, public = district.new_key_pair()
    recipients.add(center.coordinator, "Superior Court", public, compared=True, kinds=(Kind.PACKET,))
    return identity


def court(center):
    return next(one for one in recipients.everybody(center.coordinator) if one.name == "Superior Court")


def decided(center, ground=Ground.COURT):
    """Everything included, likely names hidden, but for the first entry, which is withheld."""
    draft = packets.prepare(center.coordinator, JOSE, ground)
    made = {item.key: rules.proposed(item) for item in draft.items}
    made[draft.items[0].key] = Decision(include=False, ground="another_student")
    return Packet(student=JOSE, ground=ground, decisions=made)


def asked_for(center, packet):
    return bundle_packets.asked_for(center.coordinator, court(center).id, PURPOSE, packet, "Case 7")


def write(center, folder, packet=None):
    packet = packet or decided(center)
    return bundle_packets.write(center.coordinator, asked_for(center, packet), packet, folder=folder)


def opened(center, path, key):
    return district.open_bundle(path, key, recipients.allowed_signers(center.coordinator))


def test_a_court_opens_the_record_with_its_ground_and_who_decided(center, key, tmp_path):
    bundle = write(center, tmp_path)

    found = opened(center, tmp_path / bundle.file_name, key)
    (described,) = json.loads(found.files["datapackage.json"])["resources"]
    assert found.meta.kind is Kind.PACKET
    assert found.signed_by == center.coordinator.center.id
    assert (described["ground"], described["withheld"]) == ("court", 1)
    assert described["decided_by"] == center.coordinator.person.name
    assert found.meta.authority == f"{ground_label(Ground.COURT)}. Case 7"
    (tmp_path / "record.pdf").write_bytes(found.files["record.pdf"])
    text = subprocess.run(["pdftotext", tmp_path / "record.pdf", "-"], capture_output=True, text=True,
                          check=True).stdout
    assert "quicksilver lighthouse" in text
    assert "Anna" not in text
    assert "Superior Court" in text


def test_a_packet_has_the_day_on_which_it_leaves_and_that_is_no_term(center, key, tmp_path):
    bundle, today = write(center, tmp_path), center.coordinator.today().isoformat()

    manifest = json.loads(opened(center, tmp_path / bundle.file_name, key).files["datapackage.json"])
    assert bundle.file_name.endswith(f"-{today}-001.age")
    assert manifest["title"].endswith(f": {today}")
    assert manifest["bundle"]["period"] == {"code": f"{today}--{today}", "first_day": today, "last_day": today}
    assert bundle_words.period_label(Period.of(bundle.period)) == formats.date(center.coordinator.today())
    with center.coordinator.reading() as tx:
        assert Period.of(bundle.period) not in bundle_periods.terms(tx)
    (tmp_path / "receipt.pdf").write_bytes(bundle_history.receipt(center.coordinator, bundle.id))
    receipt = words(tmp_path / "receipt.pdf")
    assert bundle.file_name in receipt
    assert "period" not in receipt.casefold()


def test_the_line_in_the_log_stands_with_the_bundle(center, key, tmp_path):
    bundle = write(center, tmp_path)

    (line, *_before) = disclosures.of_student(center.coordinator, JOSE)
    assert (line.recipient, line.ground, line.purpose, line.bundle) == (
        "Superior Court", Ground.COURT, PURPOSE, bundle.id)
    assert "1 withheld" in line.what
    assert audit.verify(center.coordinator).finding == ""


def test_a_bundle_that_never_left_disclosed_nothing(center, key, tmp_path):
    before = disclosures.of_student(center.coordinator, JOSE)
    with pytest.raises(BundleNotWritten):
        write(center, tmp_path / "gone")

    assert disclosures.of_student(center.coordinator, JOSE) == before
    assert [one.state for one in bundle_history.history(center.coordinator)] == [BundleState.ABANDONED]
    assert audit.verify(center.coordinator).finding == ""


def test_what_a_crash_left_falls_together(center, key, tmp_path, monkeypatch):
    def crash(*_what):
        raise KeyboardInterrupt

    before = disclosures.of_student(center.coordinator, JOSE)
    monkeypatch.setattr(bundle_files, "put_in_place", crash)
    with pytest.raises(KeyboardInterrupt):
        write(center, tmp_path)
    monkeypatch.undo()
    assert len(disclosures.of_student(center.coordinator, JOSE)) == len(before) + 1
    bundle_files.settle_pending(center.front)

    assert disclosures.of_student(center.coordinator, JOSE) == before
    assert list(tmp_path.glob("*.age*")) == []
    assert audit.verify(center.coordinator).finding == ""


def test_no_packet_replaces_another_and_numbers_go_on(center, key, tmp_path):
    first, second = write(center, tmp_path), write(center, tmp_path)

    assert [(one.sequence, one.version, one.supersedes) for one in (first, second)] == [(1, 1, ""), (2, 1, "")]
    assert second.previous_hash == first.hash


def test_nothing_outside_the_encryption_names_the_student(center, key, tmp_path):
    packet = decided(center)
    bundle = write(center, tmp_path, packet)

    clear = " ".join((bundle.file_name, *map(str, (bundle, asked_for(center, packet)))))
    manifest = opened(center, tmp_path / bundle.file_name, key).files["datapackage.json"].decode()
    for name in ("José", "Nunez", "Núñez", "Alex"):
        assert name not in clear
        assert name not in manifest
    assert f"student={JOSE}" not in clear


def test_a_recipient_who_may_not_have_packets_gets_none(center, key, tmp_path):
    recipients.change_terms(center.coordinator, court(center).id, kinds=(Kind.AGGREGATE,))
    with pytest.raises(Problem, match="may not receive this kind"):
        write(center, tmp_path)
    assert list(tmp_path.glob("*.age")) == []


def test_an_entry_that_nobody_decided_on_keeps_all_of_it_here(center, key, tmp_path):
    packet = decided(center)
    missing = dict(packet.decisions)
    missing.popitem()
    with pytest.raises(Problem, match="Look through it again"):
        write(center, tmp_path, replace(packet, decisions=missing))
    with pytest.raises(Problem, match="Say what the district needs it for"):
        bundle_packets.write(center.coordinator, replace(asked_for(center, packet), purpose=""), packet,
                             folder=tmp_path)
    assert bundle_history.history(center.coordinator) == []


def test_who_may_not_read_records_makes_no_packet(center, key, tmp_path):
    packet = decided(center)
    asked = asked_for(center, packet)
    for desk in (center.front, center.peer, center.admin):
        with pytest.raises(Denied):
            bundle_packets.write(desk, asked, packet, folder=tmp_path)


def test_a_second_coordinator_looks_at_exactly_what_leaves_and_approves(center, key, tmp_path):
    bundle_approval.ask_for(center.admin, True)
    packet = decided(center)
    asked = asked_for(center, packet)
    with pytest.raises(Problem, match="second person"):
        bundle_packets.write(center.coordinator, asked, packet, folder=tmp_path)
    request = bundle_packets.ask(center.coordinator, asked, packet)

    with pytest.raises(Denied):
        bundle_packets.look(center.admin, request)
    with pytest.raises(Denied):
        bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, request.shown)
    second_coordinator(center)
    with signed_in(center, SECOND, WORDS) as carla:
        shown = bundle_packets.look(carla, request)
        assert (shown.packet, shown.seen) == (packet, request.shown)
        bundle_approval.decide(carla, request.id, Outcome.APPROVED, shown.seen)
    center.clock.advance(days=2)
    bundle = bundle_packets.write_approved(center.coordinator, request, folder=tmp_path)
    found = opened(center, tmp_path / bundle.file_name, key)
    assert found.meta.period == Period.day(center.coordinator.today())  # not of the request
    assert json.loads(found.files["datapackage.json"])["resources"][0]["approved_by"] == SECOND
    assert bundle.approved_by
    with pytest.raises(Problem, match="decided already"):
        bundle_packets.write_approved(center.coordinator, request, folder=tmp_path)
    assert audit.verify(center.coordinator).finding == ""


def test_a_request_that_somebody_changed_is_not_shown(center, key):
    packet = decided(center)
    request = bundle_packets.ask(center.coordinator, asked_for(center, packet), packet)
    with center.coordinator.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE sealed SET blob = x'00' WHERE kind = 'bundle request'")
    with pytest.raises(Problem):
        bundle_packets.look(center.coordinator, request)


def test_a_reader_refuses_another_record_than_the_signed_one(center, key, tmp_path):
    bundle = write(center, tmp_path)
    files = opened(center, tmp_path / bundle.file_name, key).files
    for changed in ({**files, "record.pdf": b"%PDF other"}, {**files, "more.pdf": b"%PDF"},
                    {name: data for name, data in files.items() if name != "record.pdf"}):
        with pytest.raises(BundleDamaged):
            datapackage.read_zip(datapackage.zip_bytes(changed))


def request_for(center):
    bundle_approval.ask_for(center.admin, True)
    packet = decided(center)
    return bundle_packets.ask(center.coordinator, asked_for(center, packet), packet)


def approved(center):
    request = request_for(center)
    second_coordinator(center)
    with signed_in(center, SECOND, WORDS) as carla:
        bundle_approval.decide(carla, request.id, Outcome.APPROVED, request.shown)
    return request


def kept_sealed(center):
    """How many requests still hold whose records they are about."""
    with center.coordinator.reading() as tx:
        return sealed.count(tx, "bundle request")


def test_what_a_request_is_about_goes_with_the_bundle_that_it_was_for(center, key, tmp_path):
    request = approved(center)
    assert kept_sealed(center) == 1
    with pytest.raises(BundleNotWritten):
        bundle_packets.write_approved(center.coordinator, request, folder=tmp_path / "gone")
    assert kept_sealed(center) == 1  # nothing left: it can be used again
    assert audit.verify(center.coordinator).finding == ""

    bundle_packets.write_approved(center.coordinator, request, folder=tmp_path)
    assert kept_sealed(center) == 0
    assert audit.verify(center.coordinator).finding == ""


def test_what_a_crash_left_whole_takes_its_request_along(center, key, tmp_path, monkeypatch):
    request = approved(center)

    def crash(*_what):
        raise KeyboardInterrupt

    monkeypatch.setattr(bundle_files, "settle", crash)
    with pytest.raises(KeyboardInterrupt):
        bundle_packets.write_approved(center.coordinator, request, folder=tmp_path)
    monkeypatch.undo()
    assert kept_sealed(center) == 1
    bundle_files.settle_pending(center.front)
    assert kept_sealed(center) == 0


def test_what_a_refused_request_was_about_is_not_kept(center, key):
    request = request_for(center)
    second_coordinator(center)
    with signed_in(center, SECOND, WORDS) as carla:
        bundle_approval.decide(carla, request.id, Outcome.REFUSED, request.shown, "not this one")
        with pytest.raises(Problem, match="decided already"):
            bundle_packets.look(carla, request)
    assert kept_sealed(center) == 0
    assert audit.verify(center.coordinator).finding == ""


def test_what_is_taken_back_is_not_kept(center, key):
    bundle_approval.withdraw(center.coordinator, request_for(center).id)
    assert kept_sealed(center) == 0


def test_what_is_missing_of_an_open_request_is_noticed(center, key):
    request = request_for(center)
    with center.admin.store.transaction() as tx:
        sealed.remove(tx, "bundle request", request.id)
    assert audit.verify(center.coordinator).finding
    with pytest.raises(Tampered):
        bundle_packets.look(center.coordinator, request)


@pytest.mark.parametrize("hold", [False, True])
def test_what_was_asked_about_a_student_goes_with_the_records_and_stays_while_one_is_on_hold(center, key, hold):
    request_for(center)
    center.clock.advance(days=DAYS)
    if hold:
        retention.place_hold(center.coordinator, JOSE, "a lawsuit")
    destruction.destroy(center.coordinator, retention.preview(center.coordinator), PASSPHRASE)

    assert kept_sealed(center) == hold
    assert [one.outcome for one in bundle_approval.requests(center.admin)] == [
        Outcome.WAITING if hold else Outcome.WITHDRAWN]
    assert audit.verify(center.coordinator).finding == ""
