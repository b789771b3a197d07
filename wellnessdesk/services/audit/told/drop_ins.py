"""What the audit log tells of those who came without a name, compared with what is counted."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import MONTH, Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import drop_ins
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfDropIns(Gatherer):
    """Who is counted, and of which month."""

    _months: dict[int, str] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        number = deed.subject.removeprefix("drop_in:")
        if number.isdecimal() and deed.action == "drop_in.add":
            self._months[int(number)] = deed.detail[:MONTH]
        elif number.isdecimal() and deed.action == "drop_in.undo":
            self._months.pop(int(number), None)

    def destroy(self, gone: Destroyed) -> None:
        """Visits of days of one month were destroyed; those of the month who gave no name went with them."""
        if gone.records is Records.VISITS:
            self._months = {number: month for number, month in self._months.items() if month != gone.month}

    def differs(self, tx: Transaction) -> str:
        if set(drop_ins.everything(tx)) != set(self._months):
            return _("Those who came without a name are not counted as the log says.")
        return ""
