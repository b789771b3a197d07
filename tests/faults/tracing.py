"""A process of ours under `strace`: what it asks of the disk, and a disk that refuses one of its calls."""

import ctypes
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

WRITES = ("openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "rename", "mkdir")
"""The calls by which files come to be, change, last and go (Linux; glibc and SQLite use no others here)."""
_LINE = re.compile(r"(\w+)\((.*)\) += ")
_PATH = re.compile(r'[<"](/[^>"]*)[>"]')
_LIMIT = 10.0


class Refused(NamedTuple):
    """The `number`-th `call` of this name fails with `error`; all later ones too, when it is `lasting`."""

    call: str
    number: int
    error: str
    lasting: bool = False


def available() -> bool:
    """Whether there is an strace that may trace."""
    return (shutil.which("strace") is not None
            and subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0)


def let_be_traced() -> None:
    """In the process itself: a hardened Linux lets only an ancestor trace it, and strace is none."""
    pr_set_ptracer, anybody = 0x59616D61, ctypes.c_ulong(-1)
    ctypes.CDLL(None).prctl(pr_set_ptracer, anybody, 0, 0, 0)


def watch(pid: int, log: Path, *options: str) -> subprocess.Popen:
    """Attach an strace to a process that waits; it is attached when this returns."""
    tracer = subprocess.Popen(["strace", "-p", str(pid), "-qq", "-y", "-o", str(log), "-e",
                               f"trace={','.join(WRITES)}", *options], stderr=subprocess.DEVNULL)
    status, until = Path(f"/proc/{pid}/status"), time.monotonic() + _LIMIT
    while "TracerPid:\t0\n" in status.read_text():
        assert time.monotonic() < until, "strace does not attach"
        time.sleep(0.001)
    return tracer


def refuse(pid: int, log: Path, refused: Refused) -> subprocess.Popen:
    """Attach an strace that lets the disk refuse a call."""
    when = f"{refused.number}{'+' if refused.lasting else ''}"
    return watch(pid, log, "-e", f"inject={refused.call}:error={refused.error}:when={when}")


def leave(tracer: subprocess.Popen) -> None:
    """Detach it."""
    with suppress(ProcessLookupError):
        tracer.terminate()
    tracer.wait(_LIMIT)


def asked(log: Path, *below: Path) -> list[tuple[str, int]]:
    """Of the calls of a watched process that write below these folders, each with its number among all of its name."""
    writes, count = [], Counter()
    for line in log.read_text(errors="replace").splitlines():
        if (match := _LINE.match(line)) is None:
            continue
        count[match[1]] += 1
        ours = any(path.startswith(f"{folder}/") for path in _PATH.findall(match[2]) for folder in below)
        if ours and (match[1] != "openat" or "O_CREAT" in line):
            writes.append((match[1], count[match[1]]))
    return writes
