"""`wellnessdesk backup verify|restore`: with recovery kit A, whose words are typed unseen or read from a pipe."""

import argparse
import importlib
from pathlib import Path

from wellnessdesk.base import formats
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import ask_kit, ask_yes, fail, say, say_json
from wellnessdesk.domain.backups import Facts, Lost, Preview, held, reason_label, would_go
from wellnessdesk.domain.center import Center
from wellnessdesk.services import restore
from wellnessdesk.services.restoring import NotTheSame
from wellnessdesk.vault.backup_problems import (
    BackupAltered,
    BackupDamaged,
    BackupNewer,
    BackupUnreadable,
    NotABackup,
    OtherCenter,
)
from wellnessdesk.vault.errors import BadWords
from wellnessdesk.vault.kits import WrongKit


class NotAgreed(Problem):
    """Nobody said yes."""


CODES: dict[type[Problem], int] = {
    NotABackup: 3, BackupUnreadable: 3, BadWords: 4, WrongKit: 4, BackupDamaged: 5, BackupAltered: 5, NotTheSame: 5,
    BackupNewer: 6, OtherCenter: 7, NotAgreed: 8}
"""Exit codes: 3 no backup, 4 wrong kit, 5 damaged or altered, 6 newer, 7 of another center, 8 not agreed to."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `backup`."""
    parser.description = _("Verify or restore a backup. The words of recovery kit A are asked for without showing "
                           "them, or read from standard input; they are never an argument.")
    parser.epilog = _("exit codes: 0 good, 1 other, 2 command line, 3 not a backup, 4 wrong kit or words, "
                      "5 damaged or altered, 6 newer format, 7 of another center, 8 not agreed to")
    verbs = parser.add_subparsers(dest="what", required=True)
    for name, about in (("verify", _("really restore it into a scratch folder, and compare every row")),
                        ("restore", _("bring the center back, here or on another computer"))):
        verb = verbs.add_parser(name, help=about, description=about)
        verb.add_argument("file", type=Path, metavar="FILE")
        verb.add_argument("--json", action="store_true", help=_("one line of JSON"))
        if name == "restore":
            verb.add_argument("--store", type=Path, required=True, metavar="DIR",
                              help=_("folder of the center: a new one, or the present center's, which is put aside"))
            verb.add_argument("--yes", action="store_true", help=_("restore over a present center without asking"))


def run(arguments: argparse.Namespace) -> int:
    """0 when all is well; see CODES."""
    try:
        return (_verify if arguments.what == "verify" else _restore)(arguments)
    except Problem as problem:
        code = next((code for kind, code in CODES.items() if isinstance(problem, kind)), 1)
        if arguments.json:
            say_json({"good": False, "code": code, "reason": str(problem)})
        return fail(str(problem), code)


def _verify(arguments: argparse.Namespace) -> int:
    facts = restore.verify(arguments.file, ask_kit())
    if arguments.json:
        say_json(_plain(facts))
        return 0
    say(_("This backup is whole: it was restored into a scratch folder, and every row compared."))
    _tell(facts)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    typed = ask_kit()
    shown = restore.look(arguments.file, typed, arguments.store)
    if not arguments.json:
        _tell(shown.facts)
        _tell_lost(shown)
    if shown.over and not arguments.yes and not ask_yes(_("Type yes to put the present center aside and restore.")):
        raise NotAgreed(_("Nothing was changed. Say --yes to restore over the center that is there."))
    lock = importlib.import_module("wellnessdesk.app.instance").only_one(arguments.store)  # Qt, which may be slow
    try:
        done = restore.restore(arguments.file, typed, arguments.store)
    finally:
        lock.unlock()
    if arguments.json:
        say_json({**_plain(done.facts), "lost": _plain_lost(shown.lost), "aside": done.aside,
                  "secret_in_file": done.secret_in_file})
        return 0
    say(_("The center is restored in {folder}. Everybody signs in with their own passphrase.").format(
        folder=arguments.store))
    if done.aside:
        say(_("What was there before is in {folder}.").format(folder=done.aside))
    if done.secret_in_file:
        say(_("This computer has no keyring: the center's secret now lies in the file device.key in its folder. "
              "Whoever copies the folder has it too."))
    return 0


def _tell(facts: Facts) -> None:
    center = Center(id=facts.store, name=facts.center, school=facts.school, time_zone=facts.zone)
    made = center.local(facts.made_at)
    say(_("Center:    {center}, {school}").format(center=facts.center, school=facts.school))
    say(_("Made:      {date}, {time} ({reason})").format(date=formats.date(made), time=formats.time(made),
                                                         reason=reason_label(facts.reason)))
    say(_("Holds:     {things}").format(things=", ".join(held(facts.content))))
    say(_("Audit log: up to {head}").format(head=facts.content.head.short()))


def _tell_lost(shown: Preview) -> None:
    if not shown.over:
        return
    if shown.lost is None:
        say(_("There is a center in this folder that kit A does not open: what was entered since cannot be told."))
        return
    things = ", ".join(would_go(shown.lost)) or _("nothing")
    say(_("Would be lost, for it was entered since: {things}").format(things=things))


def _plain(facts: Facts) -> dict[str, object]:
    return {"good": True, "code": 0, "center": facts.center, "school": facts.school, "store": facts.store,
            "made_at": facts.made_at.isoformat(), "reason": facts.reason.value, "revision": facts.content.revision,
            "head": facts.content.head.short(),
            "rows": {name: rows for name, rows, _digest in facts.content.tables if name != "sqlite_master"}}


def _plain_lost(lost: Lost | None) -> dict[str, int] | None:
    if lost is None:
        return None
    return {"visits": lost.visits, "notes": lost.notes, "flags": lost.flags, "entries": lost.entries}
