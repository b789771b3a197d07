"""Files meant to harm, through `bundle verify|inspect|open` and `district look|import`: each refused in a sentence of
its own, with its exit code, in little memory; and nothing of it is kept."""

import io
import json
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.bad_bundles import BAD, files, packed, row_files, slug, written
from tests.districts import PASSPHRASE, Sender, line, new_district, words
from tests.exchange import rows
from tests.exchange.bundles import tables, with_csv, zipped
from tests.exchange.test_row_csv import FILE as ROW_FILE
from tests.exchange.test_row_csv import LAYOUT as ROW_LAYOUT
from tests.faults.figures import rounds
from tests.limits import fill, no_file_beyond, small_disk
from wellnessdesk.base.errors import Problem
from wellnessdesk.domain.district import CODES, Verdict
from wellnessdesk.exchange import datapackage
from wellnessdesk.services import district
from wellnessdesk.services.district import centers, inbox, kept
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.store.district.rows import DistrictBase
from wellnessdesk.vault import agefile

MOST_MEMORY_MB = 200
_CHILD = """
import re, sys
from wellnessdesk.cli.main import main
code = main(sys.argv[1:])
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(int(peak.group(1)) / 1024, file=sys.stderr)
sys.exit(code)
"""


@dataclass
class Stage:
    """A district that took one bundle of a center, and every bad file, each where its name says."""

    desk: DistrictDesk
    center: Sender
    room: Path

    @property
    def keys(self):
        """The options that `bundle` needs."""
        return "--identity", self.room / "key.txt", "--allowed-signers", self.room / "allowed_signers"

    def bad(self, name):
        """The path of a bad file."""
        return self.room / "bad" / slug(name)

    def facts(self):
        """Everything that the district's records hold, and the files that it keeps."""
        with self.desk.reading() as tx:
            held = {table.name: [tuple(row) for row in tx.session.execute(select(table))]
                    for table in DistrictBase.metadata.sorted_tables}
        return held | {"files": sorted(kept.place(self.desk.folder, "").parent.glob("*"))}

    def opened(self, path):
        """What the district reads of a file, whole and signed by the center it knows."""
        return district.open_bundle(path, (self.room / "key.txt").read_text(), line())


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    room = tmp_path_factory.mktemp("stage")
    desk = new_district(room / "district")
    centers.add(desk, line(), "Wellness Center", "Núñez High", words=words())
    center = Sender(desk, room / "good")
    inbox.take(desk, inbox.look(desk, [center.send()]))
    (room / "key.txt").write_text(desk.keys.secrets[0])
    (room / "allowed_signers").write_text(line() + "\n")
    (room / "bad").mkdir()
    for name in BAD:
        written(center, room / "bad" / slug(name), name)
    yield Stage(desk, center, room)
    desk.close()


@pytest.fixture
def at(call, monkeypatch, stage):
    """Calls a verb of `district`."""

    def run(verb, *rest):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        return call("district", verb, "--district", stage.desk.folder, *rest, "--json")

    return run


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("verb", ["verify", "inspect", "open"])
def test_bundle_refuses_it_with_a_sentence_and_a_code(call, stage, tmp_path, name, verb):
    out = ("--out", tmp_path / "unpacked") if verb == "open" else ()

    said = call("bundle", verb, stage.bad(name), *stage.keys, *out)

    assert (said.code, said.out) == (CODES[BAD[name].verdict], "")
    assert BAD[name].words in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", BAD)
def test_the_district_takes_nothing_of_it(at, stage, tmp_path, name):
    before, good = stage.facts(), stage.center.send(keep=False)

    said = at("import", good, stage.bad(name))

    told = json.loads(said.out)
    assert (said.code, told["taken"], said.err) == (CODES[BAD[name].verdict], [], "")
    assert [one["verdict"] for one in told["files"]] == ["good", BAD[name].verdict]
    assert BAD[name].words in told["files"][1]["reason"]
    assert stage.facts() == before
    good.unlink()


def test_a_look_at_all_of_them_needs_little_memory(stage):
    done = subprocess.run([sys.executable, "-c", _CHILD, "district", "look", "--district", stage.desk.folder,
                           stage.room / "bad", "--json"], input=f"{PASSPHRASE}\n", capture_output=True, text=True,
                          check=False)

    told = {Path(one["file"]).name: one["verdict"] for one in json.loads(done.stdout)["files"]}
    assert told == {slug(name): bad.verdict for name, bad in BAD.items()}
    assert float(done.stderr) <= MOST_MEMORY_MB


def test_an_older_format_that_was_written_once_is_read(call):
    data = Path(__file__).parents[1] / "data" / "bundles"

    said = call("bundle", "verify", data / "format-1.age", "--identity", data / "district-key.txt",
                "--allowed-signers", data / "allowed_signers")

    assert said.code == 0


@pytest.mark.parametrize("kind", ["counts", "packet", "rows"])
@pytest.mark.parametrize("verb", ["verify", "inspect", "open"])
def test_what_somebody_else_locked_again_for_another_is_told(call, stage, tmp_path, verb, kind):
    identity, public = agefile.generate()
    sender = Sender(stage.desk, tmp_path / "sent")
    path = {"counts": sender.send, "packet": sender.send_packet,
            "rows": lambda: sender.send_rows((ROW_LAYOUT, ROW_FILE))}[kind]()
    path.write_bytes(agefile.encrypt(agefile.decrypt(path.read_bytes(), stage.desk.keys.secrets), [public]))
    (tmp_path / "other.txt").write_text(identity)

    out = ("--out", tmp_path / "unpacked") if verb == "open" else ()

    said = call("bundle", verb, path, "--identity", tmp_path / "other.txt", *stage.keys[2:], *out)

    assert (said.code, said.out) == (CODES[Verdict.OTHER_RECIPIENT], "")
    assert not (tmp_path / "unpacked").exists()
    assert "made this bundle for Ventura County, not for this key" in said.err


def test_where_the_disk_fills_up_nothing_is_taken(at, stage):
    before, good = stage.facts(), stage.center.send(keep=False)

    with no_file_beyond((stage.desk.folder / "district.db").stat().st_size // 4):
        said = at("import", good)

    assert (said.code, json.loads(said.out)["good"]) == (1, False)
    assert said.err.startswith("The disk is full")
    assert stage.facts() == before
    assert at("look", good).code == 0


def test_a_folder_that_fills_up_holds_nothing_half_unpacked(call, stage, tmp_path):
    good = stage.center.send(keep=False)
    with small_disk(tmp_path / "small", 64 * 1024) as mounted:
        if not mounted:
            pytest.skip("this account may not mount a disk")
        fill(tmp_path / "small")
        before = list((tmp_path / "small").iterdir())
        said = call("bundle", "open", good, *stage.keys, "--out", tmp_path / "small" / "unpacked")
        after = list((tmp_path / "small").iterdir())
    good.unlink()

    assert (said.code, said.err) == (1, "The bundle could not be unpacked there. Choose another folder.\n")
    assert after == before


def spoiled(dice, data):
    """The bytes with a few bits flipped, a piece cut out, put in, or in the place of another."""
    made = bytearray(data)
    for _turn in range(dice.choice((1, 1, 1, 3))):
        here, there = (dice.randrange(len(made) + 1) for _two in range(2))
        size = dice.choice((1, 2, 16, 64))
        match dice.choice(("flip", "cut", "insert", "swap", "short")):
            case "flip" if here < len(made):
                made[here] ^= 1 << dice.randrange(8)
            case "cut":
                del made[here:here + size]
            case "insert":
                made[here:here] = dice.choice((dice.randbytes(size), bytes(made[there:there + size])))
            case "swap":
                made[here:here + size], made[there:there + size] = made[there:there + size], made[here:here + size]
            case "short":
                del made[max(here, 1):]
    return bytes(made)


def spoiled_file(dice, center, made):
    return spoiled(dice, packed(center, center.signed(made)))


def spoiled_zip(dice, center, made):
    return center.locked(spoiled(dice, zipped(center.signed(made))))


def spoiled_table(dice, center, made):
    """What the center itself would sign: its size and hash fit."""
    name = dice.choice([one for one in made if one.endswith(".csv")])
    return packed(center, center.signed(with_csv(made, name, spoiled(dice, made[name]))))


def spoiled_manifest(dice, center, made):
    return packed(center, center.signed({**made, "datapackage.json": spoiled(dice, made["datapackage.json"])}))


@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("spoil", [spoiled_file, spoiled_zip, spoiled_table, spoiled_manifest])
def test_spoiled_anywhere_it_is_refused_or_says_what_its_center_signed(stage, call, tmp_path, spoil):
    dice, refused = random.Random(spoil.__name__), 0
    before, path, tried, made = stage.facts(), tmp_path / "spoiled.age", rounds(2_000, 60), files(stage.center)
    for _round in range(tried):
        path.write_bytes(spoil(dice, stage.center, made))
        (looked,) = inbox.look(stage.desk, [path])
        said = call("bundle", "verify", path, *stage.keys)
        assert "mistake" not in said.err
        if said.code == 0:
            read = stage.opened(path)
            assert datapackage.contents(read.files).tables == read.tables
            assert spoil in (spoiled_table, spoiled_manifest) or read.tables == tuple(tables())
            continue
        refused += 1
        assert (said.code, said.err) == (CODES[looked.verdict], f"{looked.sentence}\n")
        with pytest.raises(Problem):
            inbox.take(stage.desk, [looked], despite=set(Verdict), reason="trust me")
    assert refused > tried / 2
    assert stage.facts() == before


@pytest.mark.timeout(3_600)
def test_rows_spoiled_anywhere_in_their_zip_are_refused_or_unpacked_as_their_center_signed_them(stage, call, tmp_path):
    dice, refused, tried, made = random.Random("rows"), 0, rounds(2_000, 60), row_files(stage.center)
    before, path, out = stage.facts(), tmp_path / "spoiled.age", tmp_path / "unpacked"
    for _round in range(tried):
        path.write_bytes(stage.center.locked(spoiled(dice, rows.zip_of(made))))
        (looked,) = inbox.look(stage.desk, [path])
        said = call("bundle", "open", path, *stage.keys, "--out", out)
        if said.code == 0:
            assert looked.verdict is Verdict.GOOD
            assert {file.name: file.read_bytes() for file in out.iterdir()} == dict(made)
            shutil.rmtree(out)
            continue
        refused += 1
        assert (said.code, said.err, out.exists()) == (CODES[looked.verdict], f"{looked.sentence}\n", False)
        with pytest.raises(Problem):
            inbox.take(stage.desk, [looked], despite=set(Verdict), reason="trust me")
    assert refused > tried / 2
    assert stage.facts() == before
