"""How the notes of each Wellness Peer fare in review."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerReview:
    """Of the notes a peer signed in a time: how many were co-signed, given back at least once, and signed late."""

    peer_id: str
    peer: str
    signed: int
    cosigned: int
    returned: int
    late: int

    @property
    def rate(self) -> float:
        """Which part of them is co-signed, from 0 to 1."""
        return self.cosigned / self.signed if self.signed else 0.0
