"""`wellnessdesk demo`: the same facts for the same seed, said to be made up, never over anything."""

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.programs import files_below, program
from tests.support import quick_keys
from wellnessdesk.domain.people import Role
from wellnessdesk.services import demo, opening
from wellnessdesk.store.engine import connect
from wellnessdesk.vault import header_file

SMALL = ("--students", "30", "--visits", "80", "--notes", "12")
DIFFERS = {
    "audit": {"hash", "signature", "detail"}, "center": {"id"}, "sealed": {"id", "blob"}, "flags": {"student_index"},
    "referrals": {"student_index"}, "caregiver_contacts": {"student_index"},
    "agreements": {"signature"},
}  # fmt: skip
"""What comes of keys, and so differs between two centers of the same facts: beside it all must be equal."""


@contextmanager
def raw(folder, people):
    """The store of a demo center as its administrator's SQL shell sees it."""
    ada = next(one for one in people if one["role"] == Role.ADMINISTRATOR.value)
    desk = opening.sign_in(folder, opening.find(folder, ada["name"]), ada["passphrase"])
    key = desk.keys.store_key
    desk.close()
    connection = connect(folder / header_file.STORE_NAME, key)
    yield connection
    connection.close()


def facts(folder, people):
    """Every table, row by row, without what comes of keys."""
    found = {}
    with raw(folder, people) as store:
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
            told = [name for name in columns if name not in DIFFERS.get(table, ())]
            rows = store.execute(f"SELECT {', '.join(told)} FROM {table}").fetchall()  # noqa: S608 - our own names
            found[table] = sorted(map(str, rows)) if table in ("sealed", "audit") else rows
    for place, row in enumerate(found["audit"]):  # its first entry names the center by its id
        found["audit"][place] = re.sub(r"center:[0-9a-f]{32}", "center:", row)
    return found


@pytest.fixture
def make(call):
    """Makes a small center through the command line; its people."""

    def run(folder: Path, *more):
        with quick_keys():
            said = call("demo", "--store", folder, *SMALL, *more, "--json")
        assert (said.code, said.err) == (0, "")
        return json.loads(said.out)["people"]

    return run


def test_the_same_seed_gives_the_same_facts_under_other_keys(make, tmp_path):
    one, two, other = tmp_path / "one", tmp_path / "two", tmp_path / "other"
    people = make(one, "--seed", "5"), make(two, "--seed", "5"), make(other, "--seed", "6")

    assert people[0] == people[1]
    first = facts(one, people[0])
    assert {name for name, rows in first.items() if rows} >= {"audit", "people", "sealed", "sessions", "students",
                                                              "visits", "center"}
    assert facts(two, people[1]) == first
    assert facts(other, people[2])["students"] != first["students"]
    with raw(one, people[0]) as here, raw(two, people[1]) as there:
        sealed = "SELECT blob FROM sealed ORDER BY kind, record"
        assert not set(here.execute(sealed)) & set(there.execute(sealed))


def test_the_sizes_are_those_asked_for(make, tmp_path):
    people = make(tmp_path / "center", "--years", "2")

    with raw(tmp_path / "center", people) as store:
        def count(what):
            return store.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608 - our own words

        assert count("students") == 30
        assert count("visits") == 160
        assert count("sealed JOIN sessions ON sessions.id = CAST(record AS INTEGER) "
                     "WHERE kind = 'note' AND student_id IS NOT NULL") == 24, "those of groups come on top"
        assert count("center WHERE demo") == 1


def test_people_and_passphrases_are_told_and_work(call, tmp_path):
    folder = tmp_path / "center"
    with quick_keys():
        said = call("demo", "--store", folder, *SMALL)

    first, *people, last = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert first == f"A demo center is in {folder}. Everybody in it is made up."
    assert last == f"Open it with: wellnessdesk --store {folder}"
    told = [re.split(r"  +", line.strip()) for line in people]
    roles = {role for role, _name, _passphrase in told}
    assert roles == {"Administrator", "Coordinator", "Front desk", "Wellness Peer"}
    assert all(passphrase.startswith("demo ") for _role, _name, passphrase in told)
    for role in ("Front desk", "Wellness Peer"):
        name, passphrase = next((name, passphrase) for its, name, passphrase in told if its == role)
        opening.sign_in(folder, opening.find(folder, name), passphrase).close()


def test_as_a_program_of_its_own(tmp_path):
    done = program("demo", "--store", "center", "--students", "10", "--visits", "10", "--notes", "2", "--json",
                   folder=tmp_path)

    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert told["demo"] is True
    assert told["store"] == "center"
    assert {path.name for path in files_below(tmp_path)} == {"center.db", "keys.json", "keys-copy.json"}
    door = opening.door(tmp_path / "center")
    assert door.demo
    assert "demo" in door.title
    assert sorted(name for _id, name in door.names) == sorted(one["name"] for one in told["people"])


@pytest.mark.parametrize("inside", [("keys.json",), ("center.db",), ("holiday.jpg",), ("open.lock", "notes.txt")])
def test_over_anything_else_nothing_is_made(call, tmp_path, inside):
    for name in inside:
        (tmp_path / name).write_text("precious")

    said = call("demo", "--store", tmp_path)

    assert (said.code, said.out) == (1, "")
    assert said.err == ("There is already something at this place, and nothing of it was touched. "
                        "Choose an empty or new folder.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(inside)
    assert all((tmp_path / name).read_text() == "precious" for name in inside)


def test_over_a_file_nothing_is_made(call, tmp_path):
    (tmp_path / "file").write_text("precious")

    said = call("demo", "--store", tmp_path / "file")

    assert (said.code, said.err.count("\n")) == (1, 1)
    assert (tmp_path / "file").read_text() == "precious"


def test_an_empty_folder_that_a_window_was_opened_on_will_do(make, tmp_path):
    (tmp_path / "open.lock").touch()

    assert make(tmp_path)


@pytest.mark.parametrize(("words", "sentence"), [
    (("--students", "9"), "at least 10 students"), (("--years", "0"), "at least one year"),
    (("--visits", "1", "--notes", "2"), "more notes than visits"),
])  # fmt: skip
def test_numbers_that_do_not_go_together(call, tmp_path, words, sentence):
    said = call("demo", "--store", tmp_path / "center", *words)

    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert not (tmp_path / "center").exists()


def test_progress_is_for_who_watches_a_terminal(call, tmp_path, monkeypatch):
    class Terminal:
        shown = ""

        def isatty(self):
            return True

        def write(self, text):
            self.shown += text

        def flush(self):
            pass

    terminal = Terminal()
    monkeypatch.setattr("wellnessdesk.cli.console.sys.stderr", terminal)
    with quick_keys():
        call("demo", "--store", tmp_path / "center", *SMALL)

    percents = [int(text) for text in re.findall(r"(\d+) %\r", terminal.shown)]
    assert percents == sorted(set(percents))
    assert len(percents) > 10
    assert terminal.shown.endswith("     \r")


def test_the_default_sizes_are_the_ones_promised():
    assert demo.Size() == demo.Size(students=3000, visits=9000, notes=2000, years=1, seed=7)
