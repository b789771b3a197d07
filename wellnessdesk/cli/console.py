"""What the command line says and asks: plain lines out, problems to standard error, passphrases never echoed."""

import getpass
import json
import os
import sys
import unicodedata

from wellnessdesk.base.i18n import _

_LONGEST_KIT = 4_000
_COMMANDS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def say(text: str = "") -> None:
    """One line to standard output."""
    sys.stdout.write(f"{_tame(text)}\n")
    sys.stdout.flush()


def say_json(value: object) -> None:
    """One line of JSON to standard output."""
    say(json.dumps(value, ensure_ascii=False))


def fail(text: str, code: int = 1) -> int:
    """The sentence to standard error; the exit code."""
    sys.stderr.write(f"{_tame(text)}\n")
    return code


def hush(code: int) -> int:
    """Say nothing more, for nobody listens; the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def leave(code: int) -> int:
    """End the process at once. Everything is closed by now; what Qt and Python take down after each other at the end
    of a process with windows is slow, and the order of it has crashed."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class Percents:
    """The progress of long work for who watches a terminal; silent in a pipe. What is said next stands in its place."""

    def __init__(self) -> None:
        self._shown = -1

    def report(self, done: int, total: int) -> None:
        """Show whole percents."""
        percent = done * 100 // total if total else 0
        if sys.stderr.isatty() and percent != self._shown:
            self._shown = percent
            sys.stderr.write(f"{percent} %\r" if percent < 100 else "     \r")
            sys.stderr.flush()

    def check_cancelled(self) -> None:
        """Ctrl+C stops the whole program."""


def _tame(text: str) -> str:
    """Without the signs that command a terminal: a bundle made elsewhere must not write over what we say of it."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _COMMANDS else sign for sign in text)


def ask_passphrase() -> str:
    """From the terminal without showing it; from the first line of standard input when that is no terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(_("Passphrase: "))
    return sys.stdin.readline().rstrip("\n")


def ask_kit() -> str:
    """The words (or the code) of recovery kit A: from the terminal without showing them, else from standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(_("The 24 words of recovery kit A, or its code: "))
    return sys.stdin.read(_LONGEST_KIT)


def ask_yes(question: str) -> bool:
    """Whether whoever is at the terminal types yes; nobody in a pipe does."""
    if not sys.stdin.isatty():
        return False
    say(question)
    return sys.stdin.readline().strip().casefold() in {"yes", _("yes")}
