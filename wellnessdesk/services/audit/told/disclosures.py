"""What the audit log tells of the disclosure log: SQL can take a line out of it or move it to another student."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.disclosures import DISCLOSURE, written_as
from wellnessdesk.store import disclosures, sealed
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfDisclosures(Gatherer):
    """Each line as its entry wrote it. What is written a second time stays as it was written the first."""

    _lines: dict[str, Made] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        if deed.action == "disclosure.record":
            self._lines.setdefault(deed.subject.removeprefix("disclosure:"), Made(deed.number, deed.detail))

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.DISCLOSURES:
            self._lines = gone.spared(self._lines)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._lines)
        for mark in disclosures.everything(tx):
            told = left.pop(mark.id, None)
            blob = sealed.get(tx, DISCLOSURE, mark.id, 1)
            if told is None:
                return _("There is a line in a disclosure log that no entry wrote.")
            if blob is None or written_as(mark, blob) != told.mark:
                return _not_as_written(told)
        return next((_not_as_written(told) for told in left.values()), "")


def _not_as_written(told: Made) -> str:
    return _("The disclosure that entry {number} wrote down is not there as it was written.").format(number=told.number)
