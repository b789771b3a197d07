"""In a process of its own, a roster is looked at and taken; prints seconds of each, of the processor, and peak MB."""

import resource
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seen - before} {done - seen} {worked} {peak}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
