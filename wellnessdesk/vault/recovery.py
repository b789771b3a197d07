"""Recovery kits: a random 256-bit key with a checksum, to be kept on paper as 24 words and as a QR code.

Kit A (administrator) opens store, root key and device secret, never notes. Kit B (the principal keeps it for the
coordinators) opens the coordinators' role key and every sealed record. A kit's key is an X25519 private key.

The words are BIP-39's, with its checksum. The code is `WDKIT1:<A or B>:<first 8 of the store's id>:<key>:<check>`, the
key in base32 without padding, the check the first 8 hexadecimal digits of BLAKE2b-256 of all that stands before it
(without the last colon). Capitals, digits and colons only: a QR code holds those in the fewest squares.
"""

import base64
import difflib
import re
from dataclasses import dataclass, field
from functools import cache

from mnemonic import Mnemonic

from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain.recovery import KitName
from wellnessdesk.vault import primitives
from wellnessdesk.vault.errors import BadWords

KIT_A = KitName.A
KIT_B = KitName.B
WORDS = 24
_LONGEST_WORD = 20
_MOST = 4_000
_PREFIX = "WDKIT1"
_STORE_DIGITS = 8
_CHECK_DIGITS = 8
_KEY_LETTERS = 52


@dataclass(frozen=True, slots=True)
class Kit:
    """One kit: which, and its private key. `repr` does not show it."""

    name: str
    private: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """What is sealed to, for this kit."""
        return primitives.box_public(self.private)

    @property
    def words(self) -> list[str]:
        """The 24 words that go on paper."""
        return str(_list().to_mnemonic(self.private)).split()

    @property
    def mark(self) -> str:
        """Tells this kit from the one that replaced it; gives nothing of the key away."""
        return mark(self.public)

    def code(self, store: str) -> str:
        """What stands in the QR code, for the center of this id."""
        key = base64.b32encode(self.private).decode().rstrip("=")
        text = f"{_PREFIX}:{KitName(self.name).letter}:{_short(store)}:{key}"
        return f"{text}:{_check(text)}"


def new_kit(name: str) -> Kit:
    """A fresh kit."""
    return Kit(name, primitives.new_key())


def mark(public: bytes) -> str:
    """The mark of the kit with this public key, for instance `9F3A-61C0`."""
    digits = primitives.digest(b"wellnessdesk kit mark 1" + public).hex().upper()
    return f"{digits[:4]}-{digits[4:8]}"


def read(name: str, typed: str, store: str) -> Kit:
    """The kit from its words or its QR code, whichever was typed, pasted or scanned; raises `BadWords`."""
    return from_code(name, typed, store) if _PREFIX in typed.upper() else from_words(name, typed)


def from_words(name: str, text: str) -> Kit:
    """The kit written down as `text`, numbers between the words or not; raises `BadWords`, which says what is wrong.

    A word that is not on the list is named, with the nearest one that is: whoever reads it holds the paper.
    """
    words = re.findall(r"[^\W\d_]+", text[:_MOST].lower())
    for number, word in enumerate(words[:WORDS + 1], 1):
        if word not in _known():
            raise BadWords(_not_on_the_list(number, word))
    if len(words) != WORDS:
        raise BadWords(_wrong_number(len(words)))
    if not _list().check(" ".join(words)):
        raise BadWords(_("Each word is on the list, but together they are not a kit. One of them is not the word on "
                         "the paper, or two have changed places. Compare them one by one."))
    return Kit(name, bytes(_list().to_entropy(words)))


def from_code(name: str, text: str, store: str) -> Kit:
    """The kit whose QR code says `text`; `store` is the id of the center it is for. Raises `BadWords`."""
    code = "".join(text[:_MOST].upper().split())
    parts = code.split(":")
    if len(parts) != 5 or parts[0] != _PREFIX or len(parts[3]) != _KEY_LETTERS:
        raise BadWords(_("This code is not whole. Scan it again, or type the 24 words."))
    if not primitives.same(_check(code.rpartition(":")[0]).encode(), parts[4].encode()):
        raise BadWords(_("A letter of this code is wrong. Scan it again, or type the 24 words."))
    if parts[1] != KitName(name).letter:
        raise BadWords(_("This is the code of kit {found}. Take the paper of kit {wanted}.").format(
            found=parts[1], wanted=KitName(name).letter))
    if parts[2] != _short(store):
        raise BadWords(_("This is the kit of another center."))
    try:
        return Kit(name, base64.b32decode(parts[3] + "===="))
    except ValueError as error:
        raise BadWords(_("This code is not whole. Scan it again, or type the 24 words.")) from error


def _not_on_the_list(number: int, word: str) -> str:
    shown = word[:_LONGEST_WORD]
    near = difflib.get_close_matches(shown, _list().wordlist)
    if near:  # of equally near ones, the first letter is seldom the wrong one
        best = max(near, key=lambda known: (difflib.SequenceMatcher(None, known, shown).ratio(), known[0] == shown[0]))
        return _("Word {number}, “{word}”, is not on the list. Did you mean “{near}”?").format(
            number=number, word=shown, near=best)
    return _("Word {number}, “{word}”, is not on the list. Look at the paper again.").format(number=number, word=shown)


def _wrong_number(count: int) -> str:
    if not count:
        return _("Type the 24 words of the kit.")
    return ngettext("A kit has 24 words, and this is {n}. Check that none is missing or there twice.",
                    "A kit has 24 words, and these are {n}. Check that none is missing or there twice.",
                    count).format(n=count)


def _short(store: str) -> str:
    return store[:_STORE_DIGITS].upper()


def _check(text: str) -> str:
    return primitives.digest(text.encode()).hex()[:_CHECK_DIGITS].upper()


@cache
def _list() -> Mnemonic:
    return Mnemonic("english")


@cache
def _known() -> frozenset[str]:
    return frozenset(_list().wordlist)
