"""The bundles a district took, as named queries."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.district import Receipt
from wellnessdesk.store.district.rows import BodyRow, ReceivedRow
from wellnessdesk.store.transaction import Transaction

_FIELDS = [one.name for one in fields(Receipt)]


def add(tx: Transaction, receipt: Receipt) -> None:
    """Write a bundle's record."""
    tx.session.execute(insert(ReceivedRow).values(**asdict(receipt)))


def add_body(tx: Transaction, bundle: str, body: bytes) -> None:
    """Write the files of a bundle, in one zip."""
    tx.session.execute(insert(BodyRow).values(bundle_id=bundle, body=body))


def settle(tx: Transaction, center: str, *, displaced: Iterable[str], counting: Iterable[str]) -> None:
    """Which bundles of a center left the chain (for good), and which ones count."""
    rows, count = ReceivedRow, set(counting)
    if gone := list(displaced):
        tx.session.execute(update(rows).where(rows.id.in_(gone)).values(displaced=True))
    known = tx.session.execute(select(rows.id, rows.counts).where(rows.center_id == center)).all()
    for bundle, counts in known:
        if counts != (bundle in count):
            tx.session.execute(update(rows).where(rows.id == bundle).values(counts=not counts))


def set_end(tx: Transaction, bundle: str, day: date) -> None:
    """By which day the content of a bundle has to be deleted."""
    tx.session.execute(update(ReceivedRow).where(ReceivedRow.id == bundle).values(ends_on=day))


def set_deleted(tx: Transaction, bundle: str, at: datetime) -> None:
    """The content of a bundle is deleted; its record stays."""
    tx.session.execute(update(ReceivedRow).where(ReceivedRow.id == bundle).values(deleted_at=at))


def of_center(tx: Transaction, center: str) -> list[Receipt]:
    """What was taken from a center, in the order of its numbers."""
    rows = tx.session.execute(select(ReceivedRow).where(ReceivedRow.center_id == center)
                              .order_by(ReceivedRow.sequence, ReceivedRow.taken_at)).scalars()
    return [_receipt(row) for row in rows]


def newest_first(tx: Transaction) -> list[Receipt]:
    """All that was taken."""
    rows = tx.session.execute(select(ReceivedRow).order_by(
        ReceivedRow.taken_at.desc(), ReceivedRow.center_id, ReceivedRow.sequence.desc())).scalars()
    return [_receipt(row) for row in rows]


def body(tx: Transaction, bundle: str) -> bytes | None:
    """The files of a bundle in one zip; None where it is unknown, or nothing of it was kept."""
    return tx.session.execute(select(BodyRow.body).where(BodyRow.bundle_id == bundle)).scalar()


def _receipt(row: ReceivedRow) -> Receipt:
    return Receipt(**{name: getattr(row, name) for name in _FIELDS})
