"""A recovery kit's keys as age writes them: age's own library reads them back, and what is locked for one opens."""

from nacl.public import PrivateKey

from wellnessdesk.vault import age_keys, agefile


def test_the_public_key_is_the_one_that_age_makes_of_the_private_one():
    for seed in (bytes(32), bytes(range(32)), b"\xff" * 32):
        key = PrivateKey(seed)
        assert agefile.public_of(age_keys.identity(seed)) == age_keys.recipient(bytes(key.public_key))


def test_what_is_locked_for_a_kit_opens_with_it():
    key = PrivateKey.generate()
    locked = agefile.encrypt(b"a bundle", [age_keys.recipient(bytes(key.public_key))])
    assert agefile.decrypt(locked, [age_keys.identity(bytes(key))]) == b"a bundle"
