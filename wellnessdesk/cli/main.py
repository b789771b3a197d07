"""The command line's door: options of the window, and one module a verb, imported only when it is asked for."""

import argparse
import gc
import importlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from wellnessdesk import __version__
from wellnessdesk.base import i18n, log, paths, process, settings
from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.cli.console import fail, hush, leave, say
from wellnessdesk.cli.verbs import VERBS, summary
from wellnessdesk.domain.kiosk import Handed

OK, FAILED, WRONG_USE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code."""
    typed = list(sys.argv[1:] if argv is None else argv)
    try:
        _begin(typed)
        return _run(typed)
    except Problem as problem:
        return fail(str(problem))
    except BrokenPipeError:  # whoever read along has read enough
        return hush(FAILED)
    except KeyboardInterrupt:
        return fail(_("Stopped."))
    except Exception as error:  # noqa: BLE001 - no traceback reaches a person
        name = log.bug(error)
        return fail(_("The program made a mistake ({name}). Nothing more was changed.").format(name=name))


def _begin(typed: list[str]) -> None:
    """Profile and language come before everything else: the help is told in that language."""
    process.keep_to_owner()
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    options.add_argument("--profile", type=Path)
    options.add_argument("--lang", default="")
    early = argparse.Namespace(profile=None, lang="")
    with suppress(argparse.ArgumentError):  # the real parser says what is wrong
        options.parse_known_args(typed, early)
    if early.profile is not None:
        paths.isolate(early.profile.resolve())
    log.start()
    i18n.set_language(early.lang or settings.load().language or i18n.system_language())


def _run(typed: list[str]) -> int:
    whole = _parser()
    options = whole.parse_args(typed)
    if options.verb is None:
        return _window(options)
    if options.store is not None or options.exit_after_first_window:
        whole.error(_("before a verb stand only --profile and --lang"))
    module = importlib.import_module(f"wellnessdesk.cli.{VERBS[options.verb]}")
    parser = argparse.ArgumentParser(prog=f"wellnessdesk {options.verb}", description=summary(options.verb))
    module.add_arguments(parser)
    arguments = parser.parse_args(options.rest)
    process.harden()  # most verbs hold somebody's keys for a while
    return int(module.run(arguments))


def _window(options: argparse.Namespace) -> int:
    gc.disable()  # while all is loaded nothing is garbage: looking takes a tenth of the start (then: `ui.kit.garbage`)
    app = importlib.import_module("wellnessdesk.app")  # Qt is loaded only when there will be a window
    try:
        code = int(app.run(options.store or paths.default_store(), person=options.person, restore=options.restore,
                           nameless=options.nameless, kiosk=_handed_on() if options.kiosk else None,
                           until_first_window=options.exit_after_first_window))
    except app.InFront as seen:
        say(str(seen))
        code = OK
    except Problem as problem:
        code = fail(str(problem))
    finally:
        gc.enable()
    return leave(code)


def _handed_on() -> Handed:
    try:
        return Handed.unpacked(process.given())
    except ValueError as error:
        raise Problem(_("The kiosk is started from the window, by somebody who has signed in.")) from error


def _parser() -> argparse.ArgumentParser:
    verbs = "\n".join(f"  {verb:<10} {summary(verb)}" for verb in VERBS)
    parser = argparse.ArgumentParser(
        prog="wellnessdesk", formatter_class=argparse.RawDescriptionHelpFormatter,
        description=_("An offline desk for school wellness centers. Without a verb, opens the window."),
        epilog=_("verbs:") + f"\n{verbs}\n\n" + _("wellnessdesk VERB --help tells more."))
    parser.add_argument("--version", action="version", version=f"WellnessDesk {__version__}")
    parser.add_argument("--store", type=Path, metavar="DIR", help=_("folder of the center's store"))
    parser.add_argument("--profile", type=Path, metavar="DIR",
                        help=_("keep settings, log and default store in this folder"))
    parser.add_argument("--lang", choices=sorted(i18n.LANGUAGES), help=_("language of all texts"))
    parser.add_argument("--person", default="", help=argparse.SUPPRESS)  # who locked it, and will come back
    parser.add_argument("--restore", action="store_true", help=argparse.SUPPRESS)  # who signed out to restore a backup
    parser.add_argument("--nameless", action="store_true", help=argparse.SUPPRESS)  # where a kiosk was a moment ago
    parser.add_argument("--kiosk", action="store_true", help=argparse.SUPPRESS)  # with what a session handed on
    parser.add_argument("--exit-after-first-window", action="store_true",
                        help=_("leave once the first screen is painted (for measuring)"))
    parser.add_argument("verb", nargs="?", choices=sorted(VERBS), metavar="VERB", help=_("what to do; see below"))
    parser.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser
