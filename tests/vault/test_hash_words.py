"""The words of a file's hash, as the receipt of a bundle has them."""

import hashlib

import pytest
from mnemonic import Mnemonic

from wellnessdesk.vault import hash_words


def test_the_words_say_the_whole_hash():
    digest = hashlib.sha256(b"a bundle").hexdigest()
    words = hash_words.words(digest)
    assert len(words.split()) == 24
    assert Mnemonic("english").to_entropy(words) == bytes.fromhex(digest)


def test_what_is_no_hash_has_no_words():
    with pytest.raises(ValueError, match="non-hexadecimal"):
        hash_words.words("no hash")
