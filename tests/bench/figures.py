"""The figures, each through the shipped service layer. Later work adds names, it does not change these."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench import (
    applying,
    disclosing,
    note_figures,
    passing_on,
    peer_figures,
    receiving,
    rolling_up,
    roster_figures,
    searching,
    supervising,
)
from tests.bench.floors import RawCheckIns, bare_window, copy_durably, derive_only, unseal_notes
from tests.bench.measure import Figure, figure, in_turns, note, timed
from tests.bench.stores import BenchStore, grow
from wellnessdesk.domain.audit_log import Kind, Wanted
from wellnessdesk.domain.charts import Span
from wellnessdesk.domain.people import Role
from wellnessdesk.services import (
    backups,
    bundle_periods,
    bundles,
    charts,
    district,
    leaving,
    note_search,
    people,
    recipients,
    students,
    visits,
)
from wellnessdesk.services.audit import log
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import copies
from wellnessdesk.vault import primitives

Measure = Callable[[BenchStore], Iterator[Figure]]
_MODULE = [sys.executable, "-m"]
_ROWS: dict[Path, dict[str, Any]] = {}
PROGRAMS = 7
"""How often a program is started anew for a figure."""


def start_window(store: BenchStore) -> Iterator[Figure]:
    """From process start to the painted sign-in window and out again; floor: a bare PySide6 window."""
    with store.copy() as folder, tempfile.TemporaryDirectory() as profile:
        command = [*_MODULE, "wellnessdesk", "--store", str(folder), "--profile", profile,
                   "--exit-after-first-window"]
        _quietly(command)
        ones, floors = in_turns(9, lambda: _quietly(command), bare_window)
    yield figure("start.window", store.visits, ones, floors)


def signin(store: BenchStore) -> Iterator[Figure]:
    """From passphrase to open desk; floor: Argon2id alone, with the same cost."""
    with store.copy() as folder:
        def sign_in() -> None:
            store.sign_in(folder, Role.FRONT_DESK).close()

        ones, floors = in_turns(7, sign_in, derive_only)
    yield figure("signin", store.visits, ones, floors)


def open_store(store: BenchStore) -> Iterator[Figure]:
    """What a first sign-in takes beside the key derivation; floor: raw sqlcipher3 opens the file and reads a visit."""
    ones, floors = [], []
    with store.copy() as folder:
        for _turn in range(2 * PROGRAMS + 1):
            done = subprocess.run([*_MODULE, "tests.bench.opened", str(folder), *store.people[Role.FRONT_DESK.value]],
                                  check=True, capture_output=True, text=True)
            one, floor = map(float, done.stdout.split())
            ones.append(one)
            floors.append(floor)
    yield figure("open.store", store.visits, ones, floors)


def switch_person(store: BenchStore) -> Iterator[Figure]:
    """The machine's share of Ctrl+U: to the sign-in, and to the next person's page; floor: bare window, Argon2id."""
    front, coordinator = store.people[Role.FRONT_DESK.value], store.people[Role.COORDINATOR.value]
    values, floors, parts = [], [], []
    with store.copy() as folder:
        for _turn in range(PROGRAMS):
            done = subprocess.run([*_MODULE, "tests.bench.switch", str(folder), *front, *coordinator], check=True,
                                  capture_output=True, text=True, env=_offscreen())
            parts.append(json.loads(done.stdout))
            values.append(sum(parts[-1]))
            floors.append(timed(bare_window) + timed(derive_only))
    note("to the sign-in {:.0f} ms, to the page {:.0f} ms".format(*map(statistics.median, zip(*parts, strict=True))))
    yield figure("switch.person", store.visits, values, floors)


def checkin_commit(store: BenchStore) -> Iterator[Figure]:
    """A check-in through the service, audited and durable; floor: the same rows through raw sqlcipher3."""
    with store.copy() as folder, store.copy() as other:
        desk, raw = store.sign_in(folder, Role.FRONT_DESK), RawCheckIns(store, other)
        note(f"PRAGMAs as read back: {desk.store.pragmas()}")
        everybody = students.search(desk, "a", limit=250) + students.search(desk, "e", limit=250)
        ids = iter(dict.fromkeys(student.id for student in everybody))
        for _warm in range(10):
            _check_in(desk, next(ids))
            raw.check_in()
        ones, floors = in_turns(200, lambda: _check_in(desk, next(ids)), raw.check_in)
        desk.close()
        raw.close()
        _count_again(store, folder, store.visits + 210)
    yield figure("checkin.commit", store.visits, ones, floors)


def checkin_window(store: BenchStore) -> Iterator[Figure]:
    """From Enter in the open panel to the painted queue; floor: the same rows through raw sqlcipher3."""
    with store.copy() as folder, store.copy() as other:
        values = json.loads(_in_a_process("at_desk", folder, *store.people[Role.FRONT_DESK.value], "60"))
        raw = RawCheckIns(store, other)
        floors = [timed(raw.check_in) for _turn in range(60)]
        raw.close()
    yield figure("checkin.window", store.visits, values, floors)


def checkin_during_export(store: BenchStore) -> Iterator[Figure]:
    """A check-in asked for while the worker makes a backup, a bundle or an agenda; all three together."""
    with store.copy() as folder:
        _identity, public = district.new_key_pair()
        told = json.loads(_in_a_process("busy", folder, *store.people[Role.COORDINATOR.value], public))
    for name, values in told.items():
        part = figure(name, store.visits, values)
        note(f"during {name}: {part.n} check-ins, median {part.median:.0f} ms, p95 {part.p95:.0f} ms")
    yield figure("checkin.during_export", store.visits, [value for values in told.values() for value in values])


def week_paint(store: BenchStore) -> Iterator[Figure]:
    """A month of 600 appointments at the week page, from the question to the picture."""
    with store.copy() as folder:
        values = json.loads(_in_a_process("week", folder, *store.people[Role.COORDINATOR.value], "20"))
    yield figure("week.paint", store.visits, values)


def search_students(store: BenchStore) -> Iterator[Figure]:
    """One keystroke of a search, over many half-typed names."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.FRONT_DESK)
        students.search(desk, "warm up")
        typed = [name[:length] for name in ("garcia mar", "nguyen", "o'neil", "lopez j", "xiong", "zoe", "smith an")
                 for length in range(1, len(name) + 1)]
        values = [timed(lambda query=query: students.search(desk, query)) for query in typed * 5]
        desk.close()
    yield figure("search.students", store.visits, values)


def queue_refresh(store: BenchStore) -> Iterator[Figure]:
    """The front desk's queue with forty students in it."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.FRONT_DESK)
        for student in students.search(desk, "a", limit=40):
            _check_in(desk, student.id)
        values, _floors = in_turns(50, lambda: visits.queue(desk))
        desk.close()
    yield figure("queue.refresh", store.visits, values)


def charts_read(store: BenchStore) -> Iterator[Figure]:
    """All charts of this month, as the page first shows them: those days count, not how many there were before."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        month, year = (next(span for span in charts.spans(desk) if span.key.startswith(kind))
                       for kind in ("month", "year"))

        def read(span: Span) -> None:
            charts.counts(desk, span)
            charts.waiting(desk, span)

        values, years = in_turns(15, lambda: read(month), lambda: read(year))
        note(f"visits of the month: {charts.counts(desk, month).visits}; of the school year: "
             f"{charts.counts(desk, year).visits}, in {sorted(years)[len(years) // 2]:.1f} ms")
        desk.close()
    yield figure("charts.read", store.visits, values)


def bundle_write(store: BenchStore) -> Iterator[Figure]:
    """A month's tables, suppressed, signed, encrypted, written and recorded."""
    with store.copy() as folder, tempfile.TemporaryDirectory() as target:
        desk = store.sign_in(folder, Role.COORDINATOR)
        _identity, public = district.new_key_pair()
        to = recipients.add(desk, "Bench District", public, compared=True).id
        months = iter(bundle_periods.offered(desk))
        values, _floors = in_turns(5, lambda: bundles.write(desk, to, next(months), purpose="bench",
                                                            folder=Path(target)))
        desk.close()
    yield figure("bundle.write", store.visits, values)


def bundle_month(store: BenchStore) -> Iterator[Figure]:
    """A month's tables, counted, suppressed and proved, as they are looked at before they leave."""
    taken, _peak = _month(store)
    yield figure("bundle.month", store.visits, taken)


def bundle_month_rss(store: BenchStore) -> Iterator[Figure]:
    """The most memory that a process holds while it does so."""
    _taken, peak = _month(store)
    yield figure("bundle.month.rss", store.visits, [peak], unit="MB")


def rows_write(store: BenchStore) -> Iterator[Figure]:
    """A million rows for an evaluation, streamed; floor: `zip | age` of the same bytes. And who checks in meanwhile."""
    told = _rows(store)
    meanwhile, slices = (figure(name, store.visits, told[name]) for name in ("checkins", "slices"))
    note(f"rows: verified in {told['verified']:.0f} ms, opened in {told['opened']:.0f} ms; beside the worker in "
         f"{told['during']:.0f} ms; slices: median {slices.median:.1f} ms, p95 {slices.p95:.1f} ms; check-ins "
         f"meanwhile: {meanwhile.n}, median {meanwhile.median:.0f} ms, p95 {meanwhile.p95:.0f} ms")
    yield figure("rows.write", store.visits, told["ms"], told["floor"])


def rows_write_rss(store: BenchStore) -> Iterator[Figure]:
    """The most memory that counting and writing them adds."""
    yield figure("rows.write.rss", store.visits, [_rows(store)["rss"]], unit="MB")


def rows_read_rss(store: BenchStore) -> Iterator[Figure]:
    """The most memory that verifying and unpacking them adds."""
    yield figure("rows.read.rss", store.visits, [_rows(store)["read"]], unit="MB")


def window_rss(store: BenchStore) -> Iterator[Figure]:
    """Resident memory of the running window at the front desk, after sign-in and some work."""
    with store.copy() as folder:
        person, passphrase = store.people[Role.FRONT_DESK.value]
        values = []
        for _turn in range(3):
            done = subprocess.run([*_MODULE, "tests.bench.window", str(folder), person, passphrase], check=True,
                                  capture_output=True, text=True, env=_offscreen())
            values.append(float(done.stdout.split()[-1]))
    yield figure("window.rss", store.visits, values, unit="MB")


def backup_verified(store: BenchStore) -> Iterator[Figure]:
    """A backup of 100 MB, really restored and compared; floor: a plain copy of the file, on the disk."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.ADMINISTRATOR)
        grow(desk, 100_000_000)
        database, plain = desk.store.path, folder / "plain-copy"

        def back_up() -> None:
            backups.make(desk)

        ones, floors = in_turns(3, back_up, lambda: copy_durably(database, plain))
        note(f"store of {database.stat().st_size / 1e6:.0f} MB, verified: {backups.health(desk).last}")
        desk.close()
    yield figure("backup.verified", store.visits, ones, floors)


def rotation(store: BenchStore) -> Iterator[Figure]:
    """Somebody is removed from a center of 100 MB: a verified backup whose proof is under the new key, exchange.

    Floor: SQLite's backup API alone, into a file under another key.
    """
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.ADMINISTRATOR)
        grow(desk, 100_000_000)
        leaves = iter([person for person in people.everybody(desk) if person.role is Role.PEER and person.active])
        plain = folder / "plain-copy"

        def copy() -> None:
            copies.copy(desk.store, plain, primitives.new_key())
            plain.unlink()

        ones, floors = in_turns(3, lambda: leaving.deactivate(desk, next(leaves).id), copy)
        note(f"store of {desk.store.path.stat().st_size / 1e6:.0f} MB")
        desk.close()
    yield figure("rotation", store.visits, ones, floors)


def notes_index(store: BenchStore) -> Iterator[Figure]:
    """All notes into a coordinator's search index, its slices added up; floor: unsealing the same notes, no more."""
    with store.copy() as folder:
        ones, floors, slices = [], [], []
        for _turn in range(3):  # each at a desk of its own, with pages as cold as after a sign-in
            desk = store.sign_in(folder, Role.COORDINATOR)
            taken = _read_notes(desk)
            ones.append(sum(taken))
            slices += taken
            floors.append(unseal_notes(desk))
            desk.close()
        ordered = sorted(slices)
        note(f"slices of the index: median {ordered[len(ordered) // 2]:.1f} ms, longest {ordered[-1]:.1f} ms")
    yield figure("notes.index", store.visits, ones, floors)


def notes_search(store: BenchStore) -> Iterator[Figure]:
    """One keystroke of a search in all notes: twenty snippets with the sessions they belong to."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        _read_notes(desk)
        typed = ["lu", "lun", "lunch", "fr", "friend", "friend cla", "xyzzy", "to", "sister", "practice te"]
        values = [timed(lambda query=query: note_search.find(desk, query)) for query in typed * 10]
        desk.close()
    yield figure("notes.search", store.visits, values)


def timeline_open(store: BenchStore) -> Iterator[Figure]:
    """The page of a student of 200 events, from the question to the picture."""
    yield _reviewing(store, "timeline.open", "timeline", 20)


def review_open(store: BenchStore) -> Iterator[Figure]:
    """The overview with 200 notes to review asked anew, and the first of them on the screen."""
    yield _reviewing(store, "review.open", "queue", 20)


def notes_rss(store: BenchStore) -> Iterator[Figure]:
    """Megabytes of a coordinator's window with every note in the index."""
    yield _reviewing(store, "notes.rss", "memory", 1, unit="MB")


def audit_page(store: BenchStore) -> Iterator[Figure]:
    """The first page of the log, and the first look with a filter: a coordinator's, sealed entries opened."""
    with store.copy() as folder:
        desk = store.sign_in(folder, Role.COORDINATOR)
        flags_of_everybody = Wanted(kind=Kind.FLAGS)

        def look() -> None:
            log.page(desk)
            log.page(desk, flags_of_everybody)

        look()
        values, _floors = in_turns(30, look)
        page, start = log.page(desk, Wanted(kind=Kind.CENTER)), time.perf_counter()
        while page.before is not None:  # the worst filter: what it finds is at the very beginning
            page = log.page(desk, Wanted(kind=Kind.CENTER), page.before)
        note(f"looking through the whole log for one entry: {time.perf_counter() - start:.2f} s")
        desk.close()
    yield figure("audit.page", store.visits, values)


FIGURES: dict[str, Measure] = {
    "start.window": start_window, "signin": signin, "open.store": open_store, "switch.person": switch_person,
    "checkin.commit": checkin_commit, "checkin.window": checkin_window, "checkin.during_export": checkin_during_export,
    "search.students": search_students, "queue.refresh": queue_refresh,
    "agenda.build": supervising.build, "agenda.pdf": supervising.pdf, "minutes.year": supervising.year,
    "bundle.write": bundle_write, "bundle.month": bundle_month,
    "bundle.month.rss": bundle_month_rss, "rows.write": rows_write,
    "rows.write.rss": rows_write_rss, "rows.read.rss": rows_read_rss, "window.rss": window_rss,
    "notes.index": notes_index, "notes.search": notes_search,
    "backup.verified": backup_verified, "rotation": rotation, "audit.page": audit_page,
    "roster.preview": roster_figures.preview, "roster.apply": roster_figures.apply,
    "roster.large": roster_figures.large, "roster.large.rss": roster_figures.large_rss,
    "timeline.open": timeline_open, "review.open": review_open, "notes.rss": notes_rss,
    "charts.read": charts_read, "week.paint": week_paint,
    "autosave.frame": lambda store: note_figures.autosave(store, _in_a_process), "note.sign": note_figures.sign,
    "referrals.list": passing_on.referrals_list, "directory.search": passing_on.directory_search,
    "applications.rank": applying.rank, "clearance.all": peer_figures.clearance_all,
    "hours.ledger": peer_figures.hours_ledger, "portfolio.pdf": peer_figures.portfolio_pdf,
    "training.matrix": lambda store: peer_figures.matrix_paint(store, _in_a_process),
    "search.prefix": searching.prefix, "search.fuzzy": searching.fuzzy,
    "district.look": receiving.look, "district.take": receiving.take, "district.refuse": receiving.refuse,
    "district.rollup": rolling_up.district_rollup, "district.export": rolling_up.district_export,
    "disclosure.check": disclosing.disclosure_check,
}


def _month(store: BenchStore) -> tuple[list[float], float]:
    with store.copy() as folder:
        _identity, public = district.new_key_pair()
        told = _in_a_process("month", folder, *store.people[Role.COORDINATOR.value], public, PROGRAMS)
    taken, peak = json.loads(told)
    return taken, peak


def _read_notes(desk: Desk) -> list[float]:
    """Milliseconds of each slice."""
    taken, whole = [], []
    while not whole:
        taken.append(timed(lambda: note_search.read_on(desk) and whole.append(1)))
    return taken


def _check_in(desk: Desk, student: int) -> None:
    visits.check_in(desk, student, reason="talk_with_peer", origin="walk_in")


def _count_again(store: BenchStore, folder: Path, expected: int) -> None:
    """In a new process: what was committed is there."""
    person, passphrase = store.people[Role.FRONT_DESK.value]
    done = subprocess.run([*_MODULE, "tests.bench.recount", str(folder), person, passphrase], check=True,
                          capture_output=True, text=True)
    found = int(done.stdout)
    if found != expected:
        raise AssertionError(f"{expected} visits were committed, {found} are there")
    note(f"counted again in a new process: {found} visits")


def _reviewing(store: BenchStore, name: str, what: str, times: int, unit: str = "ms") -> Figure:
    with store.copy() as folder:
        told = _in_a_process("reviewing", what, folder, *store.people[Role.COORDINATOR.value], times)
    return figure(name, store.visits, json.loads(told), unit=unit)


def _rows(store: BenchStore) -> dict[str, Any]:
    """Measured once for all three figures: it takes minutes."""
    if store.folder not in _ROWS:
        with store.copy() as folder:
            _ROWS[store.folder] = json.loads(_in_a_process(
                "evaluating", folder, *store.people[Role.COORDINATOR.value], str(store.visits)))
    return _ROWS[store.folder]


def _in_a_process(module: str, *arguments: object) -> str:
    done = subprocess.run([*_MODULE, f"tests.bench.{module}", *map(str, arguments)], check=True, capture_output=True,
                          text=True, env=_offscreen())
    return done.stdout


def _quietly(command: list[str]) -> None:
    subprocess.run(command, check=True, env=_offscreen(), stdout=subprocess.DEVNULL)


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
