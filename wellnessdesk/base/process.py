"""This process: closed to the eyes of other programs, and replaced by a fresh one, for only so do keys leave memory."""

import importlib
import os
import sys
from typing import Any


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


def replace(*arguments: str) -> None:
    """Become a fresh start of this program. Windows can only start one beside this, which the caller must end."""
    command = [*program(), *arguments]
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606 - our own program, no shell
    os.spawnv(os.P_NOWAIT, command[0], command)  # noqa: S606 - our own program, no shell
