"""What the audit log tells of retention: which records a destruction named, which holds are in force, the periods."""

import json
from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.retention import Decided, Names, Records, named
from wellnessdesk.store import retention, settings
from wellnessdesk.store.transaction import Transaction

PERIODS = "retention.periods"
"""The key of the periods among the settings."""
SET, PLACE, LIFT, DESTROY = "retention.set", "hold.place", "hold.lift", "retention.destroy"


def periods_detail(decided: Decided) -> str:
    """What the audit log keeps of the periods: all of them, so that nobody can shorten one in the store alone."""
    return json.dumps(decided.plain(), sort_keys=True, separators=(",", ":"))


@dataclass(slots=True)
class ToldOfRetention:
    """Gathers the entries of a chain in their order. What is not named by a destruction may not be missing."""

    _periods: str = ""
    _holds: dict[str, bool] = field(default_factory=dict)

    def add(self, action: str, subject: str, detail: str) -> tuple[Records | None, Names]:
        """One more entry; the class of record and the names of what it says was destroyed."""
        if action == SET:
            self._periods = detail
        elif action in (PLACE, LIFT):
            self._holds[subject.removeprefix("hold:")] = action == PLACE
        return named(detail) if action == DESTROY else (None, Names(""))

    def differs(self, tx: Transaction) -> str:
        """What of the holds and periods is not as the entries say, as a sentence; empty when all is."""
        held = {str(row.id): row.lifted_at is None for row in retention.holds(tx)}
        if held != self._holds:
            return _("The legal holds are not as the log says. Somebody placed or lifted one without it.")
        kept = settings.get(tx, PERIODS)
        if (json.dumps(kept, sort_keys=True, separators=(",", ":")) if kept is not None else "") != self._periods:
            return _("The periods of retention are not as the log says. Somebody changed them without it.")
        return ""
