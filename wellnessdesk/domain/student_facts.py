"""What the center itself knows of a student: names and where they are used, needs, the card, what was acknowledged.

A preferred name and pronouns can out a student. So the student chooses where each is used; outside the center, on
slips, to caregivers and in packets, the legal name is the default (DOMAIN.md 3).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Student

LONGEST_NAME, LONGEST_WORDS = 60, 300
FEWEST_DIGITS, MOST_DIGITS = 5, 32
"""Of a card number: what is shorter could be typed by a hand."""


class Audience(StrEnum):
    """Where the preferred name and the pronouns may be read."""

    CENTER = "center"
    SLIPS = "slips"
    CAREGIVERS = "caregivers"
    PACKETS = "packets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the center adds to the roster. `preferred` is a given name; `card` has digits only."""

    preferred: str = ""
    pronouns: str = ""
    language: str = ""
    access_needs: str = ""
    card: str = ""
    audiences: frozenset[Audience] = frozenset({Audience.CENTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What a student was told or agreed to: an id of the catalogue `acknowledgements`, its version, when, by whom."""

    kind: str
    version: str
    day: date
    by: str


def name_for(student: Student, facts: Facts, audience: Audience) -> str:
    """The whole name that this audience reads: the preferred one where the student wishes it, else the legal one."""
    if audience is Audience.CENTER and audience in facts.audiences:
        return student.name
    given = facts.preferred if facts.preferred and audience in facts.audiences else student.given
    return f"{given} {student.family}".strip()


def pronouns_for(facts: Facts, audience: Audience) -> str:
    """The pronouns this audience reads; empty where the student does not wish it."""
    return facts.pronouns if audience in facts.audiences else ""


def audience_label(audience: Audience) -> str:
    """The audience as a person reads it."""
    return {
        Audience.CENTER: _("In the center"),
        Audience.SLIPS: _("On pass slips"),
        Audience.CAREGIVERS: _("To caregivers"),
        Audience.PACKETS: _("In packets of records"),
    }[audience]


def card_of(typed: str) -> str:
    """A card number as it is kept: without the blanks and hyphens printed in it."""
    return "".join(typed.split()).replace("-", "")


def wrong(facts: Facts) -> dict[str, str]:
    """What is wrong with the facts, a sentence for each field; nothing when they will do."""
    found = {}
    for field, text, most in (("preferred", facts.preferred, LONGEST_NAME), ("pronouns", facts.pronouns, LONGEST_NAME),
                              ("language", facts.language, LONGEST_NAME),
                              ("access_needs", facts.access_needs, LONGEST_WORDS)):
        if len(text) > most:
            found[field] = _("Keep it under {n} characters.").format(n=formats.number(most))
    if facts.card and not _is_card(facts.card):
        found["card"] = _("A card number has {least} to {most} digits and nothing else.").format(
            least=FEWEST_DIGITS, most=MOST_DIGITS)
    return found


def written_as(facts: Facts, acknowledged: Sequence[Acknowledged]) -> str:
    """What the audit log keeps of the facts, so that nobody can put older ones back unseen (`audit.verify`)."""
    rows = sorted([one.kind, one.version, one.day.isoformat()] for one in acknowledged)
    told = [facts.preferred, facts.pronouns, facts.language, facts.access_needs, facts.card, sorted(facts.audiences),
            rows]
    return hashlib.blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def _is_card(card: str) -> bool:
    return FEWEST_DIGITS <= len(card) <= MOST_DIGITS and card.isascii() and card.isdecimal()
