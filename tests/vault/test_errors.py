"""Every kind of trouble has a sentence of its own, for each has another next step."""

import importlib
import pkgutil

import pytest
from babel.messages.pofile import read_po

from wellnessdesk import vault
from wellnessdesk.base import i18n, paths
from wellnessdesk.store.errors import StoreProblem
from wellnessdesk.vault import errors
from wellnessdesk.vault.errors import VaultProblem

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, VaultProblem)),
    key=lambda kind: kind.__name__)


def test_no_two_kinds_say_the_same():
    assert len(KINDS) > 10
    assert len({str(kind()) for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_says_what_is_wrong_in_whole_sentences(kind):
    said = str(kind())
    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said


def every_kind():
    """Of every module of the vault."""
    modules = [importlib.import_module(f"{vault.__name__}.{one.name}") for one in pkgutil.iter_modules(vault.__path__)]
    found = {kind for module in modules for kind in vars(module).values()
             if isinstance(kind, type) and issubclass(kind, VaultProblem)}
    return sorted(found, key=lambda kind: kind.__name__)


def test_each_is_said_in_the_words_that_the_catalogue_translates():
    """To the letter: another word, and a Spanish reader would be told it in English."""
    with paths.resource("translations", "es", "LC_MESSAGES", "wellnessdesk.po").open("rb") as file:
        known = {entry.id for entry in read_po(file, locale="es") if entry.string}
    assert len(every_kind()) > len(KINDS)
    assert [kind.__name__ for kind in every_kind() if str(kind()) not in known] == []


def test_a_sentence_of_ones_own_may_be_given():
    assert str(errors.NoLongerActive("Ask again.")) == "Ask again."


def test_sentences_are_made_in_the_language_in_use():
    """Not once at import: then the language could not change."""
    asked = []

    class Asked(VaultProblem):
        def sentence(self):
            asked.append(i18n.language())
            return "x."

    i18n.set_language("es")
    Asked()
    assert asked == ["es"]


def test_damaged_records_and_damaged_keys_are_told_apart():
    said = {str(kind()) for kind in StoreProblem.__subclasses__() if kind.__name__ != "EngineTooOld"}
    assert not said & {str(kind()) for kind in KINDS if kind is not errors.NewerStore}
