"""What the audit log tells of emergency access: which was given, and which a coordinator has reviewed."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import emergencies
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfEmergencies(Gatherer):
    """Each grant, and whether a coordinator has reviewed it."""

    _reviewed: dict[str, bool] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        grant = deed.subject.removeprefix("emergency:")
        if deed.action == "emergency.grant":
            self._reviewed[grant] = False
        elif deed.action == "emergency.review" and grant in self._reviewed:
            self._reviewed[grant] = True

    def differs(self, tx: Transaction) -> str:
        found = {row.id: row.reviewed_by is not None for row in emergencies.everything(tx)}
        if found != self._reviewed:
            return _("The list of emergency access is not as the log says. Somebody changed it without the program.")
        return ""
