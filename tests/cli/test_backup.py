"""`wellnessdesk backup verify|restore`: what is in it, what would be lost, and a code for each thing that is wrong."""

import io
import json
import os
import pty
import shutil

import pytest

from tests.centers import worked_center
from tests.programs import program
from tests.support import PASSPHRASE
from wellnessdesk.app import instance
from wellnessdesk.services import backups, opening, visits
from wellnessdesk.vault import recovery


@pytest.fixture
def center(tmp_path):
    made = worked_center(tmp_path / "center").center
    yield made
    made.admin.store.close()


@pytest.fixture
def file(center, tmp_path):
    [made] = backups.make(center.admin)
    return shutil.copy(tmp_path / "center-backups" / made.name, tmp_path / "a.wdbackup")


@pytest.fixture
def words(center):
    return " ".join(center.created.words_a)


@pytest.fixture
def ask(call, monkeypatch):
    """Calls `wellnessdesk backup …` with the words of a kit in a pipe."""

    def run(typed, *arguments):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return call("backup", *arguments)

    return run


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_backup_is_restored_in_scratch_and_described(ask, file, words, tmp_path):
    before = names(tmp_path)
    said = ask(words, "verify", file)
    assert (said.code, said.err) == (0, "")
    assert "every row compared" in said.out
    assert "Oak Wellness Center, Oak High School" in said.out
    assert "Sep 14, 2026" in said.out
    assert "7 students, 3 visits, 2 sessions with a peer, 1 red flag, 5 people who sign in" in said.out
    assert names(tmp_path) == before


def test_the_same_for_a_script(ask, file, words, center):
    said = ask(words, "verify", file, "--json")
    told = json.loads(said.out)
    assert (said.code, told["good"], told["code"], told["center"]) == (0, True, 0, "Oak Wellness Center")
    assert (told["rows"]["students"], told["rows"]["visits"], told["reason"]) == (7, 3, "asked")
    assert told["store"] == center.admin.center.id


def test_restored_on_another_computer(ask, file, words, center, tmp_path):
    said = ask(words, "restore", file, "--store", tmp_path / "new")
    assert (said.code, said.err) == (0, "")
    assert f"restored in {tmp_path / 'new'}" in said.out
    assert "lost" not in said.out
    assert names(tmp_path / "new") == ["center.db", "keys-copy.json", "keys.json"]
    opening.sign_in(tmp_path / "new", center.peer.person.id, PASSPHRASE).close()


def test_with_the_words_from_a_real_pipe_and_in_spanish(file, words, tmp_path):
    done = program("--lang", "es", "backup", "restore", file, "--store", tmp_path / "new", said=f"{words}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "7 estudiantes" in done.stdout
    assert words.split()[0] not in done.stdout.split()


def test_over_the_present_center_only_when_agreed_to(ask, file, words, center):
    center.clock.advance(hours=1)
    visits.check_in(center.front, 6, reason="take_a_break", origin="walk_in")
    center.admin.store.close()
    before = names(center.folder)
    said = ask(words, "restore", file, "--store", center.folder)
    assert (said.code, names(center.folder)) == (8, before)
    assert "entered since: 1 visit, 2 entries of the audit log" in said.out
    assert "--yes" in said.err

    said = ask(words, "restore", file, "--store", center.folder, "--yes", "--json")
    told = json.loads(said.out)
    assert said.code == 0
    assert told["lost"] == {"visits": 1, "notes": 0, "flags": 0, "entries": 2}
    assert told["aside"].startswith(str(center.folder / "before-restore-"))
    assert not told["secret_in_file"]


@pytest.mark.parametrize(("answer", "code"), [("yes", 0), ("no", 8)])
def test_at_a_terminal_it_shows_no_word_and_asks(file, words, center, answer, code):
    center.admin.store.close()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv("/bin/sh", ["/bin/sh", "-c", "stty cols 4000; exec \"$0\" \"$@\"", os.sys.executable, "-m",  # noqa: S606
                             "wellnessdesk", "backup", "restore", str(file), "--store", str(center.folder)])
    said = until(terminal, b"its code: ")
    os.write(terminal, f"{words}\n".encode())
    said += until(terminal, b"and restore.")
    os.write(terminal, f"{answer}\n".encode())
    said += until(terminal, None)
    _pid, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == code
    assert words.split()[0] not in said.decode().split()
    assert (b"is restored in" in said) == (code == 0)


def until(terminal, mark):
    said = b""
    while mark is None or mark not in said:
        try:
            said += os.read(terminal, 4096)
        except OSError:  # the program has ended
            return said
    return said


def test_a_center_that_is_open_in_a_window_is_left_alone(ask, file, words, center):
    lock = instance.only_one(center.folder)
    said = ask(words, "restore", file, "--store", center.folder, "--yes")
    lock.unlock()
    assert (said.code, said.out.count("restored")) == (1, 0)
    assert "already open" in said.err


def test_each_thing_that_is_wrong_has_its_code(ask, file, words, center, tmp_path):
    data = file.read_bytes()
    other = " ".join(recovery.new_kit(recovery.KIT_A).words)
    wrong = {
        3: (words, b"something else"), 4: (other, data), 5: (words, data[:-90_000])}
    for code, (typed, written) in wrong.items():
        file.write_bytes(written)
        for what in (["verify", file], ["restore", file, "--store", tmp_path / "new"]):
            said = ask(typed, *what, "--json")
            told = json.loads(said.out)
            assert (said.code, told["code"], told["good"], told["reason"]) == (code, code, False, said.err.strip())
    assert ask(words, "verify", tmp_path / "nothing").code == 3
    assert ask("one two", "verify", file.rename(tmp_path / "b")).code in {3, 4, 5}
    file.write_bytes(data)
    assert ask("", "verify", file).err == "Type the 24 words of the kit.\n"
    assert ask("abandon zebra", "verify", file).code == 4
    assert not (tmp_path / "new").exists()


def test_the_help_tells_the_codes_and_that_no_word_is_an_argument(call):
    shown = call("backup", "--help").out
    assert "8 not agreed to" in " ".join(shown.split())
    assert "never an argument" in " ".join(shown.split())
    assert "--yes" in call("backup", "restore", "--help").out
