"""This process: closed to the eyes of other programs, and replaced by a fresh one, for only so do keys leave memory."""

import importlib
import os
import subprocess
import sys
from typing import Any

_STANDARD_INPUT, _MOST_GIVEN = 0, 4_096
"""A pipe takes so much without anybody reading at its other end."""


def keep_to_owner() -> None:
    """Whatever this process makes from now on (locks, pictures, files of libraries) is its account's alone."""
    os.umask(0o077)


def harden() -> None:
    """Leave no core dump and let no other program of the account look into the memory (Linux).

    To be called by every process anew: the second of the two does not outlast an exec.
    """
    if not sys.platform.startswith("linux"):
        return
    resource: Any = importlib.import_module("resource")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes: Any = importlib.import_module("ctypes")
    pr_set_dumpable = 4
    ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)


def program() -> list[str]:
    """The words that start this program anew; nothing is imported from the folder it is started in (`-P`)."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "wellnessdesk"]


def replace(*arguments: str, given: bytes = b"") -> None:
    """Become a fresh start of this program. Windows can only start one beside this, which the caller must end.

    The new one reads what is `given` (some hundred bytes) from its standard input: no other program sees that pass.
    """
    command = [*program(), *arguments]
    if os.name == "posix":
        if given:
            _put_before_standard_input(given)
        os.execv(command[0], command)  # noqa: S606 - our own program, no shell
    if given:
        child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own program, no shell
        assert child.stdin is not None  # noqa: S101 - it is a pipe
        child.stdin.write(given)
        child.stdin.close()
        return
    os.spawnv(os.P_NOWAIT, command[0], command)  # noqa: S606 - our own program, no shell


def given() -> bytes:
    """What the program before this one gave on, to its end; nothing where somebody sits at a terminal."""
    if os.isatty(_STANDARD_INPUT):
        return b""
    with open(_STANDARD_INPUT, "rb", closefd=False) as pipe:
        return pipe.read(_MOST_GIVEN)


def _put_before_standard_input(data: bytes) -> None:
    """A pipe holds it until the next program reads it; that program's standard input is the pipe."""
    reads, writes = os.pipe()
    os.write(writes, data)
    os.close(writes)
    os.dup2(reads, _STANDARD_INPUT)
    os.close(reads)
