"""What the audit log tells of the week, compared with the records: the calendar, and every appointment's last step."""

from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.services.calendar import KEY, fingerprint
from wellnessdesk.store import settings
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfWeek:
    """Gathers the entries of a chain in their order."""

    _calendar: str = ""

    def add(self, action: str, subject: str, detail: str) -> None:
        """One more entry."""
        if action == "calendar.set":
            self._calendar = detail

    def differs(self, tx: Transaction) -> str:
        """What is not as the entries say, as a sentence; empty when all is."""
        raw = settings.get(tx, KEY)
        if (fingerprint(raw) if raw is not None else "") != self._calendar:
            return _("The school calendar is not as the log says. Somebody changed it without it.")
        return ""
