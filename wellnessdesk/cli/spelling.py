"""The spell check: a process of its own, which the window asks through pipes.

Hunspell holds Python's lock while it loads and while it looks for suggestions, half a second at a time: beside the
window, nobody could type meanwhile. This process reads dictionaries and nothing else, writes nothing down, and ends
with its input. A word is right when one of the languages knows it: people mix them.
"""

import argparse
import json
import sys
from typing import Any

import hunspell

from wellnessdesk.base.paths import resource

LANGUAGES = ("en_US", "es_ES")
_MOST = 6
"""Suggestions, of all languages together."""


class Dictionaries:
    """All languages, loaded."""

    def __init__(self) -> None:
        folder = str(resource("dictionaries"))
        self._all = [hunspell.Hunspell(one, hunspell_data_dir=folder) for one in LANGUAGES]

    def wrong(self, words: list[str]) -> list[str]:
        """Those that no language knows, as they are or in small letters."""
        return [word for word in words if not any(one.spell(word) or one.spell(word.lower()) for one in self._all)]

    def suggestions(self, word: str) -> list[str]:
        """What may be meant, the best of each language first."""
        found = [list(one.suggest(word)) for one in self._all]
        mixed = [one for place in range(_MOST) for some in found for one in some[place:place + 1]]
        return list(dict.fromkeys(mixed))[:_MOST]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing can be said after `spelling`."""


def run(_arguments: argparse.Namespace) -> int:
    """Answer a line of JSON with one: `{"words": […]}` with `{"wrong": […]}`, `{"word": …}` with `{"suggestions"…}`."""
    known = Dictionaries()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(known, json.loads(line))) + "\n")
        sys.stdout.flush()
    return 0


def _answer(known: Dictionaries, asked: dict[str, Any]) -> dict[str, Any]:
    if "word" in asked:
        return {"word": asked["word"], "suggestions": known.suggestions(str(asked["word"]))}
    words = [str(word) for word in asked["words"]]
    return {"words": words, "wrong": known.wrong(words)}
