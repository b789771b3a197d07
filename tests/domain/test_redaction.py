"""Names of others are found in what somebody wrote, and the student's own are not; each is shown to who decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.redaction import hits, known_names, without

OTHERS = [("Anna", "", "O'Neil"), ("Zoë", "", "García-López"), ("Will", "Billy", "Brown"), ("Minh", "", "Nguyễn"),
          ("An", "", "Le"), ("José", "", "Ruiz")]
KNOWN = known_names(OTHERS, ("José", "", "Núñez"), {"Alex": "José"})


def hidden(text):
    return without(text, [hit for hit in hits(text, KNOWN) if hit.likely])


@pytest.mark.parametrize(("text", "left"), [
    ("We talked about Anna O'Neil.", "We talked about [another student]."),
    ("Lunch with Zoe Garcia Lopez, and Minh", "Lunch with [another student], and [another student]"),
    ("Anna’s brother", "[another student]’s brother"),
    ("Anna's brother", "[another student]'s brother"),
    ("José said so himself", "José said so himself"),
    ("Ruiz hit Núñez", "[another student] hit Núñez"),
    ("He met Billy there", "He met [another student] there"),
    ("Alex wants to go", "José wants to go"),
    ("Nobody is named here.", "Nobody is named here."),
    ("Will you come? Brown shoes.", "Will you come? Brown shoes."),
    ("I saw Will there", "I saw [another student] there"), ("", "")])
def test_likely_names_are_hidden(text, left):
    assert hidden(text) == left


@pytest.mark.parametrize(("text", "shown"), [
    ("i sat with minh and anna", ["minh", "anna"]), ("Will came", ["Will"]), ("i will do an exam", [])])
def test_what_only_may_be_a_name_is_shown_and_not_hidden(text, shown):
    found = hits(text, KNOWN)
    assert [text[hit.start : hit.end] for hit in found] == shown
    assert not any(hit.likely for hit in found)


def test_small_letters_are_shown_and_two_words_of_a_name_are_likely():
    assert [hit.likely for hit in hits("i sat with minh", KNOWN)] == [False]
    assert [hit.likely for hit in hits("i sat with minh nguyen", KNOWN)] == [True]


@given(st.text(max_size=60))
def test_nothing_but_hits_is_changed(text):
    found = hits(text, KNOWN)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert without(text, []) == text
    assert all(0 <= hit.start < hit.end <= len(text) for hit in found)
