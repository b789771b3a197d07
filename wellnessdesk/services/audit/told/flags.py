"""What the audit log tells of red flags, compared with the records: none may vanish, nor be closed behind the log."""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.flags import FlagMark, FlagStatus
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.flag_steps import CLOSING, STEP, written_as
from wellnessdesk.services.flags import FLAG, raised_as
from wellnessdesk.store import flags, sealed
from wellnessdesk.store.transaction import Transaction

_STATES = {"flag.acknowledge": FlagStatus.ACKNOWLEDGED, "flag.close": FlagStatus.CLOSED,
           "flag.withdraw": FlagStatus.WITHDRAWN}
_STEPS = frozenset({"flag.step", "flag.close", "flag.withdraw"})


@dataclass(slots=True)
class _Told(Made):
    """A flag, whether an adult has it, and what the log keeps of each step that followed."""

    acknowledged: bool = False
    steps: list[str] = field(default_factory=list)
    in_one: bool = False
    """It was closed as up to schema 0003: with one record, of which the log keeps nothing."""


@dataclass(slots=True)
class ToldOfFlags(Gatherer):
    """The flags that were raised. What is raised a second time stays as it was raised the first."""

    for_coordinators: ClassVar[bool] = True
    _flags: dict[str, _Told] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        flag = deed.subject.removeprefix("flag:")
        if deed.action == "flag.raise":
            self._flags.setdefault(flag, _Told(deed.number, deed.detail, FlagStatus.RAISED))
        elif flag in self._flags:
            _follow(self._flags[flag], deed)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.FLAGS:
            self._flags = gone.spared(self._flags)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._flags)
        for mark in flags.everything(tx):
            told = left.pop(mark.id, None)
            if told is None:
                return _("There is a flag that no entry raised.")
            if mark.status != told.state or not _times_fit(mark, told):
                return _("The flag that entry {number} raised is marked as the log does not say.").format(
                    number=told.number)
            blob = sealed.get(tx, FLAG, mark.id, 1)
            if blob is None or raised_as(mark.urgency, blob) != told.mark:
                return _not_as_raised(told)
            if not _steps_fit(tx, mark, told):
                return _("What adults wrote about the flag that entry {number} raised is not there as they wrote it."
                         ).format(number=told.number)
        return next((_not_as_raised(told) for told in left.values()), "")


def _follow(told: _Told, deed: Deed) -> None:
    if deed.action in _STATES:
        told.state = _STATES[deed.action]
        told.acknowledged |= deed.action == "flag.acknowledge"
        told.in_one |= deed.action == "flag.close" and not deed.detail
    if deed.action in _STEPS and deed.detail:
        told.steps.append(deed.detail)


def _times_fit(mark: FlagMark, told: _Told) -> bool:
    return (mark.acknowledged_at is not None) == told.acknowledged and (mark.closed_at is not None) == mark.ended


def _steps_fit(tx: Transaction, mark: FlagMark, told: _Told) -> bool:
    """Whether the steps are those of the log, none older, none fewer and none more."""
    if mark.steps != len(told.steps) or (told.in_one and sealed.get(tx, CLOSING, mark.id, 1) is None):
        return False
    blobs = [sealed.get(tx, STEP, mark.id, number) for number in range(1, mark.steps + 1)]
    return all(blob is not None and written_as(number, blob) == step
               for number, (blob, step) in enumerate(zip(blobs, told.steps, strict=True), 1))


def _not_as_raised(told: Made) -> str:
    return _("The flag that entry {number} raised is not there as it was raised.").format(number=told.number)
