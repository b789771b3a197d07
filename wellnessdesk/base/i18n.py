"""Translation: one gettext catalogue for windows, PDFs and the command line.

Never translate while a module is being imported: the language may change later, and without a restart.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from wellnessdesk.base import paths

LANGUAGES = {"en": "English", "es": "Español"}
_NAMED_IN = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where an account names its language; the first that is set counts, as for every gettext program."""

_state = {"language": "en"}
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def set_language(code: str) -> None:
    """Choose the language of every text from now on; one we do not have falls back to English."""
    _state["language"] = code if code in LANGUAGES else "en"


def language() -> str:
    """The language in use, as a two-letter code."""
    return _spoken.get() or _state["language"]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Another language for what this thread says meanwhile: a paper for somebody who reads it. "" changes nothing."""
    token = _spoken.set(code if code in LANGUAGES else "")
    try:
        yield
    finally:
        _spoken.reset(token)


def system_language() -> str:
    """The first language of the account's environment that we have."""
    named = next((value for name in _NAMED_IN if (value := os.environ.get(name))), "")
    return next((part[:2] for part in named.split(":") if part[:2] in LANGUAGES), "en")


def _(text: str) -> str:
    """The text in the chosen language."""
    return _catalogue(language()).gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a text that goes with the number `n`."""
    return _catalogue(language()).ngettext(one, many, n)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    folder = paths.resource("translations")
    return gettext.translation("wellnessdesk", folder, languages=[code], fallback=True)
