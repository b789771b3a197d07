"""What is written can be read back, is the same each time, and is what the district's own tools accept."""

import csv
import dataclasses
import io
import json
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.bundles import FORMULAS, META, TEXTS, files, tables, unfold
from tests.exchange.tables import column, one_way, suppress
from tests.exchange.tables import tables as count_tables
from wellnessdesk.base.i18n import set_language
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.exchange import bundle_csv, datapackage
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.vault import agefile, primitives, sshsig

FRICTIONLESS = Path(sys.executable).with_name("frictionless")
NAME = "wellnessdesk-nunez-high-2026-09-007.age"
BASIS = Basis(ground="court", legal_basis="Court order or subpoena", decided_by="Cora Diaz", included=3, withheld=1)


def run(*words, cwd, **more):
    return subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, check=False, **more)


def validated(folder):
    """The report of the real frictionless."""
    done = run(FRICTIONLESS, "validate", "datapackage.json", "--json", cwd=folder)
    return json.loads(done.stdout)


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_what_is_written_is_read_back():
    made = files()
    assert datapackage.read_zip(datapackage.zip_bytes(made)) == made
    found = datapackage.contents(made)
    assert found.tables == tables()
    assert found.meta == META


@settings(max_examples=100, deadline=None)
@given(count_tables())
def test_any_table_is_read_back(table):
    published = suppress(table)
    made = datapackage.build([published], META)
    assert datapackage.contents(made).tables == (published,)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["C"], include_characters="\t\r\n"), min_size=1),
                min_size=1, max_size=4, unique=True))
def test_any_text_is_read_back_and_begins_no_formula(texts):
    published = suppress(one_way([50] * len(texts), row_keys=tuple((text,) for text in texts)))
    made = datapackage.build([published], META)
    assert datapackage.contents(made).tables == (published,)
    for line in rows(made["visits_by_reason.csv"]):
        assert line["month"].lstrip()[:1] not in tuple("=+-@＝＋－＠")
        assert line["month"][:1] not in tuple("\t\r\n")


def test_the_same_tables_give_the_same_bytes():
    assert datapackage.zip_bytes(files()) == datapackage.zip_bytes(dict(reversed(files().items())))


def test_the_bundle_may_be_signed_and_written_in_any_language():
    set_language("es")
    made = {**files(), datapackage.SIGNATURE: b"a signature"}
    set_language("en")
    assert datapackage.read_zip(datapackage.zip_bytes(made)) == made


def test_blank_counts_say_why_and_totals_are_marked():
    lines = rows(files()["sessions.csv"])
    assert lines[0] == {"kind": "cell", "month": "2026-09", "tier": "1", "day": "2026-09-01", "count": "",
                        "suppressed": "small"}
    assert {line["kind"] for line in lines} == {"cell", "row_total", "column_total", "grand_total"}
    assert all((line["count"] == "") == (line["suppressed"] != "") for line in lines)
    assert lines[-1]["month"] == lines[-1]["tier"] == lines[-1]["day"] == ""


def test_the_manifest_says_whose_bundle_it_is():
    bundle = json.loads(files()["datapackage.json"])["bundle"]
    assert bundle["format"] == 2
    assert bundle["sequence"] == 7
    assert bundle["previous"] == "ab" * 32
    assert bundle["audit"] == {"sequence": 1042, "head": "cd" * 32}
    assert bundle["period"] == {"code": "2026-09", "first_day": "2026-09-01", "last_day": "2026-09-30"}
    assert bundle["recipient"]["fingerprints"] == [META.recipient_keys[0]]
    assert bundle["center"] == {"id": META.center_id, "name": "Wellness Center", "school": "Núñez High"}


def test_frictionless_accepts_it(tmp_path):
    report = validated(unfold(tmp_path, files()))
    assert report["valid"], report
    assert [task["name"] for task in report["tasks"]] == ["visits_by_reason", "sessions", "texts", "years"]


def test_frictionless_sees_a_changed_count(tmp_path):
    made = files()
    unfold(tmp_path, {**made, "years.csv": made["years.csv"].replace(b"55", b"56")})
    report = validated(tmp_path)
    assert not report["valid"]
    assert "hash-count" in {error["type"] for task in report["tasks"] for error in task["errors"]}


def test_the_schema_by_itself_refuses_other_values(tmp_path):
    made, wrong = files(), {}
    for name, old, new in (("years.csv", b"2025", b"2024"), ("visits_by_reason.csv", b",small", b",tiny"),
                           ("sessions.csv", b"cell,", b"sell,"), ("texts.csv", b",50,", b",-5,")):
        wrong[name] = made[name].replace(old, new, 1)
        assert wrong[name] != made[name]
    manifest = json.loads(made["datapackage.json"])
    for entry in manifest["resources"]:
        del entry["hash"], entry["bytes"]
    unfold(tmp_path, {**made, **wrong, "datapackage.json": json.dumps(manifest).encode()})
    assert {task["name"]: task["valid"] for task in validated(tmp_path)["tasks"]} == dict.fromkeys(
        ("years", "visits_by_reason", "sessions", "texts"), False)


def test_unzip_unpacks_it_with_ordinary_rights(tmp_path):
    made = files()
    (tmp_path / "bundle.zip").write_bytes(datapackage.zip_bytes(made))
    assert run("unzip", "-q", "bundle.zip", "-d", "out", cwd=tmp_path).returncode == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == made
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in (tmp_path / "out").iterdir())


def test_the_readme_does_what_it_says(tmp_path):
    """Its commands, word for word, in a folder with only the bundle, the key and the signers."""
    made = datapackage.build(tables(), META, NAME)
    follow_readme(tmp_path, made)
    assert (tmp_path / "sessions.csv").read_bytes() == made["sessions.csv"]


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r_loads_a_table_as_the_readme_says(tmp_path):
    made = files()
    (line,) = [line.strip() for line in made["README.txt"].decode().splitlines() if "read.csv(" in line]
    name = line.split('"')[1]
    (tmp_path / name).write_bytes(made[name])
    done = run("Rscript", "-e", f"t <- {line}; cat(nrow(t), sum(is.na(t$count)))", cwd=tmp_path)
    lines = rows(made[name])
    assert done.stdout.split() == [str(len(lines)), str(sum(not one["count"] for one in lines))], done.stderr


def test_the_readme_of_one_students_records_does_what_it_says(tmp_path):
    made = datapackage.build_packet(b"%PDF-1.4 a record", BASIS, dataclasses.replace(META, kind=Kind.PACKET), NAME)
    follow_readme(tmp_path, made)
    assert (tmp_path / "record.pdf").read_bytes() == b"%PDF-1.4 a record"
    assert "confidential" in made["README.txt"].decode()
    assert datapackage.contents(datapackage.read_zip(datapackage.zip_bytes(made))).basis == BASIS


def follow_readme(tmp_path, made):
    secret, public = agefile.generate()
    seed = bytes(range(32))
    signature = sshsig.sign(made[datapackage.MANIFEST], seed, sshsig.BUNDLE_NAMESPACE)
    made[datapackage.SIGNATURE] = signature.encode()
    locked = agefile.encrypt(datapackage.zip_bytes(made), [public])
    (tmp_path / NAME).write_bytes(locked)
    (tmp_path / "key.txt").write_text(secret)
    signers = sshsig.allowed_signers_line(META.center_id, primitives.sign_public(seed))
    (tmp_path / "allowed_signers").write_text(signers + "\n")
    commands = [line.strip() for line in made["README.txt"].decode().splitlines() if line.startswith("    ")]
    typed = [line for line in commands if shlex.split(line)[0] in ("age", "unzip", "ssh-keygen", "frictionless")]
    assert len(typed) == 4
    path = {"PATH": f"{FRICTIONLESS.parent}:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    for line in typed:
        done = run("sh", "-c", line, cwd=tmp_path, env=path)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        assert "ssh-keygen" not in line or done.stdout.startswith("Good")


def test_the_readme_names_every_table_and_what_is_blank():
    text = files()["README.txt"].decode()
    assert all(f"{table.layout.name}.csv" in text for table in tables())
    assert "2 of 3 numbers are blank" in text
    assert "demo" not in text


def test_a_demo_bundle_says_so():
    made = datapackage.build(tables(), dataclasses.replace(META, demo=True))
    assert "made up" in made["README.txt"].decode()
    assert datapackage.contents(made).meta.demo


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text):
    assert bundle_csv.escaped(text) == "'" + text
    assert bundle_csv.plain(bundle_csv.escaped(text)) == text


def test_ordinary_text_is_left_alone():
    assert [text for text in TEXTS if bundle_csv.escaped(text) == text] == [
        "a, \"b\"", "José Núñez", "two\nlines", "NA", "1e5"]


def test_the_schema_says_that_text_is_escaped():
    manifest = json.loads(files()["datapackage.json"])
    field = manifest["resources"][2]["schema"]["fields"][1]
    assert "apostrophe" in field["escaping"]
    assert "'=1+1" in field["constraints"]["enum"]


def bad_inputs():
    count = suppress(one_way([50], rows=(column("count"),)))
    control = suppress(one_way([50], row_keys=(("\x1b[2J",),)))
    half = suppress(one_way([50], row_keys=(("\ud800",),)))
    return {"no table": [], "one name twice": [tables()[0], tables()[0]], "a column of ours": [count],
            "control characters": [control], "half a character": [half]}


@pytest.mark.parametrize("name", sorted(bad_inputs()))
def test_what_could_not_be_read_back_is_not_written(name):
    with pytest.raises(ValueError):  # noqa: PT011
        datapackage.build(bad_inputs()[name], META)


def test_a_zip_has_nothing_of_this_computer_in_it():
    infos = zipfile.ZipFile(io.BytesIO(datapackage.zip_bytes(files()))).infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {(info.create_system, info.extra, info.comment) for info in infos} == {(3, b"", b"")}
