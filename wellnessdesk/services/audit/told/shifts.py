"""What the audit log tells of shifts, compared with the records: students are sent to who is to be there."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import MONTH, Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.shifts import written
from wellnessdesk.store import appointments
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfShifts(Gatherer):
    """Each shift by its number, as it was written last; empty where it was taken away.

    The first versions did not log which shifts they wrote: after such an entry there may be some nobody tells of.
    """

    _shifts: dict[str, str] = field(default_factory=dict)
    _untold: bool = False
    _destroyed: str = ""

    def add(self, deed: Deed) -> None:
        if deed.action.startswith("shift."):
            told = dict(word.split("=", 1) for word in deed.detail.split() if "=" in word)
            self._untold = self._untold or not told
            self._shifts |= told

    def destroy(self, gone: Destroyed) -> None:
        """With the visits of a month go its shifts, and those before."""
        if gone.records is Records.VISITS:
            self._destroyed = max(self._destroyed, gone.month)

    def differs(self, tx: Transaction) -> str:
        left = {number: told for number, told in self._shifts.items() if told}
        for shift in appointments.every_shift(tx):
            told = left.pop(str(shift.id), "")
            if told != written(shift) and (told or not self._untold):
                return _("The shifts are not as the log says.")
        if any(told[:MONTH] > self._destroyed for told in left.values()):
            return _("A shift that the log tells of is not there.")
        return ""
