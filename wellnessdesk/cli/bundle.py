"""`wellnessdesk bundle verify|inspect|open`: what age, unzip, ssh-keygen and frictionless do, in clear words."""

import argparse
from dataclasses import asdict
from pathlib import Path

from wellnessdesk.base import files, formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli import looked
from wellnessdesk.cli.console import Percents, ask_passphrase, fail, say, say_json
from wellnessdesk.domain.bundle_words import kind_label
from wellnessdesk.domain.bundles import BundleMeta
from wellnessdesk.domain.district import CODES
from wellnessdesk.domain.tables import Place, PublishedTable, Why, why_text
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.services import district
from wellnessdesk.services.district import OpenedBundle, OpenedRows, inbox, verdicts
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.services.district.unpacking import Opened, unpacked

_LARGEST_KEY_FILE = 65_536


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `bundle`."""
    parser.epilog = looked.codes()
    verbs = parser.add_subparsers(dest="what", required=True)
    for name, about in (("verify", _("check that it is whole and who signed it")),
                        ("inspect", _("show what it contains")), ("open", _("unpack it into a new folder"))):
        verb = verbs.add_parser(name, help=about)
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.add_argument("--identity", type=Path, required=name != "verify", metavar="KEYFILE",
                          help=_("the district's secret age key"))
        verb.add_argument("--allowed-signers", type=Path, metavar="FILE",
                          help=_("the line the center gave when you agreed on bundles"))
        verb.add_argument("--json", action="store_true", help=_("one line of JSON"))
        if name == "open":
            verb.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("a new folder"))
        if name == "verify":
            verb.epilog = looked.codes()
            verb.add_argument("--district", type=Path, metavar="DIR", help=_(
                "a district's folder, in place of the two files: it knows its centers, and what came before"))
            verb.set_defaults(refuse=verb.error)


def run(arguments: argparse.Namespace) -> int:
    """0 when the bundle is good; else the code of its verdict (`domain.district.CODES`)."""
    if arguments.what == "verify":
        _require_keys(arguments)
    try:
        if arguments.what == "verify" and arguments.district:
            return _judge(arguments)
        signers = _text(arguments.allowed_signers) if arguments.allowed_signers else ""
        identity = _text(arguments.identity)

        def opening(out: Path | None = None) -> Opened:
            return district.open_any(arguments.file, identity, signers, out, Percents())

        opened = unpacked(arguments.out, opening) if arguments.what == "open" else opening()
    except Problem as problem:
        code = CODES[verdicts.of_problem(problem)]
        if arguments.json:
            say_json({"good": False, "code": code, "reason": str(problem)})
        return fail(str(problem), code)
    if arguments.json:
        say_json(_facts(opened))
    else:
        _tell(opened, whole=arguments.what == "inspect")
        if arguments.what == "open":
            say(_("Unpacked into {folder}").format(folder=arguments.out))
    return 0


def _require_keys(arguments: argparse.Namespace) -> None:
    """Leaves with 2 unless it was said with what the bundle is verified."""
    files_given = arguments.identity is not None, arguments.allowed_signers is not None
    if any(files_given) if arguments.district else not all(files_given):
        arguments.refuse(_("give --identity and --allowed-signers, or --district"))


def _judge(arguments: argparse.Namespace) -> int:
    """The verdict of a district that knows its centers and what came before."""
    if arguments.file.is_dir():
        raise Problem(_("This is a folder. Give one file, or look at them all with: wellnessdesk district look"))
    desk = DistrictDesk.open(arguments.district, ask_passphrase())
    try:
        (one,) = inbox.look(desk, [arguments.file])
    finally:
        desk.close()
    code = CODES[one.verdict]
    if arguments.json:
        say_json({"good": code == 0, **looked.facts(one)})
        return code
    if code or one.meta is None:
        return fail(one.sentence, code)
    _tell_meta(one.meta, one.meta.center_id)
    say(one.sentence)
    return 0


def _text(path: Path) -> str:
    try:
        return files.read(path, _LARGEST_KEY_FILE).decode()
    except (OSError, ValueError) as error:
        raise Problem(_("The file {name} cannot be read. Check that it is still there.").format(
            name=path.name)) from error


def _tell(opened: Opened, *, whole: bool) -> None:
    _tell_meta(opened.meta, opened.signed_by)
    if isinstance(opened, OpenedRows):
        _tell_rows(opened)
    elif opened.basis is not None:
        _tell_basis(opened.basis)
    elif whole:
        _tell_counts(opened)


def _tell_rows(opened: OpenedRows) -> None:
    if opened.meta.ends_on is not None:
        say(_("Destroy by: {day}").format(day=formats.date(opened.meta.ends_on)))
    for layout, rows in opened.tables:
        say(f"  {layout.title}: " + ngettext("{n} row", "{n} rows", rows).format(n=formats.number(rows)))


def _tell_basis(basis: Basis) -> None:
    say(_("Ground:    {ground}").format(ground=basis.legal_basis))
    say(_("Decided:   by {names}").format(names=", ".join(filter(None, (basis.decided_by, basis.approved_by)))))
    say(_("Entries:   {included} included, {withheld} withheld").format(
        included=formats.number(basis.included), withheld=formats.number(basis.withheld)))


def _tell_counts(opened: OpenedBundle) -> None:
    for table in opened.tables:
        blanks = len(table.blanks())
        say()
        say(f"  {table.layout.title}: " + ngettext("{n} blank", "{n} blanks", blanks).format(n=blanks))
        _tell_table(table)


def _tell_meta(meta: BundleMeta, signed_by: str) -> None:
    say(_("Center:    {center}, {school}").format(center=meta.center, school=meta.school))
    say(_("Kind:      {kind}").format(kind=kind_label(meta.kind)))
    say(_("Period:    {first} to {last}").format(first=formats.date(meta.first_day), last=formats.date(meta.last_day)))
    say(_("For:       {recipient}").format(recipient=meta.recipient))
    say(_("Purpose:   {purpose}").format(purpose=meta.purpose))
    say(_("Number:    {n}").format(n=meta.sequence))
    say(_("Signature: good, of center {center}").format(center=signed_by) if signed_by
        else _("Signature: not checked; give --allowed-signers"))
    if meta.demo:
        say(_("All of it is made up: this is a demo center."))


def _tell_table(table: PublishedTable) -> None:
    """Every number with its labels, and below them why some are not shown."""
    reasons: list[Why] = []
    for place in table.places():
        cell = table.at(place)
        if cell.why and cell.why not in reasons:
            reasons.append(cell.why)
        shown = _("blank ({why})").format(why=cell.why) if cell.value is None else formats.number(cell.value)
        say(f"    {_key(table, place):<60} {shown:>20}")
    for why in reasons:
        say(f"    {why}: {why_text(why)}")


def _key(table: PublishedTable, place: Place) -> str:
    parts = zip(table.layout.dimensions, table.layout.key(place), strict=True)
    return " / ".join(_("total") if part is None else dict(column.labels).get(part, part) for column, part in parts)


def _facts(opened: Opened) -> dict[str, object]:
    meta = opened.meta
    facts = {"good": True, "code": 0, "center": meta.center_id, "kind": meta.kind.value,
             "first_day": str(meta.first_day), "last_day": str(meta.last_day), "sequence": meta.sequence,
             "previous": meta.previous, "demo": meta.demo, "signed_by": opened.signed_by}
    if isinstance(opened, OpenedRows):
        return {**facts, "ends_on": str(meta.ends_on or ""),
                "tables": {layout.name: rows for layout, rows in opened.tables}}
    if opened.basis is not None:
        return {**facts, **asdict(opened.basis)}
    return {**facts, "tables": [table.layout.name for table in opened.tables],
            "blanks": sum(len(table.blanks()) for table in opened.tables)}
