"""Run as a process of its own: a month's bundle as it is seen before it leaves, proof included.

    python -m tests.bench.month FOLDER PERSON PASSPHRASE PUBLIC TIMES

Prints JSON: milliseconds of each, and the most megabytes that the process held meanwhile. Every month is a new one:
nothing left before it, as the first bundle of a center.
"""

import json
import sys
from pathlib import Path

from tests.bench.measure import note, timed
from wellnessdesk.domain.bundles import Span
from wellnessdesk.services import bundle_periods, bundles, opening, recipients


def main(folder: str, person: str, passphrase: str, public: str, times: str) -> None:
    """The newest months, one after the other."""
    desk = opening.sign_in(Path(folder), person, passphrase)
    to = recipients.add(desk, "Bench District", public, compared=True).id
    months = [period for period in bundle_periods.offered(desk) if period.span is Span.MONTH][:int(times)]
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the key derivation's memory is another figure
    taken = [timed(lambda month=month: bundles.preview(desk, to, month)) for month in months]
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    peak = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    shown = bundles.preview(desk, to, months[0])
    note(f"{len(shown.tables)} tables, {shown.blanks} of {sum(1 for one in shown.tables for _ in one.places())} blank")
    sys.stdout.write(json.dumps([taken, peak]) + "\n")
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:6])
