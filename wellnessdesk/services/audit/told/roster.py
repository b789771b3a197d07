"""What the audit log tells of the roster, compared with the records: an older copy of a part of it could make somebody
who may not be called a student's caregiver again.
"""

from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.roster_imports import state_told
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import roster_state
from wellnessdesk.store.transaction import Transaction

_ACTIONS = frozenset({"roster.accept", "roster.rollover", "roster.undo"})


@dataclass(slots=True)
class ToldOfRoster(Gatherer):
    """How the newest of these acts left the students; empty before the first, and after one that did not say."""

    _state: str = ""

    def add(self, deed: Deed) -> None:
        if deed.action in _ACTIONS:
            self._state = state_told(deed.detail)

    def destroy(self, gone: Destroyed) -> None:
        """Caregivers of students who left may have gone with visits."""
        self._state = gone.roster or self._state

    def differs(self, tx: Transaction) -> str:
        if self._state and roster_state.fingerprint(tx) != self._state:
            return _("The students, caregivers or classes are not as the last import left them. Somebody changed them "
                     "without the program.")
        return ""
