"""A SHA-256 in 24 words, to be read out over the telephone: BIP-39's list, with its checksum."""

from mnemonic import Mnemonic


def words(digest: str) -> str:
    """The words of a hash in hex; `ValueError` for what is none."""
    return str(Mnemonic("english").to_mnemonic(bytes.fromhex(digest)))
