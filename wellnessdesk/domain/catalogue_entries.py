"""What the entries of the catalogues are: one frozen record a kind, and the catalogue that holds them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from wellnessdesk.base.i18n import language


@dataclass(frozen=True, slots=True)
class Text:
    """A text in every language of the program; `str()` gives the one in use."""

    en: str
    es: str

    def __str__(self) -> str:
        return self.es if language() == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a catalogue: where it comes from, and when somebody last checked it."""

    id: str
    label: Text
    source: str
    last_verified: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOption(Entry):
    """What Wellness Peers do: MTSS tier (1 to 3), whether it asks for a note, usual limit in minutes.

    `part` is what its note asks beside the usual: `mediation`, `subject`, `theme`, or nothing.
    """

    about: Text
    tier: int
    needs_note: bool
    minutes: int
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReason(Entry):
    """Why a student is here, in neutral words; the queue's timer turns amber after `minutes`.

    `services` are the ids of the service options that answer it: a peer must be able to give one. None: anybody may.
    """

    about: Text
    minutes: int
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitOrigin(Entry):
    """How a student came to be here."""

    about: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency(Entry):
    """How soon an adult answers: `minutes` (within that many), `same_day` or `next_supervision`."""

    about: Text
    answer: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag(Entry):
    """What a peer brings to an adult: the id of its default urgency, signs to notice, words to use."""

    urgency: str
    signs: Text
    say: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaregiverRule(Entry):
    """What to weigh before a caregiver is told of a red flag of this id: `suggests` is `tell`, `weigh` or `ask_first`.

    It suggests; an adult decides each time.
    """

    about: Text
    suggests: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopePrompt(Entry):
    """A short reminder beside the note; `kind` is `does` or `does_not`."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisLine(Entry):
    """A line of the crisis card. `call`, `text_to` and `text_word` are empty where the line has none."""

    how: Text
    hours: Text
    call: str
    text_to: str
    text_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBand(Entry):
    """Grades counted together: the roster codes that belong to it (none: every code no other band names)."""

    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BellPeriod(Entry):
    """A part of the school day, in the school's own time; `kind` is `open`, `class`, `break` or `lunch`."""

    kind: str
    start: dt.time
    end: dt.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(Entry):
    """What a student is told or agrees to; a new `version` is asked for anew."""

    about: Text
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Entry):
    """What a session was about; a `heavy` one weighs on whoever listens."""

    heavy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRule(Entry):
    """What comes on a supervision agenda, in which order and from which number on; the file says what each field is."""

    about: Text
    area: str
    weight: int
    minutes: int
    limit: int
    least: int
    most: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WellbeingQuestion(Entry):
    """A question to a Wellness Peer, with words for both ends of its scale."""

    low: Text
    high: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfRatingItem(Entry):
    """What a peer says of themselves on a scale, and its name below a column."""

    short: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Entry):
    """A letter to a caregiver: paragraphs with an empty line between; what is filled in stands in braces."""

    body: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePoint(Entry):
    """One thing a student is told before their first session, as it is said to them: of which `version` of the entry
    `what_is_shared` of `acknowledgements`. Older versions stay: what somebody was told can still be read."""

    about: Text
    version: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingModule(Entry):
    """A module of the peers' training: `delivery` is `class`, `online` or `observed`, `competency` and `track` are ids
    of the catalogues of that name; it lapses after so many months (0: never)."""

    about: Text
    minutes: int
    delivery: str
    competency: str
    track: str
    lapses_months: int
    prerequisites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HourActivity(Entry):
    """What an hour of a peer was: its kind (`field`, `training`, `supervision`, `education`) and competency. Sessions
    of `services` count as it by themselves; `manual`: a peer may enter it."""

    kind: str
    competency: str
    services: tuple[str, ...]
    manual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementWords(Entry):
    """What a peer signs, of a `kind`, in the words of a version, which holds from a day on."""

    kind: str
    version: str
    since: dt.date
    term_months: int
    body: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearanceRule(Entry):
    """What a peer needs for the service of this id (`any`: for every one), by ids; supervision in school days.

    `practice`: how often somebody must have watched them, each time rated `practice_rating` (1 to 4) or better.
    """

    modules: tuple[str, ...]
    agreements: tuple[str, ...]
    papers: tuple[str, ...]
    supervision_days: int
    practice: int
    practice_rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemographicOption(Entry):
    """What somebody may choose of themselves; `category` is an id of `demographic_categories`."""

    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario(Entry):
    """A role play in which a peer practices; `competency` is an id of the catalogue of that name."""

    about: Text
    competency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationQuestion(Entry):
    """A question to an applicant, answered in at most `limit` characters; `needed`: not sent without an answer."""

    help: Text
    limit: int
    lines: int
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessSkill(Entry):
    """A skill that an applicant is rated by, with what one to four points look like."""

    level1: Text
    level2: Text
    level3: Text
    level4: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteHint(Entry):
    """A kind of words that a note does better without; one that ends with * is the beginning of longer ones."""

    about: Text
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nickname(Entry):
    """A given name and the short forms by which people know whoever is called so."""

    short: tuple[str, ...]


E_co = TypeVar("E_co", bound=Entry, covariant=True)


@dataclass(frozen=True, slots=True)
class Catalogue(Generic[E_co]):
    """The entries of one file, in its order."""

    name: str
    entries: tuple[E_co, ...]

    def __iter__(self) -> Iterator[E_co]:
        return iter(self.entries)

    def ids(self) -> tuple[str, ...]:
        """The ids, in the file's order."""
        return tuple(entry.id for entry in self.entries)

    def get(self, id: str) -> E_co | None:
        """The entry of that id; None where a newer or an edited catalogue no longer has it."""
        return next((entry for entry in self.entries if entry.id == id), None)

    def label(self, id: str) -> str:
        """The entry's name in the language in use; an id we do not know stands for itself."""
        entry = self.get(id)
        return str(entry.label) if entry else id
