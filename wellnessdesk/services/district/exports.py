"""The district's figures as files for other programs: every total, or every published number of every school."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.rollup_sql import Found, Value
from wellnessdesk.exchange import figures_parquet, number_tables
from wellnessdesk.services.district.desk import DistrictDesk, district_act
from wellnessdesk.store.district.rollup import InStore

_TOTALS = {"span": str, "period": str, "table_name": str, "row_key": str, "column_key": str, "line": str, "low": int,
           "high": int, "schools": int, "bundles": int, "blank": int}
_NUMBERS = {**{name: kind for name, kind in rollup_sql.BUNDLES.items() if name not in ("bundle", "kind", "counts")},
            **{name: kind for name, kind in rollup_sql.FIGURES.items() if name != "bundle"}}


class Form(StrEnum):
    """The kind of file."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


@district_act("district.export")
def totals(desk: DistrictDesk, path: Path, form: Form) -> None:
    """Write every total of the district, from (`low`) and to (`high`, empty where nothing limits it).

    Raises `Problem` when it cannot be written there, or for Parquet where DuckDB is not installed.
    """
    with desk.reading() as tx:
        found = InStore(tx).rows(rollup_sql.everything())
    _written(path, form, _("Totals"), _TOTALS, found)


@district_act("district.export")
def numbers(desk: DistrictDesk, path: Path, form: Form) -> None:
    """Write every number that schools published and that is in force: one file; as Parquet a folder with the two
    relations that DuckDB and Spark ask (`figures_parquet`). Raises as `totals` does."""
    with desk.reading() as tx:
        bundles, figures = (InStore(tx).rows(asked()) for asked in (rollup_sql.bundles, rollup_sql.figures))
    if form is Form.PARQUET:
        with _told():
            path.mkdir(exist_ok=True)
            figures_parquet.write_both(path, bundles, figures)
        return
    of = {row[0]: dict(zip(rollup_sql.BUNDLES, row, strict=True)) for row in bundles}
    _written(path, form, _("Figures"), _NUMBERS, (_flat(of, row) for row in figures))


def _flat(bundles: Mapping[Value | None, Mapping[str, Value | None]], row: Found) -> Found:
    joined = {**bundles[row[0]], **dict(zip(rollup_sql.FIGURES, row, strict=True))}
    return tuple(joined[name] for name in _NUMBERS)


def _written(path: Path, form: Form, title: str, columns: dict[str, type], rows: Iterable[Found]) -> None:
    with _told():
        if form is Form.CSV:
            number_tables.write_csv(path, list(columns), rows)
        elif form is Form.XLSX:
            number_tables.write_xlsx(path, title, list(columns), rows)
        else:
            figures_parquet.write(path, columns, rows)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Problem(_("The file cannot be written there. Check the folder and that there is room.")) from error
    except number_tables.TooManyLines as error:
        raise Problem(_("These are more lines than an Excel sheet can hold. Export them as CSV or Parquet.")) from error
