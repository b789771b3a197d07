"""A bundle is written whole or not at all, and its record says the same as the disk whatever happened in between."""

import hashlib
import json
import os
from dataclasses import replace

import pytest

from tests.centers import fresh_center
from tests.limits import fill, small_disk
from tests.store.stores import raw
from tests.support import PASSPHRASE
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.bundles import Asked, BundleState, Outcome, Period
from wellnessdesk.domain.measures import STANDING
from wellnessdesk.domain.referrals import Facts, Step, StepKind
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import (
    audit,
    bundle_approval,
    bundle_files,
    bundle_history,
    bundle_periods,
    bundle_tables,
    bundles,
    district,
    opening,
    recipients,
    referrals,
    visits,
)
from wellnessdesk.services.bundle_writing import BundleNotWritten
from wellnessdesk.store import referrals as referral_rows
from wellnessdesk.store import shredding
from wellnessdesk.store import visits as visit_rows
from wellnessdesk.store.errors import DiskFull
from wellnessdesk.vault import agefile, sshsig
from wellnessdesk.vault.errors import VaultProblem

SEPTEMBER, AUGUST = Period.month(2026, 9), Period.month(2026, 8)
STUDENTS = {"José", "Núñez", "O'Neil", "Nguyễn", "Wójcik", "Aaliyah", "García"}


@pytest.fixture
def keys():
    return agefile.generate()


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    for student in (1, 2, 3):
        visits.check_in(made.front, student, reason="take_a_break", origin="walk_in")
    made.clock.advance(days=30)  # September is over
    yield made
    made.admin.close()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def to(center, keys):
    return recipients.add(center.coordinator, " Oak   District ", f" {keys[1]}\n", compared=True)


def write(center, to, stick, period=SEPTEMBER, purpose="Yearly report"):
    return bundles.write(center.coordinator, to.id, period, purpose=purpose, folder=stick)


def states(center):
    return [one.state for one in bundle_history.history(center.coordinator)]


def names(stick):
    return sorted(path.name for path in stick.iterdir())


def test_a_district_is_added_once_by_a_key_that_is_one(center, keys, to):
    assert (to.name, to.keys[0].age_key) == ("Oak District", keys[1])
    assert to.fingerprint == district.fingerprint(keys[1])
    assert recipients.everybody(center.admin) == [to]
    for name, key, said in (("Oak", keys[1], "already on the list"), ("Oak", "age1nothing", "not a public age key"),
                            (" ", agefile.generate()[1], "district's name"), ("Oak", keys[0], "not a public age key")):
        with pytest.raises(Problem, match=said):
            recipients.add(center.coordinator, name, key, compared=True)


def test_a_written_bundle_is_the_one_of_its_record(center, to, stick):
    bundle = write(center, to, stick)
    assert names(stick) == [bundle.file_name] == ["wellnessdesk-oak-high-school-2026-09-001.age"]
    assert hashlib.sha256((stick / bundle.file_name).read_bytes()).hexdigest() == bundle.hash
    assert (bundle.sequence, bundle.previous_hash, bundle.state) == (1, "", BundleState.WRITTEN)
    assert bundle_history.history(center.coordinator) == [bundle]
    assert audit.verify(center.coordinator).whole


def test_bundles_of_one_district_are_a_chain(center, to, stick):
    one, two = write(center, to, stick), write(center, to, stick, AUGUST)
    assert (two.sequence, two.previous_hash) == (2, one.hash)
    other = recipients.add(center.coordinator, "Elm District", agefile.generate()[1], compared=True)
    assert bundles.write(center.coordinator, other.id, SEPTEMBER, purpose="x", folder=stick.parent).sequence == 1


def test_the_district_opens_it_with_its_key_and_the_line_it_was_given(center, to, stick, keys):
    bundle = write(center, to, stick)
    line = recipients.allowed_signers(center.coordinator)
    opened = district.open_bundle(stick / bundle.file_name, keys[0], line)
    assert (opened.signed_by, opened.meta.sequence, opened.meta.purpose) == (center.front.center.id, 1, "Yearly report")
    assert list(opened.tables) == list(bundles.preview(center.coordinator, to.id, SEPTEMBER).tables)
    assert opened.meta.audit_head in heads(center)


def heads(center):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    found = [row[0].hex() for row in connection.execute("SELECT hash FROM audit")]
    connection.close()
    return found


def test_no_name_of_a_student_and_no_small_number_leaves(center, to, stick, keys):
    bundle = write(center, to, stick)
    files = district.open_bundle(stick / bundle.file_name, keys[0]).files
    text = b"\n".join(files.values()).decode()
    assert not any(name in text for name in STUDENTS)
    shown = bundles.preview(center.coordinator, to.id, SEPTEMBER)
    assert shown.blanks > 0
    assert not numbers(shown) & set(range(1, 11))


def numbers(shown):
    """Every number that would leave, totals too."""
    return {table.at(place).value for table in shown.tables for place in table.places()} - {None}


def test_another_key_or_another_centers_line_does_not_open_it(center, to, stick, keys):
    bundle = write(center, to, stick)
    with pytest.raises(VaultProblem):
        district.open_bundle(stick / bundle.file_name, agefile.generate()[0])
    other = sshsig.allowed_signers_line("another-center", center.coordinator.keys.header.anchors.center)
    with pytest.raises(district.CenterUnknown):
        district.open_bundle(stick / bundle.file_name, keys[0], other)
    forger = sshsig.allowed_signers_line(center.front.center.id, bytes([1]) + bytes(31))
    with pytest.raises(VaultProblem):
        district.open_bundle(stick / bundle.file_name, keys[0], forger)


@pytest.mark.parametrize(("purpose", "recipient", "said"), [(" ", None, "what the district needs"),
                                                             ("x", "nobody", "Choose the district")])
def test_what_is_missing_is_said_before_anything_is_written(center, to, stick, purpose, recipient, said):
    with pytest.raises(Problem, match=said):
        bundles.write(center.coordinator, recipient or to.id, SEPTEMBER, purpose=purpose, folder=stick)
    assert (names(stick), states(center)) == ([], [])


def test_a_file_that_is_there_is_never_written_over(center, to, stick):
    (stick / "wellnessdesk-oak-high-school-2026-09-001.age").write_text("somebody's")
    with pytest.raises(BundleNotWritten, match="already a file"):
        write(center, to, stick)
    assert (stick / "wellnessdesk-oak-high-school-2026-09-001.age").read_text() == "somebody's"
    assert states(center) == []


def test_a_folder_that_vanished_leaves_no_half_bundle_and_a_record_that_says_so(center, to, stick):
    with pytest.raises(BundleNotWritten, match="no part of it was left"):
        bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="x", folder=stick / "gone")
    assert states(center) == [BundleState.ABANDONED]
    [abandoned] = bundle_history.history(center.coordinator)
    assert bundle_history.tables(center.coordinator, abandoned.id) == ()  # what never left binds no later one
    assert write(center, to, stick).sequence == 1  # the number of one that never left is given again


def test_a_full_stick_leaves_no_half_bundle(center, to, tmp_path):
    with small_disk(tmp_path / "small", 64 * 1024) as mounted:
        if not mounted:
            pytest.skip("needs the right to mount a small disk")
        fill(tmp_path / "small")
        with pytest.raises(BundleNotWritten, match="has room"):
            write(center, to, tmp_path / "small")
        assert names(tmp_path / "small") == ["ballast"]
    assert states(center) == [BundleState.ABANDONED]


def test_a_folder_that_cannot_be_made_safe_keeps_no_bundle(center, to, stick, monkeypatch):
    """The rename is done but a power cut could undo it: then the record must not say it was written."""
    def fail(_folder):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(bundle_files, "sync_folder", fail)
    with pytest.raises(BundleNotWritten):
        write(center, to, stick)
    assert (names(stick), states(center)) == ([], [BundleState.ABANDONED])


def test_what_is_read_back_must_be_what_was_written(center, to, stick, monkeypatch):
    real = os.fsync

    def spoil(descriptor):
        real(descriptor)
        for part in stick.glob("*.part"):
            part.write_bytes(b"something else")

    monkeypatch.setattr(bundle_files.os, "fsync", spoil)
    with pytest.raises(BundleNotWritten):
        write(center, to, stick)
    assert names(stick) == []


def test_a_bundle_whose_record_cannot_be_completed_is_taken_back_and_the_next_try_gets_its_number(
        center, to, stick, monkeypatch):
    def full(*_args):
        raise DiskFull

    monkeypatch.setattr(bundle_files, "settle", full)
    with pytest.raises(DiskFull):
        write(center, to, stick)
    monkeypatch.undo()
    assert (names(stick), states(center)) == ([], [BundleState.PENDING])
    assert write(center, to, stick).sequence == 1
    assert sorted(states(center)) == [BundleState.ABANDONED, BundleState.WRITTEN]


class PowerCut(BaseException):
    """Nothing after this runs."""


def cut_short(monkeypatch, center, to, stick, at):
    """Write a bundle until the power goes: before the file, half-way through it, before it is in its place, or before
    its record is complete."""
    if at == "before the file":
        def stage(*_args):
            raise PowerCut
        monkeypatch.setattr(bundle_files, "stage", stage)
    elif at == "half-way":
        def stage(target, _fill):
            target.with_name(target.name + ".part").write_bytes(b"age-encryption.org/v1")
            raise PowerCut
        monkeypatch.setattr(bundle_files, "stage", stage)
    elif at == "before its place":
        def put(*_args):
            raise PowerCut
        monkeypatch.setattr(bundle_files, "put_in_place", put)
    else:
        def settle(*_args):
            raise PowerCut
        monkeypatch.setattr(bundle_files, "settle", settle)
    with pytest.raises(PowerCut):
        write(center, to, stick)
    monkeypatch.undo()
    assert states(center) == [BundleState.PENDING]


@pytest.mark.parametrize(("at", "state", "left"), [
    ("before the file", BundleState.ABANDONED, 0), ("half-way", BundleState.ABANDONED, 0),
    ("before its place", BundleState.ABANDONED, 0), ("before the record", BundleState.WRITTEN, 1)])
def test_the_next_to_sign_in_finds_file_and_record_agreeing(center, to, stick, monkeypatch, at, state, left):
    cut_short(monkeypatch, center, to, stick, at)
    center.admin.close()
    desk = opening.sign_in(center.folder, center.front.person.id, PASSPHRASE, center.clock, settle=True)
    found = bundle_history.history(replace(center.coordinator, store=desk.store))
    desk.close()
    assert [one.state for one in found] == [state]
    assert len(names(stick)) == left


def test_what_never_was_whole_takes_no_number_even_while_its_stick_is_away(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "half-way")
    stick.rename(stick.parent / "in a pocket")
    stick.parent.joinpath("other").mkdir()
    made = write(center, to, stick.parent / "other")
    assert (made.sequence, made.previous_hash, made.version) == (1, "", 1)
    unwritten = next(one for one in bundle_history.history(center.coordinator) if one.state is BundleState.PENDING)
    with pytest.raises(Problem, match="never whole"):
        bundle_history.receipt(center.coordinator, unwritten.id)
    (stick.parent / "in a pocket").rename(stick)
    bundle_files.settle_pending(center.front)
    assert (names(stick), sorted(states(center))) == ([], [BundleState.ABANDONED, BundleState.WRITTEN])


def test_a_crash_while_the_centers_own_copy_is_made_leaves_the_bundle_and_no_copy(center, to, stick, monkeypatch):
    def stage(target, fill, real=bundle_files.stage):
        if target.name.endswith("-own.age"):
            target.with_name(target.name + ".part").write_bytes(b"half")
            target.write_bytes(b"whole, and nobody knows it")
            raise PowerCut
        return real(target, fill)

    own = stick.parent / "own"
    own.mkdir()
    monkeypatch.setattr(bundle_files, "stage", stage)
    with pytest.raises(PowerCut):
        bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="x", folder=stick, own_copy=own)
    bundle_files.settle_pending(center.front)
    [made] = bundle_history.history(center.coordinator)
    assert (made.state, made.own_copy, names(own), names(stick)) == (BundleState.WRITTEN, "", [], [made.file_name])
    assert audit.verify(center.coordinator).whole


def test_a_copy_never_takes_the_place_of_a_file(center, to, stick):
    mine = stick / "wellnessdesk-oak-high-school-2026-09-001-own.age"
    mine.write_text("precious")
    made = bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="x", folder=stick, own_copy=stick)
    assert (made.own_copy, mine.read_text()) == ("", "precious")


def test_a_part_of_somebody_elses_is_left_alone(center, to, stick):
    mine = stick / "wellnessdesk-oak-high-school-2026-09-001.age.part"
    mine.write_text("precious")
    with pytest.raises(BundleNotWritten, match="already a file"):
        write(center, to, stick)
    assert (names(stick), mine.read_text(), states(center)) == ([mine.name], "precious", [])


def test_a_whole_file_of_another_size_is_not_the_bundle(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "before the record")
    with next(stick.glob("*.age")).open("ab") as file:
        file.write(b"more")
    bundle_files.settle_pending(center.front)
    assert states(center) == [BundleState.ABANDONED]


def test_on_a_stick_that_is_not_there_now_it_stays_open_until_it_is(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "before the record")
    stick.rename(stick.parent / "in a pocket")
    bundle_files.settle_pending(center.front)
    assert states(center) == [BundleState.PENDING]
    (stick.parent / "in a pocket").rename(stick)
    bundle_files.settle_pending(center.front)
    assert states(center) == [BundleState.WRITTEN]


def test_a_share_that_does_not_answer_keeps_nobody_from_signing_in(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "half-way")
    part = next(stick.glob("*.part"))
    part.unlink()
    part.mkdir()  # now it cannot be removed as a file
    bundle_files.settle_pending(center.front)
    assert states(center) == [BundleState.PENDING]


def test_other_figures_than_were_approved_have_to_be_asked_for_again(center, to, stick):
    bundle_approval.ask_for(center.admin, True)
    asked = Asked(recipient=to.id, period=SEPTEMBER, purpose="x")
    request = bundle_approval.request(center.coordinator, asked, "other")
    bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, request.shown)
    with pytest.raises(Problem, match="changed since this was asked for"):
        bundles.write_approved(center.coordinator, request, folder=stick)
    assert names(stick) == []


def test_the_months_with_visits_can_be_exported_the_newest_first(center):
    assert bundle_periods.offered(center.coordinator) == [SEPTEMBER]
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE visits SET day = '2026-06-30' WHERE id = 1")
    connection.close()
    assert [one.code for one in bundle_periods.offered(center.coordinator)] == [
        "2026-09", "2026-08", "2026-07", "2026-06", "2025-2026"]


def test_a_month_that_is_not_over_is_never_exported(center, to, stick):
    visits.check_in(center.front, 4, reason="take_a_break", origin="walk_in")
    assert bundle_periods.offered(center.coordinator) == [SEPTEMBER]
    with pytest.raises(Problem, match="not over yet"):
        write(center, to, stick, period=Period.month(2026, 10))
    assert names(stick) == []


def test_a_second_bundle_of_a_month_supersedes_the_first(center, to, stick, keys):
    first, second = write(center, to, stick), write(center, to, stick)
    opened = [district.open_bundle(stick / one.file_name, keys[0]).meta for one in (first, second)]
    assert [meta.supersedes for meta in opened] == ["", first.id]
    assert [meta.previous for meta in opened] == ["", first.hash]


def test_what_leaves_is_what_was_shown(center, to, stick):
    shown = bundles.preview(center.coordinator, to.id, SEPTEMBER)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute("UPDATE visits SET day = '2026-08-31' WHERE id = 1")
    connection.close()
    with pytest.raises(Problem, match="figures have changed"):
        bundles.write(center.coordinator, to.id, SEPTEMBER, purpose="Report", folder=stick, shown=shown)
    assert names(stick) == []


def test_a_center_nobody_came_to_has_no_months(tmp_path):
    made = fresh_center(tmp_path / "center")
    assert bundle_periods.offered(made.coordinator) == []
    made.admin.close()


def test_the_counts_are_those_of_the_month(center, to):
    with center.front.reading() as tx:
        assert sum(n for *_keys, n in visit_rows.counts(tx, SEPTEMBER.first, SEPTEMBER.last)) == 3
        assert visit_rows.counts(tx, AUGUST.first, AUGUST.last) == []
    august = bundles.preview(center.coordinator, to.id, AUGUST)
    of_august = replace(august, tables=tuple(one for one in august.tables if one.layout.counted not in STANDING))
    assert of_august.blanks == 0
    assert numbers(of_august) == {0}


def refer(center, kind, *steps):
    made = referrals.draft(center.coordinator, Facts(student=1, kind=kind, to="Valley", why="why", purpose="purpose"))
    for step in steps:
        referrals.step(center.coordinator, made.id, step)
    return made.id


def test_referrals_are_counted_by_kind_and_no_draft_and_none_revoked(tmp_path, keys):
    center = fresh_center(tmp_path / "center")
    today, desk = center.clock.now().date(), center.coordinator
    agreed = Step(kind=StepKind.CONSENT, day=today, who="student", how="in_person")
    sent = Step(kind=StepKind.SEND, day=today, how="phone")
    revoked = Step(kind=StepKind.REVOKE, day=today, words="gone")
    for kind in ["counseling"] * 12 + ["health"] * 2:
        refer(center, kind, agreed, sent)
    refer(center, "legal")
    refer(center, "learning", revoked)
    center.clock.advance(days=30)
    to = recipients.add(desk, "Oak District", keys[1], compared=True)

    [table] = [one for one in bundles.preview(desk, to.id, SEPTEMBER).tables if one.layout.name == "referrals_by_kind"]

    shown = {key[0]: line[0] for key, line in zip(table.layout.row_keys, table.cells, strict=True)}
    assert (shown["health"].value, shown["health"].why) == (None, "small")
    assert (shown["legal"].value, shown["learning"].value) == (0, 0)
    assert not {cell.value for cell in shown.values()} & set(range(1, 11))
    with desk.reading() as tx:
        [true] = [one for one in bundle_tables.tables(tx, SEPTEMBER, desk.today())
                  if one.layout.name == "referrals_by_kind"]
    assert {key[0]: line[0] for key, line in zip(true.layout.row_keys, true.counts, strict=True) if line[0]} == {
        "counseling": 12, "health": 2}
    assert sum(true.at(place) for place in true.places() if None not in place) == true.at((None, None)) == 14
    center.admin.close()


def completed(center, period):
    with center.coordinator.reading() as tx:
        [table] = [one for one in bundle_tables.tables(tx, period, center.coordinator.today())
                   if one.layout.name == "referrals_completed"]
    return {key[0]: line[0] for key, line in zip(table.layout.row_keys, table.counts, strict=True) if line[0]}


def test_a_referral_is_counted_as_completed_in_the_month_in_which_it_ended_however_late_that_is_asked(tmp_path):
    center = fresh_center(tmp_path / "center")
    desk = center.coordinator

    def take(mark, kind, **said):
        referrals.step(desk, mark, Step(kind=kind, day=desk.today(), **said))

    made = [refer(center, kind, Step(kind=StepKind.CONSENT, day=desk.today(), who="student", how="in_person"),
                  Step(kind=StepKind.SEND, day=desk.today(), how="phone"))
            for kind in ("counseling", "counseling", "health", "legal")]
    take(made[0], StepKind.ACCEPT)
    take(made[0], StepKind.ATTEND)
    take(made[0], StepKind.CLOSE, words="It helped.")
    take(made[3], StepKind.REVOKE, words="They moved away.")
    center.clock.advance(days=30)
    assert (completed(center, AUGUST), completed(center, SEPTEMBER)) == ({}, {"counseling": 1})
    for mark in made[1:3]:
        take(mark, StepKind.DECLINE, words="No place.")
        take(mark, StepKind.CLOSE, words="Somebody else helps.")
    october = Period.month(2026, 10)
    assert completed(center, SEPTEMBER) == {"counseling": 1}
    assert completed(center, october) == {"counseling": 1, "health": 1}
    with center.admin.change() as change:  # years later they go, and the figures stay
        shredding.shred(change.tx, Records.REFERRALS, SEPTEMBER.first, SEPTEMBER.last)
        change.record_sealed("test.gone", "referrals")
    with desk.reading() as tx:
        assert not list(referral_rows.everything(tx))
    assert completed(center, SEPTEMBER) == {"counseling": 1}
    assert completed(center, october) == {"counseling": 1, "health": 1}
    center.admin.close()


def test_everything_about_a_bundle_is_in_the_log_and_no_name(center, to, stick):
    write(center, to, stick)
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    actions = [row[0] for row in connection.execute("SELECT action FROM audit WHERE action LIKE 'bundle%'")]
    text = json.dumps([row[0] for row in connection.execute("SELECT subject || detail FROM audit")])
    connection.close()
    assert actions == ["bundle.begin", "bundle.stage", "bundle.keep", "bundle.write"]
    assert not any(name in text for name in STUDENTS)


def sql(center, statement, *values, attached=()):
    connection = raw(center.admin.store.path, center.admin.keys.store_key)
    connection.execute(statement, values)
    for more, *its in attached:
        connection.execute(more, its)
    connection.close()


def test_no_file_is_touched_on_the_word_of_a_row_that_no_coordinator_signed(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "half-way")
    mine = stick / "wellnessdesk-mine-2026-09-001.age.part"
    mine.write_text("precious")
    sql(center, "CREATE TEMP TABLE planted AS SELECT * FROM bundles", attached=(
        ("UPDATE planted SET id = 'planted', sequence = 9, path = ?", str(mine.with_suffix(""))),
        ("INSERT INTO bundles SELECT * FROM planted",)))
    with center.front.change() as change:  # the front desk may sign for itself only
        change.record("bundle.begin", "bundle:planted", "sha256:" + "0" * 64)
    sql(center, "UPDATE bundles SET hash = ? WHERE id = 'planted'", "0" * 64)
    bundle_files.settle_pending(center.front)
    assert mine.read_text() == "precious"
    assert sorted(state.value for state in states(center)) == ["abandoned", "pending"]


@pytest.mark.parametrize("spoil", [
    "UPDATE audit SET signature = zeroblob(64) WHERE action = 'bundle.begin'",
    "UPDATE bundles SET hash = 'another'", "DELETE FROM audit WHERE action = 'bundle.begin'"])
def test_a_pending_record_that_the_log_does_not_bear_out_stays_as_it_is(center, to, stick, monkeypatch, spoil):
    cut_short(monkeypatch, center, to, stick, "half-way")
    sql(center, spoil)
    bundle_files.settle_pending(center.front)
    assert states(center) == [BundleState.PENDING]
    assert len(list(stick.glob("*.part"))) == 1


def test_only_files_with_a_name_of_ours_are_ever_removed(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "half-way")
    (stick / "thesis.part").write_text("precious")
    sql(center, "UPDATE bundles SET path = ?", str(stick / "thesis"))
    bundle_files.settle_pending(center.front)
    assert (stick / "thesis.part").read_text() == "precious"
    assert states(center) == [BundleState.PENDING]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("instead", [os.mkfifo, lambda path: path.mkdir(), lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_keeps_nobody_from_signing_in(center, to, stick, monkeypatch, instead):
    cut_short(monkeypatch, center, to, stick, "before the record")
    target = next(stick.glob("*.age"))
    target.unlink()
    instead(target)
    bundle_files.settle_pending(center.front)
    assert states(center) == [BundleState.PENDING]


def test_a_second_program_does_not_settle_what_the_first_is_in_the_middle_of(center, to, stick, monkeypatch):
    cut_short(monkeypatch, center, to, stick, "half-way")
    opening.sign_in(center.folder, center.admin.person.id, PASSPHRASE, center.clock).close()
    assert states(center) == [BundleState.PENDING]


def test_a_bundle_is_its_owners_alone(center, to, stick):
    before = os.umask(0)
    try:
        made = write(center, to, stick)
    finally:
        os.umask(before)
    assert (stick / made.file_name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("forged", [
    "UPDATE bundles SET purpose = 'another'", "UPDATE bundles SET ends_on = '2099-01-01'",
    "UPDATE bundles SET path = '/tmp/wellnessdesk-x.age'", "UPDATE bundles SET approved_by = written_by",
    "UPDATE bundle_tables SET body = '{}'", "UPDATE bundle_counts SET told = 0",
    "UPDATE recipients SET kinds = 'aggregate packet'",
    "UPDATE recipient_keys SET age_key = 'age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z'"])
def test_what_was_changed_by_sql_is_found_and_no_bundle_leaves(center, to, stick, forged):
    write(center, to, stick)
    sql(center, forged)
    before = sorted(stick.iterdir())
    with pytest.raises(Problem, match="changed outside|not as the log says"):
        write(center, to, stick)
    assert sorted(stick.iterdir()) == before
    assert audit.verify(center.coordinator).finding


def test_what_left_already_is_not_settled_again_on_the_word_of_a_row(center, to, stick):
    write(center, to, stick)
    mine = stick / "wellnessdesk-mine.age"
    mine.write_text("precious")
    sql(center, "UPDATE bundles SET state = 'pending', copy_path = ?", str(mine))
    bundle_files.settle_pending(center.coordinator)
    assert mine.read_text() == "precious"
    assert states(center) == [BundleState.PENDING]
