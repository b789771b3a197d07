"""`wellnessdesk district rollup|export|report`: the district's figures on the terminal and as files."""

import argparse
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.clock import SystemClock
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli.console import Percents, ask_passphrase, say, say_json
from wellnessdesk.cli.files import write_new
from wellnessdesk.domain.rollup import At, Chosen, DistrictTable, kind_hint, missing_label
from wellnessdesk.domain.rollup_answers import Figures
from wellnessdesk.services.district import exported, exports, rollup
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.services.district.exported import LOCAL, With
from wellnessdesk.services.district.exports import Form

_GAP = 2
_TABLES = [form.value for form in Form if form is not Form.PDF]


def add_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`district rollup`, `export` and `report`."""
    _add_rollup(_verb(verbs, "rollup", _("show the schools' numbers put together")))
    _add_export(_verb(verbs, "export", _("write the figures as files for other programs")))
    _add_report(_verb(verbs, "report", _("write the figures as a PDF, with charts")))


def _verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str,
          about: str) -> argparse.ArgumentParser:
    """With where the figures lie, and which schools and periods of them are meant."""
    parser = verbs.add_parser(name, help=about, description=about)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--district", type=Path, metavar="DIR", help=_("the district's folder"))
    where.add_argument("--from", dest="exported", type=Path, metavar="DIR",
                       help=_("a folder of exported Parquet files; needs no passphrase"))
    parser.add_argument("--engine", choices=[one.value for one in With],
                        help=_("what adds up the exported files; without, duckdb"))
    parser.add_argument("--master", metavar="URL",
                        help=_("the Spark cluster, as spark://host:7077; without, this computer"))
    parser.add_argument("--json", action="store_true", help=_("one line of JSON"))
    parser.add_argument("--period", action="append", default=[], metavar="CODE",
                        help=_("only this period, as 2026-09; may be said again"))
    parser.add_argument("--school", action="append", default=[], metavar="NAME",
                        help=_("only this school, or the center of this id; may be said again"))
    parser.set_defaults(refuse=parser.error)
    return parser


def _add_rollup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--table", action="append", default=[], metavar="NAME",
                        help=_("only this table, by its title or its name in the files; may be said again"))


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", action="append", choices=_TABLES, required=True, help=_("may be said again"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder for the files"))
    parser.add_argument("--replace", action="store_true", help=_("write over the files of an earlier export"))


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("a new PDF file"))


def run(arguments: argparse.Namespace) -> int:
    """One of these verbs, over the district's store or over what was exported from it."""
    if (arguments.engine and not arguments.exported) or (arguments.master and arguments.engine != With.SPARK):
        arguments.refuse(_("--engine goes with --from, and --master with --engine spark"))
    with _figures(arguments) as figures:
        return VERBS[arguments.what](figures, arguments)


def _figures(arguments: argparse.Namespace) -> AbstractContextManager[Figures]:
    if arguments.exported:
        return exported.opened(arguments.exported, With(arguments.engine or With.DUCKDB), arguments.master or LOCAL)
    return _of_store(arguments.district)


@contextmanager
def _of_store(folder: Path) -> Iterator[Figures]:
    with closing(DistrictDesk.open(folder, ask_passphrase())) as desk, rollup.opened(desk) as figures:
        yield figures


def _show(figures: Figures, arguments: argparse.Namespace) -> int:
    """The chosen tables of the newest of the chosen periods."""
    found = figures.whole(_chosen(figures, arguments))
    tables = [_one_of(found, name) for name in arguments.table] or found
    if arguments.json:
        say_json({"good": True, "code": 0, "tables": [_facts(one) for one in tables]})
        return 0
    for one in tables:
        _tell(one)
    if any(total.blank for one in tables for total in one.totals.values()):
        say(_("From–to: schools hide small counts, and some others so that no small one can be worked out. The true "
              "number lies between the two."))
    return 0


def _export(figures: Figures, arguments: argparse.Namespace) -> int:
    """All files, or none."""
    written = exports.write(figures, SystemClock(), arguments.out, [Form(one) for one in arguments.format],
                            _chosen(figures, arguments), Percents(), replace=arguments.replace)
    _tell_written(written, arguments)
    return 0


def _report(figures: Figures, arguments: argparse.Namespace) -> int:
    """One new PDF file."""
    made = exports.pdf(figures, SystemClock(), _chosen(figures, arguments), Percents())
    try:
        write_new(arguments.out, made)
    except FileExistsError as error:
        raise Problem(_("This file is already there. Nothing was written.")) from error
    except OSError as error:
        raise Problem(_("The files cannot be written there. Check the folder and that there is room.")) from error
    _tell_written([arguments.out], arguments)
    return 0


VERBS: dict[str, Callable[[Figures, argparse.Namespace], int]] = {
    "rollup": _show, "export": _export, "report": _report}


def _chosen(figures: Figures, arguments: argparse.Namespace) -> Chosen:
    known = {one.spell.code: one for one in figures.spells()}
    for code in arguments.period:
        if code not in known:
            raise Problem(_("There is no period {code}. There is: {known}.").format(code=code, known=", ".join(known)))
    return Chosen(centers=tuple(_centers(figures, arguments.school)), periods=tuple(arguments.period))


def _centers(figures: Figures, wanted: Sequence[str]) -> Iterator[str]:
    schools = figures.schools() if wanted else []
    for name in wanted:
        found = [one.center for one in schools if name.casefold() in (one.center.casefold(), one.name.casefold())]
        if not found:
            raise Problem(_("There is no school {name}. There is: {known}.").format(
                name=name, known=", ".join(one.name for one in schools)))
        yield from found


def _one_of(tables: Sequence[DistrictTable], name: str) -> DistrictTable:
    found = next((one for one in tables if name.casefold() in (one.words.name, one.words.title.casefold())), None)
    if found is None:
        raise Problem(_("There is no table {name}. There is: {known}.").format(
            name=name, known=", ".join(one.words.name for one in tables)))
    return found


def _facts(table: DistrictTable) -> dict[str, object]:
    return {"table": table.words.name, "title": table.words.title, "period": table.spell.code,
            "schools": table.schools, "missing": [one.name for one in table.missing],
            "totals": [{"row": at.row_key, "column": at.column_key, "low": total.low, "high": total.high,
                        "schools": total.schools, "bundles": total.bundles, "blank": total.blank}
                       for at, total in table.totals.items()]}


def _tell(table: DistrictTable) -> None:
    words = table.words
    schools = ngettext("{n} school", "{n} schools", table.schools).format(n=formats.number(table.schools))
    say(f"{words.title} ({words.name}) · {table.spell.label} · {schools}")
    for hint in filter(None, (missing_label(table.missing), kind_hint(table.spell.kind))):
        say(hint)
    columns = {**words.columns, "": _("All") if words.columns else _("Count")}
    rows = {**words.rows, "": _("All")}
    grid = [[words.rows_title, *columns.values()],
            *([label, *(_said(table, row, column) for column in columns)] for row, label in rows.items())]
    for line in _lines(grid):
        say(f"  {line}")
    say()


def _said(table: DistrictTable, row: str, column: str) -> str:
    total = table.totals.get(At(row_key=row, column_key=column))
    return total.said() if total else "–"


def _lines(grid: Sequence[Sequence[str]]) -> Iterator[str]:
    """Aligned, the first column at the left; what is wider than the terminal goes on below, by whole columns."""
    widths = [max(map(len, column)) + _GAP for column in zip(*grid, strict=True)]
    for columns in _fitting(widths, shutil.get_terminal_size().columns - _GAP):
        for row in grid:
            yield row[0].ljust(widths[0]) + "".join(row[place].rjust(widths[place]) for place in columns)


def _fitting(widths: Sequence[int], room: int) -> Iterable[list[int]]:
    slices: list[list[int]] = [[]]
    for place in range(1, len(widths)):
        if slices[-1] and widths[0] + sum(widths[one] for one in (*slices[-1], place)) > room:
            slices.append([])
        slices[-1].append(place)
    return slices


def _tell_written(written: Sequence[Path], arguments: argparse.Namespace) -> None:
    if arguments.json:
        say_json({"good": True, "code": 0, "files": [str(one) for one in written]})
        return
    for one in written:
        say(_("Written: {file}").format(file=one))
