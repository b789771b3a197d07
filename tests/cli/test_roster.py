"""`wellnessdesk roster check`: what a center would take, without a center."""

import json
from pathlib import Path

import pytest

from tests.exchange.rosters import MANIFEST, ORGS, PASSWORD, user, users_csv, write_zip

DATA = Path(__file__).parents[1] / "data" / "oneroster"


def parent():
    return user(9, role="parent", agentSourcedIds="u1")


def made(folder, *users):
    files = {"manifest.csv": MANIFEST, "orgs.csv": ORGS, "users.csv": users_csv(*users)}
    return write_zip(folder / "roster.zip", files)


def test_a_roster_of_which_all_would_be_taken(call, tmp_path):
    said = call("roster", "check", made(tmp_path, user(), parent(), user(8, role="teacher")), "--json")
    assert said.code == 0
    assert json.loads(said.out) == {
        "taken": {"students": 1, "caregivers": 1, "staff": 1, "schools": 2}, "not_taken": []}


def test_lines_that_would_not_be_taken_are_told_with_file_line_and_reason(call, tmp_path):
    said = call("roster", "check", made(tmp_path, user(), user(2, sourcedId="")), "--json")
    assert said.code == 1
    assert json.loads(said.out)["not_taken"] == [{"file": "users.csv", "line": 3, "reason": "The id is missing."}]


def test_in_words(call, tmp_path):
    said = call("roster", "check", made(tmp_path, user(), parent(), user(2, sourcedId="")))
    assert said.out.splitlines()[:3] == ["Version 1.1, the full roster", "Students:   1", "Caregivers: 1"]
    assert "Not taken: users.csv:4: The id is missing." in said.out
    assert said.out.endswith("1 line would not be taken.\n")
    assert PASSWORD not in said.out + said.err


def test_a_delta_says_so(call):
    said = call("roster", "check", DATA / "v1p2_delta")
    assert (said.code, said.out.splitlines()[0]) == (1, "Version 1.2, only what changed")
    assert "3 people are taken only where the center knows them as students." in said.out


@pytest.mark.parametrize(("name", "content"), [
    ("r.zip", b"no zip"), ("r.csv", b""), ("r.csv", b"Color,Size\nred,41\n"), ("r.xlsx", b"PK\x03\x04"),
    ("r.pdf", b"%PDF")])
def test_what_cannot_be_read_is_3_and_a_sentence(call, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    said = call("roster", "check", tmp_path / name, "--json")
    assert said.code == 3
    told = json.loads(said.out)
    assert told["taken"] == {"students": 0, "caregivers": 0, "staff": 0, "schools": 0}
    assert told["error"] == said.err.strip()
    assert name in said.err


def test_a_file_that_is_not_there_is_3(call, tmp_path):
    assert call("roster", "check", tmp_path / "gone.zip").code == 3


@pytest.mark.parametrize("arguments", [(), ("check",), ("chek", "x"), ("check", "a", "b")])
def test_a_wrong_command_line_is_2(call, arguments):
    assert call("roster", *arguments).code == 2


def test_any_table_is_checked_as_its_headers_are_recognized(call, tmp_path):
    path = tmp_path / "students.csv"
    path.write_text("Student ID,Last Name,First Name,Parent Name\n1,Li,Bo,Mei Li\n,Ho,Al,\n")
    said = call("roster", "check", path, "--json")
    assert said.code == 1
    assert json.loads(said.out) == {
        "taken": {"students": 1, "caregivers": 1, "staff": 0, "schools": 0},
        "not_taken": [{"file": "students.csv", "line": 3, "reason": "The student number is missing."}]}


def test_in_spanish(call, tmp_path):
    said = call("--lang", "es", "roster", "check", made(tmp_path, user()))
    assert "Se tomaría todo." in said.out
