"""`wellnessdesk audit verify`: sign in and walk the whole audit chain."""

import argparse
from pathlib import Path

from wellnessdesk.base import paths
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli.console import ask_passphrase, fail, say, say_json
from wellnessdesk.domain.audit import Verdict
from wellnessdesk.services import audit, opening

BROKEN = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `audit`."""
    verbs = parser.add_subparsers(dest="what", required=True)
    verify = verbs.add_parser("verify", help=_("check every entry, its place in the chain and its signature"))
    verify.add_argument("--store", type=Path, default=paths.default_store(), metavar="DIR",
                        help=_("folder of the center's store"))
    verify.add_argument("--person", required=True, metavar="NAME",
                        help=_("a coordinator or administrator; the passphrase is asked for, or read from a pipe"))
    verify.add_argument("--json", action="store_true", help=_("one line of JSON"))


def run(arguments: argparse.Namespace) -> int:
    """0 when the chain is whole and the records are as it says, 3 otherwise."""
    person = opening.find(arguments.store, arguments.person)
    desk = opening.sign_in(arguments.store, person, ask_passphrase())
    try:
        verdict = audit.verify(desk)
    finally:
        desk.close()
    return _tell_json(verdict) if arguments.json else _tell(verdict)


def _tell(verdict: Verdict) -> int:
    if verdict.whole:
        text = ngettext("The audit log is whole: {n} entry, head {head}.",
                        "The audit log is whole: {n} entries, head {head}.", verdict.entries)
        whole = text.format(n=verdict.entries, head=verdict.head.short())
        if verdict.finding:
            return fail(f"{whole} {verdict.finding}", BROKEN)
        say(f"{whole} {_unchecked(verdict.unchecked)}".rstrip())
        return 0
    return fail(_("The audit log is broken at entry {n}. {reason}").format(n=verdict.broken_at, reason=verdict.reason),
                BROKEN)


def _unchecked(count: int) -> str:
    if not count:
        return ""
    return ngettext("{n} entry is sealed: what it says, and the flags, only a coordinator can check.",
                    "{n} entries are sealed: what they say, and the flags, only a coordinator can check.",
                    count).format(n=count)


def _tell_json(verdict: Verdict) -> int:
    say_json({"whole": verdict.whole, "entries": verdict.entries, "head": verdict.head.short(),
              "broken_at": verdict.broken_at, "reason": verdict.reason, "finding": verdict.finding,
              "unchecked": verdict.unchecked})
    return 0 if verdict.sound else BROKEN
