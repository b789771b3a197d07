"""Every total of a county from bundles' tables in Parquet, and how a district's store becomes such files; the numbers
are made up."""

import random
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from tests.bench.evaluating import forget, memory
from tests.bench.measure import Figure, figure, in_turns, note, timed
from tests.bench.stores import BenchStore
from tests.districts import line, new_district, words
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.district import AGGREGATE, Receipt
from wellnessdesk.domain.figures import Figure as Number
from wellnessdesk.domain.figures import Spot
from wellnessdesk.exchange.figures_parquet import BUNDLES_FILE, FIGURES_FILE, OverParquet
from wellnessdesk.services.district import centers, exports
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.store.district import figures, received
from wellnessdesk.store.district.rollup import InStore

MONTHS = 120
"""Ten years of monthly bundles, of as many schools as there are thousands of visits: 120,000 bundles at a million."""
EXPORTED_MONTHS = 8
"""Of them in a store that is exported: 2 million numbers at a million visits. A county's have 40 million."""
_SPOTS = 250
"""Numbers a bundle has: 10 tables of 25."""

_BUNDLES = """CREATE TABLE bundles AS SELECT
    uuid()::VARCHAR AS bundle, 'c' || school AS center, 'School ' || school AS school, 'aggregate' AS kind,
    'month' AS span, strftime(DATE '2016-08-01' + to_months(m::INT), '%Y-%m') AS period,
    strftime(DATE '2016-08-01' + to_months(m::INT), '%Y-%m-%d') AS first_day,
    strftime(DATE '2016-08-28' + to_months(m::INT), '%Y-%m-%d') AS last_day,
    2016 + (m::INT + 1) // 12 AS school_year, version::BIGINT AS version,
    CASE WHEN version = 2 OR (school + m) % 20 <> 0 THEN 1 ELSE 0 END::BIGINT AS counts
    FROM range(?) s(school), range(?) t(m), range(1, 3) v(version) WHERE version = 1 OR (school + m) % 20 = 0"""
_FIGURES = """CREATE VIEW figures AS SELECT
    bundle, 'table_' || (spot // 25) AS table_name, 'visits' AS counted, 'reason' AS row_dimension,
    CASE WHEN spot % 5 = 0 THEN '' ELSE 'r' || spot % 5 END AS row_key, 'grade' AS column_dimension,
    CASE WHEN spot // 5 % 5 = 0 THEN '' ELSE 'g' || spot // 5 % 5 END AS column_key, 'cell' AS line,
    CASE WHEN n BETWEEN 1 AND 10 THEN NULL ELSE n END AS value, CASE WHEN n BETWEEN 1 AND 10 THEN 'small' ELSE '' END
    AS why, CASE WHEN n BETWEEN 1 AND 10 THEN 1 ELSE n END AS low,
    CASE WHEN n BETWEEN 1 AND 10 THEN 10 ELSE n END AS high
    FROM (SELECT bundle, spot, (hash(bundle, spot) % 60)::BIGINT AS n FROM bundles, range(?) p(spot)) made"""


def district_rollup(store: BenchStore) -> Iterator[Figure]:
    """Every total of every period; floor: DuckDB reading the same numbers and adding them up once."""
    with tempfile.TemporaryDirectory() as folder:
        bundles = simulated(Path(folder), max(1, store.visits // 1_000), MONTHS)
        engine, plain = OverParquet(Path(folder)), _duck()
        read = f"SELECT SUM(low), SUM(high), COUNT(bundle) FROM '{folder}/{FIGURES_FILE}'"  # noqa: S608
        begun = time.process_time()
        ones, floors = in_turns(3, lambda: engine.rows(rollup_sql.everything()), lambda: plain.execute(read).fetchall())
        note(f"{bundles} bundles, {bundles * _SPOTS} numbers; processor time {time.process_time() - begun:.1f} s "
             "for three of each")
        yield figure("district.rollup", store.visits, ones, floors)
        engine.close()


def district_export(store: BenchStore) -> Iterator[Figure]:
    """A district's store written as Parquet; floor: the store giving out the same numbers, and nobody takes them."""
    with tempfile.TemporaryDirectory() as folder:
        desk = new_district(Path(folder) / "district")
        bundles = _filled(desk, max(1, store.visits // 1_000), EXPORTED_MONTHS)
        floors = [timed(lambda: _read(desk, bundles))]
        forget()
        before = memory("VmRSS")
        values = [timed(lambda: exports.export(desk, Path(folder) / "out", [exports.Form.PARQUET]))]
        numbers = len(bundles) * _SPOTS
        note(f"{numbers} numbers, {numbers / values[0]:.0f} thousand a second; memory: {before:.0f} MB before, "
             f"{memory('VmHWM'):.0f} MB at most")
        desk.close()
    yield figure("district.export", store.visits, values, floors)


def _read(desk: DistrictDesk, bundles: list[str]) -> None:
    with desk.reading() as tx:
        for first in range(0, len(bundles), 50):
            InStore(tx).rows(rollup_sql.figures(bundles[first:first + 50]))


def _filled(desk: DistrictDesk, schools: int, months: int) -> list[str]:
    """The ids of the bundles of so many schools and months, which the store now has the numbers of."""
    dice, made = random.Random(7), list[str]()
    centers.add(desk, line("center"), "Center", words=words())
    for school in range(schools):
        with desk.change() as tx:
            for month in range(1, months + 1):
                made.append(str(uuid.UUID(int=dice.getrandbits(128))))
                received.add(tx, _receipt(made[-1], f"School {school}", month))
                figures.add(tx, made[-1], [_number(dice, spot) for spot in range(_SPOTS)])
    return made


def _receipt(bundle: str, school: str, month: int) -> Receipt:
    day, now = date(2026, month, 1), datetime(2027, 1, 1, tzinfo=UTC)
    return Receipt(id=bundle, center_id="center", center="Center", school=school, kind=AGGREGATE, period=f"{day:%Y-%m}",
                   first_day=day, last_day=day.replace(day=28), version=1, sequence=month, previous="", hash=bundle,
                   size=0, supersedes="", audit_sequence=month, audit_head="", purpose="", authority="", created=now,
                   program="", demo=True, file_name="", taken_at=now, counts=True)


def _number(dice: random.Random, spot: int) -> Number:
    n = dice.randrange(60)
    small = 0 < n <= 10
    at = Spot(table_name=f"table_{spot // 25}", counted="visits", row_dimension="reason",
              row_key=f"r{spot % 5}" if spot % 5 else "", column_dimension="grade",
              column_key=f"g{spot // 5 % 5}" if spot // 5 % 5 else "", line="cell")
    return Number(spot=at, value=None if small else n, why="small" if small else "", low=1 if small else n,
                  high=10 if small else n)


def simulated(folder: Path, schools: int, months: int) -> int:
    """Fill a folder as the export does; how many bundles."""
    made = _duck()
    made.execute(_BUNDLES, [schools, months])
    made.execute(_FIGURES.replace("?", str(_SPOTS)))
    made.sql("FROM bundles").write_parquet(str(folder / BUNDLES_FILE), compression="zstd")
    made.sql("FROM figures").write_parquet(str(folder / FIGURES_FILE), compression="zstd")
    return int(made.execute("SELECT COUNT(*) FROM bundles").fetchall()[0][0])


def _duck() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute("SET enable_progress_bar = false")
    return made
