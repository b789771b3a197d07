"""Emergency access (break-glass): a substitute stands in for a coordinator for some hours, to be reviewed later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(days=7)
"""Somebody who is needed for longer is added as a coordinator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """One grant. `reason` is empty for who may not read it; `ended` says that the keys were taken back.

    `reviewed_at` is None until a coordinator has looked at what was done.
    """

    id: str
    person_id: str
    name: str
    granted_by: str
    granted_at: datetime | None
    until: datetime
    ended: bool
    reason: str = ""
    reviewed_by: str = ""
    reviewed_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether the substitute can sign in and act."""
        return not self.ended and now < self.until


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a substitute did: the entry of the audit log, its moment, what and to what."""

    sequence: int
    at: datetime | None
    action: str
    subject: str
