"""What is kept of pasted words: everything somebody can read, and no sign that turns or hides the others."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellnessdesk.domain.plain_text import clean


@pytest.mark.parametrize(("typed", "kept"), [
    ("  plain  ", "plain"), ("a\x00b\x1b[31mc", "ab[31mc"), ("\u202egnp.exe", "gnp.exe"),
    ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"), ("a\tb", "a\tb"), ("👩\u200d👧", "👩\u200d👧"),
    ("می\u200cخواهم", "می\u200cخواهم"), ("\u2066x\u2069", "x"), ("so\u00adft", "soft")])
def test_what_is_kept(typed, kept):
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_no_letter_is_lost(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    seen = [sign for sign in text if unicodedata.category(sign)[0] in "LNP"]
    assert [sign for sign in cleaned if unicodedata.category(sign)[0] in "LNP"] == seen
