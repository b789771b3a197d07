"""`wellnessdesk district keygen`: the district's own key pair, in the format of age-keygen."""

import argparse
from pathlib import Path

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import say
from wellnessdesk.cli.files import write_new
from wellnessdesk.services import district


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `district`."""
    verbs = parser.add_subparsers(dest="what", required=True)
    keygen = verbs.add_parser("keygen", help=_("make a key pair and print the public key"))
    keygen.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("a new file for the private key"))


def run(arguments: argparse.Namespace) -> int:
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
