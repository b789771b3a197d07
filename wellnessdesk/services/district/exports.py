"""The district's figures as files for people and other programs: totals, every published number, and a report."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from wellnessdesk.base import files
from wellnessdesk.base.clock import Clock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.base.progress import NO_PROGRESS, Progress, Share
from wellnessdesk.domain import rollup_sql
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.rollup import ALL, Chosen
from wellnessdesk.domain.rollup_answers import Figures, NoFigures
from wellnessdesk.domain.rollup_sql import Engine, Found, Value
from wellnessdesk.exchange import figure_words, figures_parquet, number_tables
from wellnessdesk.reports.district import district_pdf
from wellnessdesk.services.district import rollup
from wellnessdesk.services.district.desk import DistrictDesk, district_act

_TOTALS = {"span": str, "period": str, "table_name": str, "row_key": str, "column_key": str, "line": str, "low": int,
           "high": int, "schools": int, "bundles": int, "blank": int}
_NUMBERS = {**{name: kind for name, kind in rollup_sql.BUNDLES.items() if name not in ("bundle", "kind", "counts")},
            **{name: kind for name, kind in rollup_sql.FIGURES.items() if name != "bundle"}}
_WHOLE = 100
_AT_ONCE = 50
_SPAN = list(rollup_sql.BUNDLES).index("span")  # the period is the next


class Form(StrEnum):
    """A kind of file."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    PARQUET = "parquet"


_NAMES = {
    Form.PDF: ("report.pdf",), Form.XLSX: ("totals.xlsx", "figures.xlsx"), Form.CSV: ("totals.csv", "figures.csv"),
    Form.PARQUET: ("totals.parquet", figures_parquet.BUNDLES_FILE, figures_parquet.FIGURES_FILE,
                   figure_words.WORDS_FILE)}


class AlreadyThere(Problem):
    """Files of these names are in the folder; nothing was written."""


@district_act("district.export")
def export(desk: DistrictDesk, folder: Path, forms: Collection[Form], chosen: Chosen = ALL,
           progress: Progress = NO_PROGRESS, *, replace: bool = False) -> list[Path]:
    """`write` what the desk's store holds."""
    with rollup.opened(desk) as figures:
        return write(figures, desk.clock, folder, forms, chosen, progress, replace=replace)


@district_act("district.export")
def report(desk: DistrictDesk, chosen: Chosen = ALL, progress: Progress = NO_PROGRESS,
           paper: Paper = Paper.LETTER) -> bytes:
    """The `pdf` of what the desk's store holds."""
    with rollup.opened(desk) as figures:
        return pdf(figures, desk.clock, chosen, progress, paper)


def write(figures: Figures, clock: Clock, folder: Path, forms: Collection[Form], chosen: Chosen = ALL,
          progress: Progress = NO_PROGRESS, *, replace: bool = False) -> list[Path]:
    """Write what was chosen into a folder in these forms; all of it or, when it fails or is stopped, nothing.

    `totals` are the district's, from (`low`) and to (`high`, empty where nothing limits it); `figures` every number
    that schools published and that is in force; Parquet has the figures as the two relations that DuckDB and Spark ask
    (`figures_parquet`), and the tables' names. Gives the files. Raises `AlreadyThere` unless they are to be replaced,
    `NoFigures`, or `Problem` when it cannot be written there, or for Parquet where DuckDB is not installed.
    """
    wanted = [form for form in Form if form in forms]
    targets = [folder / name for form in wanted for name in _NAMES[form]]
    if not replace:
        _require_free(targets)
    if not figures.engine.rows(rollup_sql.bundles(chosen)):
        raise NoFigures
    with _told():
        files.make_folder(folder)
        with TemporaryDirectory(dir=folder, prefix=".export-") as draft:
            for number, form in enumerate(wanted):
                share = Share(progress, _WHOLE * number // len(wanted), _WHOLE * (number + 1) // len(wanted))
                if form is Form.PDF:
                    (Path(draft) / _NAMES[form][0]).write_bytes(pdf(figures, clock, chosen, share))
                else:
                    _write(figures, Path(draft), form, chosen, share)
            progress.check_cancelled()  # for the last time: from here on it is done
            for target in targets:
                (Path(draft) / target.name).replace(target)
    return targets


def pdf(figures: Figures, clock: Clock, chosen: Chosen = ALL, progress: Progress = NO_PROGRESS,
        paper: Paper = Paper.LETTER) -> bytes:
    """The newest of the chosen periods as PDF: each table with its chart, schools side by side, and over time.

    Raises `NoFigures`.
    """
    spell, parts = figures.everything(chosen, progress)
    named = [one.name for one in figures.schools() if one.center in chosen.centers]
    about = " · ".join(filter(None, (spell.label, ", ".join(named))))
    return district_pdf(figures.district, about, parts, printed_at=clock.now().astimezone(), paper=paper)


def _require_free(targets: Iterable[Path]) -> None:
    before = [one.name for one in targets if one.exists()]
    if before:
        raise AlreadyThere(ngettext("The file {names} is already in this folder. Nothing was written.",
                                    "The files {names} are already in this folder. Nothing was written.",
                                    len(before)).format(names=", ".join(before)))


def _write(figures: Figures, folder: Path, form: Form, chosen: Chosen, progress: Progress) -> None:
    engine, paths = figures.engine, [folder / name for name in _NAMES[form]]
    bundles = engine.rows(rollup_sql.bundles(chosen))
    numbers = _figures(engine, bundles, progress)
    if form is Form.PARQUET:
        figures_parquet.write_both(folder, bundles, numbers)
        figure_words.write(folder / figure_words.WORDS_FILE, figures.district, figures.words())
        with closing(figures_parquet.OverParquet(folder)) as written:
            figures_parquet.write(paths[0], _TOTALS, written.rows(rollup_sql.everything()))
        return
    _table(paths[0], form, _("Totals"), _TOTALS, _totals(engine, bundles, chosen, progress))
    of = {row[0]: dict(zip(rollup_sql.BUNDLES, row, strict=True)) for row in bundles}
    _table(paths[1], form, _("Figures"), _NUMBERS, (_flat(of, row) for row in numbers))


def _totals(engine: Engine, bundles: Iterable[Found], chosen: Chosen, progress: Progress) -> Iterator[Found]:
    """Every total, period by period: the store sorts what it adds up, and in memory."""
    for _span, period in sorted({bundle[_SPAN:_SPAN + 2] for bundle in bundles}):
        progress.check_cancelled()
        yield from engine.rows(rollup_sql.everything(Chosen(centers=chosen.centers, periods=(str(period),))))


def _figures(engine: Engine, bundles: Sequence[Found], progress: Progress) -> Iterator[Found]:
    """Every figure, a few bundles at a time: a county's do not fit into memory."""
    for done in range(0, len(bundles), _AT_ONCE):
        progress.check_cancelled()
        asked = [str(bundle[0]) for bundle in bundles[done:done + _AT_ONCE]]
        yield from engine.rows(rollup_sql.figures(asked))
        progress.report(done + len(asked), len(bundles))


def _flat(bundles: Mapping[Value | None, Mapping[str, Value | None]], row: Found) -> Found:
    joined = {**bundles[row[0]], **dict(zip(rollup_sql.FIGURES, row, strict=True))}
    return tuple(joined[name] for name in _NUMBERS)


def _table(path: Path, form: Form, title: str, columns: dict[str, type], rows: Iterable[Found]) -> None:
    if form is Form.CSV:
        number_tables.write_csv(path, list(columns), rows)
    else:
        number_tables.write_xlsx(path, title, list(columns), rows)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Problem(_("The files cannot be written there. Check the folder and that there is room.")) from error
    except number_tables.TooManyLines as error:
        raise Problem(_("These are more lines than an Excel sheet can hold. Choose fewer schools or periods, or "
                        "export them as CSV or Parquet.")) from error
