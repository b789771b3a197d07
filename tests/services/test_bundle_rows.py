"""A bundle of rows: nothing leaves that was not looked at, allowed, given an end; the usual programs open it."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.centers import fresh_center
from tests.reports.read_back import words
from tests.services.test_bundles import PowerCut, names, sql, states
from wellnessdesk.base.errors import Denied, Problem
from wellnessdesk.base.progress import Cancelled
from wellnessdesk.domain.bundle_words import LONGEST_EVALUATION, rows_warnings
from wellnessdesk.domain.bundles import Asked, BundleState, Kind, Outcome, Period
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.domain.pseudonyms import pseudonym, school_year
from wellnessdesk.exchange import row_package
from wellnessdesk.services import (
    audit,
    bundle_approval,
    bundle_files,
    bundle_history,
    bundle_rows,
    bundles,
    district,
    pseudonym_keys,
    recipients,
    visits,
)
from wellnessdesk.services.district.opened import Unreadable
from wellnessdesk.services.evaluation_rows import Changed
from wellnessdesk.store import pseudonym_keys as key_rows
from wellnessdesk.vault import agefile
from wellnessdesk.vault.errors import Tampered

SEPTEMBER = Period.month(2026, 9)
FRICTIONLESS = Path(sys.executable).with_name("frictionless")
ROWS = (Kind.AGGREGATE, Kind.ROWS)


@pytest.fixture
def center(tmp_path):
    made = fresh_center(tmp_path / "center")
    for student in (1, 2, 3, 1):
        visit = visits.check_in(made.front, student, reason="take_a_break", origin="walk_in")
        made.clock.advance(minutes=20)
        visits.check_out(made.front, visit.id)
    made.clock.advance(days=30)
    yield made
    made.admin.close()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def evaluator(center):
    identity, public = agefile.generate()
    return identity, recipients.add(center.coordinator, "Valley Research", public, compared=True, kinds=ROWS)


def asked(to, **more):
    return replace(Asked(recipient=to.id, kind=Kind.ROWS, period=SEPTEMBER, purpose=" Does it help? ",
                         authority="Agreement 7 of the board", ends_on=date(2027, 8, 31), about=Grain.WEEK), **more)


def write(center, to, stick, **more):
    said = {name: more.pop(name) for name in ("purpose", "authority", "ends_on", "about") if name in more}
    shown = more.pop("shown", None) or bundle_rows.preview(center.coordinator, asked(to, **said))
    return bundle_rows.write(center.coordinator, asked(to, **said), folder=stick, shown=shown, **more)


def opened(center, stick, identity, made, out=None):
    return district.open_any(stick / made.file_name, identity, recipients.allowed_signers(center.coordinator), out)


def test_what_would_leave_is_counted_and_written_nowhere(center, evaluator):
    shown = bundle_rows.preview(center.coordinator, asked(evaluator[1]))
    assert (shown.counted.rows, shown.last, shown.unchanged) == (
        {"visits": 4, "sessions": 0, "students": 3}, None, False)
    assert {one.table for one in shown.report} == {"visits", "sessions", "students"}
    assert len(rows_warnings()) == 3
    assert states(center) == []


def test_what_is_written_is_opened_by_its_key_whole_signed_and_as_it_was_shown(center, evaluator, stick, tmp_path):
    identity, to = evaluator
    shown = bundle_rows.preview(center.coordinator, asked(to))
    made = write(center, to, stick, shown=shown)
    assert (made.kind, made.state, made.shown, made.ends_on, made.purpose) == (
        Kind.ROWS, BundleState.WRITTEN, shown.seen, date(2027, 8, 31), "Does it help?")
    found = opened(center, stick, identity, made, out=tmp_path)
    assert (found.hash, found.size, found.signed_by) == (made.hash, made.size, center.front.center.id)
    assert {layout.name: rows for layout, rows in found.tables} == {
        **shown.counted.rows, "k_anonymity": len(shown.report)}
    assert (found.meta.ends_on, found.meta.kind, found.meta.authority) == (
        date(2027, 8, 31), Kind.ROWS, "Agreement 7 of the board")
    told = " ".join((tmp_path / "README.txt").read_text().split())
    assert "destroy every copy" in told
    assert "August 31, 2027" in told
    again = bundle_rows.preview(center.coordinator, asked(to))
    assert (again.last, again.unchanged) == (made, True)
    assert bundle_history.rows(center.admin, made) == shown.held
    assert audit.verify(center.coordinator).sound


def test_counts_of_the_same_days_say_who_has_rows_and_can_count_what_is_blank(center, evaluator, stick):
    def told(period):
        return bundles.preview(center.coordinator, evaluator[1].id, period).rows_left

    assert told(SEPTEMBER) == ()
    for _version in range(2):
        write(center, evaluator[1], stick)
    assert (told(SEPTEMBER), told(Period.school_year(2026)), told(Period.month(2026, 8))) == (
        ("Valley Research",), ("Valley Research",), ())


def test_history_and_receipt_say_how_many_rows_left_how_coarse_and_how_few_were_alike(center, evaluator, stick):
    made = write(center, evaluator[1], stick)
    file = stick / "receipt.pdf"
    file.write_bytes(bundle_history.receipt(center.coordinator, made.id))
    told = " ".join(words(file).split())
    for said in ("Visits 4", "Sessions 0", "Students 3", "Days By week", "Smallest group alike 3"):
        assert said in told
    counts = bundles.write(center.coordinator, evaluator[1].id, SEPTEMBER, purpose="x", folder=stick)
    assert bundle_history.rows(center.coordinator, counts) is None


@pytest.mark.parametrize(("statement", "says"), [
    ("UPDATE bundle_counts SET body = replace(body, 'week', 'month')", ""),
    ("UPDATE bundle_counts SET body = '{}'", "changed outside the program"), ("DELETE FROM bundle_counts", "")])
def test_what_somebody_changed_in_it_is_noticed(center, evaluator, stick, statement, says):
    made = write(center, evaluator[1], stick)
    sql(center, statement)
    assert "kept of earlier bundles" in audit.verify(center.coordinator).finding
    if says:
        with pytest.raises(Problem, match=says):
            bundle_history.rows(center.coordinator, made)


def test_the_same_rows_for_two_recipients_differ_in_the_pseudonyms_and_in_nothing_else(
        center, evaluator, stick, tmp_path):
    identity, public = agefile.generate()
    elm = recipients.add(center.coordinator, "Elm Research", public, compared=True, kinds=ROWS)

    def files(to, key, out):
        made = write(center, to, stick)
        (stick / made.file_name).rename(tmp_path / f"{out}.age")
        (tmp_path / out).mkdir()
        district.open_any(tmp_path / f"{out}.age", key, recipients.allowed_signers(center.coordinator), tmp_path / out)
        return {file.name: file.read_bytes() for file in (tmp_path / out).glob("*.csv")}

    first, again, other = (files(*one) for one in (
        (evaluator[1], evaluator[0], "1"), (evaluator[1], evaluator[0], "2"), (elm, identity, "3")))

    def of_nobody(tables):
        return {name: sorted(line.partition(b",")[2] for line in data.split(b"\r\n")) for name, data in tables.items()}

    assert first == again  # byte by byte
    assert first != other
    assert (first["k_anonymity.csv"], of_nobody(first)) == (other["k_anonymity.csv"], of_nobody(other))


def test_the_usual_programs_open_verify_validate_and_load_it(center, evaluator, stick, tmp_path):
    identity, to = evaluator
    made = write(center, to, stick)
    (tmp_path / "key.txt").write_text(identity)
    (tmp_path / "allowed_signers").write_text(recipients.allowed_signers(center.coordinator))

    def run(*words, **more):
        return subprocess.run(list(map(str, words)), cwd=tmp_path, check=True, capture_output=True, **more).stdout

    run("age", "--decrypt", "--identity", "key.txt", "--output", "bundle.zip", stick / made.file_name)
    run("unzip", "bundle.zip")
    verify = ("ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", center.front.center.id, "-n",
              "bundle@wellnessdesk.org", "-s", "datapackage.json.sig")
    assert run(*verify, input=(tmp_path / "datapackage.json").read_bytes()).startswith(b"Good")
    report = json.loads(run(FRICTIONLESS, "validate", "datapackage.json", "--json"))
    assert report["valid"], report
    assert {task["name"] for task in report["tasks"]} == {"visits", "sessions", "students", "k_anonymity"}
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.read_csv(str(tmp_path / "visits.csv"))
    assert found.aggregate("count(*), count(DISTINCT student), count(DISTINCT week)").fetchall() == [(4, 3, 1)]


@pytest.mark.parametrize(("said", "sentence"), [
    ({"purpose": " "}, "what is evaluated"), ({"authority": " "}, "by whose word"),
    ({"ends_on": None}, "evaluation ends"),
    ({"ends_on": date(2026, 10, 14)}, "after today"),
    ({"ends_on": date(2026, 10, 14) + 2 * LONGEST_EVALUATION}, "at the latest")])
def test_what_is_missing_is_said_before_anything_is_written(center, evaluator, stick, said, sentence):
    shown = bundle_rows.preview(center.coordinator, asked(evaluator[1]))
    with pytest.raises(Problem, match=sentence):
        write(center, evaluator[1], stick, shown=shown, **said)
    with pytest.raises(Problem, match=sentence):
        bundle_approval.request(center.coordinator, asked(evaluator[1], **said), shown.seen)
    with pytest.raises(Problem, match="weeks or months"):
        bundle_approval.request(center.coordinator, asked(evaluator[1], about="day"), shown.seen)
    assert (names(stick), states(center)) == ([], [])


def test_who_may_have_counts_only_or_a_month_that_is_not_over_gets_no_rows(center, stick):
    to = recipients.add(center.coordinator, "Oak District", agefile.generate()[1], compared=True)
    with pytest.raises(Problem, match="this kind of bundle"):
        bundle_rows.preview(center.coordinator, asked(to))
    recipients.change_terms(center.coordinator, to.id, kinds=ROWS)
    with pytest.raises(Problem, match="not over"):
        bundle_rows.preview(center.coordinator, asked(to, period=Period.month(2026, 10)))
    for desk in (center.front, center.peer, center.admin):
        with pytest.raises(Denied):
            bundle_rows.preview(desk, asked(to))


def test_a_record_that_changed_since_it_was_looked_at_keeps_all_of_it_here(center, evaluator, stick):
    shown = bundle_rows.preview(center.coordinator, asked(evaluator[1]))
    sql(center, "UPDATE visits SET reason = 'other' WHERE id = 1")
    with pytest.raises(Changed, match="changed since you looked"):
        write(center, evaluator[1], stick, shown=shown)
    assert (names(stick), states(center)) == ([], [BundleState.ABANDONED])


def test_more_than_a_bundle_may_hold_leaves_nothing(center, evaluator, stick, monkeypatch):
    monkeypatch.setattr(row_package, "MAX_BYTES", 300)
    with pytest.raises(Problem, match="shorter period"):
        write(center, evaluator[1], stick)
    assert (names(stick), states(center)) == ([], [BundleState.ABANDONED])


def test_it_can_be_stopped_half_way_and_leaves_nothing(center, evaluator, stick):
    class Stopped:
        def report(self, done, total):
            pass

        def check_cancelled(self):
            assert names(stick) != []
            raise Cancelled

    with pytest.raises(Cancelled):
        write(center, evaluator[1], stick, progress=Stopped())
    assert (names(stick), states(center)) == ([], [BundleState.ABANDONED])


def test_what_a_power_cut_left_half_is_gone_at_the_next_sign_in(center, evaluator, stick, monkeypatch):
    def cut(*_args):
        raise PowerCut

    monkeypatch.setattr(bundle_files, "put_in_place", cut)
    with pytest.raises(PowerCut):
        write(center, evaluator[1], stick)
    bundle_files.settle_pending(center.front)
    assert (names(stick), states(center)) == ([], [BundleState.ABANDONED])


def test_a_second_person_approves_these_rows_and_no_others(center, evaluator, stick):
    _identity, to = evaluator
    bundle_approval.ask_for(center.admin, True)
    shown = bundle_rows.preview(center.coordinator, asked(to))
    with pytest.raises(Problem, match="second person"):
        write(center, to, stick, shown=shown)
    request = bundle_approval.request(center.coordinator, asked(to), shown.seen)
    seen = bundle_rows.look(center.admin, request).seen
    bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, seen)
    with pytest.raises(Problem, match="second person"):
        write(center, to, stick, about=Grain.MONTH)
    assert write(center, to, stick, shown=shown).approved_by == center.admin.person.id


def test_the_centers_own_copy_holds_the_same(center, evaluator, stick, tmp_path):
    (tmp_path / "own").mkdir()
    made = write(center, evaluator[1], stick, own_copy=tmp_path / "own")
    assert names(tmp_path / "own") == [made.own_copy]


def visits_of(center, stick, identity, made, out):
    out.mkdir()
    opened(center, stick, identity, made, out)
    return (out / "visits.csv").read_text()


def test_a_student_is_the_same_in_a_school_year_for_one_recipient_and_for_no_other(center, evaluator, stick, tmp_path):
    identity, to = evaluator
    one, other = write(center, to, stick), write(center, to, stick)
    assert (other.version, other.supersedes) == (2, one.id)
    assert visits_of(center, stick, identity, one, tmp_path / "1") == visits_of(
        center, stick, identity, other, tmp_path / "2")
    elm = recipients.add(center.coordinator, "Elm Research", agefile.generate()[1], compared=True, kinds=ROWS)
    with center.coordinator.reading() as tx:
        assert [mark.recipient for mark in key_rows.everything(tx)] == [to.id]
    year = school_year(SEPTEMBER.first)
    keys = [pseudonym_keys.key_for(center.coordinator, *which) for which in (
        (to.id, year), (to.id, year), (to.id, year + 1), (elm.id, year))]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert pseudonym(keys[0], 1) in visits_of(center, stick, identity, one, tmp_path / "4")


@pytest.mark.parametrize(("statement", "said"), [
    ("UPDATE pseudonym_keys SET recipient_id = (SELECT id FROM recipients WHERE id != recipient_id)", "pseudonyms"),
    ("UPDATE pseudonym_keys SET school_year = 2030", "pseudonyms"),
    ("DELETE FROM pseudonym_keys", "."), ("DELETE FROM sealed WHERE kind = 'pseudonym key'", ".")])
def test_a_key_that_sql_gave_to_somebody_else_is_noticed(center, evaluator, stick, statement, said):
    write(center, evaluator[1], stick)
    recipients.add(center.coordinator, "Elm Research", agefile.generate()[1], compared=True, kinds=ROWS)
    sql(center, statement)
    verdict = audit.verify(center.coordinator)
    assert not verdict.sound
    assert said in verdict.finding


def test_a_key_under_another_ones_row_opens_for_nobody(center, evaluator, stick):
    write(center, evaluator[1], stick)
    elm = recipients.add(center.coordinator, "Elm Research", agefile.generate()[1], compared=True, kinds=ROWS)
    sql(center, "UPDATE pseudonym_keys SET recipient_id = ?", elm.id)
    with pytest.raises(Tampered):
        pseudonym_keys.key_for(center.coordinator, elm.id, 2026)


def test_the_log_tells_of_it_and_no_name_of_a_student_is_in_log_or_file(center, evaluator, stick, tmp_path):
    identity, to = evaluator
    made = write(center, to, stick)
    with center.coordinator.reading() as tx:
        assert key_rows.everything(tx)
    opened(center, stick, identity, made, tmp_path)
    text = b"".join((tmp_path / name).read_bytes() for name in (
        "visits.csv", "sessions.csv", "students.csv", "k_anonymity.csv", "datapackage.json", "README.txt")).decode()
    assert not any(name in text for name in ("José", "Núñez", "O'Neil", "Nguyễn", "Aaliyah"))
    assert bundle_history.tables(center.coordinator, made.id) == ()


def damaged(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("at", [0, 60, 250, 500, 1_500, -1])
def test_a_bit_that_flipped_anywhere_is_told(center, evaluator, stick, at):
    identity, to = evaluator
    made = write(center, to, stick)
    damaged(stick / made.file_name, at)
    with pytest.raises(Problem):
        opened(center, stick, identity, made)


def test_another_key_a_stranger_and_no_file_are_each_told(center, evaluator, stick):
    identity, to = evaluator
    made = write(center, to, stick)
    with pytest.raises(agefile.NotForThisAgeKey):
        opened(center, stick, agefile.generate()[0], made)
    with pytest.raises(district.CenterUnknown):
        district.open_any(stick / made.file_name, identity, recipients.allowed_signers(center.coordinator).replace(
            center.front.center.id, "another"))
    with pytest.raises(Unreadable):
        district.open_any(stick / "gone.age", identity)


def test_what_was_approved_is_written_and_nothing_else(center, evaluator, stick):
    _identity, to = evaluator
    bundle_approval.ask_for(center.admin, True)
    request = bundle_approval.request(center.coordinator, asked(to), bundle_rows.preview(center.coordinator,
                                                                                         asked(to)).seen)
    bundle_approval.decide(center.admin, request.id, Outcome.APPROVED, request.shown)
    with pytest.raises(Problem, match="have changed since this was asked for"):
        bundle_rows.write_approved(center.coordinator, replace(request, shown="other"), folder=stick)
    assert bundle_rows.write_approved(center.coordinator, request, folder=stick).shown == request.shown
