"""What happens to a note after it is signed: addenda to it, and comments with which it was given back."""

from dataclasses import dataclass
from datetime import datetime

LONGEST_ADDENDUM, LONGEST_COMMENT = 10_000, 2_000
"""Characters: an addendum sets something right, and a comment asks for it; neither is a second note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """Something added to a signed note, which itself stays as it is. `by` is a name; `problem` says what is wrong with
    one that does not match its seal."""

    number: int
    at: datetime
    by: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReturn:
    """A note given back by a coordinator with a comment; `answered_at` when its author added what was asked for."""

    number: int
    at: datetime
    by: str
    comment: str = ""
    answered_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TrailMark:
    """An addendum or a return as its row stands, without its words. `by` is a person's id."""

    session_id: int
    number: int
    at: datetime
    by: str
    answered_at: datetime | None = None
