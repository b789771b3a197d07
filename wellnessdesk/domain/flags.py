"""Red flags: raised by a peer, acknowledged by an adult, closed only when every decision is there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wellnessdesk.base.i18n import _


class Urgency(StrEnum):
    """How soon an adult must act."""

    IMMEDIATE = "immediate"
    SAME_DAY = "same_day"
    NEXT_SUPERVISION = "next_supervision"


class FlagStatus(StrEnum):
    """Where a flag stands; the only things about it that are not sealed are this, its urgency and its times."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Raised by mistake; the reason is sealed, and nothing of it is deleted."""


ACKNOWLEDGE_WITHIN = timedelta(minutes=10)
"""An immediate flag is acknowledged by an adult within ten minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagMark:
    """What anybody who is signed in may know of a flag: that an adult is needed, how soon and since when."""

    id: str
    urgency: Urgency
    status: FlagStatus
    raised_at: datetime
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None
    steps: int = 0
    """How many sealed steps say what adults did about it; not what."""

    def overdue(self, now: datetime) -> bool:
        """Whether an adult should have acknowledged it by now."""
        limit = {Urgency.IMMEDIATE: ACKNOWLEDGE_WITHIN, Urgency.SAME_DAY: timedelta(hours=8),
                 Urgency.NEXT_SUPERVISION: timedelta(days=7)}[self.urgency]
        return (self.acknowledged_at or now) - self.raised_at > limit

    def minutes_to_acknowledge(self, now: datetime) -> int:
        """Whole minutes from raising to acknowledgement, or to now; 0 when the clock was turned back in between."""
        return max(0, int(((self.acknowledged_at or now) - self.raised_at).total_seconds() // 60))

    @property
    def ended(self) -> bool:
        """Whether nothing more has to be done about it."""
        return self.status in (FlagStatus.CLOSED, FlagStatus.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A flag opened by a coordinator. `kind` is an id of the catalogue `red_flags`.

    Without a `session_id` a coordinator raised it from the student's page, or (`doubt`) its session does not bear it
    out. `acknowledged_by` is a name.
    """

    mark: FlagMark
    kind: str
    words: str
    student_id: int
    student: str
    initials: str
    raised_by: str
    session_id: int | None = None
    acknowledged_by: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What an adult must have decided before a flag closes; of each decision the newest.

    `reported` is whether an agency (child protection, the police) was told: then on which day, which one, and by whom.
    """

    disposition: str = ""
    notify_caregiver: bool | None = None
    notify_reason: str = ""
    outcome: str = ""
    reported: bool | None = None
    reported_on: date | None = None
    agency: str = ""
    reporter: str = ""


def missing_to_close(mark: FlagMark, closing: Closing) -> list[str]:
    """The steps without which the flag cannot close (DOMAIN.md 3), as plain sentences; empty when all are there."""
    steps = []
    if mark.status is FlagStatus.RAISED:
        steps.append(_("Acknowledge the flag first."))
    if not closing.disposition.strip():
        steps.append(_("Write what you did about it."))
    if closing.notify_caregiver is None:
        steps.append(_("Decide whether a caregiver is told."))
    if not closing.notify_reason.strip():
        steps.append(_("Give the reason for that decision."))
    if closing.reported is None:
        steps.append(_("Say whether an agency was told."))
    if not closing.outcome.strip():
        steps.append(_("Write how it ended."))
    return steps


def urgency_label(urgency: Urgency) -> str:
    """The urgency as a person reads it."""
    return {
        Urgency.IMMEDIATE: _("Right now"),
        Urgency.SAME_DAY: _("Today"),
        Urgency.NEXT_SUPERVISION: _("At the next supervision"),
    }[urgency]


def status_label(status: FlagStatus) -> str:
    """The status as a person reads it."""
    return {
        FlagStatus.RAISED: _("Waiting for an adult"),
        FlagStatus.ACKNOWLEDGED: _("An adult has it"),
        FlagStatus.CLOSED: _("Closed"),
        FlagStatus.WITHDRAWN: _("Withdrawn"),
    }[status]
