"""Recipients and bundles, as named queries."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import aliased

from wellnessdesk.domain.audit import link
from wellnessdesk.domain.bundles import Bundle, BundleState, Recipient
from wellnessdesk.store.rows import AuditRow, BundleRow, RecipientRow
from wellnessdesk.store.transaction import Transaction


def add_recipient(tx: Transaction, recipient: Recipient, at: datetime, by: str) -> None:
    """Write a new recipient."""
    tx.session.execute(insert(RecipientRow).values(id=recipient.id, name=recipient.name, age_key=recipient.age_key,
                                                   added_at=at, added_by=by))


def recipients(tx: Transaction) -> list[tuple[str, str, str]]:
    """(id, name, age key) of all recipients, by name."""
    rows = tx.session.execute(select(RecipientRow).order_by(RecipientRow.name)).scalars()
    return [(row.id, row.name, row.age_key) for row in rows]


def add(tx: Transaction, bundle: Bundle, path: str, by: str) -> None:
    """Write the pending record of a bundle whose file is about to be put in place."""
    tx.session.execute(insert(BundleRow).values(
        id=bundle.id, sequence=bundle.sequence, recipient_id=bundle.recipient.id, period=bundle.period,
        purpose=bundle.purpose, path=path, hash=bundle.hash, previous_hash=bundle.previous_hash,
        written_at=bundle.written_at, written_by=by, state=bundle.state.value))


def settle(tx: Transaction, bundle: str, state: BundleState) -> None:
    """What became of a pending bundle."""
    tx.session.execute(update(BundleRow).where(BundleRow.id == bundle).values(state=state.value))


def pending(tx: Transaction) -> list[tuple[str, str, str]]:
    """(id, path, hash) of bundles whose record was never completed."""
    rows = tx.session.execute(select(BundleRow.id, BundleRow.path, BundleRow.hash)
                              .where(BundleRow.state == BundleState.PENDING.value))
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]


def beginnings(tx: Transaction, bundle: str, digest: str) -> list[tuple[str, int, bytes, bytes]]:
    """(actor, number, hash as it must be, signature) of the entries that tell of its beginning with this digest."""
    before = aliased(AuditRow)
    rows = tx.session.execute(
        select(AuditRow, before.hash).join(before, before.sequence == AuditRow.sequence - 1).where(
            AuditRow.action == "bundle.begin", AuditRow.subject == f"bundle:{bundle}",
            AuditRow.detail == f"sha256:{digest}"))
    return [(row.actor, row.sequence,
             link(last, row.sequence, row.at, row.actor, row.action, row.subject, row.detail), row.signature)
            for row, last in rows]


def next_sequence(tx: Transaction, recipient: str) -> int:
    """The number a recipient's next bundle gets, from 1 without a gap: an abandoned one never left."""
    last = tx.session.execute(select(func.max(BundleRow.sequence)).where(
        BundleRow.recipient_id == recipient, BundleRow.state != BundleState.ABANDONED.value)).scalar()
    return (last or 0) + 1


def last_hash(tx: Transaction, recipient: str) -> str:
    """The hash of the newest bundle written for a recipient; empty before the first."""
    found = tx.session.execute(select(BundleRow.hash).where(
        BundleRow.recipient_id == recipient, BundleRow.state != BundleState.ABANDONED.value)
        .order_by(BundleRow.sequence.desc()).limit(1)).scalar()
    return found or ""


def last_of_period(tx: Transaction, recipient: str, period: str) -> str:
    """The id of the newest bundle of a period for a recipient: the next one supersedes it. Empty when there is none."""
    found = tx.session.execute(select(BundleRow.id).where(
        BundleRow.recipient_id == recipient, BundleRow.period == period,
        BundleRow.state != BundleState.ABANDONED.value).order_by(BundleRow.sequence.desc()).limit(1)).scalar()
    return found or ""


def history(tx: Transaction) -> list[Bundle]:
    """All bundles, newest first."""
    rows = tx.session.execute(select(BundleRow, RecipientRow).join(RecipientRow).order_by(BundleRow.written_at.desc()))
    return [Bundle(id=row.id, sequence=row.sequence,
                   recipient=Recipient(id=to.id, name=to.name, age_key=to.age_key, fingerprint=""),
                   period=row.period, purpose=row.purpose, file_name=Path(row.path).name, hash=row.hash,
                   previous_hash=row.previous_hash, written_at=row.written_at, state=BundleState(row.state))
            for row, to in rows]
