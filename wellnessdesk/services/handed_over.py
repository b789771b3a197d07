"""The handoff pages of a flag, kept in the student's disclosure log: beside the flag they would tell whose it is."""

from wellnessdesk.domain.handoff import HandedOver, kept_of
from wellnessdesk.services import disclosures
from wellnessdesk.services.desk import Desk
from wellnessdesk.store.transaction import Transaction


def of_flag(desk: Desk, tx: Transaction, flag_id: str, student_id: int) -> tuple[HandedOver, ...]:
    """All pages that were made of it, the oldest first."""
    found = [(line, kept_of(line.about, flag_id)) for line in disclosures.lines(desk, tx, student_id) if line.about]
    made = [HandedOver(filled=filled, to=line.recipient, by=line.by, at=line.at)
            for line, filled in found if filled is not None]
    return tuple(sorted(made, key=lambda page: page.at))
