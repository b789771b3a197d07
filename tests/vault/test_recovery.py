"""A kit survives being written down and typed in again, and tells a wrong word."""

import pytest

from wellnessdesk.vault import recovery
from wellnessdesk.vault.errors import BadWords


def test_a_kit_comes_back_from_its_words_however_they_are_typed():
    kit = recovery.new_kit(recovery.KIT_B)
    assert len(kit.words) == 24
    typed = "  " + "\n".join(kit.words).upper() + " "
    assert recovery.from_words(recovery.KIT_B, typed) == kit


def test_the_words_are_those_of_bip_39():
    # the first vector of BIP-39's own list for 256 bits
    kit = recovery.Kit("kit-a", bytes(32))
    assert kit.words == ["abandon"] * 23 + ["art"]
    assert kit.public == recovery.from_words("kit-a", "abandon " * 23 + "art").public


@pytest.mark.parametrize("typed", [
    "", "abandon " * 24, "abandon " * 22 + "art", "abandon " * 23 + "artt", "abandon " * 24 + "art",
    "abandon " * 11 + "about"])  # the last: whole, but of half the length
def test_words_that_are_no_kit_are_refused(typed):
    with pytest.raises(BadWords, match="Check each word"):
        recovery.from_words(recovery.KIT_A, typed)


def test_every_kit_is_another():
    assert recovery.new_kit("kit-a").private != recovery.new_kit("kit-a").private
