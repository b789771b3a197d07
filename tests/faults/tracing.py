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
_LIMIT = 10.0


class Refused(NamedTuple):
    """The `number`-th `call` that touches our files fails with `error`; all later ones too, when it is `lasting`."""

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


def refuse(pid: int, log: Path, paths: list[str], refused: Refused) -> subprocess.Popen:
    """Attach an strace that lets the disk refuse a call; only calls that touch `paths` are counted."""
    when = f"{refused.number}{'+' if refused.lasting else ''}"
    options = [word for path in paths for word in ("-P", path)]
    return watch(pid, log, *options, "-e", f"inject={refused.call}:error={refused.error}:when={when}")


def leave(tracer: subprocess.Popen) -> None:
    """Detach it."""
    with suppress(ProcessLookupError):
        tracer.terminate()
    tracer.wait(_LIMIT)


def asked(log: Path, below: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """The files below a folder that a watched process touched; and of each call that writes, which one it is."""
    touched, writes, count = set(), [], Counter()
    for line in log.read_text(errors="replace").splitlines():
        match = _LINE.match(line)
        paths = [path for path in re.findall(r'[<"](/[^>"]*)[>"]', match[2]) if path.startswith(f"{below}/")
                 ] if match else []
        if not match or not paths:
            continue
        touched.update(paths)
        count[match[1]] += 1
        if match[1] != "openat" or "O_CREAT" in line:
            writes.append((match[1], count[match[1]]))
    return sorted(touched), writes
