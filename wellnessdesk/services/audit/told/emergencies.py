"""What the audit log tells of emergency access: which was given, which a coordinator has reviewed, and of which the
reason was destroyed."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.emergencies import EMERGENCY
from wellnessdesk.store import emergencies, sealed
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfEmergencies(Gatherer):
    """Each grant, and whether a coordinator has reviewed it."""

    _reviewed: dict[str, bool] = field(default_factory=dict)
    _without_reason: set[str] = field(default_factory=set)

    def add(self, deed: Deed) -> None:
        grant = deed.subject.removeprefix("emergency:")
        if deed.action == "emergency.grant":
            self._reviewed[grant] = False
        elif deed.action == "emergency.review" and grant in self._reviewed:
            self._reviewed[grant] = True

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.EMERGENCIES:
            self._without_reason |= {grant for grant in self._reviewed if grant in gone.names}

    def differs(self, tx: Transaction) -> str:
        found = {row.id: row.reviewed_by is not None for row in emergencies.everything(tx)}
        lost = {grant for grant in found if sealed.get(tx, EMERGENCY, grant, 1) is None}
        if found != self._reviewed or lost != self._without_reason:
            return _("The list of emergency access is not as the log says. Somebody changed it without the program.")
        return ""
