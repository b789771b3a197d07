"""Bundles and what each held, as named queries."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import aliased

from wellnessdesk.domain.audit import link
from wellnessdesk.domain.bundles import Bundle, BundleState, Kind, Period, Recipient
from wellnessdesk.store.rows import AuditRow, BundleRow, BundleTableRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, bundle: Bundle, path: str) -> None:
    """Write the pending record of a bundle whose file is about to be put in place."""
    period = Period.of(bundle.period)
    tx.session.execute(insert(BundleRow).values(
        id=bundle.id, sequence=bundle.sequence, recipient_id=bundle.recipient.id,
        key_ids=" ".join(key.id for key in bundle.recipient.keys_in_force), kind=bundle.kind.value,
        period=bundle.period, first_day=period.first, last_day=period.last, version=bundle.version,
        supersedes=bundle.supersedes, purpose=bundle.purpose, authority=bundle.authority, ends_on=bundle.ends_on,
        path=path, hash=bundle.hash, previous_hash=bundle.previous_hash, size=bundle.size, tables_seen=bundle.shown,
        copy_path="", copy_hash="", written_at=bundle.written_at, written_by=bundle.written_by,
        approved_by=bundle.approved_by or None, approved_at=bundle.approved_at, state=bundle.state.value))


def add_tables(tx: Transaction, bundle: str, tables: Sequence[tuple[str, str]]) -> None:
    """What an aggregate bundle holds: (name, body) of each table, in its order."""
    tx.session.execute(insert(BundleTableRow), [
        {"bundle_id": bundle, "name": name, "position": position, "body": body}
        for position, (name, body) in enumerate(tables)])


def tables(tx: Transaction, bundle: str) -> list[str]:
    """The bodies of a bundle's tables, in their order; none for one of before they were kept."""
    return list(tx.session.execute(select(BundleTableRow.body).where(BundleTableRow.bundle_id == bundle)
                                   .order_by(BundleTableRow.position)).scalars())


def settle(tx: Transaction, bundle: str, state: BundleState) -> None:
    """What became of a pending bundle; what never left need not be held against a later one."""
    tx.session.execute(update(BundleRow).where(BundleRow.id == bundle).values(state=state.value))
    if state is BundleState.ABANDONED:
        tx.session.execute(delete(BundleTableRow).where(BundleTableRow.bundle_id == bundle))


def keep_copy(tx: Transaction, bundle: str, path: str, digest: str) -> None:
    """Where the center's own copy lies, and its hash."""
    tx.session.execute(update(BundleRow).where(BundleRow.id == bundle).values(copy_path=path, copy_hash=digest))


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


def last_version(tx: Transaction, recipient: str, kind: Kind, period: str) -> tuple[str, int]:
    """Id and version of the newest bundle of this kind and period for a recipient; ("", 0) when there is none."""
    found = tx.session.execute(select(BundleRow.id, BundleRow.version).where(
        BundleRow.recipient_id == recipient, BundleRow.kind == kind.value, BundleRow.period == period,
        BundleRow.state != BundleState.ABANDONED.value).order_by(BundleRow.sequence.desc()).limit(1)).first()
    return (found.id, found.version) if found else ("", 0)


def left(tx: Transaction, kind: Kind, period: Period) -> list[tuple[str, str, int]]:
    """(id, period's code, version) of all bundles of a kind that left, to anybody, and share a day with a period."""
    rows = tx.session.execute(select(BundleRow.id, BundleRow.period, BundleRow.version).where(
        BundleRow.kind == kind.value, BundleRow.state != BundleState.ABANDONED.value,
        BundleRow.first_day <= period.last, period.first <= BundleRow.last_day).order_by(
            BundleRow.written_at, BundleRow.id))
    return [(row.id, row.period, row.version) for row in rows]


def periods(tx: Transaction) -> set[str]:
    """The codes of all periods of which a bundle left."""
    return set(tx.session.execute(select(BundleRow.period).where(
        BundleRow.state != BundleState.ABANDONED.value).distinct()).scalars())


def history(tx: Transaction, recipients: Mapping[str, Recipient]) -> list[Bundle]:
    """All bundles, newest first; `recipients` by their ids."""
    rows = tx.session.execute(select(BundleRow).order_by(BundleRow.written_at.desc(), BundleRow.sequence.desc()))
    return [_bundle(row, recipients[row.recipient_id]) for row in rows.scalars()]


def _bundle(row: BundleRow, to: Recipient) -> Bundle:
    return Bundle(
        id=row.id, sequence=row.sequence, recipient=to, kind=Kind(row.kind), period=row.period, version=row.version,
        supersedes=row.supersedes, purpose=row.purpose, authority=row.authority, ends_on=row.ends_on,
        file_name=Path(row.path).name, hash=row.hash, previous_hash=row.previous_hash, size=row.size,
        shown=row.tables_seen, own_copy=Path(row.copy_path).name, written_at=row.written_at,
        written_by=row.written_by, approved_by=row.approved_by or "", approved_at=row.approved_at,
        state=BundleState(row.state))
