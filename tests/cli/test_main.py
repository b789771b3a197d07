"""The door of the command line: options, help, wrong use, and what happens when something goes wrong."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.programs import COMMAND, files_below, program
from wellnessdesk import __version__
from wellnessdesk.base import i18n, paths, settings
from wellnessdesk.cli import demo
from wellnessdesk.cli.verbs import VERBS

HELPS = [
    [], ["demo"], ["tour"], ["self-test"], ["bundle"], ["bundle", "verify"], ["bundle", "inspect"], ["bundle", "open"],
    ["audit"], ["audit", "verify"], ["district"], ["district", "keygen"], ["district", "rollup"],
    ["district", "export"], ["district", "report"], ["district", "unpack"], ["district", "delete"],
]  # fmt: skip
MISUSES = [
    ["--nonsense"], ["nonsense"], ["--lang", "fr"], ["--lang"], ["--store"],
    ["--store", "here", "audit", "verify", "--person", "Ada"], ["--exit-after-first-window", "self-test"],
    ["demo"], ["demo", "--store"], ["demo", "--store", "x", "--students", "many"],
    ["demo", "--store", "x", "--visits", "-1"], ["demo", "--store", "x", "--notes", "99999999"], ["demo", "--nonsense"],
    ["tour"], ["tour", "--out"], ["self-test", "extra"],
    ["bundle"], ["bundle", "burn"], ["bundle", "verify", "file"], ["bundle", "open", "file", "--identity", "key"],
    ["bundle", "verify", "file", "--identity", "key"],
    ["audit"], ["audit", "verify"], ["district", "keygen"], ["district", "keygen", "--out"],
    ["bundle", "verify", "file", "--district", "d", "--identity", "key", "--allowed-signers", "line"],
    ["bundle", "inspect", "file", "--district", "d"], ["district", "rollup"], ["district", "rollup", "--district"],
    ["district", "export", "--district", "d", "--out", "o"],
    ["district", "export", "--district", "d", "--format", "csv"],
    ["district", "export", "--district", "d", "--out", "o", "--format", "pdf"],
    ["district", "rollup", "--district", "d", "--from", "d"], ["district", "rollup", "--from"],
    ["district", "rollup", "--district", "d", "--engine", "duckdb"],
    ["district", "rollup", "--from", "d", "--engine", "sqlite"],
    ["district", "rollup", "--from", "d", "--master", "spark://here:7077"],
    ["district", "report", "--from", "d"], ["district", "export", "--from", "d", "--out", "o"],
    ["district", "report", "--district", "d"], ["district", "unpack", "--district", "d", "id"],
    ["district", "unpack", "--district", "d", "--to", "o"], ["district", "delete", "--district", "d"],
]  # fmt: skip


def test_the_version():
    done = program("--version")

    assert (done.returncode, done.stdout, done.stderr) == (0, f"WellnessDesk {__version__}\n", "")


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_help_is_everywhere(call, words):
    said = call(*words, "--help")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: {' '.join(['wellnessdesk', *words])}")


def test_the_help_tells_of_every_verb(call):
    shown = call("--help").out

    assert all(f"\n  {verb} " in shown for verb in VERBS)


@pytest.mark.parametrize("words", MISUSES, ids=" ".join)
def test_wrong_use_says_how_and_is_2(call, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    said = call(*words)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(("usage: wellnessdesk", "Say where"))
    assert not list(tmp_path.iterdir())


def test_a_wrong_number_is_told_in_plain_words(call):
    said = call("demo", "--store", "x", "--students", "many")

    assert "argument --students: write a whole number, as in 3000" in said.err


def test_nothing_shows_a_traceback_nor_what_was_typed(call, monkeypatch):
    def fail(_arguments):
        raise ValueError("the secret marmalade")

    monkeypatch.setattr(demo, "run", fail)

    said = call("demo", "--store", "x")

    assert said.code == 1
    assert said.err.startswith("The program made a mistake (ValueError /")
    assert said.err.count("\n") == 1
    log = paths.log_file().read_text()
    assert "ValueError" in log
    assert "marmalade" not in said.err + log


def test_ctrl_c_stops_without_a_traceback(call, monkeypatch):
    def interrupted(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "run", interrupted)

    said = call("demo", "--store", "x")

    assert (said.code, said.out, said.err) == (1, "", "Stopped.\n")


def test_a_reader_that_leaves_early_is_no_mistake():
    """As in `wellnessdesk demo --help | head -1`: the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen([*COMMAND, "district", "keygen", "--out", "key.txt"], stdout=writing, stderr=subprocess.PIPE,
                          text=True, cwd=paths.profile()) as started:
        os.close(writing)
        _out, err = started.communicate(timeout=60)

    assert (started.returncode, err) == (1, "")


def test_the_language_comes_from_the_option_the_settings_the_account(call, monkeypatch):
    spoken = []
    monkeypatch.setattr(demo, "run", lambda _arguments: spoken.append(i18n.language()) or 0)
    verb = ("demo", "--store", "x")

    call(*verb)
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "es_MX.UTF-8")
    call(*verb)
    settings.save(settings.Settings(language="en"))
    call(*verb)
    call("--lang", "es", *verb)

    assert spoken == ["en", "es", "en", "es"]


def test_the_help_speaks_the_language_asked_for(call, monkeypatch):
    monkeypatch.setattr(i18n, "_catalogue", lambda code: Marking() if code == "es" else Marking(""))

    shown = call("--lang", "es", "--help").out

    assert "«make a made-up center»" in shown
    assert "«make a made-up center»" in call("--lang", "es", "demo", "--help").out
    assert "«" not in call("--help").out


class Marking:
    """A translation that one can recognize."""

    def __init__(self, marks="«»"):
        self.marks = marks

    def gettext(self, text):
        return f"{self.marks[:1]}{text}{self.marks[1:]}"

    def ngettext(self, one, many, n):
        return self.gettext(one if n == 1 else many)


def test_everything_of_the_program_lies_in_the_profile(tmp_path, account):
    before = files_below(account)

    done = program("--profile", tmp_path / "mine", "audit", "verify", "--person", "Ada")

    assert done.returncode == 1
    assert str(done.stderr).startswith("This folder does not hold a WellnessDesk center.")
    assert files_below(account) == before


def test_without_a_place_for_settings_and_log_it_still_works(tmp_path):
    """A district's computer where the account may write next to nothing."""
    (tmp_path / "file").touch()

    done = program("--profile", tmp_path / "file" / "profile", "district", "keygen", "--out", tmp_path / "key.txt")

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "key.txt").is_file()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_store_that_cannot_be_a_folder_is_a_sentence(tmp_path, place):
    (tmp_path / "file").touch()

    done = program("--store", tmp_path / place, "--exit-after-first-window")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (f"The folder {Path(place).name} cannot be used for a center. "
                           "Check that it is a folder you may write to.\n")


def test_a_verb_closes_the_process_to_other_programs_before_it_holds_any_key(call, hardened, tmp_path):
    call("district", "keygen", "--out", tmp_path / "key.txt")
    assert hardened == [1]
