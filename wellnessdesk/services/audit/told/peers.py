"""What the audit log tells of peers, compared with the records: what each may give, whose record is closed to them.

A conflict of interest that vanished with a page of an older copy would open a friend's record, and nobody would know.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer
from wellnessdesk.services.peers import services_detail
from wellnessdesk.store import peers
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfPeers(Gatherer):
    """The lists of services that are kept, and (peer, student) of each closed record."""

    _services: dict[str, str] = field(default_factory=dict)
    _closed: set[tuple[str, str]] = field(default_factory=set)

    def add(self, deed: Deed) -> None:
        action, peer = deed.action, deed.subject.removeprefix("person:")
        if action == "peer.services":
            self._services[peer] = deed.detail
        elif action in ("conflict.declare", "conflict.own"):
            self._closed.add((peer, deed.detail))
        elif action == "application.account":  # their own record as a student is closed to them
            self._closed |= {(peer, word) for word in deed.detail.split() if word.startswith("student:")}
        elif action == "conflict.withdraw":
            self._closed.discard((peer, deed.detail))

    def destroy(self, gone: Destroyed) -> None:
        """With visits go those of peers and of students who left."""
        self._closed = {(peer, student) for peer, student in self._closed
                        if f"{peer}/{student.removeprefix('student:')}" not in gone.conflicts}

    def differs(self, tx: Transaction) -> str:
        if {(peer, f"student:{student}") for peer, student in peers.conflicts(tx)} != self._closed:
            return _("Whose records are closed to which peer is not as the log says.")
        kept = {peer: services_detail(named) for peer, named in peers.services(tx).items()}
        if kept != {peer: detail for peer, detail in self._services.items() if detail != services_detail(None)}:
            return _("What a peer may give is not as the log says.")
        return ""
