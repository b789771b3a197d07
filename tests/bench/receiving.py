"""A district's inbox: a thousand bundles of a hundred centers, as large as this center's; and the worst refusal."""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from tests import bad_bundles
from tests.bench.measure import Figure, figure, note, timed
from tests.bench.stores import BenchStore
from tests.districts import Sender, line, new_district, words
from wellnessdesk.domain.people import Role
from wellnessdesk.domain.tables import PublishedTable
from wellnessdesk.services import bundle_periods, bundles, district, recipients
from wellnessdesk.services.district import centers, inbox
from wellnessdesk.services.district.desk import DistrictDesk

CENTERS, MONTHS = 100, 10


def look(store: BenchStore) -> Iterator[Figure]:
    """Verify and open a thousand bundles; floor: bare age and zip, every byte of every file read."""
    with _received(store) as (desk, paths):
        keys = [pyrage.x25519.Identity.from_str(secret) for secret in desk.keys.secrets]
        values = [timed(lambda: inbox.look(desk, paths))]
        floors = [timed(lambda: [_opened(path, keys) for path in paths])]
        note(f"{len(paths)} bundles of {paths[0].stat().st_size} bytes")
    yield figure("district.look", store.visits, values, floors)


def take(store: BenchStore) -> Iterator[Figure]:
    """Take the same thousand, which opens each of them again, into one transaction."""
    with _received(store) as (desk, paths):
        looked = inbox.look(desk, paths)
        values = [timed(lambda: inbox.take(desk, looked))]
    yield figure("district.take", store.visits, values)


def refuse(store: BenchStore) -> Iterator[Figure]:
    """The file meant to harm that takes longest to be refused, of `tests.bad_bundles`."""
    with _district() as (desk, folder):
        center, values = _known(desk, folder, 0), {}
        for name in bad_bundles.BAD:
            path = bad_bundles.written(center, folder / "bad.age", name)
            values[name] = timed(lambda path=path: inbox.look(desk, [path]))
    worst = max(values, key=values.__getitem__)
    note(f"the worst: {worst}")
    yield figure("district.refuse", store.visits, [values[worst]])


@contextmanager
def _received(store: BenchStore) -> Iterator[tuple[DistrictDesk, list[Path]]]:
    tables = _month_of(store)
    with _district() as (desk, folder):
        senders = [_known(desk, folder, number) for number in range(CENTERS)]
        yield desk, [sender.send(tables=tables) for _month in range(MONTHS) for sender in senders]


@contextmanager
def _district() -> Iterator[tuple[DistrictDesk, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        desk = new_district(Path(folder) / "district")
        yield desk, Path(folder)
        desk.close()


def _known(desk: DistrictDesk, folder: Path, number: int) -> Sender:
    center, seed = f"center-{number:03d}", number.to_bytes(32, "big")
    centers.add(desk, line(center, seed), f"Center {number}", words=words(seed))
    return Sender(desk, folder / center, center, seed)


def _month_of(store: BenchStore) -> tuple[PublishedTable, ...]:
    """The tables of a month of the bench's own center."""
    identity, public = district.new_key_pair()
    with store.copy() as folder, tempfile.TemporaryDirectory() as target:
        desk = store.sign_in(folder, Role.COORDINATOR)
        to = recipients.add(desk, "Bench District", public, compared=True).id
        bundles.write(desk, to, bundle_periods.offered(desk)[0], purpose="bench", folder=Path(target))
        desk.close()
        (path,) = Path(target).glob("*.age")
        return district.open_bundle(path, identity).tables


def _opened(path: Path, keys: list[pyrage.x25519.Identity]) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(path.read_bytes(), keys))) as archive:
        return [archive.read(member) for member in archive.infolist()]
