"""What a spell check looks at: words, and neither numbers, abbreviations nor names within a sentence."""

import pytest

from wellnessdesk.domain.spelling import may_be_a_name, words


@pytest.mark.parametrize(("text", "seen"), [
    ("Helo wrld", ["Helo", "wrld"]), ("don’t can't", ["don't", "can't"]), ("¿Qué pasó?", ["Qué", "pasó"]),
    ("room 9B at MCR, a@b.org x_y", ["room", "at", "org"]), ("x" * 50, []), ("שלום नमस्ते"[:4], ["שלום"])])
def test_words_are_found_where_they_stand(text, seen):
    found = list(words(text))
    assert [word.text for word in found] == seen
    assert all(text[word.start:word.end].replace("’", "'") == word.text for word in found)


@pytest.mark.parametrize(("text", "name"), [
    ("Marko", False), ("met Marko", True), ("Yes. Marko came", False), ("He said “Hola", True), ("met marko", False)])
def test_a_capital_within_a_sentence_may_be_a_name(text, name):
    word = next(one for one in words(text) if one.text.lower() in ("marko", "hola"))
    assert may_be_a_name(text, word) is name
