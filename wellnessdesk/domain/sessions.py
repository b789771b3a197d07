"""Sessions of a peer with a student, and the structured note of each."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext

LATE_AFTER = timedelta(hours=24)
"""A note is late when it is not signed a day after its session ended."""


class NoteState(StrEnum):
    """How far a session's note is."""

    NOT_NEEDED = "not_needed"
    """The service asks for no note."""
    TO_WRITE = "to_write"
    DRAFT = "draft"
    SIGNED = "signed"
    RETURNED = "returned"
    """Signed, and given back by a coordinator with a comment: the peer answers with an addendum."""
    COSIGNED = "cosigned"
    LOCKED = "locked"
    """Closed by a coordinator without its author's signature, because the author left; the draft is all there is."""


SIGNED_STATES = (NoteState.SIGNED, NoteState.RETURNED, NoteState.COSIGNED)
"""In these a note bears its author's signature and is locked."""


class RedFlagCheck(StrEnum):
    """The question asked in every note: did you hear anything an adult must know?"""

    UNASKED = ""
    NOTHING = "nothing"
    RAISED = "raised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One contact of a Wellness Peer with a student, or with a group of `size` students: then `student_id` is None,
    `student` and `initials` (for print) are empty. `service` is an id of the catalogue `service_options`, `origin` one
    of `visit_origins`; `place` is where it was, in the center or elsewhere in the school."""

    id: int
    visit_id: int | None
    appointment_id: int | None = None
    student_id: int | None
    student: str
    initials: str
    size: int = 0
    peer_id: str
    peer: str
    second_peer_id: str | None = None
    second_peer: str = ""
    origin: str = ""
    place: str = ""
    service: str
    tier: int
    day: date
    started_at: datetime
    ended_at: datetime | None
    note: NoteState
    signed_at: datetime | None = None
    reviewed_at: datetime | None = None

    @property
    def who(self) -> str:
        """With whom it was, for a heading: the student's name, or how many came to the group."""
        if self.student_id is not None:
            return self.student
        return ngettext("Group of {n} student", "Group of {n} students", self.size).format(n=formats.number(self.size))

    def late(self, now: datetime) -> bool:
        """Whether the note should have been signed by now (or was signed too late)."""
        since = self.ended_at or self.started_at
        return (self.signed_at or now) - since > LATE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBody:
    """What a note says. Topics, offers and strengths are ids of their catalogues; the rest is the peer's own words."""

    service: str = ""
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    next_step: str = ""
    text: str = ""
    follow_up: bool = False
    red_flag: RedFlagCheck = RedFlagCheck.UNASKED

    def plain(self) -> dict[str, object]:
        """As JSON data, for sealing."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


_PARTS = frozenset(part.name for part in fields(NoteBody))


def note_from_plain(raw: dict[str, object]) -> NoteBody:
    """The note of `NoteBody.plain`; parts a later version added are passed over."""
    given = {key: _listed(value) for key, value in raw.items() if key in _PARTS}
    given["red_flag"] = RedFlagCheck(str(given.get("red_flag", "")))
    return NoteBody(**given)  # type: ignore[arg-type]


def missing_to_sign(note: NoteBody) -> list[str]:
    """What the peer must still fill in before signing, as plain sentences; empty when the note is complete."""
    missing = []
    if not note.service:
        missing.append(_("Choose what kind of session it was."))
    if not note.topics:
        missing.append(_("Choose at least one topic."))
    if not note.offers:
        missing.append(_("Choose what you offered."))
    if note.red_flag is RedFlagCheck.UNASKED:
        missing.append(_("Answer the red-flag question."))
    return missing


def _listed(value: object) -> object:
    return tuple(str(item) for item in value) if isinstance(value, list) else value


class OfSession(Protocol):
    """What a sealed note is bound to of its session."""

    @property
    def id(self) -> int:
        """The session's number."""

    @property
    def student_id(self) -> int | None:
        """Whose note it is about; None for a group."""

    @property
    def peer_id(self) -> str:
        """Who writes it."""


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A signed note as it lies in the store."""

    id: int
    student_id: int | None
    peer_id: str
    blob: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note as read back: its session, its content, who signed it."""

    session: Session
    body: NoteBody
    signer: str
