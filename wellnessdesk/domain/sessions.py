"""Sessions of a peer with a student, and the structured note of each."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _, ngettext
from wellnessdesk.domain import plain_text
from wellnessdesk.domain.note_trail import Addendum, NoteReturn
from wellnessdesk.domain.session_facts import Participant

LATE_AFTER = timedelta(hours=24)
"""A note is late when it is not signed a day after its session ended; a center may set another limit."""
MOST_LATE_HOURS = 14 * 24


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
    UNKNOWN = "unknown"
    """None of these stands there: it was changed outside the program. The audit log says what is true."""


SIGNED_STATES = (NoteState.SIGNED, NoteState.RETURNED, NoteState.COSIGNED)
"""In these a note bears its author's signature and is locked."""


class RedFlagCheck(StrEnum):
    """The question asked in every note: did you hear anything an adult must know?"""

    UNASKED = ""
    NOTHING = "nothing"
    RAISED = "raised"


class Agreed(StrEnum):
    """What the student said of the note, when it was read with them."""

    UNASKED = ""
    YES = "yes"
    PARTLY = "partly"
    """With a wish, which stands beside it."""
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One contact of a Wellness Peer with a student, or with a group of `size` students: then `student_id` is None,
    `student` and `initials` (for print) are empty. `service` is an id of the catalogue `service_options`, `origin` one
    of `session_origins`; `place` is where it was: one of `session_places`, or a room of the center. `addenda` counts
    what was added to its note, `returns` how often that was given back."""

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
    addenda: int = 0
    returns: int = 0
    late_after: timedelta = LATE_AFTER

    @property
    def answered(self) -> bool:
        """Whether the note waits for review again, after it was given back and its author added to it."""
        return self.note is NoteState.SIGNED and self.returns > 0

    @property
    def who(self) -> str:
        """With whom it was, for a heading: the student's name, or how many came to the group."""
        if self.student_id is not None:
            return self.student
        return ngettext("Group of {n} student", "Group of {n} students", self.size).format(n=formats.number(self.size))

    def late(self, now: datetime) -> bool:
        """Whether the note should have been signed by now (or was signed too late)."""
        since = self.ended_at or self.started_at
        return (self.signed_at or now) - since > self.late_after


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteBody:
    """What a note says. Topics, offers, strengths and resources are ids of their catalogues, as are `mediated` (how a
    mediation ended), `subject` (of tutoring), `theme` (of a group) and `meet_when`; the rest is the peer's own words.

    `mediation` is what people agreed on, `wishes` what the student wants done or not done with the note. `remarks` are
    (student, words) about one of a group alone: they stand in the draft only, for a signature seals each apart.
    """

    service: str = ""
    topics: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    next_step: str = ""
    text: str = ""
    follow_up: bool = False
    meet_when: str = ""
    mediated: str = ""
    mediation: str = ""
    subject: str = ""
    theme: str = ""
    agreed: Agreed = Agreed.UNASKED
    wishes: str = ""
    red_flag: RedFlagCheck = RedFlagCheck.UNASKED
    remarks: tuple[tuple[int, str], ...] = ()

    def plain(self) -> dict[str, object]:
        """As JSON data, for sealing; without what was left empty."""
        raw = {key: [list(one) if isinstance(one, tuple) else one for one in value] if isinstance(value, tuple)
               else value for key, value in asdict(self).items()}
        return {key: value for key, value in raw.items() if value or key in _ALWAYS}


_PARTS = frozenset(part.name for part in fields(NoteBody))
_KINDS = {part.name: type(part.default) for part in fields(NoteBody) if type(part.default) in (tuple, bool)}
"""Of the parts that are no text (nor one word of a list)."""
_ALWAYS = frozenset({"service", "topics", "offers", "strengths", "next_step", "text", "follow_up", "red_flag"})
"""What every sealed note has said since the first version, also when it is empty."""
_WORDS = {"next_step": 500, "text": 20_000, "mediation": 4_000, "wishes": 2_000}
"""The parts in one's own words, and how long each may be: about ten pages of text, and not a book."""
LONGEST_TEXT, LONGEST_WISHES, LONGEST_REMARK = _WORDS["text"], _WORDS["wishes"], 2_000


def note_from_plain(raw: dict[str, object]) -> NoteBody:
    """The note of `NoteBody.plain`; parts a later version added are passed over.

    Raises ValueError for what is none: whoever writes into the store may have put anything there.
    """
    given = {key: _listed(value) for key, value in raw.items() if key in _PARTS and key != "remarks"}
    if not all(isinstance(value, _KINDS.get(key, str)) for key, value in given.items()):
        raise ValueError("no part of a note")
    given["red_flag"] = RedFlagCheck(str(given.get("red_flag", "")))
    given["agreed"] = Agreed(str(given.get("agreed", "")))
    given["remarks"] = _remarks(raw.get("remarks", []))
    "".join(value for value in given.values() if isinstance(value, str)).encode()  # half a sign is a ValueError
    return NoteBody(**given)  # type: ignore[arg-type]


def cleaned(note: NoteBody) -> NoteBody:
    """The note without signs that nobody can see: they come with pasted text, and can turn what stands around them."""
    words: dict[str, Any] = {part: plain_text.clean(getattr(note, part)) for part in _WORDS}
    remarks = tuple((student, plain_text.clean(text)) for student, text in note.remarks)
    return replace(note, remarks=tuple(one for one in remarks if one[1]), **words)


def too_long(note: NoteBody) -> str:
    """What is longer than a note can keep, as a sentence; empty when nothing is."""
    told = [(len(getattr(note, part)), most) for part, most in _WORDS.items()]
    told += [(len(text), LONGEST_REMARK) for _student, text in note.remarks]
    return next((_("One part of the note has {n} characters. It can keep {most}. Shorten it, then save again.").format(
        n=formats.number(length), most=formats.number(most)) for length, most in told if length > most), "")


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


def _remarks(value: object) -> tuple[tuple[int, str], ...]:
    pairs = [one for one in value if isinstance(one, list) and len(one) == 2] if isinstance(value, list) else []
    return tuple((student, text) for student, text in pairs if isinstance(student, int) and isinstance(text, str))


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
    """A signed note as it lies in the store; or, `locked`, the draft of somebody who left."""

    id: int
    student_id: int | None
    peer_id: str
    blob: bytes = field(repr=False)
    locked: bool = False


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note as read back: its session, its content, who signed it, and what was added to it since.

    `signer` is empty for the draft of somebody who left, which was locked without their signature.
    """

    session: Session
    body: NoteBody
    signer: str
    participants: tuple[Participant, ...] = ()
    """Of a group: who was to come, but for those whose record is closed to the reader."""
    remarks: tuple[tuple[int, str], ...] = ()
    """(student, words) about one of them alone."""
    addenda: tuple[Addendum, ...] = ()
    returns: tuple[NoteReturn, ...] = ()
