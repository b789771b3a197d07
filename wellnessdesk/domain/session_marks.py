"""Sessions somebody wants to talk about in supervision."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_MARK = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark without its words. `at` is no moment of its own (`services.session_marks`)."""

    id: str
    session: int
    by: str
    at: datetime
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark with its words, which may be empty; `problem` says what is wrong with its seal."""

    id: str
    session: int
    by: str
    by_name: str
    at: datetime
    words: str = ""
    problem: str = ""
