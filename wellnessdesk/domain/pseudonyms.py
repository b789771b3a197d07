"""Pseudonyms of the rows that leave for an evaluation: the same student, for the same recipient and school year, is the
same; to anybody without the key, and in another year or for somebody else, it is another.

34 CFR 99.31(b)(2) allows a record code that the recipient cannot find the student by; how it is made is not told.
"""

import base64
import hmac
from datetime import date

BYTES = 16
"""Of the 32 of HMAC-SHA256: two of a million students are alike once in 10^26."""
LENGTH = 26

_PURPOSE = b"wellnessdesk student pseudonym 1\x00"
_JULY = 7


def pseudonym(key: bytes, student: int) -> str:
    """26 letters and digits: base32 of the first 16 bytes of HMAC-SHA256 over a fixed purpose and the student's id."""
    digest = hmac.digest(key, _PURPOSE + str(student).encode(), "sha256")
    return base64.b32encode(digest[:BYTES]).decode().rstrip("=").lower()


def school_year(day: date) -> int:
    """The year in which the school year of a day begins: from 1 July to 30 June (Ed Code 37200)."""
    return day.year if day.month >= _JULY else day.year - 1
