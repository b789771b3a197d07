"""A kit survives being written down, typed in again and scanned, and tells what is wrong with what was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellnessdesk.vault import recovery
from wellnessdesk.vault.errors import BadWords

STORE = "0f3c9a7712ab34cd56ef0f3c9a7712ab"
SEEN = "abandon " * 23 + "art"
"""The first vector of BIP-39's own list for 256 bits: a key of zeros."""


def said(call, *arguments):
    with pytest.raises(BadWords) as told:
        call(*arguments)
    return str(told.value)


def test_a_kit_comes_back_from_its_words_however_they_are_typed():
    kit = recovery.new_kit(recovery.KIT_B)
    assert len(kit.words) == 24
    typed = "  " + "\n".join(kit.words).upper() + " "
    assert recovery.from_words(recovery.KIT_B, typed) == kit


def test_words_pasted_with_their_numbers_are_read():
    kit = recovery.new_kit(recovery.KIT_A)
    typed = "\n".join(f"{number}. {word}," for number, word in enumerate(kit.words, 1))
    assert recovery.from_words(recovery.KIT_A, typed) == kit


def test_the_words_are_those_of_bip_39():
    kit = recovery.Kit("kit-a", bytes(32))
    assert kit.words == SEEN.split()
    assert kit.public == recovery.from_words("kit-a", SEEN).public


@pytest.mark.parametrize(("typed", "sentence"), [
    ("", "Type the 24 words of the kit."), (" 1 2 3 ", "Type the 24 words of the kit."),
    ("abandon", "A kit has 24 words, and this is 1. Check that none is missing or there twice."),
    ("abandon " * 22 + "art", "A kit has 24 words, and these are 23. Check that none is missing or there twice."),
    ("abandon " * 24 + "art", "A kit has 24 words, and these are 25. Check that none is missing or there twice."),
    # whole, but of half the length
    ("abandon " * 11 + "about", "A kit has 24 words, and these are 12. Check that none is missing or there twice."),
    ("abandon " * 23 + "artt", "Word 24, “artt”, is not on the list. Did you mean “art”?"),
    ("abandon " * 6 + "aple " + "abandon " * 16 + "art", "Word 7, “aple”, is not on the list. Did you mean “apple”?"),
    ("abandon añandon", "Word 2, “añandon”, is not on the list. Did you mean “abandon”?"),
    ("xyzzyxq", "Word 1, “xyzzyxq”, is not on the list. Look at the paper again."),
    ("q" * 90, f"Word 1, “{'q' * 20}”, is not on the list. Look at the paper again."),
])  # fmt: skip
def test_what_is_wrong_with_words_is_told(typed, sentence):
    assert said(recovery.from_words, recovery.KIT_A, typed) == sentence


@pytest.mark.parametrize("typed", ["abandon " * 24, "art " + "abandon " * 23])
def test_words_that_are_each_right_and_together_wrong_are_refused(typed):
    assert said(recovery.from_words, recovery.KIT_A, typed).startswith("Each word is on the list, but together")


def test_every_kit_is_another():
    assert recovery.new_kit("kit-a").private != recovery.new_kit("kit-a").private


def test_a_kit_shows_no_key():
    assert "zzzz" not in repr(recovery.Kit("kit-a", b"z" * 32))
    assert "kit-a" in repr(recovery.Kit("kit-a", b"z" * 32))


def test_the_mark_tells_kits_apart_and_stays():
    kit = recovery.Kit("kit-a", bytes(32))
    assert kit.mark == recovery.mark(kit.public) == "45E0-4F01"
    assert recovery.new_kit("kit-a").mark != kit.mark


# ---- the code


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["kit-a", "kit-b"]))
@settings(max_examples=50)
def test_a_kit_comes_back_from_its_code(private, name):
    kit = recovery.Kit(name, private)
    code = kit.code(STORE)
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")
    assert recovery.from_code(name, f" {code.lower()}\n", STORE) == kit
    assert recovery.read(name, code, STORE) == recovery.read(name, " ".join(kit.words), STORE) == kit


def test_the_code_is_what_the_module_says():
    code = recovery.Kit("kit-b", bytes(32)).code(STORE)
    assert code.rpartition(":")[0] == "WDKIT1:B:0F3C9A77:" + "A" * 52
    assert code.rpartition(":")[2] == "F4997AC9"


@given(st.integers(0, 78), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:"))
def test_one_wrong_letter_is_noticed(place, letter):
    code = recovery.Kit("kit-a", bytes(range(32))).code(STORE)
    wrong = code[:place] + letter + code[place + 1:]
    if wrong != code:
        with pytest.raises(BadWords, match="Scan it again|of another center|the code of kit B"):
            recovery.from_code("kit-a", wrong, STORE)


@pytest.mark.parametrize("text", ["WDKIT1", "WDKIT1:A:0F3C9A77", "https://example.org", "", ":" * 4])
def test_half_a_code_is_no_code(text):
    assert said(recovery.from_code, "kit-a", text, STORE) == (
        "This code is not whole. Scan it again, or type the 24 words.")


def test_a_code_with_a_whole_check_over_letters_that_are_none_is_refused():
    text = "WDKIT1:A:0F3C9A77:" + "1" * 52  # base32 has no 1
    assert "not whole" in said(recovery.from_code, "kit-a", f"{text}:{recovery._check(text)}", STORE)


def test_a_code_says_which_kit_and_which_center():
    code = recovery.new_kit("kit-b").code(STORE)
    assert said(recovery.from_code, "kit-a", code, STORE) == "This is the code of kit B. Take the paper of kit A."
    assert said(recovery.from_code, "kit-b", code, "f" * 32) == "This is the kit of another center."
