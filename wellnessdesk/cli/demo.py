"""`wellnessdesk demo`: a made-up center of any size, without a window."""

import argparse
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import Percents, say, say_json
from wellnessdesk.domain.people import role_label
from wellnessdesk.services import demo

_MOST_DIGITS = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `demo`."""
    size = demo.Size()
    parser.add_argument("--store", type=Path, required=True, metavar="DIR", help=_("an empty or new folder"))
    parser.add_argument("--students", type=_count, default=size.students, metavar="N",
                        help=_("students on the roster (%(default)s)"))
    parser.add_argument("--visits", type=_count, default=size.visits, metavar="N",
                        help=_("visits a year (%(default)s)"))
    parser.add_argument("--notes", type=_count, default=size.notes, metavar="N", help=_("notes a year (%(default)s)"))
    parser.add_argument("--years", type=_count, default=size.years, metavar="Y", help=_("school years (%(default)s)"))
    parser.add_argument("--seed", type=int, default=size.seed, metavar="S",
                        help=_("the same facts for the same number"))
    parser.add_argument("--json", action="store_true", help=_("one line of JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Make it and print who can sign in."""
    _check_empty(arguments.store)
    size = demo.Size(students=arguments.students, visits=arguments.visits, notes=arguments.notes, years=arguments.years,
                     seed=arguments.seed)
    made = demo.make(arguments.store, size, progress=Percents())
    if arguments.json:
        say_json({"store": str(arguments.store), "demo": True, "people": [
            {"name": one.name, "role": one.role.value, "passphrase": one.passphrase} for one in made.people]})
        return 0
    say(_("A demo center is in {folder}. Everybody in it is made up.").format(folder=arguments.store))
    for one in made.people:
        say(f"  {role_label(one.role):<16} {one.name:<28} {one.passphrase}")
    say(_("Open it with: wellnessdesk --store {folder}").format(folder=arguments.store))
    return 0


def _check_empty(folder: Path) -> None:
    """A demo center is laid over nothing; the lock of a window that was opened there before is no matter."""
    if folder.exists() and not (folder.is_dir() and {path.name for path in folder.iterdir()} <= {"open.lock"}):
        raise Problem(_("There is already something at this place, and nothing of it was touched. "
                        "Choose an empty or new folder."))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise argparse.ArgumentTypeError(_("write a whole number, as in 3000"))
    return int(text)
