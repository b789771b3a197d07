"""What the audit log tells of red flags, compared with the records: none may vanish, nor be closed behind the log."""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.flags import FlagMark, FlagStatus
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.flags import FLAG, raised_as
from wellnessdesk.store import flags, sealed
from wellnessdesk.store.transaction import Transaction

_STATES = {"flag.acknowledge": FlagStatus.ACKNOWLEDGED, "flag.close": FlagStatus.CLOSED}


@dataclass(slots=True)
class ToldOfFlags(Gatherer):
    """The flags that were raised. What is raised a second time stays as it was raised the first."""

    for_coordinators: ClassVar[bool] = True
    _flags: dict[str, Made] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        flag = deed.subject.removeprefix("flag:")
        if deed.action == "flag.raise":
            self._flags.setdefault(flag, Made(deed.number, deed.detail, FlagStatus.RAISED))
        elif deed.action in _STATES and flag in self._flags:
            self._flags[flag].state = _STATES[deed.action]

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.FLAGS:
            self._flags = gone.spared(self._flags)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._flags)
        for mark in flags.everything(tx):
            told = left.pop(mark.id, None)
            if told is None:
                return _("There is a flag that no entry raised.")
            if mark.status != told.state or not _times_fit(mark):
                return _("The flag that entry {number} raised is marked as the log does not say.").format(
                    number=told.number)
            blob = sealed.get(tx, FLAG, mark.id, 1)
            if blob is None or raised_as(mark.urgency, blob) != told.mark:
                return _not_as_raised(told)
        return next((_not_as_raised(told) for told in left.values()), "")


def _times_fit(mark: FlagMark) -> bool:
    return ((mark.acknowledged_at is not None) == (mark.status is not FlagStatus.RAISED)
            and (mark.closed_at is not None) == (mark.status is FlagStatus.CLOSED))


def _not_as_raised(told: Made) -> str:
    return _("The flag that entry {number} raised is not there as it was raised.").format(number=told.number)
