"""What the audit log tells of referrals, under its seals: SQL can take a step back, but not the log."""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.referrals import ENDED, Mark
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.referrals import REFERRAL, step_as
from wellnessdesk.store import referrals, sealed
from wellnessdesk.store.transaction import Transaction

_STEPS = frozenset({"referral.draft", "referral.step"})


@dataclass(slots=True)
class ToldOfReferrals(Gatherer):
    """The newest step of each: kind, status, when the next is due, how many there are, and the last one's digest.

    The seals chain the others.
    """

    for_coordinators: ClassVar[bool] = True
    _newest: dict[str, Made] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        if deed.action in _STEPS:
            self._newest[deed.subject.removeprefix("referral:")] = Made(deed.number, deed.detail)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.REFERRALS:
            self._newest = gone.spared(self._newest)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._newest)
        for mark in referrals.everything(tx):
            told = left.pop(mark.id, None)
            if told is None:
                return _("There is a referral that no entry made.")
            if _as_it_is(tx, mark) != told.mark or mark.ended != (mark.status in ENDED):
                return _not_as_written(told)
        return next((_not_as_written(told) for told in left.values()), "")


def _as_it_is(tx: Transaction, mark: Mark) -> str:
    return step_as(mark, sealed.get(tx, REFERRAL, mark.id, mark.steps) or b"")


def _not_as_written(told: Made) -> str:
    return _("The referral that entry {number} wrote is not there as it was written.").format(number=told.number)
