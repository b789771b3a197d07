"""`wellnessdesk district rollup|export|report`: the district's figures on the terminal and as files."""

import argparse
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli.console import say, say_json
from wellnessdesk.cli.files import write_new
from wellnessdesk.domain.rollup import At, Chosen, DistrictTable, kind_hint, missing_label
from wellnessdesk.services.district import exports, rollup
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.services.district.exports import Form

_GAP = 2
_TABLES = [form.value for form in Form if form is not Form.PDF]


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Which schools and periods."""
    parser.add_argument("--period", action="append", default=[], metavar="CODE",
                        help=_("only this period, as 2026-09; may be said again"))
    parser.add_argument("--school", action="append", default=[], metavar="NAME",
                        help=_("only this school, or the center of this id; may be said again"))


def add_rollup(parser: argparse.ArgumentParser) -> None:
    """What can be said after `district rollup`."""
    add_choice(parser)
    parser.add_argument("--table", action="append", default=[], metavar="NAME",
                        help=_("only this table, by its title or its name in the files; may be said again"))


def add_export(parser: argparse.ArgumentParser) -> None:
    """What can be said after `district export`."""
    add_choice(parser)
    parser.add_argument("--format", action="append", choices=_TABLES, required=True, help=_("may be said again"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("the folder for the files"))
    parser.add_argument("--replace", action="store_true", help=_("write over the files of an earlier export"))


def add_report(parser: argparse.ArgumentParser) -> None:
    """What can be said after `district report`."""
    add_choice(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("a new PDF file"))


def show(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    """`rollup`: the chosen tables of the newest of the chosen periods."""
    found = rollup.whole(desk, _chosen(desk, arguments))
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


def export(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    """`export`: all files, or none."""
    written = exports.export(desk, arguments.out, [Form(one) for one in arguments.format], _chosen(desk, arguments),
                             replace=arguments.replace)
    _tell_written(written, arguments)
    return 0


def report(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    """`report`: one new PDF file."""
    made = exports.report(desk, _chosen(desk, arguments))
    try:
        write_new(arguments.out, made)
    except FileExistsError as error:
        raise Problem(_("This file is already there. Nothing was written.")) from error
    except OSError as error:
        raise Problem(_("The files cannot be written there. Check the folder and that there is room.")) from error
    _tell_written([arguments.out], arguments)
    return 0


def _chosen(desk: DistrictDesk, arguments: argparse.Namespace) -> Chosen:
    known = {one.spell.code: one for one in rollup.spells(desk)}
    for code in arguments.period:
        if code not in known:
            raise Problem(_("There is no period {code}. There is: {known}.").format(code=code, known=", ".join(known)))
    return Chosen(centers=tuple(_centers(desk, arguments.school)), periods=tuple(arguments.period))


def _centers(desk: DistrictDesk, wanted: Sequence[str]) -> Iterator[str]:
    schools = rollup.schools(desk) if wanted else []
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
