"""Sessions of a peer with a student, and the structured note of each."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from wellnessdesk.base.i18n import _

LATE_AFTER = timedelta(hours=24)
"""A note is late when it is not signed a day after its session ended."""


class NoteState(StrEnum):
    """How far a session's note is."""

    NOT_NEEDED = "not_needed"
    """The service asks for no note."""
    TO_WRITE = "to_write"
    DRAFT = "draft"
    SIGNED = "signed"
    COSIGNED = "cosigned"


class RedFlagCheck(StrEnum):
    """The question asked in every note: did you hear anything an adult must know?"""

    UNASKED = ""
    NOTHING = "nothing"
    RAISED = "raised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One contact of a Wellness Peer with a student. `service` is an id of the catalogue `service_options`;
    `initials` are the student's, for print."""

    id: int
    visit_id: int | None
    student_id: int
    student: str
    initials: str
    peer_id: str
    peer: str
    service: str
    tier: int
    day: date
    started_at: datetime
    ended_at: datetime | None
    note: NoteState
    signed_at: datetime | None = None
    reviewed_at: datetime | None = None

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
    def student_id(self) -> int:
        """Whose note it is about."""

    @property
    def peer_id(self) -> str:
        """Who writes it."""


@dataclass(frozen=True, slots=True)
class SealedNote:
    """A signed note as it lies in the store."""

    id: int
    student_id: int
    peer_id: str
    blob: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note as read back: its session, its content, who signed it."""

    session: Session
    body: NoteBody
    signer: str
