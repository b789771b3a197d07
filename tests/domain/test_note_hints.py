"""Hints find diagnoses, medicines and whole names, in both languages, and leave everyday words alone."""

import pytest

from wellnessdesk.domain.note_hints import NAME, Hint, sentence, whole_names, word_hints


@pytest.mark.parametrize(("text", "found"), [
    ("She has depression and takes Prozac.", {"diagnosis": ("depression",), "medication": ("Prozac",)}),
    ("Tiene ansiedad generalizada, toma pastillas", {"diagnosis": ("ansiedad generalizada",),
                                                     "medication": ("pastillas",)}),
    ("I add that he was sad, in psychology class", {}), ("ADHD adhd", {"diagnosis": ("adhd",)})])
def test_words_that_are_better_left_out(text, found):
    assert {hint.kind: hint.words for hint in word_hints(text)} == found


def test_two_capitals_beside_each_other_may_be_a_name_cut_in_every_way():
    found = whole_names("With Ana María López today.", own=["José Núñez"])
    assert ("Ana María López", "Ana", "María López") in found
    assert ("Ana María López", "Ana María", "López") in found
    assert whole_names("José Núñez was calm. We talked", own=["José Núñez"]) == []
    assert whole_names("one two three", own=[]) == []


def test_a_hint_names_at_most_three_words_and_asks():
    said = sentence(Hint(NAME, ("A B", "C D", "E F", "G H")))
    assert "“E F”" in said
    assert "G H" not in said
    assert said.endswith("Leave it out if you can.")
    assert sentence(Hint("medication", ("Prozac",))).startswith("“Prozac”: is a medicine word.")
