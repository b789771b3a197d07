"""`wellnessdesk bundle verify|inspect|open`: what is in it, and a different exit code for each thing that is wrong."""

import json
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.bundles import META, rewritten
from tests.limits import no_file_beyond
from tests.programs import program
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.exchange import datapackage
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.vault import agefile, sshsig

BUNDLES = Path(__file__).parents[1] / "data" / "bundles"
BUNDLE, KEY, SIGNERS = BUNDLES / "format-1.age", BUNDLES / "district-key.txt", BUNDLES / "allowed_signers"
GOOD = ("--identity", KEY, "--allowed-signers", SIGNERS)


def unlocked():
    """The files of the bundle."""
    return datapackage.read_zip(agefile.decrypt(BUNDLE.read_bytes(), agefile.read_identities(KEY.read_text())))


def public():
    """The district's public key."""
    (identity,) = agefile.read_identities(KEY.read_text())
    return agefile.public_of(identity)


def locked(data):
    """Anything, encrypted for the district."""
    return agefile.encrypt(data, [public()])


def altered(files):
    return {**files, "years.csv": files["years.csv"] + b"\n"}


def of_a_newer_format(files):
    def change(manifest):
        manifest["bundle"]["format"] += 2

    return rewritten(files, change)


def signed_anew(files):
    """By somebody else, with a key of their own."""
    signature = sshsig.sign(files[datapackage.MANIFEST], bytes(32), sshsig.BUNDLE_NAMESPACE)
    return {**files, datapackage.SIGNATURE: signature.encode()}


def unsigned(files):
    return {name: data for name, data in files.items() if name != datapackage.SIGNATURE}


@pytest.fixture
def bundle(tmp_path):
    """Writes a file to be taken for a bundle."""

    def write(data):
        path = tmp_path / "some.age"
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def wrong(bundle, tmp_path):
    """One call for each thing that can be wrong, by its name."""
    stanzas = b"".join(b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n" for _many in range(100))
    other = tmp_path / "other-key.txt"
    other.write_text(agefile.generate()[0])
    stranger = tmp_path / "stranger"
    stranger.write_text(sshsig.allowed_signers_line("somebody-else", bytes(range(32))) + "\n")
    zipped = datapackage.zip_bytes
    return {
        "no age file": lambda: (3, bundle(b"hello"), *GOOD),
        "cut off": lambda: (3, bundle(BUNDLE.read_bytes()[:-40]), *GOOD),
        "hostile header": lambda: (3, bundle(b"age-encryption.org/v1\n" + stanzas), *GOOD),
        "for another key": lambda: (4, BUNDLE, "--identity", other, "--allowed-signers", SIGNERS),
        "no bundle inside": lambda: (5, bundle(locked(b"hello")), *GOOD),
        "altered": lambda: (5, bundle(locked(zipped(altered(unlocked())))), *GOOD),
        "newer": lambda: (6, bundle(locked(zipped(of_a_newer_format(unlocked())))), *GOOD),
        "unknown center": lambda: (7, BUNDLE, "--identity", KEY, "--allowed-signers", stranger),
        "forged": lambda: (8, bundle(locked(zipped(signed_anew(unlocked())))), *GOOD),
        "unsigned": lambda: (8, bundle(locked(zipped(unsigned(unlocked())))), *GOOD),
        "not there": lambda: (1, tmp_path / "nowhere.age", *GOOD),
        "no key there": lambda: (1, BUNDLE, "--identity", tmp_path / "nowhere", "--allowed-signers", SIGNERS),
        "no key inside": lambda: (1, BUNDLE, "--identity", SIGNERS, "--allowed-signers", SIGNERS),
        "no signers there": lambda: (1, BUNDLE, "--identity", KEY, "--allowed-signers", tmp_path / "nowhere"),
    }


WRONG = ("no age file", "cut off", "hostile header", "for another key", "no bundle inside", "altered", "newer",
         "unknown center", "forged", "unsigned", "not there", "no key there", "no key inside", "no signers there")


def test_a_good_bundle(call):
    said = call("bundle", "verify", BUNDLE, *GOOD)

    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "Center:    Wellness Center, Núñez High", "Kind:      Counts",
        "Period:    Sep 1, 2026 to Sep 30, 2026", "For:       Ventura County",
        "Purpose:   Yearly evaluation", "Number:    7", f"Signature: good, of center {META.center_id}",
    ]


def test_the_same_as_a_program_of_its_own():
    done = program("bundle", "verify", BUNDLE, *GOOD)

    assert (done.returncode, done.stderr) == (0, "")
    assert f"Signature: good, of center {META.center_id}" in done.stdout


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("verb", ["verify", "inspect", "open"])
def test_what_is_wrong_has_a_code_and_a_sentence(call, wrong, tmp_path, what, verb):
    code, *words = wrong[what]()
    more = ("--out", tmp_path / "unpacked") if verb == "open" else ()

    said = call("bundle", verb, *words, *more)

    assert (said.code, said.out) == (code, "")
    assert said.err.endswith(".\n")
    assert "mistake" not in said.err
    assert not (tmp_path / "unpacked").exists()


def test_every_sentence_is_another(call, wrong):
    sentences = {what: call("bundle", "verify", *wrong[what]()[1:]).err for what in WRONG}

    same = {"no signers there", "no key there"}  # which name the file
    assert len({sentences[what] for what in WRONG if what not in same}) == len(WRONG) - len(same)


@pytest.mark.parametrize("what", WRONG)
def test_the_same_for_a_script(call, wrong, what):
    code, *words = wrong[what]()

    said = call("bundle", "verify", *words, "--json")

    assert json.loads(said.out) == {"good": False, "code": code, "reason": said.err.strip()}


def test_the_facts_for_a_script(call):
    said = call("bundle", "verify", BUNDLE, *GOOD, "--json")

    assert json.loads(said.out) == {
        "good": True, "code": 0, "center": META.center_id, "kind": "aggregate", "first_day": "2026-09-01",
        "last_day": "2026-09-30", "sequence": 7, "previous": "ab" * 32, "demo": False, "signed_by": META.center_id,
        "tables": ["visits_by_reason", "sessions", "texts", "years"], "blanks": 10}


def test_one_students_records_are_told_of_by_their_ground_and_unpacked(call, bundle, tmp_path):
    basis = Basis(ground="court", legal_basis="Court order", decided_by="Cora Diaz", approved_by="Carla", included=3,
                  withheld=1)
    files = datapackage.build_packet(b"%PDF-1.4 a record", basis, replace(
        META, kind=Kind.PACKET, recipient_keys=(agefile.fingerprint(public()),)))
    path = bundle(locked(datapackage.zip_bytes(signed_anew(files))))

    told = call("bundle", "open", path, "--identity", KEY, "--out", tmp_path / "unpacked")
    assert told.code == 0
    for words in ("One student's records", "Court order", "by Cora Diaz, Carla", "3 included, 1 withheld"):
        assert words in told.out
    assert (tmp_path / "unpacked" / "record.pdf").read_bytes() == b"%PDF-1.4 a record"
    facts = json.loads(call("bundle", "inspect", path, "--identity", KEY, "--json").out)
    assert (facts["kind"], facts["ground"], facts["withheld"]) == ("packet", "court", 1)


def test_inspect_shows_every_number_and_why_some_are_not_shown(call):
    said = call("bundle", "inspect", BUNDLE, *GOOD)

    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert said.code == 0
    assert "2026-09 / 1 / 2026-09-02 12" in lines
    assert "2026-09 / 1 / 2026-09-01 blank (small)" in lines
    assert "2026-09 / 1 / total blank (derived)" in lines
    assert "total / total / total 114" in lines
    assert "small: A count of 1 to 10. It is not shown, so that nobody can be found out." in lines
    assert all(line == line.rstrip() for line in said.out.splitlines())


def test_inspect_names_the_codes(call):
    assert "Drop-in" in call("bundle", "inspect", BUNDLE, *GOOD).out


def test_what_stands_in_a_bundle_cannot_command_the_terminal(call):
    """It has rows named "two<new line>lines" and "<tab>=1"."""
    said = call("bundle", "inspect", BUNDLE, *GOOD)

    assert "    two\ufffdlines " in said.out
    assert "    \ufffd=1 " in said.out


def test_without_signers_it_says_that_nobody_was_checked(call):
    said = call("bundle", "inspect", BUNDLE, "--identity", KEY)

    assert said.code == 0
    assert "Signature: not checked; give --allowed-signers" in said.out
    assert json.loads(call("bundle", "inspect", BUNDLE, "--identity", KEY, "--json").out)["signed_by"] == ""


def test_a_demo_says_that_it_is_made_up(call, bundle):
    def change(manifest):
        manifest["bundle"]["demo"] = True

    path = bundle(locked(datapackage.zip_bytes(rewritten(unlocked(), change))))

    assert "All of it is made up: this is a demo center." in call("bundle", "inspect", path, "--identity", KEY).out


def test_open_unpacks_exactly_what_is_inside(call, tmp_path):
    said = call("bundle", "open", BUNDLE, *GOOD, "--out", tmp_path / "new" / "unpacked")

    folder = tmp_path / "new" / "unpacked"
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith(f"Unpacked into {folder}\n")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == unlocked()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_open_mixes_nothing_up(call, tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "years.csv").write_text("mine")

    said = call("bundle", "open", BUNDLE, *GOOD, "--out", tmp_path / "there", "--json")

    sentence = "This folder is already there. Choose a new one, so that nothing is mixed up."
    assert (said.code, said.err) == (1, f"{sentence}\n")
    assert json.loads(said.out) == {"good": False, "code": 1, "reason": sentence}
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["years.csv"]


def test_open_leaves_nothing_half_done(call, tmp_path):
    """The disk fills up in the middle."""
    with no_file_beyond(400):
        said = call("bundle", "open", BUNDLE, *GOOD, "--out", tmp_path / "unpacked")

    assert (said.code, said.err) == (1, "The bundle could not be unpacked there. Choose another folder.\n")
    assert not (tmp_path / "unpacked").exists()


def test_open_where_nothing_can_be_made(call, tmp_path):
    shutil.copy(BUNDLE, tmp_path / "file")

    said = call("bundle", "open", BUNDLE, *GOOD, "--out", tmp_path / "file" / "unpacked")

    assert (said.code, said.err) == (1, "The bundle could not be unpacked there. Choose another folder.\n")
