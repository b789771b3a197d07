"""A student's wish to talk to an adult now, and what the kiosk looks up and writes, as named queries."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import insert, select, union, update

from wellnessdesk.store.rows import AdultCallRow, StudentFactsRow, StudentRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, day: date, at: datetime, visit: int | None) -> int:
    """Write a call; its number."""
    made = tx.session.execute(insert(AdultCallRow).values(day=day, at=at, visit_id=visit))
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def waiting(tx: Transaction) -> list[tuple[int, datetime]]:
    """(number, since when) of the calls that nobody has answered, the oldest first."""
    rows = tx.session.execute(select(AdultCallRow.id, AdultCallRow.at).where(AdultCallRow.answered_at.is_(None))
                              .order_by(AdultCallRow.at, AdultCallRow.id))
    return [(row[0], row[1]) for row in rows]


def waiting_of(tx: Transaction, visit: int | None) -> int | None:
    """The unanswered call of a visit, or (None) of whoever gave no number."""
    return tx.session.execute(select(AdultCallRow.id).where(
        AdultCallRow.answered_at.is_(None), AdultCallRow.visit_id.is_not_distinct_from(visit))).scalars().first()


def answer(tx: Transaction, call: int, by: str, at: datetime) -> bool:
    """An adult came; false where one had already, or there is no such call."""
    done = tx.session.execute(update(AdultCallRow).where(AdultCallRow.id == call, AdultCallRow.answered_at.is_(None))
                              .values(answered_by=by, answered_at=at))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def everything(tx: Transaction) -> Iterator[tuple[int, int | None, str | None]]:
    """(number, visit, who answered) of every call there is."""
    rows = tx.session.execute(select(AdultCallRow.id, AdultCallRow.visit_id, AdultCallRow.answered_by)
                              .execution_options(yield_per=5_000))
    for row in rows:
        yield row[0], row[1], row[2]


def active_student(tx: Transaction, number: str) -> int | None:
    """The active student with exactly this card number or student number; None for nobody, and for more than one."""
    by_card = select(StudentFactsRow.student_id).where(StudentFactsRow.card_number == number)
    by_number = select(StudentRow.id).where(StudentRow.student_number == number)
    theirs = tx.session.execute(union(by_number, by_card)).scalars().all()  # two indexes; an OR would use neither
    found = tx.session.execute(
        select(StudentRow.id).where(StudentRow.id.in_(theirs), StudentRow.active)).scalars().all()
    return found[0] if len(found) == 1 else None
