"""`wellnessdesk district …` with a district's folder: its keys, its centers, its inbox, each verdict with its code."""

import io
import json
from datetime import date

import pytest

from tests.districts import PASSPHRASE, Sender, line, quickly, words
from tests.exchange.test_row_csv import FILE, LAYOUT
from tests.programs import files_below
from tests.support import make_center
from wellnessdesk.domain.district import CODES, Verdict
from wellnessdesk.services.district import kept, keys
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.vault.district_keys import WrongDistrictPassphrase


@pytest.fixture
def at(call, monkeypatch, tmp_path):
    """Calls a verb with the passphrase on standard input; `more` are further lines."""

    def run(verb, *rest, passphrase=PASSPHRASE, more=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{passphrase}\n{more}"))
        with quickly():
            return call("district", verb, "--district", tmp_path / "district", *rest)

    return run


@pytest.fixture
def verify(call, monkeypatch, tmp_path):
    """`bundle verify` by the district."""

    def run(path, *rest):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        return call("bundle", "verify", path, "--district", tmp_path / "district", *rest)

    return run


def test_a_district_is_made_once(at, tmp_path):
    first, second = at("new"), at("new")

    assert (first.code, first.err) == (0, "")
    assert "Public key, to give to the centers: age1" in first.out
    assert (second.code, second.out) == (1, "")
    assert "already holds a district" in second.err


@pytest.mark.parametrize("verb", ["look", "import"])
def test_an_empty_folder_is_no_delivery(at, desk, tmp_path, verb):
    (tmp_path / "empty").mkdir()
    told, said = at(verb, tmp_path / "empty"), json.loads(at(verb, tmp_path / "empty", "--json").out)

    assert (told.code, told.err) == (1, f"There is no bundle in {tmp_path / 'empty'}. A bundle's name ends in .age.\n")
    assert (said["good"], said["code"]) == (False, 1)


def test_a_short_passphrase_makes_none(at, tmp_path):
    assert at("new", passphrase="short").code == 1
    assert not (tmp_path / "district").exists()


def test_a_center_is_added_by_its_words(at, tmp_path, desk):
    (tmp_path / "line").write_text(line("other", bytes(32)))

    wrong = at("add-center", tmp_path / "line", "--name", "Other", "--words", words())
    right = at("add-center", tmp_path / "line", "--name", "Other", "--words", words(bytes(32)), "--json")

    assert (wrong.code, wrong.out) == (1, "")
    assert [one["name"] for one in json.loads(right.out)["centers"]] == ["Other", "Wellness Center"]
    assert "Wellness Center, Núñez High: " in at("centers").out
    assert at("add-center", tmp_path / "nowhere", "--name", "x", "--words", "x").code == 1


def test_a_folder_is_imported_and_listed(at, center):
    center.send(), center.send()

    done = at("import", center.folder, "--json")

    told = json.loads(done.out)
    assert (done.code, told["good"], len(told["taken"])) == (0, True, 2)
    assert [one["bundle"]["sequence"] for one in told["files"]] in ([1, 2], [2, 1])
    assert [one["sequence"] for one in json.loads(at("received", "--json").out)["received"]] == [2, 1]
    assert "Núñez High" in at("received").out


def test_each_verdict_leaves_with_its_code_and_takes_nothing(at, verify, center, desk, tmp_path):
    first = center.send()
    assert at("import", first).code == 0
    second = center.send(audit_sequence=200)
    cases = {
        Verdict.UNREADABLE: tmp_path / "nowhere.age",
        Verdict.NOT_A_BUNDLE: tmp_path / "text.age",
        Verdict.UNKNOWN_CENTER: Sender(desk, tmp_path / "o", center="another-center").send(),
        Verdict.FORGED: Sender(desk, tmp_path / "f", seed=bytes(32)).send(),
        Verdict.REPLAY: first,
        Verdict.FORK: center.send(keep=False, sequence=1, previous="", id="fork"),
        Verdict.GAP: center.send(keep=False, sequence=9),
        Verdict.OLDER_COPY: center.send(keep=False, sequence=5, audit_sequence=5),
        Verdict.OTHER_RECIPIENT: center.send(keep=False, recipient_keys=("some other words",)),
    }
    (tmp_path / "text.age").write_text("hello")

    said = {verdict: at("import", path, "--json") for verdict, path in cases.items()}

    assert {verdict: one.code for verdict, one in said.items()} == {one: CODES[one] for one in cases}
    assert [json.loads(one.out)["files"][0]["verdict"] for one in said.values()] == [one.value for one in cases]
    assert len({json.loads(one.out)["files"][0]["reason"] for one in said.values()}) == len(cases)
    verified = {verdict: verify(path, "--json") for verdict, path in cases.items()}
    assert {verdict: one.code for verdict, one in verified.items()} == {one: CODES[one] for one in cases}
    assert [json.loads(one.out)["reason"] for one in verified.values()] == [
        json.loads(one.out)["files"][0]["reason"] for one in said.values()]
    assert [one["sequence"] for one in json.loads(at("received", "--json").out)["received"]] == [1]
    assert at("look", second).code == 0


def test_a_good_bundle_is_verified_by_what_the_district_knows(verify, center):
    said = verify(center.send())

    assert (said.code, said.err) == (0, "")
    assert f"Signature: good, of center {center.center}" in said.out
    assert said.out.endswith("Good: whole, signed by the center, and the next one in order.\n")
    assert "Number:    1" in said.out


def test_a_bad_one_and_a_folder_are_told_by_a_sentence(verify, center):
    center.send()
    gap, folder = verify(center.send()), verify(center.folder)

    assert (gap.code, gap.out) == (CODES[Verdict.GAP], "")
    assert "is missing" in gap.err
    assert (folder.code, "district look" in folder.err) == (1, True)


def test_a_gap_is_taken_with_a_reason(at, center):
    center.send()
    late = center.send()

    assert at("import", late).code == CODES[Verdict.GAP]
    assert at("import", late, "--despite", "gap").code == 1
    done = at("import", late, "--despite", "gap", "--reason", "the stick was lost")
    assert (done.code, "1 bundle taken" in done.out) == (0, True)


def test_the_files_of_a_bundle_are_written_to_a_folder_and_never_over_others(at, center, tmp_path):
    path, out = center.send_rows((LAYOUT, FILE)), tmp_path / "out"
    (taken,) = json.loads(at("import", path, "--json").out)["taken"]
    assert taken in at("received").out

    done, again = at("unpack", taken, "--to", out), at("unpack", taken, "--to", out, "--json")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == f"The files are in {out / path.stem}."
    assert (out / path.stem / LAYOUT.file_name).read_bytes() == FILE
    assert json.loads(again.out) == {"good": False, "code": 1, "reason": again.err.strip()}
    assert "already there" in again.err
    assert json.loads(at("unpack", taken, "--to", tmp_path / "more", "--json").out) == {
        "good": True, "code": 0, "folder": str(tmp_path / "more" / path.stem)}


def test_what_is_past_its_day_is_told_and_deleted(at, center, desk):
    late, packet = center.send_rows((LAYOUT, FILE), ends_on=date(2020, 8, 31)), center.send_packet()
    taken, other = json.loads(at("import", late, packet, "--json").out)["taken"]

    before, said = json.loads(at("received", "--json").out)["received"], at("received").out
    assert [(one["ends_on"], one["past"], one["deleted"]) for one in before] == [
        ("", False, ""), ("2020-08-31", True, "")]
    assert f"  Rows for an evaluation · Delete by Aug 31, 2020 – past · {taken}\n" in said
    assert f"  One student's records · {other}\n" in said
    refused = at("delete", taken)
    assert (refused.code, refused.err.startswith("Nothing was deleted.")) == (1, True)
    assert kept.place(desk.folder, before[1]["hash"]).exists()

    done, again = at("delete", taken, "--yes"), at("delete", taken, "--yes")
    gone = json.loads(at("delete", other, "--yes", "--json").out)

    assert (done.code, "Its record stays." in done.out) == (0, True)
    assert (again.code, "was deleted on" in again.err) == (1, True)
    assert (gone["id"], gone["good"], bool(gone["deleted"])) == (other, True, True)
    assert list(kept.place(desk.folder, "").parent.iterdir()) == []
    assert [one["past"] for one in json.loads(at("received", "--json").out)["received"]] == [False, False]
    assert at("received").out.count("Deleted on") == 2


def test_what_is_not_there_or_not_what_was_taken_is_not_unpacked(at, center, desk, tmp_path):
    at("import", center.send_packet(), center.send_packet(b"%PDF-1.4 another"))
    second, first = json.loads(at("received", "--json").out)["received"]
    place = kept.place(desk.folder, first["hash"])

    def unpacked():
        return at("unpack", first["id"], "--to", tmp_path / "out")

    unknown = at("unpack", "nothing-of-this-name", "--to", tmp_path / "out")
    assert (unknown.code, unknown.err) == (1, "The tables of this bundle are not here.\n")
    place.write_bytes(kept.place(desk.folder, second["hash"]).read_bytes())
    assert (unpacked().code, "has changed" in unpacked().err) == (CODES[Verdict.DAMAGED], True)
    place.write_bytes(b"hello")
    assert unpacked().code == CODES[Verdict.NOT_A_BUNDLE]
    place.unlink()
    assert (unpacked().code, "cannot be read" in unpacked().err) == (CODES[Verdict.UNREADABLE], True)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_wrong_passphrase_opens_nothing(at, desk):
    said = at("received", "--json", passphrase="something else")

    assert json.loads(said.out) == {"good": False, "code": 1, "reason": said.err.strip()}


def test_keys_are_shown_rotated_and_given_another_passphrase(at, desk, tmp_path):
    old = keys.listed(desk)[0].public

    rotated = json.loads(at("rotate", "--json").out)["keys"]
    assert [one["public"] == old for one in rotated] == [False, True]
    assert at("keys", "--out", tmp_path / "district.pub").code == 0
    assert (tmp_path / "district.pub").read_text().strip() == rotated[0]["public"]
    assert at("keys", "--out", tmp_path / "district.pub").code == 1
    assert at("passphrase", more="another good passphrase\n").code == 0
    with pytest.raises(WrongDistrictPassphrase):
        DistrictDesk.open(tmp_path / "district", PASSPHRASE)
    DistrictDesk.open(tmp_path / "district", "another good passphrase").close()


def test_neither_program_takes_the_folder_of_the_other(call, monkeypatch, desk, tmp_path):
    center = make_center(tmp_path / "center")
    before = {path: path.read_bytes() for path in files_below(center.folder, desk.folder)}

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    as_district = call("district", "received", "--district", center.folder)
    as_center = call("audit", "verify", "--store", desk.folder, "--person", "x")

    assert (as_district.code, as_center.code) == (1, 1)
    assert as_district.err.startswith("This folder does not hold a district.")
    assert as_center.err.startswith("This folder does not hold a WellnessDesk center.")
    assert {path: path.read_bytes() for path in files_below(center.folder, desk.folder)} == before
