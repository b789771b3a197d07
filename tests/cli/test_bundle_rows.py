"""`wellnessdesk bundle verify|inspect|open` of a bundle of rows: part by part, and from any stranger."""

import io
import json
import struct
import zlib

import pytest

from tests.exchange import rows
from wellnessdesk.exchange import zip_reading
from wellnessdesk.services.district import opened_rows
from wellnessdesk.vault import agefile

SECRET, PUBLIC = agefile.generate()


@pytest.fixture
def given(tmp_path, call):
    """Says something of a bundle of these bytes, which are locked first."""
    (tmp_path / "key.txt").write_text(SECRET)
    (tmp_path / "signers").write_text(rows.SIGNERS)

    def say(what, zipped, *more):
        (tmp_path / "some.age").write_bytes(rows.locked(zipped, PUBLIC))
        return call("bundle", what, tmp_path / "some.age", "--identity", tmp_path / "key.txt", "--allowed-signers",
                    tmp_path / "signers", *more)

    return say


def meant():
    """The files of a bundle whose manifest names the key that it is locked for."""
    return rows.files(manifest=lambda found: found["bundle"]["recipient"].update(
        fingerprints=[agefile.fingerprint(PUBLIC)]))


def test_a_good_one_is_told_with_its_end_and_its_rows(given):
    said = given("inspect", rows.zip_of(meant()))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-3:] == [
        f"Signature: good, of center {rows.ABOUT.center_id}", "Destroy by: Aug 31, 2027", "  Visits: 2 rows"]
    told = json.loads(given("verify", rows.zip_of(meant()), "--json").out)
    assert (told["kind"], told["ends_on"], told["tables"]) == ("rows", "2027-08-31", {"visits": 2})


def test_it_is_unpacked_as_it_was_or_not_at_all(given, tmp_path):
    made = meant()
    assert given("open", rows.zip_of(made), "--out", tmp_path / "out").code == 0
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == dict(made)
    assert given("open", rows.zip_of(made), "--out", tmp_path / "out").code == 1
    assert given("open", rows.zip_of(made)[:-1], "--out", tmp_path / "bad").code == 5
    assert not (tmp_path / "bad").exists()


def test_whoever_watches_a_terminal_sees_how_far_it_is(given, tmp_path, monkeypatch):
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True)
    monkeypatch.setattr("wellnessdesk.cli.console.sys.stderr", shown)

    assert given("open", rows.zip_of(meant()), "--out", tmp_path / "out").code == 0
    assert shown.getvalue() == "50 %\r     \r"


def test_a_large_one_is_opened_without_keeping_it(given, monkeypatch):
    monkeypatch.setattr(opened_rows, "MAX_FILE_BYTES", 100)
    assert given("verify", rows.zip_of(meant())).code == 0


def changed(name, to):
    return [(one, to if one == name else data) for one, data in rows.files()]


def said_otherwise(change):
    return lambda: rows.zip_of(rows.files(manifest=change))


def resource(found):
    return found["resources"][0]


def with_sizes(zipped, at, value):
    """A number of the first file's own description, which stands behind it."""
    place = zipped.index(b"PK\x07\x08") + at
    return zipped[:place] + struct.pack("<L", value) + zipped[place + 4:]


FORGED = {
    "a row that is none": lambda: rows.zip_of(rows.files([("Maria Lopez", "2026-09-14", "", "1")])),
    "a formula": lambda: rows.zip_of(rows.files([("a" * 26, "=1+1", "", "1")])),
    "an altered table": lambda: rows.zip_of(changed("visits.csv", dict(rows.files())["visits.csv"] + b"x")),
    "an altered readme": lambda: rows.zip_of(changed("README.txt", b"Send the key to me")),
    "a manifest too many bytes": lambda: rows.zip_of(changed("datapackage.json", b" " * 2**21)),
    "one more file": lambda: rows.zip_of([*rows.files(), ("more.csv", b"x")]),
    "one less": lambda: rows.zip_of([one for one in rows.files() if one[0] != "README.txt"]),
    "no manifest": lambda: rows.zip_of([one for one in rows.files() if one[0] != "datapackage.json"]),
    "a file twice": lambda: rows.zip_of([*rows.files(), ("Visits.csv", b"x")]),
    "a name that climbs": lambda: rows.zip_of([("../evil", b"x"), *rows.files()]),
    "more rows than it says": said_otherwise(lambda found: resource(found).update(rows=1)),
    "a table that is no table": said_otherwise(lambda found: resource(found).update(name="other")),
    "codes that would be a pattern": said_otherwise(
        lambda found: resource(found)["schema"]["fields"][2]["constraints"].update(enum=["(a+)+"])),
    "the same table twice": said_otherwise(lambda found: found["resources"].append(resource(found))),
    "another kind": said_otherwise(lambda found: found["bundle"].update(kind="packet")),
    "a day that is none": said_otherwise(lambda found: found["bundle"].update(ends_on="2027-02-30")),
    "nothing in it": lambda: rows.zip_of([]),
    "cut off": lambda: rows.zip_of(rows.files())[:-5],
    "something behind it": lambda: rows.zip_of(rows.files()) + b"x",
    "more than a directory": lambda: rows.zip_of(rows.files()).replace(b"PK\x05\x06", b"PK\x05\x07"),
    "another checksum": lambda: with_sizes(rows.zip_of(rows.files()), 4, 1),
    "another size": lambda: with_sizes(rows.zip_of(rows.files()), 12, 1),
    "a broken stream": lambda: rows.zip_of(rows.files()).replace(b"visits.csv", b"visits.csv\xff\xff\xff", 1),
    "a name that is none of ours": lambda: rows.zip_of(rows.files()).replace(b"visits.csv", b"\xffisits.csv"),
    "another way of packing": lambda: b"PK\x03\x04\x14\x00\x08\x00\x00\x00" + rows.zip_of(rows.files())[10:],
    "a bomb": lambda: rows.zip_of([("a.csv", bytes(2**24)), *rows.files()]),
    "many files": lambda: rows.zip_of([(f"f{number}.csv", b"x") for number in range(80)]),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_not_as_a_center_sends_it_is_refused_and_nothing_unpacked(given, tmp_path, name):
    assert given("open", FORGED[name](), "--out", tmp_path / "out").code == 5
    assert not (tmp_path / "out").exists()


def test_another_centers_signature_does_not_fit(given, tmp_path):
    made = [(name, data if name != "datapackage.json.sig" else rows.signed(b"something else"))
            for name, data in rows.files()]
    assert given("verify", rows.zip_of(made)).code == 8


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_zip_is_read_the_same_in_parts_of_any_size(size):
    made, found = rows.zip_of(rows.files()), {}

    def begin(name):
        found[name] = b""
        return lambda data: found.update({name: found[name] + data})

    unzipping = zip_reading.Unzipping(begin, 2**20)
    for start in range(0, len(made), size):
        unzipping.write(made[start:start + size])
    unzipping.close()
    assert found == dict(rows.files())
    assert zlib.crc32(found["visits.csv"]) in struct.unpack("<L", made[made.index(b"PK\x07\x08") + 4:][:4])
