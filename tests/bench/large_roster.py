"""In a process of its own, a roster is looked at and taken; prints seconds of each, of the processor, and peak MB."""

import re
import sys
import time
from pathlib import Path

from wellnessdesk.services import opening, roster


def main(folder: str, person: str, passphrase: str, path: str) -> None:
    """Sign in, look, accept."""
    desk = opening.sign_in(Path(folder), person, passphrase)
    before, busy = time.perf_counter(), time.process_time()
    plan = roster.preview(desk, Path(path))
    seen = time.perf_counter()
    roster.accept(desk, plan, "bench")
    done, worked = time.perf_counter(), time.process_time() - busy
    desk.close()
    sys.stdout.write(f"{seen - before} {done - seen} {worked} {_peak()}\n")


def _peak() -> float:
    """Megabytes; `getrusage` would tell those of whoever started this process, where they are more."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert told is not None
    return int(told[1]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
