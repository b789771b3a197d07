"""What the audit log tells of those who came without a name, compared with what is counted."""

from dataclasses import dataclass, field
from datetime import date

from wellnessdesk.base.i18n import _
from wellnessdesk.store import drop_ins
from wellnessdesk.store.transaction import Transaction

_MONTH = len("2026-09")


@dataclass(slots=True)
class ToldOfDropIns:
    """Gathers the entries of a chain in their order: who is counted, and of which month."""

    _months: dict[int, str] = field(default_factory=dict)

    def add(self, action: str, subject: str, detail: str) -> None:
        """One more entry."""
        number = subject.removeprefix("drop_in:")
        if number.isdecimal() and action == "drop_in.add":
            self._months[int(number)] = detail[:_MONTH]
        elif number.isdecimal() and action == "drop_in.undo":
            self._months.pop(int(number), None)

    def destroy(self, days: tuple[date, date] | None) -> None:
        """Visits of days of one month were destroyed; those of the month who gave no name went with them."""
        gone = days[0].isoformat()[:_MONTH] if days else ""
        self._months = {number: month for number, month in self._months.items() if month != gone}

    def differs(self, tx: Transaction) -> str:
        """What is not as the entries say, as a sentence; empty when all is."""
        if set(drop_ins.everything(tx)) != set(self._months):
            return _("Those who came without a name are not counted as the log says.")
        return ""
