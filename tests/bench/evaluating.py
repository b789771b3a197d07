"""Run as a process of its own: a million rows leave for an evaluation while people check in.

    python -m tests.bench.evaluating FOLDER PERSON PASSPHRASE ROWS

The visits of the last school year grow to so many; its rows are counted and written beside the worker, as the window
does it. Floor, in the same run: `zip | age` of the same bytes. Prints {"ms": […],
"floor": […], "rss": MB that writing needed beyond those of before, "read": MB that opening did, "verified" and
"opened": ms, "checkins": […], "slices": […]} as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.bench.busy import Busy
from tests.bench.measure import in_turns, timed
from wellnessdesk import app
from wellnessdesk.domain.bundles import Asked, Kind, Period
from wellnessdesk.domain.coarse import Grain
from wellnessdesk.services import bundle_rows, district, opening, recipients, visits
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bulk, evaluation

_AT_ONCE = 50_000


def main(folder: str, person: str, passphrase: str, rows: str) -> None:
    """Grow, write while people check in, compare."""
    app.make_application()
    desk = opening.sign_in(Path(folder), person, passphrase)
    today = desk.today()
    year = Period.school_year(today.year - (2 if today.month < 7 else 1))
    grow(desk, year, int(rows))
    identity, public = district.new_key_pair()
    to = recipients.add(desk, "Bench Research", public, compared=True, kinds=(Kind.ROWS,))
    asked = Asked(recipient=to.id, kind=Kind.ROWS, period=year, purpose="bench", authority="bench",
                  ends_on=today + timedelta(days=90), about=Grain.WEEK)
    visits.queue(desk)
    busy, window, slices, signers = Busy(desk), QWidget(), watched(), recipients.allowed_signers(desk)
    with tempfile.TemporaryDirectory() as room:
        forget()
        before, during = memory("VmRSS"), list[float]()

        def work(progress: object, at_store: object) -> None:
            shown = bundle_rows.preview(desk, asked, progress, at_store)
            during.append(timed(lambda: bundle_rows.write(desk, asked, folder=Path(room), shown=shown,
                                                          progress=progress, at_store=at_store)))

        checkins = busy.check_ins_during(lambda over: busy.tasks.run_beside(
            work, lambda _done: over(), title="bench", parent=window))
        needed = memory("VmHWM") - before
        [made], out = Path(room).glob("*.age"), Path(room) / "out"
        out.mkdir()
        forget()
        before = memory("VmRSS")
        verified = timed(lambda: district.open_any(made, identity, signers))
        opened = timed(lambda: district.open_any(made, identity, signers, out))
        read, alone = memory("VmHWM") - before, bundle_rows.preview(desk, asked)
        taken, floor = in_turns(3, lambda: bundle_rows.write(desk, asked, folder=Path(room), shown=alone),
                                lambda: zip_and_age(out, public))
    busy.tasks.shutdown()
    desk.close()
    sys.stdout.write(json.dumps({"during": during[0], "ms": taken, "floor": floor, "rss": needed, "read": read,
                                 "verified": verified, "opened": opened, "checkins": checkins,
                                 "slices": slices}) + "\n")


def grow(desk: Desk, year: Period, rows: int) -> None:
    """Visits over the days of a year, by everybody who is on the roster."""
    with desk.reading() as tx:
        students = [row[0] for row in tx.session.connection().exec_driver_sql("SELECT id FROM students")]
    days = (year.last - year.first).days + 1
    reasons = ("question", "take_a_break", "other")
    for start in range(0, rows, _AT_ONCE):
        made = []
        for number in range(start, min(rows, start + _AT_ONCE)):
            day = date.fromordinal(year.first.toordinal() + number * days // rows)
            at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC) + timedelta(minutes=number % 400)
            made.append({"student_id": students[number * 7919 % len(students)], "day": day, "arrived_at": at,
                         "origin": "walk_in", "reason": reasons[number % 3],
                         "handed_at": at + timedelta(minutes=number % 11),
                         "left_at": at + timedelta(minutes=number % 70)})
        with desk.store.transaction() as tx:
            bulk.add(tx, "visits", made)  # not one of them in the log: nobody verifies it here


def watched() -> list[float]:
    """Milliseconds of each slice from now on."""
    taken = list[float]()
    for name in ("visits", "sessions"):
        real = getattr(evaluation, name)

        def timed_slice(*args: object, real: object = real, **more: object) -> object:
            start = time.perf_counter()
            found = real(*args, **more)
            taken.append((time.perf_counter() - start) * 1000)
            return found

        setattr(evaluation, name, timed_slice)
    return taken


def memory(which: str) -> float:
    """MB of this process: `VmRSS` now, `VmHWM` at its largest since `forget`."""
    found = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(which))
    return int(found.split()[1]) / 1024


def forget() -> None:
    """From now on count anew how large this process becomes."""
    Path("/proc/self/clear_refs").write_text("5")


def zip_and_age(folder: Path, public: str) -> None:
    """What anybody would do: `zip | age` onto the disk, both at once on two processors."""
    files = sorted(map(str, folder.iterdir()))
    with (folder.parent / "floor.age").open("wb") as locked:
        zipping = subprocess.Popen(["zip", "-q", "-j", "-", *files], stdout=subprocess.PIPE)
        subprocess.run(["age", "-r", public], stdin=zipping.stdout, stdout=locked, check=True)
        assert zipping.wait() == 0
        os.fsync(locked.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:5])
