"""`wellnessdesk district`: opens the district's window; `keygen` makes a key pair in the format of age-keygen."""

import argparse
import importlib
from pathlib import Path

from wellnessdesk.base import paths
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import leave, say
from wellnessdesk.cli.files import write_new
from wellnessdesk.services import district


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `district`."""
    parser.add_argument("--dir", type=Path, metavar="DIR", help=_("the district's folder"))
    parser.add_argument("--exit-after-first-window", action="store_true",
                        help=_("leave once the first screen is painted (for measuring)"))
    verbs = parser.add_subparsers(dest="what")
    keygen = verbs.add_parser("keygen", help=_("make a key pair and print the public key"))
    keygen.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("a new file for the private key"))


def run(arguments: argparse.Namespace) -> int:
    """What was asked for; without a verb, the window."""
    return _keygen(arguments) if arguments.what == "keygen" else _window(arguments)


def _window(arguments: argparse.Namespace) -> int:
    app = importlib.import_module("wellnessdesk.app")  # Qt is loaded only when there will be a window
    try:
        code = int(app.run_district(arguments.dir or paths.default_district(),
                                    until_first_window=arguments.exit_after_first_window))
    except app.InFront as seen:
        say(str(seen))
        code = 0
    return leave(code)


def _keygen(arguments: argparse.Namespace) -> int:
    """Write the identity file and print the public key."""
    identity, public = district.new_key_pair()
    try:
        write_new(arguments.out, identity.encode())
    except FileExistsError as error:
        raise Problem(_("This file is already there. A key is never written over another one.")) from error
    except OSError as error:
        raise Problem(_("The key could not be written there. Choose another folder.")) from error
    say(_("Public key, to give to the centers: {key}").format(key=public))
    say(_("Fingerprint, to compare by voice: {words}").format(words=district.fingerprint(public)))
    return 0
