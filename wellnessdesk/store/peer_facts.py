"""What the center knows of Wellness Peers beside their names, as named queries."""

import json

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from wellnessdesk.domain.peer_facts import PeerFacts
from wellnessdesk.store.rows import PeerFactsRow
from wellnessdesk.store.transaction import Transaction


def get(tx: Transaction, person: str) -> PeerFacts:
    """Of one; nothing written down yet is no facts."""
    row = tx.session.get(PeerFactsRow, person)
    return _read(row) if row else PeerFacts(person=person)


def everything(tx: Transaction) -> dict[str, PeerFacts]:
    """Of everybody of whom something is known, by person."""
    return {row.person_id: _read(row) for row in tx.session.scalars(select(PeerFactsRow))}


def put(tx: Transaction, facts: PeerFacts) -> None:
    """Write them in the place of those before; nothing known any more leaves no row."""
    if facts == PeerFacts(person=facts.person):
        tx.session.execute(delete(PeerFactsRow).where(PeerFactsRow.person_id == facts.person))
        return
    values = {"languages": json.dumps(list(facts.languages)), "born": facts.born, "graduates": facts.graduates}
    tx.session.execute(insert(PeerFactsRow).values(person_id=facts.person, **values)
                       .on_conflict_do_update(index_elements=["person_id"], set_=values))


def _read(row: PeerFactsRow) -> PeerFacts:
    """What is no list of languages counts as none: anything can have been written into the store."""
    try:
        kept = json.loads(row.languages)
    except ValueError:
        kept = []
    languages = tuple(one for one in kept if isinstance(one, str)) if isinstance(kept, list) else ()
    return PeerFacts(person=row.person_id, languages=languages, born=row.born, graduates=row.graduates)
