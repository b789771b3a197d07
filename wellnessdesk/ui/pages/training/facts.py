"""Everything the page shows, asked at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from wellnessdesk.domain.agreements import Paper, ToSign
from wellnessdesk.domain.clearance import ANY, Clearance, Override
from wellnessdesk.domain.people import Person
from wellnessdesk.domain.training import Matrix
from wellnessdesk.services import agreements, caregiver_papers, clearance, training
from wellnessdesk.services.clearance import Cleared
from wellnessdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Standing:
    """One peer: where they stand with each service, what they signed, their papers, and exceptions that count."""

    peer: Person
    services: tuple[Clearance, ...]
    signed: tuple[ToSign, ...]
    papers: tuple[Paper, ...]
    overrides: Mapping[str, Override]

    @property
    def cleared(self) -> int:
        """For how many services they are cleared."""
        return sum(one.cleared for one in self.services if one.service != ANY)


@dataclass(frozen=True, slots=True)
class Facts:
    """The matrix, and everybody's standing."""

    matrix: Matrix
    cleared: Cleared
    peers: tuple[Standing, ...]


def gather(desk: Desk) -> Facts:
    """Ask for all of it."""
    cleared, signed, today = clearance.everybody(desk), agreements.of_peers(desk), desk.today()
    allowed = [one for one in clearance.overrides(desk) if one.stands(today)]
    return Facts(training.matrix(desk), cleared, tuple(Standing(
        peer=peer, services=tuple(cleared.found[peer.id, service] for service in cleared.services),
        signed=tuple(signed.get(peer.id, ())),
        papers=tuple(one for one in caregiver_papers.of_peer(desk, peer.id) if one.ended_at is None),
        overrides={one.service: one for one in reversed(allowed) if one.person == peer.id}) for peer in cleared.peers))
