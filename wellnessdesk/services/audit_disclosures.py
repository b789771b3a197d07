"""What the audit log tells of the disclosure log: SQL can take a line out of it or move it to another student."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.retention import Names
from wellnessdesk.services.disclosures import DISCLOSURE, written_as
from wellnessdesk.store import disclosures, sealed
from wellnessdesk.store.transaction import Transaction

RECORD = "disclosure.record"


@dataclass(slots=True)
class ToldOfDisclosures:
    """Gathers the entries of a chain in their order: for each line the number of its entry, and what it keeps of it."""

    _lines: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, number: int, action: str, subject: str, detail: str) -> None:
        """One more entry. What is written a second time stays as it was written the first."""
        if action == RECORD:
            self._lines.setdefault(subject.removeprefix("disclosure:"), (number, detail))

    def destroy(self, names: Names) -> None:
        """These may be missing from now on."""
        for gone in [line for line in self._lines if line in names]:
            del self._lines[gone]

    def differs(self, tx: Transaction) -> str:
        """The first line that is not as the entries say, as a sentence; empty when there is none."""
        left = dict(self._lines)
        for mark in disclosures.everything(tx):
            number, told = left.pop(mark.id, (0, ""))
            blob = sealed.get(tx, DISCLOSURE, mark.id, 1)
            if not number:
                return _("There is a line in a disclosure log that no entry wrote.")
            if blob is None or written_as(mark, blob) != told:
                return _not_as_written(number)
        return next((_not_as_written(number) for number, _told in left.values()), "")


def _not_as_written(number: int) -> str:
    return _("The disclosure that entry {number} wrote down is not there as it was written.").format(number=number)
