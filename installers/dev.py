"""Set up WellnessDesk on a fresh machine, then run, test or measure it.

    python3 installers/dev.py run [ARGS...]     the program; without ARGS a demo center (no screen: its tour)
    python3 installers/dev.py test [ARGS...]    every check and test; with ARGS only pytest, which gets them
    python3 installers/dev.py check             style, architecture, types, translations
    python3 installers/dev.py bench [ARGS...]   the benchmark
    python3 installers/dev.py mutants [NAMES]   mutation testing of what guards the center (most of an hour)
    python3 installers/dev.py translate         bring the translation catalogues up to date
    python3 installers/dev.py setup             only set up

`test --full` runs the long tests too. All that is needed is Python 3.11; what is missing is installed, once.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(f"WellnessDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

# below the check above, because an older Python cannot even read these
import _checks
import _mutants
import _spark
from _environment import ROOT, call, ensure, program
from _system import Trouble, install_test_programs, say, without_network

DEMO = ROOT / ".demo"
PICTURES = ROOT / "tour-pictures"
_ROOM = 6 * 1024**3
"""Bytes that the tests' stores may take up at a time, with room to spare."""
_PARALLEL_WORDS = ("-n", "--numprocesses", "--dist", "--pdb", "-s")


def run(arguments: list[str]) -> int:
    """The program with `arguments`; without them something to look at."""
    ensure()
    if arguments:
        return call(program("wellnessdesk"), *arguments, folder=Path.cwd())
    return _open_demo() if _has_screen() else _tour()


def test(arguments: list[str]) -> int:
    """Everything that must hold; with arguments only pytest."""
    ensure()
    install_test_programs()
    full = {"WELLNESSDESK_FULL": "1"} if "--full" in arguments else {}
    environment = full | _in_memory()
    chosen = [word for word in arguments if word != "--full"]
    if chosen:
        return call(*_pytest(chosen), environment=environment)
    static = _checks.static()
    tests = call(*_pytest(["--cov", "--cov-report="]), environment=environment)
    return static or tests or _checks.coverage() or (_spark.run() if full else 0)


def check(_arguments: list[str]) -> int:
    """The checks that run no test."""
    ensure()
    return _checks.static()


def bench(arguments: list[str]) -> int:
    """The benchmark of tests/bench."""
    ensure()
    return call(program("python"), "-m", "tests.bench", *arguments)


def mutants(arguments: list[str]) -> int:
    """Spoil the modules that guard the center, a line at a time; their unit tests must notice."""
    ensure()
    return _mutants.run(arguments)


def translate(_arguments: list[str]) -> int:
    """New texts into the catalogues, gone ones out, and the catalogues compiled."""
    ensure()
    return call(program("python"), "installers/translations.py", "update")


def setup(_arguments: list[str]) -> int:
    """Everything that the other commands need."""
    ensure()
    install_test_programs()
    say("Everything is there.")
    return 0


def _pytest(arguments: list[str]) -> list[str | Path]:
    """pytest without a network and on both cores, unless the arguments decide otherwise."""
    alone = any(word.startswith(_PARALLEL_WORDS) for word in arguments)
    return [*without_network(), program("python"), "-m", "pytest", *([] if alone else ["-n", "2"]), *arguments]


def _in_memory() -> dict[str, str]:
    """Where the tests' thousands of small stores lie: in memory, where there is room for them.

    A commit waits for the disk, and all those waits are a fifth of the run. What a disk refuses, loses or spoils, the
    tests of faults bring about themselves, at the calls of the program.
    """
    room = Path("/dev/shm")  # noqa: S108 - Linux's own
    enough = room.is_dir() and os.access(room, os.W_OK) and shutil.disk_usage(room).free > _ROOM
    return {"TMPDIR": str(room)} if enough else {}


def _has_screen() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_demo() -> int:
    store, people = DEMO / "center", DEMO / "people.txt"
    if not people.exists() and (code := _make_demo(store, people)) != 0:
        return code
    say(people.read_text(encoding="utf-8"))
    say(f"The demo center lies in {store}. Delete {DEMO} to start anew.")
    return call(program("wellnessdesk"), "--store", store)


def _make_demo(store: Path, people: Path) -> int:
    """Make the demo center, then write the list of its people: a center without that list is half made."""
    say("Making a demo center with made-up people. This takes up to a minute.")
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    command = (program("wellnessdesk"), "demo", "--store", store)
    made = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if made.returncode == 0:
        people.write_bytes(made.stdout)
    return made.returncode


def _tour() -> int:
    say("There is no screen here, so the tour drives the windows unseen and takes pictures.")
    shutil.rmtree(PICTURES, ignore_errors=True)
    unseen = {"QT_QPA_PLATFORM": "offscreen"}
    code = call(program("wellnessdesk"), "tour", "--out", PICTURES, environment=unseen)
    if code == 0:
        say(f"The pictures are in {PICTURES}.")
    return code


VERBS: dict[str, Callable[[list[str]], int]] = {
    "run": run, "test": test, "check": check, "bench": bench, "mutants": mutants,
    "translate": translate, "setup": setup,
}


def main(arguments: list[str]) -> int:
    """Do what the first argument says with the rest; gives the exit code of what was run."""
    if not arguments or arguments[0] not in VERBS:
        say(__doc__ or "")
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        return VERBS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
