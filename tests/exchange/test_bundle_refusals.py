"""Bundles that are damaged, forged or made to harm: refused with the right sentence, at once, and nothing else."""

import io
import json
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.bundles import files, rewritten, with_csv, zipped
from wellnessdesk.exchange import bundle_problems, datapackage
from wellnessdesk.exchange.bundle_problems import BundleDamaged

FILES = files()
ZIP = datapackage.zip_bytes(FILES)
SENTENCES = {
    bundle_problems.BundleDamaged: "is damaged", bundle_problems.BundleNotAZip: "not a whole bundle",
    bundle_problems.BundleTooLarge: "far larger", bundle_problems.BundleBadName: "forbidden name",
    bundle_problems.BundleFileMissing: "is missing", bundle_problems.BundleFileUndeclared: "does not declare",
    bundle_problems.BundleAltered: "was changed after", bundle_problems.BundleMalformed: "does not follow",
    bundle_problems.BundleTooNew: "newer version", bundle_problems.BundleOfRows: "rows for an evaluation",
}


def refused(data, kind, file=""):
    before = time.perf_counter()
    with pytest.raises(kind, match=SENTENCES[kind]) as problem:
        datapackage.read_zip(data)
    assert type(problem.value) is kind
    assert problem.value.file == file
    assert time.perf_counter() - before < 2


def test_every_kind_has_its_own_sentence():
    kinds = {kind for kind in vars(bundle_problems).values()
             if isinstance(kind, type) and issubclass(kind, BundleDamaged)}
    assert kinds == set(SENTENCES)
    assert len({str(kind("x.csv")) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"hello" * 10, ZIP[:-1], ZIP + b"x", b"x" + ZIP, ZIP[:200],
                                  ZIP[-22:], zipfile.ZipFile])
def test_what_is_no_whole_zip_is_refused(data):
    if data is zipfile.ZipFile:  # an empty one
        out = io.BytesIO()
        zipfile.ZipFile(out, "w").close()
        data = out.getvalue()
    refused(data, bundle_problems.BundleNotAZip)


def test_a_zip_with_a_comment_is_refused():
    out = io.BytesIO(ZIP)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"hello"
    refused(out.getvalue(), bundle_problems.BundleNotAZip)


@pytest.mark.parametrize("name", [
    "../evil.csv", "/etc/passwd", "a/b.csv", "a\\b.csv", "..", "C:evil.csv", ".hidden", "a..b", "é.csv", "x" * 101,
    "datapackage.JSON",
])
def test_a_name_that_could_land_elsewhere_is_refused(name):
    refused(zipped([*FILES.items(), (name, b"x")]), bundle_problems.BundleBadName)


def test_a_name_with_a_hidden_end_is_refused():
    data = zipped([*FILES.items(), ("a?evil.csv", b"x")])
    refused(data.replace(b"a?evil.csv", b"a\0evil.csv"), bundle_problems.BundleBadName)


def test_a_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped([*FILES.items(), ("years.csv", b"x")])
    refused(data, bundle_problems.BundleBadName)


@pytest.mark.parametrize("mode", [0o120777, 0o040755, 0o100755, 0o104644])
def test_links_folders_and_programs_are_refused(mode):
    refused(zipped(FILES, external_attr=mode << 16), bundle_problems.BundleBadName)


def test_an_encrypted_zip_is_refused():
    data = bytearray(ZIP)
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    refused(bytes(data), bundle_problems.BundleBadName)


def test_bombs_are_refused_before_they_are_unpacked():
    refused(zipped({**FILES, "zeros.csv": bytes(datapackage.MAX_UNPACKED_BYTES)}), bundle_problems.BundleTooLarge)
    refused(zipped({**FILES, "zeros.csv": bytes(1_000_000)}), bundle_problems.BundleTooLarge)
    refused(bytes(datapackage.MAX_ZIP_BYTES + 1), bundle_problems.BundleTooLarge)


def test_a_bomb_that_lies_about_its_size_is_refused():
    data = bytearray(zipped({**FILES, "zeros.csv": bytes(3_000_000)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(mark)
        data[place + offset:place + offset + 4] = (1000).to_bytes(4, "little")
    refused(bytes(data), bundle_problems.BundleNotAZip)


def test_too_many_files_are_refused_even_when_their_number_is_a_lie():
    many = zipped({f"t{number}.csv": b"x" for number in range(datapackage.MAX_FILES + 1)})
    refused(many, bundle_problems.BundleTooLarge)
    lying = many[:-14] + (3).to_bytes(2, "little") * 2 + many[-10:]
    refused(lying, bundle_problems.BundleTooLarge)
    crowd = zipped({f"t{number}.csv": b"" for number in range(30_000)})
    refused(crowd[:-14] + (3).to_bytes(2, "little") * 2 + crowd[-10:], bundle_problems.BundleTooLarge)


def test_an_unknown_way_of_packing_is_refused():
    data = bytearray(ZIP)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(mark) + offset] = 99
    refused(bytes(data), bundle_problems.BundleNotAZip)


def test_a_file_that_is_not_declared_is_refused():
    refused(zipped({**FILES, "extra.csv": b"x"}), bundle_problems.BundleFileUndeclared, "extra.csv")


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_file_is_named(name):
    refused(zipped({one: data for one, data in FILES.items() if one != name}), bundle_problems.BundleFileMissing, name)


@pytest.mark.parametrize("name", sorted(set(FILES) - {"datapackage.json"}))
def test_a_changed_file_is_named(name):
    refused(zipped({**FILES, name: FILES[name] + b"x"}), bundle_problems.BundleAltered, name)
    changed = FILES[name][:-3] + bytes([FILES[name][-3] ^ 1]) + FILES[name][-2:]
    refused(zipped({**FILES, name: changed}), bundle_problems.BundleAltered, name)


def test_a_newer_format_is_told_as_such_and_an_older_never_was():
    newer = rewritten(FILES, lambda manifest: manifest["bundle"].update(format=3, new="things"))
    refused(zipped(newer), bundle_problems.BundleTooNew)
    older = rewritten(FILES, lambda manifest: manifest["bundle"].update(format=0))
    refused(zipped(older), bundle_problems.BundleMalformed, "datapackage.json")


@pytest.mark.parametrize("data", [
    b"", b"[]", b"{}", b"\xff", b"null", b'{"bundle": 1}', b'{"bundle": {"format": true}}',
    b'{"bundle": {"format": 1' + b"0" * 5000 + b"}}", FILES["datapackage.json"][:-3],
    FILES["datapackage.json"].replace(b'"demo": false', b'"demo": false, "demo": true'),
    FILES["datapackage.json"].replace(b"Yearly", b"\\u001b[2J"),
    FILES["datapackage.json"].replace(b"Yearly", b"\\ud800"),
])
def test_a_manifest_that_is_none_is_refused(data):
    refused(zipped({**FILES, "datapackage.json": data}), bundle_problems.BundleMalformed, "datapackage.json")


def test_a_manifest_as_deep_as_a_well_is_refused():
    with pytest.raises(bundle_problems.BundleMalformed):
        datapackage.contents({**FILES, "datapackage.json": b"[" * 1_000_000})


def table(manifest):
    return manifest["resources"][0]


def field(manifest):
    return table(manifest)["schema"]["fields"][1]


CHANGES = {
    "a word more": lambda m: m.update(surprise=1),
    "a word less": lambda m: m.pop("created"),
    "a number for a text": lambda m: m["bundle"].update(purpose=7),
    "true for a number": lambda m: m["bundle"].update(sequence=True),
    "less than nothing": lambda m: m["bundle"].update(sequence=-1),
    "a text for a table": lambda m: m["resources"].append("x"),
    "a text for a list": lambda m: m.update(resources="x"),
    "a day that never was": lambda m: m["bundle"]["period"].update(first_day="2026-02-30"),
    "a moment that never was": lambda m: m.update(created="2026-13-01T00:00:00Z"),
    "a previous hash that is none": lambda m: m["bundle"].update(previous="x"),
    "another kind": lambda m: m["bundle"].update(kind="rows"),
    "the same table twice": lambda m: m["resources"].append(table(m)),
    "another name than its file": lambda m: table(m).update(name="visits"),
    "a name that is none": lambda m: table(m).update(name="Visits!"),
    "a dimension missing": lambda m: table(m)["counts"].update(rows=[]),
    "a dimension too many": lambda m: table(m)["counts"].update(rows=["month", "tier"]),
    "other columns of ours": lambda m: table(m)["schema"]["fields"][0].update(name="sort"),
    "too few columns": lambda m: table(m)["schema"].update(fields=[]),
    "a type that does not fit": lambda m: field(m).update(type="date"),
    "values that are not there": lambda m: field(m)["constraints"]["enum"].append("r9"),
    "fewer blanks than there are": lambda m: table(m)["counts"]["blank"].update(small=0),
    "nothing counted": lambda m: table(m)["counts"].update(of=""),
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_a_manifest_that_is_not_of_this_format_is_refused(name):
    refused(zipped(rewritten(FILES, CHANGES[name])), bundle_problems.BundleMalformed, "datapackage.json")


def test_a_bundle_without_a_table_is_refused():
    bare = {name: data for name, data in FILES.items() if not name.endswith(".csv")}
    refused(zipped(rewritten(bare, lambda m: m.update(resources=[]))), bundle_problems.BundleMalformed,
            "datapackage.json")


YEARS = FILES["years.csv"]
WRONG_TABLES = {
    "empty": b"",
    "only its head": YEARS.splitlines(keepends=True)[0],
    "not text": b"\xff\xfe",
    "line ends of another system": YEARS.replace(b"\r\n", b"\n"),
    "a mark in front": b"\xef\xbb\xbf" + YEARS,
    "a short line": YEARS + b"cell\r\n",
    "a long line": YEARS.replace(b"cell,2025,", b"cell,2025,x,"),
    "another head": YEARS.replace(b"count", b"Count"),
    "a number with noughts": YEARS.replace(b"2025,,", b"2025,0050,"),
    "a number and a reason": YEARS.replace(b"2025,,", b"2025,50,"),
    "neither number nor reason": YEARS.replace(b"complement", b""),
    "a reason nobody knows": YEARS.replace(b"complement", b"because"),
    "a number beyond all": YEARS.replace(b"2025,,complement", b"2025," + b"9" * 400 + b","),
    "a kind nobody knows": YEARS.replace(b"grand_total", b"total"),
    "a total in front": b"".join(YEARS.splitlines(keepends=True)[place] for place in (0, 3, 1, 2)),
    "a row twice": YEARS.replace(b"cell,2026", b"cell,2025"),
    "a row missing": b"".join(YEARS.splitlines(keepends=True)[place] for place in (0, 1, 3)),
    "an open quote": YEARS[:-2] + b'"',
    "a field without end": YEARS + b"x" * 200_000,
}


@pytest.mark.parametrize("name", sorted(WRONG_TABLES))
def test_a_table_that_is_not_of_this_format_is_refused(name):
    assert WRONG_TABLES[name] != YEARS
    with pytest.raises(bundle_problems.BundleMalformed):
        datapackage.contents(with_csv(FILES, "years.csv", WRONG_TABLES[name]))


def test_a_formula_without_its_apostrophe_is_refused():
    def bare(data):
        return data.replace(b"'=1+1", b"=1+1")

    changed = with_csv(FILES, "texts.csv", bare(FILES["texts.csv"]))
    changed["datapackage.json"] = bare(changed["datapackage.json"])
    with pytest.raises(bundle_problems.BundleMalformed):
        datapackage.contents(changed)


def test_a_grid_with_a_hole_is_refused():
    data = FILES["visits_by_reason.csv"].replace(b"cell,r2,c2,0,\r\n", b"")
    assert data != FILES["visits_by_reason.csv"]
    with pytest.raises(bundle_problems.BundleMalformed):
        datapackage.contents(with_csv(FILES, "visits_by_reason.csv", data))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(ZIP) - 1), st.integers(1, 255), st.integers(0, len(ZIP)))
def test_a_flipped_byte_or_a_cut_never_changes_what_is_read(place, change, length):
    """A byte that no reader uses (a time, say) may differ; what is read is then the same."""
    changed = bytearray(ZIP)
    changed[place] ^= change
    for data in (bytes(changed), ZIP[:length]):
        try:
            assert datapackage.read_zip(data) == FILES
        except BundleDamaged:
            continue


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_any_json_in_place_of_a_part_of_the_manifest_is_refused_or_read(data):
    manifest = json.loads(FILES["datapackage.json"])
    place = manifest
    while isinstance(place, (dict, list)) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else list(range(len(place)))))
        parent, place = place, place[key]
        if data.draw(st.booleans()):
            break
    leaf = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    parent[key] = data.draw(st.recursive(leaf, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
    try:
        datapackage.contents({**FILES, "datapackage.json": json.dumps(manifest).encode()})
    except BundleDamaged:
        return
