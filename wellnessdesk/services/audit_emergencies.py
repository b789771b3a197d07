"""What the audit log tells of emergency access: which was given, and which a coordinator has reviewed."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.store import emergencies
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfEmergencies:
    """Gathers the entries of a chain in their order."""

    _reviewed: dict[str, bool] = field(default_factory=dict)

    def add(self, action: str, subject: str) -> None:
        """One more entry."""
        grant = subject.removeprefix("emergency:")
        if action == "emergency.grant":
            self._reviewed[grant] = False
        elif action == "emergency.review" and grant in self._reviewed:
            self._reviewed[grant] = True

    def differs(self, tx: Transaction) -> str:
        """What is not as the entries say, as a sentence; empty when all is."""
        found = {row.id: row.reviewed_by is not None for row in emergencies.everything(tx)}
        if found != self._reviewed:
            return _("The list of emergency access is not as the log says. Somebody changed it without the program.")
        return ""
