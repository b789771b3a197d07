"""In a process of its own: the preview and the import of a roster; prints seconds of each and the peak memory in MB."""

import resource
import sys
import time
from pathlib import Path

from wellnessdesk.services import opening, roster


def main(folder: str, person: str, passphrase: str, path: str) -> None:
    """Sign in, look, accept."""
    desk = opening.sign_in(Path(folder), person, passphrase)
    before = time.perf_counter()
    plan = roster.preview(desk, Path(path))
    seen = time.perf_counter()
    roster.accept(desk, plan, "bench")
    done = time.perf_counter()
    desk.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{seen - before} {done - seen} {peak}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
