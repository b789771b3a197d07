"""The life of a flag after an adult has it: one step after another, each kept for good. A correction is a further step.

Whoever is called away has lost nothing: what was decided before is there. Telling a caregiver is a decision with a
reason each time, never automatic (California AB 665 (2023), Family Code 6924 and Health and Safety Code 124260).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from wellnessdesk.base import formats
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flags import Closing, Flag
from wellnessdesk.domain.handoff import HandedOver
from wellnessdesk.domain.plain_text import clean
from wellnessdesk.domain.referrals import Referral

LONGEST_TEXT, LONGEST_NAME = 8_000, 200
"""Characters."""
_NOTHING = Closing()


class StepKind(StrEnum):
    """What a step tells."""

    DISPOSITION = "disposition"
    CAREGIVER = "caregiver"
    """Whether a caregiver is told, and why."""
    REPORT = "report"
    """Whether an agency was told: on which day, which one, and by whom."""
    OUTCOME = "outcome"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


DECISIONS = (StepKind.DISPOSITION, StepKind.CAREGIVER, StepKind.REPORT, StepKind.OUTCOME)
"""The steps a flag needs before it closes, in the order in which they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `yes` is the answer of a decision, `text` its reason or what was done; `day`, `agency` and `adult`
    belong to a report."""

    kind: StepKind
    text: str = ""
    yes: bool | None = None
    day: date | None = None
    agency: str = ""
    adult: str = ""

    def plain(self) -> dict[str, object]:
        """As JSON data, for sealing."""
        return {"kind": self.kind.value, "text": self.text, "yes": self.yes, "agency": self.agency,
                "adult": self.adult, "day": self.day.isoformat() if self.day else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A step as it stands with its flag: who wrote it and when. One that does not match its seal has a `problem`
    instead of a step. `back` says that the clock stood earlier than at the step before."""

    number: int
    step: Step | None = None
    by: str = ""
    at: datetime | None = None
    problem: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLife:
    """Everything about a flag: its steps in order, what is decided so far, the handoff pages that were made, the
    referrals that were born from it, and the student's other flags, the newest first."""

    flag: Flag
    steps: tuple[Written, ...]
    closing: Closing
    handed: tuple[HandedOver, ...] = ()
    referrals: tuple[Referral, ...] = ()
    others: tuple[Flag, ...] = ()


def step_from_plain(raw: Mapping[str, object]) -> Step:
    """The step of `Step.plain`. Raises `ValueError` for anything else: its author may have written what they like."""
    day, yes = raw.get("day"), raw.get("yes")
    return Step(
        kind=StepKind(str(raw.get("kind"))), text=str(raw.get("text", "")), yes=yes if isinstance(yes, bool) else None,
        day=date.fromisoformat(str(day)) if day else None, agency=str(raw.get("agency", "")),
        adult=str(raw.get("adult", "")))


def cleaned(step: Step) -> Step:
    """Without signs nobody sees."""
    return replace(step, text=clean(step.text), agency=clean(step.agency), adult=clean(step.adult))


def wrong(step: Step, today: date) -> dict[str, str]:
    """What is missing or cannot be, by field, as sentences; empty when the step can be kept."""
    found = {name: _("At most {n} characters.").format(n=formats.number(most)) for name, most in (
        ("text", LONGEST_TEXT), ("agency", LONGEST_NAME), ("adult", LONGEST_NAME)) if len(getattr(step, name)) > most}
    if step.kind in _ASKS_TEXT and not step.text:
        found["text"] = _ASKS_TEXT[step.kind]()
    if step.kind in _ASKS_ANSWER and step.yes is None:
        found["yes"] = _ASKS_ANSWER[step.kind]()
    if step.kind is StepKind.REPORT and step.yes:
        found |= _wrong_report(step, today)
    return found


def _wrong_report(step: Step, today: date) -> dict[str, str]:
    found = {}
    if step.day is None:
        found["day"] = _("Say on which day.")
    elif step.day > today:
        found["day"] = _("This day is still to come.")
    if not step.agency:
        found["agency"] = _("Say which agency.")
    if not step.adult:
        found["adult"] = _("Say who told them.")
    return found


_ASKS_TEXT = {
    StepKind.DISPOSITION: lambda: _("Write what you did about it."),
    StepKind.CAREGIVER: lambda: _("Give the reason for that decision."),
    StepKind.OUTCOME: lambda: _("Write how it ended."),
    StepKind.WITHDRAWN: lambda: _("Say why it is withdrawn."),
}
_ASKS_ANSWER = {
    StepKind.CAREGIVER: lambda: _("Decide whether a caregiver is told."),
    StepKind.REPORT: lambda: _("Say whether an agency was told."),
}


def decided(steps: Iterable[Step], closing: Closing = _NOTHING) -> Closing:
    """What holds after these steps, in their order: a later one of a kind takes the place of an earlier."""
    for step in steps:
        if step.kind is StepKind.DISPOSITION:
            closing = replace(closing, disposition=step.text)
        elif step.kind is StepKind.CAREGIVER:
            closing = replace(closing, notify_caregiver=step.yes, notify_reason=step.text)
        elif step.kind is StepKind.REPORT:
            closing = replace(closing, reported=step.yes, reported_on=step.day, agency=step.agency,
                              reporter=step.adult)
        elif step.kind is StepKind.OUTCOME:
            closing = replace(closing, outcome=step.text)
    return closing


def steps_of(closing: Closing) -> list[Step]:
    """The steps that say the same, those that say nothing left out."""
    found = [Step(kind=StepKind.DISPOSITION, text=closing.disposition),
             Step(kind=StepKind.CAREGIVER, yes=closing.notify_caregiver, text=closing.notify_reason),
             Step(kind=StepKind.REPORT, yes=closing.reported, day=closing.reported_on, agency=closing.agency,
                  adult=closing.reporter),
             Step(kind=StepKind.OUTCOME, text=closing.outcome)]
    return [step for step in map(cleaned, found) if step != Step(kind=step.kind)]


def kind_label(kind: StepKind) -> str:
    """What a step is about, as a person reads it."""
    return {
        StepKind.DISPOSITION: _("What an adult did"), StepKind.CAREGIVER: _("Whether a caregiver is told"),
        StepKind.REPORT: _("Whether an agency was told"), StepKind.OUTCOME: _("How it ended"),
        StepKind.CLOSED: _("Closed"), StepKind.WITHDRAWN: _("Withdrawn"),
    }[kind]


def step_words(step: Step) -> str:
    """What a step says, in one text; empty for one that says no more than its kind."""
    if step.kind is StepKind.CAREGIVER:
        return _("{answer}. {reason}").format(answer=_yes_or_no(step.yes), reason=step.text)
    if step.kind is StepKind.REPORT and step.yes and step.day is not None:
        told = _("Yes: {agency}, told by {adult} on {day}.").format(
            agency=step.agency, adult=step.adult, day=formats.date(step.day))
        return f"{told} {step.text}".strip()
    if step.kind is StepKind.REPORT:
        return _("{answer}. {reason}").format(answer=_yes_or_no(step.yes), reason=step.text).strip()
    return step.text


def _yes_or_no(answer: bool | None) -> str:
    return _("Yes") if answer else _("No")
