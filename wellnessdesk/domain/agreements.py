"""What Wellness Peers sign: texts with versions, the exact bytes that are signed, and until when a signature counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.base.months import add_months
from wellnessdesk.domain import catalogues
from wellnessdesk.domain.catalogues import AgreementWords

NAMESPACE = "agreement@wellnessdesk.org"
"""Of the SSHSIG signatures: one made for something else does not count here."""
LONGEST_TEXT, LONGEST_TERM, LONGEST_NAME = 20_000, 60, 120
MOST_SCAN = 4 * 1024 * 1024
"""Bytes of a scanned paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """The words of a version; `shipped` where they are only in the catalogue yet."""

    kind: str
    version: str
    en: str
    es: str
    term_months: int | None
    since: date
    shipped: bool = False

    def words(self, language: str) -> str:
        """In Spanish for `es`, else in English."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A signature. `holds` is False where it does not fit the words, or is not of its signer's key."""

    id: str
    kind: str
    version: str
    language: str
    person: str
    at: datetime
    name: str
    signature: str = field(repr=False)
    lapses_on: date | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    holds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A caregiver's paper. What is sealed of it is empty for whoever cannot open it."""

    id: str
    person: str
    kind: str
    of_age: bool
    day: date
    kept_at: datetime
    kept_by: str
    ended_at: datetime | None = None
    signed_by: str = field(default="", repr=False)
    scan_name: str = field(default="", repr=False)
    """Empty where there is no scan."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSign:
    """A text in force, and where a peer stands with it."""

    text: AgreementText
    signed: Agreement | None
    today: date

    @property
    def counts(self) -> bool:
        """Whether it is signed, in this version, and has not lapsed."""
        return self.signed is not None and (self.signed.lapses_on is None or self.today < self.signed.lapses_on)


def kind_label(kind: str) -> str:
    """What an agreement is called."""
    entry = next((one for one in catalogues.agreement_texts() if one.kind == kind), None)
    return str(entry.label) if entry else kind


def kinds() -> tuple[str, ...]:
    """The kinds there are, in the catalogue's order."""
    return tuple(dict.fromkeys(one.kind for one in catalogues.agreement_texts()))


def of_entry(entry: AgreementWords) -> AgreementText:
    """A shipped text."""
    return AgreementText(kind=entry.kind, version=entry.version, en=entry.body.en.strip(), es=entry.body.es.strip(),
                         term_months=entry.term_months or None, since=entry.since, shipped=True)


def all_texts(kept: Iterable[AgreementText]) -> list[AgreementText]:
    """The shipped texts and the center's, the oldest first; what is kept counts before what is shipped."""
    found = {(one.kind, one.version): one for one in map(of_entry, catalogues.agreement_texts())}
    found |= {(one.kind, one.version): one for one in kept}
    return sorted(found.values(), key=lambda one: (one.kind, one.since, one.version))


def in_force(texts: Iterable[AgreementText], day: date) -> dict[str, AgreementText]:
    """The text of each kind that is to be signed on a day."""
    found: dict[str, AgreementText] = {}
    for one in texts:
        if one.since <= day:
            found[one.kind] = one
    return found


def lapses_on(text: AgreementText, day: date) -> date | None:
    """From which day on a signature of `day` does not count any more."""
    return add_months(day, text.term_months) if text.term_months else None


def statement(text: AgreementText, *, language: str, person: str, name: str, at: datetime, center: str) -> bytes:
    """The exact bytes that are signed: head lines, an empty line, the words. UTF-8 with line feeds."""
    head = (f"agreement: {text.kind}", f"version: {text.version}", f"language: {language}", f"center: {center}",
            f"person: {person}", f"name: {name}", f"signed: {at.isoformat(timespec='milliseconds')}")
    return "\n".join((*head, "", text.words(language), "")).encode()


def wrong_text(text: AgreementText, texts: Iterable[AgreementText]) -> dict[str, str]:
    """What stands against new words, by field, as sentences."""
    found: dict[str, str] = {}
    for language in ("en", "es"):
        if not text.words(language):
            found[language] = _("Write it in both languages: peers sign either.")
        elif len(text.words(language)) > LONGEST_TEXT:
            found[language] = _("At most {n} characters.").format(n=formats.number(LONGEST_TEXT))
    if text.term_months is not None and not 1 <= text.term_months <= LONGEST_TERM:
        found["term_months"] = _("Between 1 and {n} months, or never.").format(n=LONGEST_TERM)
    before = [one for one in texts if one.kind == text.kind]
    if any(one.version == text.version or text.since <= one.since for one in before):
        newest = max(before, key=lambda one: one.since)
        found["since"] = _("Version {n} begins on {day} already: versions cannot overlap.").format(
            n=newest.version, day=formats.date(newest.since))
    return found
