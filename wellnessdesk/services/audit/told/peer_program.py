"""What the audit log tells of training, agreements and clearance, compared with the records.

A row put back from an older copy, or written in SQL, would clear a peer for what they were never trained for.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.audit import PEER_PROGRAM
from wellnessdesk.domain.destroyed import MONTH, Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.services import peer_marks
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfPeerProgram(Gatherer):
    """How each row stands, by its kind and id."""

    _rows: dict[str, str] = field(default_factory=dict)
    _until: str = ""
    """The last month whose exit interviews may be destroyed."""

    def add(self, deed: Deed) -> None:
        if deed.action not in PEER_PROGRAM:
            return
        for word in deed.detail.split():
            name, marked, stands = word.partition("=")
            if marked and stands:
                self._rows[name] = stands
            elif marked:
                self._rows.pop(name, None)

    def destroy(self, gone: Destroyed) -> None:
        """What was kept of peers who left."""
        if gone.records is Records.PEERS:
            self._rows = gone.spared(self._rows)
        if gone.records is Records.AGENDAS:
            self._until = max(self._until, gone.month)

    def differs(self, tx: Transaction) -> str:
        there = dict(word.split("=", 1) for word in peer_marks.all_rows(tx))
        for name in sorted(there.keys() | self._rows.keys()):
            if there.get(name) != self._rows.get(name) and (name in there or not self._may_be_gone(name)):
                return _sentence("pathway" if name.startswith("setting:pathways") else name.partition(":")[0])
        return ""

    def _may_be_gone(self, name: str) -> bool:
        kind, _colon, rest = name.partition(":")
        return kind == "exit" and rest[:MONTH] <= self._until


def _sentence(kind: str) -> str:
    if kind in ("module", "class", "completion", "practice", "bank", "attempt"):
        return _("The training of peers is not as the log says.")
    if kind in ("text", "agreement", "paper"):
        return _("What peers or their caregivers signed is not as the log says.")
    if kind == "hours":
        return _("The hours of peers are not as the log says.")
    if kind == "pathway":
        return _("Where peers stand on pathways is not as the log says.")
    if kind == "statement":
        return _("What the center stated about peers is not as the log says.")
    if kind == "exit":
        return _("An exit interview is not there as it was written down.")
    if kind == "facts":
        return _("What the center knows of a peer is not as the log says.")
    return _("For what peers are cleared is not as the log says.")
