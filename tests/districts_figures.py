"""Bundles' tables of made-up schools as the rows of the roll-up, and the same rows in a store as plain as can be."""

import random

from sqlcipher3 import dbapi2

from tests.exchange.tables import one_way, suppress, two_way
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.figures import figures_of
from wellnessdesk.domain.rollup import WHOLE, At, Chosen
from wellnessdesk.domain.rollup_sql import BUNDLES, FIGURES

SOME_OF_IT = Chosen(centers=("c3", "c1"), periods=("2025-09", "2025-10"))
SOME = At(row_key="r1", column_key="c1")
QUESTIONS = [
    rollup_sql.spells(), rollup_sql.schools(), rollup_sql.everything(), rollup_sql.bundles(),
    rollup_sql.figures(["b1-2025-10-1", "b3-2026-01-1"]), rollup_sql.everything(SOME_OF_IT),
    rollup_sql.bundles(SOME_OF_IT),
    rollup_sql.table("students", "2026-01", ("c1", "c3")),
    rollup_sql.compare("students", "2026-01", WHOLE, ("c1", "c3")),
    rollup_sql.table("visits_by_reason", "2026-09"), rollup_sql.compare("students", "2025-10", WHOLE),
    rollup_sql.compare("visits_by_reason", "2025-10", SOME), rollup_sql.trend("visits_by_reason", "month", SOME),
    rollup_sql.trend("students", "month", WHOLE, SOME_OF_IT), rollup_sql.yearly("visits_by_reason", "month", WHOLE),
    rollup_sql.yearly("students", "month", WHOLE), rollup_sql.trend("x' OR '1'='1", "month", WHOLE),
]
MONTHS = ("2025-09", "2025-10", "2026-01", "2026-09")


def made_up(seed, schools=5):
    """(rows of `bundles`, rows of `figures`): every month of every school, some of them corrected, a few missing."""
    dice = random.Random(seed)
    bundles, figures = [], []
    for school in range(schools):
        for month in MONTHS:
            for version in range(1, dice.choice((1, 2, 2, 3))):
                _issue(dice, school, month, version, bundles, figures)
    last = {(row[1], row[5]): row[9] for row in bundles}
    return [(*row[:10], int(last[row[1], row[5]] == row[9])) for row in bundles], figures


def _issue(dice, school, month, version, bundles, figures):
    year = int(month[:4]) - (month[5:] < "07")
    number = f"b{school}-{month}-{version}"
    bundles.append((number, f"c{school}", f"School {school}", "aggregate", "month", month, f"{month}-01", f"{month}-28",
                    year, version, 1))
    for table in (suppress(two_way([[count(dice) for _c in range(3)] for _r in range(3)])),
                  suppress(one_way([count(dice) for _r in range(4)], name="students", counted="students"))):
        figures += rows(number, table)


def rows(bundle, table):
    """A published table of a bundle as rows of `figures`."""
    return [(bundle, *(getattr(one.spot, name) for name in list(FIGURES)[1:8]), one.value, one.why, one.low, one.high)
            for one in figures_of(table)]


def count(dice):
    return dice.choice((0, dice.randint(1, 10), dice.randint(11, 200)))


class Plain:
    """SQLite with two plain tables, as an engine."""

    def __init__(self, bundles, figures):
        self._db = dbapi2.connect(":memory:")
        for name, columns, rows in (("bundles", BUNDLES, bundles), ("figures", FIGURES, figures)):
            self._db.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            marks = ", ".join("?" * len(columns))
            self._db.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - names of our own

    def rows(self, question):
        return self._db.execute(question.sql, question.values).fetchall()
