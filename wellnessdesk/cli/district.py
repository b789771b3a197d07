"""`wellnessdesk district`: its window, or at the command line its keys, centers, inbox and what it received."""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

from wellnessdesk.base import files, formats, paths
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.cli import district_figures, looked
from wellnessdesk.cli.console import Percents, ask_passphrase, ask_yes, fail, leave, say, say_json
from wellnessdesk.cli.files import write_new
from wellnessdesk.domain.bundle_words import delete_by, kind_label
from wellnessdesk.domain.bundles import Kind
from wellnessdesk.domain.district import CAN_BE_TAKEN, CODES, Receipt, Verdict
from wellnessdesk.services import district
from wellnessdesk.services.district import centers, inbox, keys, received, verdicts
from wellnessdesk.services.district.desk import DistrictDesk
from wellnessdesk.services.district.inbox import Looked

_LARGEST_LINE = 65_536


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said after `district`."""
    parser.description = _("The district's side. The passphrase is asked for without showing it, or read from standard "
                           "input; it is never an argument.")
    parser.epilog = looked.codes()
    parser.add_argument("--district", type=Path, metavar="DIR", help=_("the district's folder"))
    parser.add_argument("--exit-after-first-window", action="store_true",
                        help=_("leave once the first screen is painted (for measuring)"))
    verbs = parser.add_subparsers(dest="what")
    keygen = verbs.add_parser("keygen", help=_("make a key pair and print the public key"))
    keygen.add_argument("--out", type=Path, required=True, metavar="FILE", help=_("a new file for the private key"))
    _verb(verbs, "new", _("make a district in a folder: its keys and its records"))
    _verb(verbs, "keys", _("show the public keys and their words")).add_argument(
        "--out", type=Path, metavar="FILE", help=_("write the newest public key into a new file"))
    _verb(verbs, "rotate", _("make a new key pair; the old ones still open old bundles"))
    _verb(verbs, "passphrase", _("change the passphrase: the old one, then the new one"))
    _verb(verbs, "centers", _("show the centers whose bundles are taken"))
    add = _verb(verbs, "add-center", _("trust the signing key of a center"))
    add.add_argument("line", type=Path, metavar="FILE", help=_("the allowed_signers line that the center gave"))
    add.add_argument("--name", required=True, help=_("the center's name"))
    add.add_argument("--school", default="", help=_("its school"))
    add.add_argument("--words", required=True, help=_("the six words, as the center said them"))
    for name, about in (("look", _("say what each file is, and take nothing")),
                        ("import", _("take all the bundles, or none"))):
        verb = _verb(verbs, name, about)
        verb.epilog = looked.codes()
        verb.add_argument("paths", type=Path, nargs="+", metavar="PATH", help=_("files, or folders of them"))
        if name == "import":
            verb.add_argument("--despite", action="append", default=[], choices=sorted(CAN_BE_TAKEN),
                              help=_("take these too"))
            verb.add_argument("--reason", default="", help=_("what the center explained, for the record"))
    _verb(verbs, "received", _("show all bundles that were taken"))
    unpack = _verb(verbs, "unpack", _("write the files of a bundle that was taken into a folder, unprotected"))
    unpack.epilog = looked.codes()
    delete = _verb(verbs, "delete", _("delete what a bundle of rows or of a student's records holds"))
    for one in (unpack, delete):
        one.add_argument("bundle", metavar="ID", help=_("its id, as “received” shows it"))
    delete.add_argument("--yes", action="store_true", help=_("without asking"))
    unpack.add_argument("--to", type=Path, required=True, metavar="FOLDER", help=_("the files get a new folder in it"))
    district_figures.add_verbs(verbs)


def run(arguments: argparse.Namespace) -> int:
    """Without a verb the window. 0 when all is well; for bundles, the code of the first verdict that is not good."""
    if arguments.what is None:
        return _window(arguments)
    if arguments.what == "keygen":
        return _keygen(arguments)
    try:
        if arguments.what in district_figures.VERBS:
            return district_figures.run(arguments)
        passphrase = ask_passphrase()
        make = DistrictDesk.create if arguments.what == "new" else DistrictDesk.open
        desk = make(arguments.district, passphrase)
        try:
            return _VERBS[arguments.what](desk, arguments, passphrase)
        finally:
            desk.close()
    except Problem as problem:
        code = _code(problem, arguments.what)
        if arguments.json:
            say_json({"good": False, "code": code, "reason": str(problem)})
        return fail(str(problem), code)


def _code(problem: Problem, what: str) -> int:
    """The code of the verdict on a bundle where it is about one; else 1."""
    if isinstance(problem, inbox.NotTaken):
        return CODES[problem.looked.verdict] or 1
    return CODES[verdicts.of_problem(problem)] if what == "unpack" else 1


def _window(arguments: argparse.Namespace) -> int:
    app = importlib.import_module("wellnessdesk.app")  # Qt is loaded only when there will be a window
    try:
        code = int(app.run_district(arguments.district or paths.default_district(),
                                    until_first_window=arguments.exit_after_first_window))
    except app.InFront as seen:
        say(str(seen))
        code = 0
    return leave(code)


def _verb(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str,
          about: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=about, description=about)
    verb.add_argument("--district", type=Path, required=True, metavar="DIR", help=_("the district's folder"))
    verb.add_argument("--json", action="store_true", help=_("one line of JSON"))
    return verb


def _keygen(arguments: argparse.Namespace) -> int:
    """Write an identity file without a passphrase and print the public key."""
    identity, public = district.new_key_pair()
    _write(arguments.out, identity)
    _tell_key(public, district.fingerprint(public))
    return 0


def _keys(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    found = keys.listed(desk)
    if getattr(arguments, "out", None):
        _write(arguments.out, f"{found[0].public}\n")
    if arguments.json:
        say_json({"keys": [{"made": str(one.made), "public": one.public, "words": one.words} for one in found]})
        return 0
    for one in found:
        _tell_key(one.public, one.words)
    return 0


def _rotate(desk: DistrictDesk, arguments: argparse.Namespace, passphrase: str) -> int:
    keys.rotate(desk, passphrase)
    return _keys(desk, arguments, passphrase)


def _passphrase(desk: DistrictDesk, arguments: argparse.Namespace, passphrase: str) -> int:
    keys.change_passphrase(desk, passphrase, ask_passphrase())
    if arguments.json:
        say_json({"good": True, "code": 0})
    else:
        say(_("The passphrase was changed."))
    return 0


def _centers(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    found = centers.listed(desk)
    if arguments.json:
        say_json({"centers": [{"id": one.id, "name": one.name, "school": one.school, "fingerprint": one.fingerprint,
                               "words": one.words, "ended": one.ended_at is not None} for one in found]})
        return 0
    for one in found:
        say(f"{one.name}, {one.school}: {one.words} ({one.fingerprint})")
    return 0


def _add_center(desk: DistrictDesk, arguments: argparse.Namespace, passphrase: str) -> int:
    try:
        line = files.read(arguments.line, _LARGEST_LINE).decode()
    except (OSError, ValueError) as error:
        raise Problem(_("The file {name} cannot be read. Check that it is still there.").format(
            name=arguments.line.name)) from error
    centers.add(desk, line, arguments.name, arguments.school, words=arguments.words)
    return _centers(desk, arguments, passphrase)


def _look(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    return _tell_looked(inbox.look(desk, arguments.paths, Percents()), arguments, ())


def _import(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    found = inbox.look(desk, arguments.paths, Percents())
    despite = {Verdict(name) for name in arguments.despite} & CAN_BE_TAKEN
    if any(one.verdict not in {Verdict.GOOD, *despite} for one in found):
        return _tell_looked(found, arguments, ())
    taken = inbox.take(desk, found, Percents(), despite=despite, reason=arguments.reason)
    return _tell_looked(found, arguments, taken)


def _received(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    found, today = received.listed(desk), desk.today()
    if arguments.json:
        say_json({"received": [{**looked.of_receipt(one), "past": one.past(today)} for one in found]})
        return 0
    for one in found:
        say(f"{one.center}, {one.school}: {one.period}, {one.sequence} ({formats.date(one.taken_at.date())})")
        say("  " + " · ".join(filter(None, (kind_label(Kind(one.kind)), delete_by(one, today), one.id))))
    return 0


def _unpack(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    folder = received.unpack(desk, arguments.bundle, arguments.to, Percents())
    if arguments.json:
        say_json({"good": True, "code": 0, "folder": str(folder)})
        return 0
    say(_("The files are in {folder}.").format(folder=folder))
    say(_("They are not encrypted any more. Delete them as soon as nobody needs them."))
    return 0


def _delete(desk: DistrictDesk, arguments: argparse.Namespace, _passphrase: str) -> int:
    if not arguments.yes and not ask_yes(_("Type yes to delete what this bundle holds. Its record stays.")):
        raise Problem(_("Nothing was deleted. Say --yes to delete without being asked."))
    done = received.delete(desk, arguments.bundle)
    if arguments.json:
        say_json({"good": True, "code": 0, **looked.of_receipt(done)})
        return 0
    say(f"{delete_by(done, desk.today())}. " + _("Its record stays. Delete copies in other places yourself."))
    return 0


_VERBS: dict[str, Callable[[DistrictDesk, argparse.Namespace, str], int]] = {
    "new": _keys, "keys": _keys, "rotate": _rotate, "passphrase": _passphrase, "centers": _centers,
    "add-center": _add_center, "look": _look, "import": _import, "received": _received, "unpack": _unpack,
    "delete": _delete}


def _tell_looked(found: list[Looked], arguments: argparse.Namespace, taken: "list[Receipt] | tuple[()]") -> int:
    code = 0 if taken else next((CODES[one.verdict] for one in found if one.verdict is not Verdict.GOOD), 0)
    if arguments.json:
        say_json({"good": code == 0, "code": code, "taken": [one.id for one in taken],
                  "files": [looked.facts(one) for one in found]})
        return code
    for one in found:
        say(f"{one.path.name}: {one.sentence}")
    if arguments.what == "import":
        say(ngettext("{n} bundle taken", "{n} bundles taken", len(taken)).format(n=len(taken)))
    return code


def _tell_key(public: str, words: str) -> None:
    say(_("Public key, to give to the centers: {key}").format(key=public))
    say(_("Fingerprint, to compare by voice: {words}").format(words=words))


def _write(path: Path, text: str) -> None:
    try:
        write_new(path, text.encode())
    except FileExistsError as error:
        raise Problem(_("This file is already there. A key is never written over another one.")) from error
    except OSError as error:
        raise Problem(_("The key could not be written there. Choose another folder.")) from error
