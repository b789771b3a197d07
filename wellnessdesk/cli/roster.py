"""`wellnessdesk roster check FILE`: what a center would take from a roster, and what not. Needs no center."""

import argparse
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli.console import fail, say, say_json
from wellnessdesk.domain.roster import RosterFile, RosterKind, RosterUnreadable
from wellnessdesk.services import roster_check

ALL_TAKEN, SOME_NOT, UNREADABLE = 0, 1, 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `roster`."""
    parser.epilog = _("exit codes: 0 all would be taken, 1 some lines would not, 2 command line, 3 cannot be read")
    verbs = parser.add_subparsers(dest="what", required=True)
    about = _("what a center would take from a roster, and which lines not, and why")
    check = verbs.add_parser("check", help=about, description=about)
    check.add_argument("file", type=Path, metavar="FILE",
                       help=_("a OneRoster zip, folder or users.csv, or a CSV or Excel file of students"))
    check.add_argument("--json", action="store_true", help=_("one line of JSON"))


def run(arguments: argparse.Namespace) -> int:
    """0 when all would be taken, 1 when some lines would not, 3 when it cannot be read."""
    try:
        found = roster_check.check(arguments.file)
    except RosterUnreadable as problem:
        if arguments.json:
            say_json({**plain(RosterFile(kind=RosterKind.BULK)), "error": str(problem)})
        return fail(str(problem), UNREADABLE)
    if arguments.json:
        say_json(plain(found))
    else:
        _tell(found)
    return SOME_NOT if found.not_taken else ALL_TAKEN


def plain(found: RosterFile) -> dict[str, object]:
    """The answer for a script."""
    return {
        "taken": {"students": len(found.students), "caregivers": _caregivers(found), "staff": found.staff,
                  "schools": len(found.schools)},
        "not_taken": [{"file": one.file, "line": one.line, "reason": one.reason} for one in found.not_taken]}


def _caregivers(found: RosterFile) -> int:
    """Those who are deleted at the source are no caregivers any more."""
    return sum(1 for one in found.caregivers.caregivers if one.active)


def _tell(found: RosterFile) -> None:
    kind = _("the full roster") if found.kind is RosterKind.BULK else _("only what changed")
    parts = (_("Version {version}").format(version=found.version) if found.version else "", kind, found.source)
    say(", ".join(part for part in parts if part))
    for text, count in ((_("Students:   {n}"), len(found.students)), (_("Caregivers: {n}"), _caregivers(found)),
                        (_("Staff:      {n} (counted only)"), found.staff), (_("Schools:    {n}"), len(found.schools)),
                        (_("Classes of: {n} students"), len(found.classes.classes))):
        say(text.format(n=formats.number(count)))
    if found.role_unsaid:
        say(ngettext("{n} person is taken only where the center knows them as a student.",
                     "{n} people are taken only where the center knows them as students.",
                     len(found.role_unsaid)).format(n=formats.number(len(found.role_unsaid))))
    for note in found.notes:
        say(_("Remark: {place}: {text}").format(place=note.file if note.line is None else f"{note.file}:{note.line}",
                                                text=note.text))
    for line in found.not_taken:
        say(_("Not taken: {file}:{line}: {reason}").format(file=line.file, line=line.line, reason=line.reason))
    count = len(found.not_taken)
    say(ngettext("{n} line would not be taken.", "{n} lines would not be taken.", count).format(
        n=formats.number(count)) if count else _("Everything would be taken."))
