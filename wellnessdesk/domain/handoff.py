"""The handoff page: what an adult who takes over must know of a flag, on one page, and nothing more.

It is no safety plan: that is a clinician's instrument (Stanley and Brown), and a school's page must not look like one.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.plain_text import clean

LONGEST_WORDS, LONGEST_NAME = 900, 120
"""Characters: it all fits on one page that is read standing up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """What is filled in: what was said, who stayed with the student, how they come back to class, whether they have the
    crisis card, and whether a plan made by a clinician exists."""

    said: str = ""
    stayed: str = ""
    back: str = ""
    card: bool = False
    plan: bool = False

    def kept(self, flag: str) -> str:
        """What is kept of it, sealed, with its line of the disclosure log."""
        return json.dumps({"flag": flag} | asdict(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A page that was made: for whom, when, and by whom."""

    filled: Handoff
    to: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffPage:
    """What stands on the page beside that. Moments are the center's own; `name` is the student's for this reader."""

    name: str
    grade: str
    kind: str
    raised_at: datetime
    taken_by: str
    taken_at: datetime


def kept_of(kept: str, flag: str) -> Handoff | None:
    """What `Handoff.kept` kept of a page of this flag; None where it is about something else."""
    try:
        raw = json.loads(kept) if kept else None
    except ValueError:
        return None
    if not isinstance(raw, dict) or raw.get("flag") != flag:
        return None
    said, stayed, back = (str(raw.get(name, "")) for name in ("said", "stayed", "back"))
    return Handoff(said=said, stayed=stayed, back=back, card=bool(raw.get("card")), plan=bool(raw.get("plan")))


def cleaned(handoff: Handoff) -> Handoff:
    """Without signs nobody sees."""
    return replace(handoff, said=clean(handoff.said), stayed=clean(handoff.stayed), back=clean(handoff.back))


def wrong(handoff: Handoff) -> dict[str, str]:
    """What is missing or too long, by field, as sentences; empty when it will do."""
    found = {name: _("At most {n} characters.").format(n=formats.number(most)) for name, most in (
        ("said", LONGEST_WORDS), ("back", LONGEST_WORDS), ("stayed", LONGEST_NAME))
        if len(getattr(handoff, name)) > most}
    if not handoff.said:
        found["said"] = _("Write what was said.")
    if not handoff.stayed:
        found["stayed"] = _("Write who stayed with the student.")
    return found
