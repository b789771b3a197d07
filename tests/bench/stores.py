"""Made-up centers of each size, built once and kept under `.bench/` by schema version; every run works on a copy."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import note
from wellnessdesk.domain.people import ROLES_OF_PEOPLE, Role
from wellnessdesk.services import demo, opening
from wellnessdesk.services.desk import Desk
from wellnessdesk.store import bulk, migrate

_SEALED = 1_400
"""Bytes of a sealed note of some lines; two of them fill a page."""
ROOT = Path(__file__).resolve().parents[2] / ".bench"


@dataclass(frozen=True)
class BenchStore:
    """A finished store and who can sign in to it."""

    folder: Path
    visits: int
    people: dict[str, list[str]]

    def sign_in(self, folder: Path, role: Role) -> Desk:
        """The desk of the first person of a role, at a copy."""
        person, passphrase = self.people[role.value]
        return opening.sign_in(folder, person, passphrase)

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """A copy that may be written to, taken away afterwards with the backups that were made of it."""
        target = ROOT / "copy" / f"{time.monotonic_ns()}"
        shutil.copytree(self.folder, target)
        try:
            yield target
        finally:
            shutil.rmtree(target)
            shutil.rmtree(target.with_name(f"{target.name}-backups"), ignore_errors=True)


def prepared(visits: int) -> BenchStore:
    """The store of that many visits, built when it is not there yet."""
    folder = ROOT / f"schema-{migrate.newest()}" / str(visits)
    people = folder.parent / f"{visits}.json"
    if not people.exists():
        shutil.rmtree(folder, ignore_errors=True)
        start = time.perf_counter()
        made = demo.make(folder, size(visits))
        first = {role.value: [made.first(role).id, made.first(role).passphrase] for role in ROLES_OF_PEOPLE}
        people.write_text(json.dumps(first), encoding="utf-8")
        note(f"built {visits} visits in {time.perf_counter() - start:.0f} s")
    return BenchStore(folder, visits, json.loads(people.read_text(encoding="utf-8")))


def size(visits: int) -> demo.Size:
    """A center of that many visits in all: at most 20,000 a year, as the busiest real ones, and 20,000 notes."""
    years = max(1, visits // 20_000)
    notes = 20_000 if visits >= 100_000 else visits // 5
    return demo.Size(visits=visits // years, notes=notes // years, years=years, seed=11)


def grow(desk: Desk, size: int) -> None:
    """Fill a copy up to so many bytes with sealed records, as years of notes would."""
    room = size - desk.store.path.stat().st_size
    rows = [{"kind": "bench", "record": str(number), "version": 1, "blob": os.urandom(_SEALED)}
            for number in range(max(0, room) // 2_048)]
    with desk.store.transaction() as tx:
        bulk.add(tx, "sealed", rows)
