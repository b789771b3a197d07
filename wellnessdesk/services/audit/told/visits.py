"""What the audit log tells of visits, compared with the records: who came, was handed over, rested, left.

Without it a page of an older copy of the file, put back where it was, would undo an afternoon, and nobody would know.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain import kiosk
from wellnessdesk.domain.destroyed import Destroyed, Names
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store import visit_trail, visits
from wellnessdesk.store.transaction import Transaction

_HANDED, _RESTING, _LEFT = 1, 2, 4
_SETS = {"visit.hand_over": _HANDED, "visit.rest": _RESTING, "visit.check_out": _LEFT,
         "visit.peer_check_out": _LEFT, "visit.sweep": _LEFT}
_CLEARS = {"visit.undo_hand_over": _HANDED, "visit.undo_rest": _RESTING, "visit.undo_check_out": _LEFT}


@dataclass(slots=True)
class _Merge:
    """Both visits as they were before, to be told again when they are parted."""

    steps: tuple[int, int]
    corrected: tuple[int, int]


@dataclass(slots=True)
class ToldOfVisits(Gatherer):
    """How far each visit came, how many facts were set right."""

    _steps: dict[int, int] = field(default_factory=dict)
    _returns: dict[int, list[int]] = field(default_factory=dict)
    _merges: dict[int, _Merge] = field(default_factory=dict)
    _corrected: dict[int, int] = field(default_factory=dict)
    _destroyed: list[Names] = field(default_factory=list)

    def add(self, deed: Deed) -> None:
        action, visit = deed.action, _number(deed.subject)
        if action in ("visit.check_in", kiosk.CHECK_IN):
            self._steps[visit] = 0
        elif action == "visit.undo_check_in":
            self._steps.pop(visit, None)
            self._corrected.pop(visit, None)
        elif visit in self._steps:
            self._follow(action, visit, deed.detail)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.VISITS:
            self._destroyed.append(gone.names)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._steps)
        for visit, handed, resting, gone in visits.steps(tx):
            told = left.pop(visit, None)
            if told is None:
                return _("There is a visit that no entry checked in.")
            if told != _HANDED * handed + _RESTING * resting + _LEFT * gone:
                return _("Visit {number} is not marked as the log says.").format(number=visit)
        for visit in left:
            if not self._was_destroyed(visit):
                return _("Visit {number}, which the log tells of, is not there.").format(number=visit)
        return self._correction_that_differs(tx)

    def _correction_that_differs(self, tx: Transaction) -> str:
        kept = visit_trail.how_many(tx)
        for visit in {*kept, *self._corrected}:
            if kept.get(visit, 0) != self._corrected.get(visit, 0) and not self._was_destroyed(visit):
                return _("The corrections of visit {number} are not as the log says.").format(number=visit)
        return ""

    def _follow(self, action: str, visit: int, detail: str) -> None:
        if action == "visit.to_queue":
            self._returns.setdefault(visit, []).append(self._steps[visit])
            self._steps[visit] = 0
        elif action == "visit.undo_to_queue" and self._returns.get(visit):
            self._steps[visit] = self._returns[visit].pop()
        elif action == "visit.merge":
            self._merge(visit, _number(detail))
        elif action == "visit.undo_merge":
            self._part(visit, _number(detail))
        elif action == "visit.correct":
            self._corrected[visit] = self._corrected.get(visit, 0) + len(detail.split())
        else:
            self._steps[visit] = (self._steps[visit] | _SETS.get(action, 0)) & ~_CLEARS.get(action, 0)

    def _merge(self, kept: int, gone: int) -> None:
        """As `domain.visits.merged` does; returns into the queue of both are no longer undone one by one."""
        before, later = self._steps[kept], self._steps.pop(gone, 0)
        counts = self._corrected.pop(kept, 0), self._corrected.pop(gone, 0)
        self._merges[gone] = _Merge((before, later), counts)
        self._steps[kept] = later if not later & _LEFT or later & _HANDED else later | before & _HANDED
        self._corrected[kept] = sum(counts)

    def _part(self, kept: int, gone: int) -> None:
        merge = self._merges.pop(gone, None)
        if merge is not None:
            self._steps[kept], self._steps[gone] = merge.steps
            since = self._corrected.get(kept, 0) - sum(merge.corrected)
            self._corrected[kept], self._corrected[gone] = merge.corrected[0] + since, merge.corrected[1]

    def _was_destroyed(self, visit: int) -> bool:
        return any(str(visit) in names for names in self._destroyed)


def _number(subject: str) -> int:
    number = subject.removeprefix("visit:")
    return int(number) if number.isdecimal() else 0
