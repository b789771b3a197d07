"""What the audit log tells of applications, compared with the records: who applied, how they were rated and decided on.

A row written in SQL would choose somebody whom nobody chose, or change what a rater gave.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import application_marks as marks
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store.transaction import Transaction

_ABOUT = ("application.", "cycle.")


@dataclass(slots=True)
class ToldOfApplications(Gatherer):
    """How each row stands, by its kind and id; what belongs to an application has its id in the name."""

    _rows: dict[str, str] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        if not deed.action.startswith(_ABOUT):
            return
        for word in deed.detail.split():
            name, marked, stands = word.partition("=")
            if marked and stands:
                self._rows[name] = stands
            elif marked:
                self._rows.pop(name, None)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.APPLICATIONS:
            self._rows = {name: stands for name, stands in self._rows.items()
                          if name.startswith("cycle:") or name.split(":")[1] not in gone.names}

    def differs(self, tx: Transaction) -> str:
        there = dict(word.split("=", 1) for word in marks.all_rows(tx))
        if there == self._rows:
            return ""
        return _("The applications of Wellness Peers are not as the log says.")
