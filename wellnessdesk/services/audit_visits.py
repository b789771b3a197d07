"""What the audit log tells of visits, compared with the records: who came, was handed over, left.

Without it a page of an older copy of the file, put back where it was, would undo an afternoon, and nobody would know.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import kiosk
from wellnessdesk.domain.retention import Names
from wellnessdesk.store import visits
from wellnessdesk.store.transaction import Transaction

_HANDED, _LEFT = 1, 2
_SETS = {"visit.hand_over": _HANDED, "visit.check_out": _LEFT}
_CLEARS = {"visit.undo_hand_over": _HANDED, "visit.undo_check_out": _LEFT}


@dataclass(slots=True)
class ToldOfVisits:
    """Gathers the entries of a chain in their order: how far each visit came."""

    _steps: dict[int, int] = field(default_factory=dict)
    _destroyed: list[Names] = field(default_factory=list)

    def add(self, action: str, subject: str) -> None:
        """One more entry."""
        number = subject.removeprefix("visit:")
        visit = int(number) if number.isdecimal() else 0
        if action in ("visit.check_in", kiosk.CHECK_IN):
            self._steps[visit] = 0
        elif action == "visit.undo_check_in":
            self._steps.pop(visit, None)
        elif visit in self._steps:
            self._steps[visit] = (self._steps[visit] | _SETS.get(action, 0)) & ~_CLEARS.get(action, 0)

    def destroy(self, names: Names) -> None:
        """Visits that a destruction named, and that may therefore be missing."""
        self._destroyed.append(names)

    def differs(self, tx: Transaction) -> str:
        """The first visit that is not as the entries say, as a sentence; empty when all are."""
        left = dict(self._steps)
        for visit, handed, gone in visits.steps(tx):
            told = left.pop(visit, None)
            if told is None:
                return _("There is a visit that no entry checked in.")
            if told != _HANDED * handed + _LEFT * gone:
                return _("Visit {number} is not marked as the log says.").format(number=visit)
        for visit in left:
            if not any(str(visit) in names for names in self._destroyed):
                return _("Visit {number}, which the log tells of, is not there.").format(number=visit)
        return ""
