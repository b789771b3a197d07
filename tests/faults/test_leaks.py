"""Words typed in a whole day at the real windows: found in no file, no pipe, no log and, once locked, in no memory."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults import tracing
from tests.faults.figures import ROOT
from tests.faults.leaking_training import give_scan
from tests.faults.leaking_words import FIRST, PLANTED
from tests.memory import Memory
from tests.programs import UNSEEN, files_below, holds

LEAVES = "openat,creat,mkdir,rename,link,symlink,write,pwrite64,writev,pwritev,sendto,sendmsg,execve"
"""The calls by which a word could leave the process, with all they are given."""
_ANEW = re.compile(r"wellnessdesk\x00--store")
_PATIENCE = 90.0


@dataclass(frozen=True)
class Speller:
    """The process of the spell check before the last lock: its number, its memory, and the pipes to it."""

    number: str
    memory: dict[str, int]
    pipes: tuple[str, ...]

    def heard(self, line: str) -> bool:
        """Whether a call writes into one of its pipes."""
        return any(f"<{pipe}>" in line.partition(",")[0] for pipe in self.pipes)


@dataclass
class Day:
    """What is left of a day: its folder, the trace, what it said, and its memory before and after the last lock."""

    room: Path
    trace: str
    said: str
    before: dict[str, int]
    after: dict[str, int] | None
    core_limit: str
    speller: Speller

    def files(self, words: dict[str, str]) -> list[str]:
        """Where words lie in the files that the day left, but for the PDF that was asked for."""
        return [f"{path.relative_to(self.room)}: {name}" for path in files_below(self.room)
                if path.suffix != ".pdf" and path.name != "trace" for name, word in words.items() if holds(path, word)]

    def calls(self, words: dict[str, str]) -> list[str]:
        """The calls that carried a word, but for what the spell check was asked."""
        return [f"{name}: {line[:300]}" for line in self.trace.splitlines() if not self.speller.heard(line)
                for name in _carried(line, words)]

    def asked(self, words: dict[str, str]) -> set[str]:
        """Which words the spell check was asked about."""
        return {name for line in self.trace.splitlines() if self.speller.heard(line) for name in _carried(line, words)}


def _carried(line: str, words: dict[str, str]) -> list[str]:
    return [name for name, word in words.items() if word in line or r"\0".join(word) in line]


def lived(room: Path) -> Day:
    """Live a day under strace."""
    for name in ("home", "tmp", "run"):
        (room / name).mkdir(mode=0o700)
    environment = os.environ | UNSEEN | {
        "HOME": str(room / "home"), "TMPDIR": str(room / "tmp"), "XDG_RUNTIME_DIR": str(room / "run"),
        "PYTHONPATH": str(ROOT), **{f"XDG_{kind}_HOME": str(room / "home") for kind in ("CONFIG", "DATA", "CACHE")}}
    give_scan(room)
    trace, words = room / "trace", {name: word.encode() for name, word in FIRST.items()}
    words |= {f"{name} as Qt keeps it": word.encode("utf-16-le") for name, word in FIRST.items()}
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "1000000", "-o", str(trace), "-e", f"trace={LEAVES}",
               sys.executable, "-m", "tests.faults.leaking_day", str(room)]
    with (room / "stderr").open("w") as errors, subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            text=True) as day:
        number = day.stdout.readline().strip()
        said = day.stdout.readline()
        assert said == "done\n", (room / "stderr").read_text()[-3000:]
        before, speller = memory(number, words), spell_check(number, words)
        day.stdin.write("lock\n")
        day.stdin.flush()
        wait_until_anew(number)
        after, limits = memory(number, words), Path(f"/proc/{number}/limits").read_text()
        os.kill(int(number), 15)
        said += day.communicate(timeout=30)[0]
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    return Day(room, trace.read_text(errors="replace"), said, before, after, core, speller)


def spell_check(number: str, words: dict[str, bytes]) -> Speller:
    """The child that checks the spelling."""
    children = " ".join(task.read_text() for task in Path(f"/proc/{number}/task").glob("*/children")).split()
    (one,) = [child for child in children if Path(f"/proc/{child}/cmdline").read_text().endswith("\0spelling\0")]
    return Speller(one, memory(one, words), tuple(str(Path(f"/proc/{one}/fd/{end}").readlink()) for end in (0, 1)))


def memory(number: str, words: dict[str, bytes]) -> dict[str, int]:
    """How often each word stands in the memory of a process; nothing where this account may not look."""
    try:
        return {name: count for name, count in Memory(number).copies(words).items() if count}
    except PermissionError:
        return {"unseen": 0}


def wait_until_anew(number: str) -> None:
    """Until the process was replaced and its new window waits for somebody."""
    process, until = Path(f"/proc/{number}"), time.monotonic() + _PATIENCE
    while not _ANEW.search((process / "cmdline").read_text()) or "libQt6Widgets" not in (process / "maps").read_text():
        assert time.monotonic() < until, "the lock did not replace the process"
        time.sleep(0.1)
    time.sleep(3)


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    if not tracing.available():
        pytest.skip("this account may not trace programs, or there is no strace")
    return lived(tmp_path_factory.mktemp("day"))


@pytest.mark.timeout(420)
def test_no_word_is_left_anywhere_but_in_the_paper_asked_for(day, figure):
    left = day.files(FIRST) + day.calls(FIRST) + [f"memory: {name}" for name, count in day.after.items() if count]
    figure("words typed in a day, sought in files, calls, log, stderr and memory", len(FIRST), len(left))
    assert left == []
    assert day.core_limit.split()[4:6] == ["0", "0"]
    assert [path.name for path in files_below(day.room) if path.name.startswith("core")] == []
    for paper in ("agenda", "minutes", "handoff", "slip", "letter", "note"):
        assert f"out/{paper}.pdf" in day.trace


@pytest.mark.timeout(420)
def test_the_spell_check_which_was_told_words_of_notes_ends_with_the_lock(day, figure):
    asked, left = day.asked(FIRST), Path(f"/proc/{day.speller.number}").exists()
    figure("words that the spell check was told, sought in its process after the lock", len(asked), int(left))
    assert not left
    assert {"note", "together", "wishes", "remark"} <= asked
    if "unseen" not in day.speller.memory:
        assert day.speller.memory, "the control: before the lock its memory held some"


@pytest.mark.timeout(420)
def test_the_control_a_word_in_the_log_is_found_in_its_file_and_in_the_call(day, figure):
    planted = {"planted": PLANTED}
    left = day.files(planted) + day.calls(planted)
    figure("control, a word written into the log: sought in files and calls", 1, len(left))
    assert [one.partition(":")[0] for one in left] == ["profile/wellnessdesk.log", "planted"]


@pytest.mark.timeout(420)
def test_the_control_before_the_lock_the_memory_holds_what_was_typed(day):
    if "unseen" in day.before:
        pytest.skip("only root may look into a hardened process")
    assert day.before["half a note as Qt keeps it"]
    assert len({name.removesuffix(" as Qt keeps it") for name in day.before}) > len(FIRST) / 4
