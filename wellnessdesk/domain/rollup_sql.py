"""The district's questions, each once, in the SQL that SQLite, DuckDB and Spark understand alike.

Two relations are read, whatever holds them:

`bundles`: bundle, center, school, kind, span (month, term, year), period, first_day, last_day, school_year (in which
it begins), version, counts (1: its numbers are in force, 0: superseded).
`figures`: bundle, table_name, counted, row_dimension, row_key, column_dimension, column_key, line, value, why, low,
high (`domain.figures`).

Only values are handed over, in the place of a `?`; nothing of a question is written into the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wellnessdesk.domain.rollup import ADD_UP, ALL, At, Chosen

Value = str | int
Found = tuple[Value | None, ...]


class Engine(Protocol):
    """Whatever can answer."""

    def rows(self, question: "Question") -> list[Found]:
        """The answer's rows, in the order that the question asks for."""


@dataclass(frozen=True, slots=True)
class Question:
    """SQL, and the values for its question marks. In `text` the relations are `$bundles` and `$figures`."""

    text: str
    values: tuple[Value, ...] = ()

    @property
    def sql(self) -> str:
        """For an engine in which the relations are there by name."""
        return self.over("bundles", "figures")

    def over(self, bundles: str, figures: str) -> str:
        """The SQL over these two, names or queries in brackets."""
        return self.text.replace("$bundles", bundles).replace("$figures", figures)


BUNDLES = {"bundle": str, "center": str, "school": str, "kind": str, "span": str, "period": str, "first_day": str,
           "last_day": str, "school_year": int, "version": int, "counts": int}
FIGURES = {"bundle": str, "table_name": str, "counted": str, "row_dimension": str, "row_key": str,
           "column_dimension": str, "column_key": str, "line": str, "value": int, "why": str, "low": int, "high": int}
"""The columns of the relations. Days are texts of ISO 8601: so they sort in every engine."""

_ADDED = """
    CAST(SUM(f.low) AS BIGINT) AS low,
    CASE WHEN COUNT(f.high) = COUNT(*) THEN CAST(SUM(f.high) AS BIGINT) END AS high,
    {schools} AS schools,
    COUNT(*) AS bundles,
    SUM(CASE WHEN f.why = '' THEN 0 ELSE 1 END) AS blank"""
# Of a period one bundle of each center is in force, and it has one number a place: so many numbers are so many
# schools. To count them apart (DISTINCT) takes ten times as long, so only who adds up several periods does.
_TOTAL = _ADDED.format(schools="COUNT(*)")
_OF_YEAR = _ADDED.format(schools="COUNT(DISTINCT b.center)")
_FROM = "FROM $figures f JOIN $bundles b ON b.bundle = f.bundle WHERE b.counts = 1"
_PLACE = "f.row_key = ? AND f.column_key = ?"


def spells() -> Question:
    """(span, period, first day, schools) of every period that figures were received for, the newest first."""
    return Question("""SELECT b.span, b.period, MIN(b.first_day) AS begins, COUNT(DISTINCT b.center) AS schools
        FROM $bundles b WHERE b.counts = 1 AND b.kind = 'aggregate'
        GROUP BY b.span, b.period ORDER BY begins DESC, b.span, b.period""")


def schools() -> Question:
    """(center, school), as the newest of the bundles in force names it."""
    return Question("""SELECT center, school FROM (
            SELECT center, school, ROW_NUMBER() OVER (PARTITION BY center ORDER BY last_day DESC, bundle) AS place
            FROM $bundles WHERE counts = 1 AND kind = 'aggregate') newest
        WHERE place = 1 ORDER BY school, center""")


def table(name: str, period: str, centers: Sequence[str] = ()) -> Question:
    """(row key, column key, total) of each place of a table, over all schools or some."""
    only, of = _only(Chosen(centers=tuple(centers)))
    return Question(f"""SELECT f.row_key, f.column_key, {_TOTAL} {_FROM} AND f.table_name = ? AND b.period = ?{only}
        GROUP BY f.row_key, f.column_key ORDER BY f.row_key, f.column_key""", (name, period, *of))


def compare(name: str, period: str, at: At, centers: Sequence[str] = ()) -> Question:
    """(center, total) of one place of a table."""
    only, of = _only(Chosen(centers=tuple(centers)))
    return Question(f"""SELECT b.center, {_TOTAL} {_FROM} AND f.table_name = ? AND b.period = ? AND {_PLACE}{only}
        GROUP BY b.center ORDER BY b.center""", (name, period, *_place(at), *of))


def trend(name: str, span: str, at: At, chosen: Chosen = ALL) -> Question:
    """(period, first day, total) of one place of a table, the oldest first."""
    only, of = _only(chosen)
    return Question(f"""SELECT b.period, MIN(b.first_day) AS begins, {_TOTAL} {_FROM}
            AND f.table_name = ? AND b.span = ? AND {_PLACE}{only}
        GROUP BY b.period ORDER BY begins, b.period""", (name, span, *_place(at), *of))


def yearly(name: str, span: str, at: At, chosen: Chosen = ALL) -> Question:
    """(school year, first day, total): the periods of a school year added up, for what may be added over time."""
    may = ", ".join("?" * len(ADD_UP))
    only, of = _only(chosen)
    return Question(f"""SELECT CAST(b.school_year AS BIGINT) AS year, MIN(b.first_day) AS begins, {_OF_YEAR} {_FROM}
            AND f.table_name = ? AND b.span = ? AND {_PLACE} AND f.counted IN ({may}){only}
        GROUP BY b.school_year ORDER BY year""", (name, span, *_place(at), *sorted(ADD_UP), *of))


def everything(chosen: Chosen = ALL) -> Question:
    """(span, period, table, row key, column key, line, total): every total there is.

    A place has one line, whatever the schools call it: what is a cell where a table is counted one way is the total of
    a row where it is counted two ways, and so it is called where any of them counts two ways.
    """
    keys = "b.span, b.period, f.table_name, f.row_key, f.column_key"
    line = "MAX(MAX(f.line)) OVER (PARTITION BY f.table_name, f.row_key, f.column_key)"  # row_total is after cell
    only, of = _only(chosen)
    return Question(f"SELECT {keys}, {line} AS line, {_TOTAL} {_FROM}{only} GROUP BY {keys} ORDER BY {keys}", of)


def bundles(chosen: Chosen = ALL) -> Question:
    """Every bundle in force, as the relation has it."""
    only, of = _only(chosen)
    return Question(f"""SELECT {', '.join(f'b.{name}' for name in BUNDLES)} FROM $bundles b
        WHERE b.counts = 1 AND b.kind = 'aggregate'{only} ORDER BY b.bundle""", of)  # noqa: S608 - names of our own


def figures(bundles: Sequence[str]) -> Question:
    """Every figure of some bundles, as the relation has it and as it lies there: the store sorts four times as long as
    it reads. Who takes a few bundles after the others needs no memory."""
    return Question(f"""SELECT {', '.join(f'f.{name}' for name in FIGURES)} FROM $figures f
        WHERE f.bundle IN ({', '.join('?' * len(bundles))})""", tuple(bundles))  # noqa: S608 - names of our own


def _only(chosen: Chosen) -> tuple[str, tuple[str, ...]]:
    """What a question about some schools and periods says beyond the others, and its values."""
    wanted = [(column, keys) for column, keys in (("center", chosen.centers), ("period", chosen.periods)) if keys]
    text = "".join(f" AND b.{column} IN ({', '.join('?' * len(keys))})" for column, keys in wanted)
    return text, tuple(key for _column, keys in wanted for key in keys)


def _place(at: At) -> Sequence[str]:
    return at.row_key, at.column_key

