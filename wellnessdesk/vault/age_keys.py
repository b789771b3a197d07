"""A recovery kit as an age key pair: both are X25519, and only written down differently (Bech32, BIP-173).

So a file can be locked for the kit that lies in the principal's safe, and `age` itself opens it with its words.
"""

from collections.abc import Iterable

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECK = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS = 6


def recipient(public: bytes) -> str:
    """The public key as age writes it, `age1…`."""
    return _bech32("age", public)


def identity(private: bytes) -> str:
    """The private key as age writes it, `AGE-SECRET-KEY-1…`."""
    return _bech32("age-secret-key-", private).upper()


def _bech32(prefix: str, data: bytes) -> str:
    values = _fives(data)
    stretched = [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]
    check = _remainder([*stretched, *values, *[0] * _CHECK_LETTERS]) ^ 1
    values += [(check >> 5 * (_CHECK_LETTERS - 1 - at)) & 31 for at in range(_CHECK_LETTERS)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def _fives(data: bytes) -> list[int]:
    """The bits in groups of five, the last one filled up with zeros."""
    groups = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (groups * 5 - len(data) * 8)
    return [(number >> 5 * (groups - 1 - at)) & 31 for at in range(groups)]


def _remainder(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, mask in enumerate(_CHECK):
            check ^= mask if top >> bit & 1 else 0
    return check
