"""The two commands of the README, and their sisters, hand over what they get and pass on what comes back."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import _checks
import _mutants
import dev

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ready(programs, tmp_path, monkeypatch):
    """A computer that is set up, with stand-ins for the programs of the environment."""
    for name in ("python", "wellnessdesk", "lint-imports"):
        programs.add(name)
    for module in (dev, _checks):
        monkeypatch.setattr(module, "program", lambda name: programs.folder / name)
    monkeypatch.setattr(dev, "ensure", lambda: None)
    monkeypatch.setattr(dev, "install_test_programs", lambda: None)
    monkeypatch.setattr(dev, "without_network", list)
    monkeypatch.setattr(dev, "DEMO", tmp_path / "demo")
    monkeypatch.setattr(dev, "PICTURES", tmp_path / "pictures")
    return programs


def test_run_hands_its_arguments_to_the_program_where_the_person_stands(ready, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ready.add("wellnessdesk", (7, ""))

    assert dev.main(["run", "bundle", "verify", "my file.age"]) == 7
    [call] = ready.calls()
    assert call["argv"] == ["wellnessdesk", "bundle", "verify", "my file.age"]
    assert call["cwd"] == str(tmp_path)


def test_run_without_a_screen_takes_the_tour_and_says_where_the_pictures_are(ready, capsys):
    assert dev.main(["run"]) == 0
    [call] = ready.calls()
    assert call["argv"] == ["wellnessdesk", "tour", "--out", str(dev.PICTURES)]
    assert call["environment"]["QT_QPA_PLATFORM"] == "offscreen"
    assert f"The pictures are in {dev.PICTURES}." in capsys.readouterr().out


def test_a_tour_that_failed_promises_no_pictures(ready, capsys):
    ready.add("wellnessdesk", (1, ""))

    assert dev.main(["run"]) == 1
    assert "The pictures are in" not in capsys.readouterr().out


def test_run_with_a_screen_makes_the_demo_center_once_and_always_names_its_people(ready, monkeypatch, capsys):
    monkeypatch.setenv("DISPLAY", ":0")
    ready.add("wellnessdesk", (0, "Maya Front Desk (demo): correct horse"))

    assert [dev.main(["run"]), dev.main(["run"])] == [0, 0]

    store = dev.DEMO / "center"
    opened = f"wellnessdesk --store {store}"
    assert ready.commands() == [f"wellnessdesk demo --store {store}", opened, opened]
    assert capsys.readouterr().out.count("Maya Front Desk (demo): correct horse") == 2


def test_a_demo_center_that_was_not_finished_is_made_anew(ready, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    ready.add("wellnessdesk", (3, ""), (0, "people"))
    assert dev.main(["run"]) == 3
    dev.DEMO.joinpath("center").mkdir()

    assert dev.main(["run"]) == 0
    assert [command.split()[1] for command in ready.commands()] == ["demo", "demo", "--store"]


def test_test_with_arguments_is_pytest_alone_on_both_cores(ready):
    ready.add("python", (5, ""))

    assert dev.main(["test", "-k", "nothing"]) == 5
    assert ready.commands() == ["python -m pytest -n 2 -k nothing"]


def test_pytest_is_started_where_there_is_no_network(ready, monkeypatch):
    monkeypatch.setattr(dev, "without_network", lambda: [str(ready.folder / "unshare"), "--net"])
    ready.add("unshare")

    dev.main(["test", "-k", "nothing"])
    assert ready.commands() == [f"unshare --net {ready.folder / 'python'} -m pytest -n 2 -k nothing"]


@pytest.mark.parametrize("choice", ["-n0", "--pdb", "--numprocesses=1"])
def test_whoever_says_how_parallel_is_heard(ready, choice):
    dev.main(["test", choice])

    assert ready.commands() == [f"python -m pytest {choice}"]


def test_full_turns_on_the_long_tests_and_is_no_word_of_pytests(ready):
    dev.main(["test", "--full", "tests/store"])

    [call] = ready.calls()
    assert call["environment"]["WELLNESSDESK_FULL"] == "1"
    assert "--full" not in call["argv"]


def test_test_alone_checks_everything(ready):
    assert dev.main(["test"]) == 0

    commands = " | ".join(ready.commands())
    steps = ["ruff check", "lint-imports", "mypy", "translations.py check", "pytest -n 2 --cov", "coverage"]
    places = [commands.index(step) for step in steps]
    assert places == sorted(places)


@pytest.mark.parametrize("step", ["ruff", "mypy", "installers/translations.py", "pytest", "coverage"])
def test_every_step_of_test_can_fail_it(ready, step):
    _fail_at(ready, step)

    assert dev.main(["test"]) == 4


def test_a_broken_architecture_fails_the_test_and_the_tests_still_run(ready):
    ready.add("lint-imports", (1, "BROKEN"))

    assert dev.main(["test"]) == 1
    assert any("pytest" in command for command in ready.commands())


def test_bench_hands_over_from_the_projects_root(ready):
    dev.main(["bench", "--only", "signin"])

    [call] = ready.calls()
    assert call["argv"] == ["python", "-m", "tests.bench", "--only", "signin"]
    assert call["cwd"] == str(ROOT)


@pytest.fixture
def mutated(ready, tmp_path, monkeypatch):
    """Stand-ins for mutmut, and what it found out."""
    monkeypatch.setattr(_mutants, "program", lambda name: ready.folder / name)
    monkeypatch.setattr(_mutants, "_STATS", tmp_path / "stats.json")

    def found(**stats):
        ready.add("mutmut")
        told = {"killed": 0, "survived": 0, "total": 0, "no_tests": 0, "suspicious": 0, "timeout": 0, **stats}
        (tmp_path / "stats.json").write_text(json.dumps(told))

    return found


@pytest.mark.parametrize(("killed", "survived", "code"), [(85, 15, 0), (84, 16, 1), (0, 0, 1)])
def test_mutants_must_be_noticed(mutated, ready, capsys, killed, survived, code):
    mutated(killed=killed, survived=survived, total=killed + survived)

    assert dev.main(["mutants", "some*"]) == code
    assert ready.commands() == ["mutmut run some*", "mutmut results", "mutmut export-cicd-stats"]
    assert f"survived {survived}" in capsys.readouterr().out


def test_mutmut_is_installed_when_it_is_asked_for(mutated, ready, capsys):
    ready.add("python", (1, "no network"))
    (ready.folder / "mutmut").unlink(missing_ok=True)

    assert dev.main(["mutants"]) == 1
    [command] = ready.commands()
    assert command.startswith("python -m pip install --quiet mutmut")
    assert "could not install mutmut" in capsys.readouterr().out


def test_trouble_is_a_sentence_and_no_traceback(monkeypatch, capsys):
    def trouble():
        raise dev.Trouble("There is no apt-get here.")

    monkeypatch.setattr(dev, "ensure", trouble)

    assert dev.main(["setup"]) == 1
    assert capsys.readouterr().out == "There is no apt-get here.\n"


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["rum"], 2), (["--help"], 0)])
def test_an_unknown_word_gets_the_help(arguments, code):
    command = [sys.executable, ROOT / "installers" / "dev.py", *arguments]

    shown = subprocess.run(command, capture_output=True, text=True, check=False)

    assert shown.returncode == code
    assert all(f"dev.py {verb}" in shown.stdout for verb in dev.VERBS)


@pytest.mark.skipif(sys.platform == "win32", reason="CI is bash")
@pytest.mark.parametrize("code", [0, 1])
def test_ci_ends_with_pytests_summary_and_its_exit_code(programs, monkeypatch, code):
    summary = "================ 12 passed, 1 skipped in 3.21s ================"
    programs.add("python3", (code, f"{summary}\nwellnessdesk/vault/slots.py 100%"))
    monkeypatch.setenv("PATH", f"{programs.folder}:/usr/bin:/bin")

    ran = subprocess.run(["bash", ROOT / ".ci" / "run"], capture_output=True, text=True, check=False)

    assert programs.commands() == ["python3 installers/dev.py test"]
    assert ran.stdout.splitlines()[-1] == summary
    assert ran.returncode == code


def _fail_at(programs, step: str) -> None:
    """Let the environment's Python fail with 4 at one step and succeed at every other."""
    script = programs.folder / "python"
    failing = f"code = 4 if {step!r} in sys.argv else 0"
    script.write_text(script.read_text(encoding="utf-8").replace("print(text)", failing), encoding="utf-8")
