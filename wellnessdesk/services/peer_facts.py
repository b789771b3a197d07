"""What a coordinator writes down about a Wellness Peer: languages, the day of birth, when they graduate."""

from wellnessdesk.domain import peer_facts as rules
from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.services import peer_marks
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flag_steps import StepProblem
from wellnessdesk.services.peers import require_peer
from wellnessdesk.store import peer_facts


@act("peer_facts.see")
def of_peer(desk: Desk, person_id: str) -> PeerFacts:
    """What is known of one; of who is none, nothing."""
    with desk.reading() as tx:
        return peer_facts.get(tx, person_id)


@act("peer_facts.change")
def save(desk: Desk, facts: PeerFacts) -> PeerFacts:
    """Keep these in the place of those before. Raises `Problem` for who is no peer, `StepProblem` for what cannot be.
    """
    facts = rules.tidy(facts)
    wrong = rules.wrong(facts, desk.today())
    if wrong:
        raise StepProblem(wrong)
    with desk.change("peer_facts", "peers") as change:
        require_peer(change.tx, facts.person)
        peer_facts.put(change.tx, facts)
        blank = facts == PeerFacts(person=facts.person)
        change.record("peer.facts", f"person:{facts.person}", peer_marks.gone(facts) if blank else peer_marks.of(facts))
        return facts
