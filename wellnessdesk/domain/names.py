"""Names of people, compared and shortened without favoring one language or script."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i", "ĸ": "k",
        "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
    }
)  # fmt: skip
# Signs inside a word that people leave out or write as a space: apostrophes, the Persian half space, tatweel.
_INNER_SIGNS = re.compile("['’‘‛`´′ʼʻʽʹʾʿˈ＇\u200c\u200d\ufe0f\u0640]")

_ZERO_WIDTH_JOINER = "\u200d"
_VIRAMA_CLASS = 9
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
# Hangul letters that continue a syllable: vowels and final consonants.
_HANGUL_REST = range(0x1160, 0x1200)


@lru_cache(maxsize=32_768)  # a roster has far fewer names than students
def fold(text: str) -> str:
    """The text as search sees it: no case, no accents, no apostrophes, hyphens as spaces, single spaces.

    "O'Neil" and "ONeil" fold to the same; "o neil" meets them in `matches`: `search_key` holds both ways.
    Signs that are neither letters nor digits (emoji among them) count as spaces.
    """
    whole = _INNER_SIGNS.sub("", text.casefold())
    parted = unicodedata.normalize("NFKD", whole).casefold().translate(_LETTERS)
    return " ".join("".join(map(_folded_sign, parted)).split())


def _folded_sign(sign: str) -> str:
    # Accents of Latin, Greek, Arabic, Hebrew have a combining class; the vowel signs of India have none and stay.
    if unicodedata.combining(sign):
        return ""
    return sign if unicodedata.category(sign)[0] in "LMN" else " "


def search_key(*, given: str, family: str, preferred: str = "", middle: str = "") -> str:
    """The normalized text a student is found by, for `matches`: every name, whole and in its parts.

    Begins with a space and holds the names in both orders, so that a word's beginning is always " word".
    A name in several parts stands there parted and joined: "O'Neil" as "oneil", "o" and "neil".
    """
    names = [name for name in (preferred, given, middle, family) if name.strip()]
    turned = [name for name in (family, preferred or given) if name.strip()]
    words = " ".join(fold(name) for name in (*names, *turned))
    more = dict.fromkeys(form for name in names for form in _other_forms(name))
    held = set(words.split())
    return " ".join(["", words, *(form for form in more if form not in held)]).rstrip()


def _other_forms(name: str) -> list[str]:
    parted = fold(_INNER_SIGNS.sub(" ", name)).split()
    return [*parted, "".join(parted)]


def matches(query: str, key: str) -> bool:
    """Whether each word of the query begins a word of the `search_key`, in any order; an empty one matches all.

    Two words may also stand for one, so that "o neil" finds a student written "ONeil".
    """
    return any(all(f" {beginning}" in key for beginning in way) for way in ways(query))


@lru_cache(maxsize=8)  # one query is held against thousands of keys
def ways(query: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of a query, and each way of reading two neighbors as one word."""
    words = fold(query).split()
    joined = ([*words[:n], words[n] + words[n + 1], *words[n + 2 :]] for n in range(min(len(words), 6) - 1))
    return tuple(tuple(way) for way in (words, *joined))


def initials(given: str, family: str) -> str:
    """Initials for paper that must not name anybody, for instance "J. R."; "" when there is no name at all.

    A letter is taken whole, with its accents and joiners; a script without capitals is left as it is.
    """
    return " ".join(f"{letter}." for letter in map(_initial, (given, family)) if letter)


def short(name: str) -> str:
    """The initials of a whole name; a dash when there is none."""
    parts = name.split()
    return initials(parts[0], parts[-1] if len(parts) > 1 else "") if parts else "–"


def _initial(name: str) -> str:
    text = unicodedata.normalize("NFC", name).strip()
    start = next((place for place, sign in enumerate(text) if sign.isalnum()), 0)
    return _first_grapheme(text[start:]).title()


def _first_grapheme(text: str) -> str:
    end = 1
    while end < len(text) and _goes_on(text[:end], text[end]):
        end += 1
    return text[:end]


def _goes_on(before: str, sign: str) -> bool:
    """Whether a reader sees the sign as part of one letter with the signs before it (after UAX #29)."""
    last, code = before[-1], ord(sign)
    return (
        unicodedata.category(sign) in {"Mn", "Mc", "Me"}
        or sign == _ZERO_WIDTH_JOINER
        or code in _SKIN_TONES
        or code in _HANGUL_REST
        or (last == _ZERO_WIDTH_JOINER and len(before) > 1)
        or (code in _FLAG_LETTERS and len(before) == 1 and ord(last) in _FLAG_LETTERS)
        or (unicodedata.combining(last) == _VIRAMA_CLASS and sign.isalpha())
    )


def tidy(typed: str) -> str:
    """A name as it is kept: single spaces, and no signs that command a terminal or turn the writing around."""
    spaced = " ".join(typed.split())
    return " ".join("".join(sign for sign in spaced if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}).split())
