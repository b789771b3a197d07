"""`wellnessdesk bundle verify|inspect|open`: what age, unzip, ssh-keygen and frictionless do, in clear words."""

import argparse
import shutil
from dataclasses import asdict
from pathlib import Path

from wellnessdesk.base import files, formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli.console import fail, say, say_json
from wellnessdesk.cli.files import write_new
from wellnessdesk.domain.bundle_words import kind_label
from wellnessdesk.domain.tables import Place, PublishedTable, Why, why_text
from wellnessdesk.exchange.bundle_problems import BundleDamaged, BundleTooNew
from wellnessdesk.exchange.packet_schema import Basis
from wellnessdesk.services import district
from wellnessdesk.services.district import CenterUnknown, OpenedBundle, OpenedRows
from wellnessdesk.vault.agefile import AgeFileDamaged, AgeHeaderTooLong, NotAnAgeFile, NotForThisAgeKey
from wellnessdesk.vault.sshsig import SignatureProblem

Opened = OpenedBundle | OpenedRows
CODES: dict[type[Problem], int] = {
    NotAnAgeFile: 3, AgeFileDamaged: 3, AgeHeaderTooLong: 3, NotForThisAgeKey: 4, BundleTooNew: 6, BundleDamaged: 5,
    CenterUnknown: 7, SignatureProblem: 8}
"""Exit codes: 3 no whole age file, 4 for another key, 5 damaged or altered, 6 newer, 7 unknown center, 8 forged."""
_LARGEST_KEY_FILE = 65_536


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `bundle`."""
    parser.epilog = _("exit codes: 0 good, 1 other, 2 command line, 3 not a whole age file, 4 for another key, "
                      "5 damaged or altered, 6 newer format, 7 unknown center, 8 signature does not fit")
    verbs = parser.add_subparsers(dest="what", required=True)
    for name, about in (("verify", _("check that it is whole and who signed it")),
                        ("inspect", _("show what it contains")), ("open", _("unpack it into a new folder"))):
        verb = verbs.add_parser(name, help=about)
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.add_argument("--identity", type=Path, required=True, metavar="KEYFILE",
                          help=_("the district's secret age key"))
        verb.add_argument("--allowed-signers", type=Path, metavar="FILE", required=name == "verify",
                          help=_("the line the center gave when you agreed on bundles"))
        verb.add_argument("--json", action="store_true", help=_("one line of JSON"))
        if name == "open":
            verb.add_argument("--out", type=Path, required=True, metavar="DIR", help=_("a new folder"))


def run(arguments: argparse.Namespace) -> int:
    """0 when the bundle is good; see CODES."""
    try:
        signers = _text(arguments.allowed_signers) if arguments.allowed_signers else ""
        identity = _text(arguments.identity)
        if arguments.what == "open":
            opened = _unpacked(arguments.file, identity, signers, arguments.out)
        else:
            opened = district.open_any(arguments.file, identity, signers)
    except Problem as problem:
        code = next((code for kind, code in CODES.items() if isinstance(problem, kind)), 1)
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


def _text(path: Path) -> str:
    try:
        return files.read(path, _LARGEST_KEY_FILE).decode()
    except (OSError, ValueError) as error:
        raise Problem(_("The file {name} cannot be read. Check that it is still there.").format(
            name=path.name)) from error


def _unpacked(file: Path, identity: str, signers: str, out: Path) -> Opened:
    """All files into a folder of their own, or nothing at all."""
    try:
        out.mkdir(mode=0o700, parents=True)
        try:
            opened = district.open_any(file, identity, signers, out)
            for name, data in opened.files.items() if isinstance(opened, OpenedBundle) else ():
                write_new(out / name, data)
        except (OSError, Problem):
            shutil.rmtree(out, ignore_errors=True)
            raise
    except FileExistsError as error:
        raise Problem(_("This folder is already there. Choose a new one, so that nothing is mixed up.")) from error
    except OSError as error:
        raise Problem(_("The bundle could not be unpacked there. Choose another folder.")) from error
    return opened


def _tell(opened: Opened, *, whole: bool) -> None:
    meta = opened.meta
    say(_("Center:    {center}, {school}").format(center=meta.center, school=meta.school))
    say(_("Kind:      {kind}").format(kind=kind_label(meta.kind)))
    say(_("Period:    {first} to {last}").format(first=formats.date(meta.first_day), last=formats.date(meta.last_day)))
    say(_("For:       {recipient}").format(recipient=meta.recipient))
    say(_("Purpose:   {purpose}").format(purpose=meta.purpose))
    say(_("Number:    {n}").format(n=meta.sequence))
    say(_("Signature: good, of center {center}").format(center=opened.signed_by) if opened.signed_by
        else _("Signature: not checked; give --allowed-signers"))
    if meta.demo:
        say(_("All of it is made up: this is a demo center."))
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
