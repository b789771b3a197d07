"""Peers who are about to leave, or left: that an administrator was asked to end their access, and who was asked how it
was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select

from wellnessdesk.store import settings
from wellnessdesk.store.rows import ExitInterviewRow
from wellnessdesk.store.transaction import Transaction

ASKED = "peers.leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRow:
    """An exit interview without its words."""

    id: str
    person: str
    at: datetime
    by: str


def asked(tx: Transaction) -> dict[str, date]:
    """Whose access is to be ended, and since when; what is not as we write it does not count."""
    kept = settings.get(tx, ASKED)
    found = {}
    for person, day in (kept if isinstance(kept, dict) else {}).items():
        try:
            found[str(person)] = date.fromisoformat(day)
        except (ValueError, TypeError):
            continue
    return found


def put_asked(tx: Transaction, wanted: Mapping[str, date]) -> dict[str, str]:
    """Keep whose; gives what is kept."""
    plain = {person: day.isoformat() for person, day in sorted(wanted.items())}
    settings.put(tx, ASKED, plain)
    return plain


def add(tx: Transaction, row: InterviewRow) -> None:
    """Write a new interview."""
    tx.session.execute(insert(ExitInterviewRow).values(id=row.id, person_id=row.person, at=row.at, by=row.by))


def of_person(tx: Transaction, person: str) -> list[InterviewRow]:
    """Those of somebody, the newest first."""
    row = ExitInterviewRow
    return _rows(tx, select(row).where(row.person_id == person).order_by(row.at.desc(), row.id))


def everything(tx: Transaction) -> list[InterviewRow]:
    """All there are."""
    return _rows(tx, select(ExitInterviewRow).order_by(ExitInterviewRow.id))


def interviews(tx: Transaction) -> dict[str, int]:
    """How many there are of each person."""
    row = ExitInterviewRow
    return {one[0]: one[1] for one in tx.session.execute(select(row.person_id, func.count()).group_by(row.person_id))}


def _rows(tx: Transaction, query: object) -> list[InterviewRow]:
    rows = tx.session.scalars(query)  # type: ignore[call-overload]
    return [InterviewRow(id=row.id, person=row.person_id, at=row.at, by=row.by) for row in rows]
