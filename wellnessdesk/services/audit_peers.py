"""What the audit log tells of peers, compared with the records: what each may give, whose record is closed to them.

A conflict of interest that vanished with a page of an older copy would open a friend's record, and nobody would know.
"""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.services.peers import services_detail
from wellnessdesk.store import peers
from wellnessdesk.store.transaction import Transaction


@dataclass(slots=True)
class ToldOfPeers:
    """Gathers the entries of a chain in their order."""

    _services: dict[str, str] = field(default_factory=dict)
    _closed: set[tuple[str, str]] = field(default_factory=set)

    def add(self, action: str, subject: str, detail: str) -> None:
        """One more entry."""
        peer = subject.removeprefix("person:")
        if action == "peer.services":
            self._services[peer] = detail
        elif action in ("conflict.declare", "conflict.own"):
            self._closed.add((peer, detail))
        elif action == "conflict.withdraw":
            self._closed.discard((peer, detail))

    def differs(self, tx: Transaction) -> str:
        """What is not as the entries say, as a sentence; empty when all is."""
        if {(peer, f"student:{student}") for peer, student in peers.conflicts(tx)} != self._closed:
            return _("Whose records are closed to which peer is not as the log says.")
        kept = {peer: services_detail(named) for peer, named in peers.services(tx).items()}
        if kept != {peer: detail for peer, detail in self._services.items() if detail != services_detail(None)}:
            return _("What a peer may give is not as the log says.")
        return ""
