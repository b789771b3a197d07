"""Bundles and what each held, as named queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import aliased

from wellnessdesk.domain.audit import Entry, link
from wellnessdesk.domain.bundles import Bundle, BundleState, Kind, Period, Recipient
from wellnessdesk.store.rows import AuditRow, BundleCountsRow, BundleRow, BundleTableRow
from wellnessdesk.store.rows.audit import ON_BUNDLES
from wellnessdesk.store.transaction import Transaction

CountsBody = tuple[date, date, bool, str]
"""The first and the last day, whether a bundle of these days had left, and what was counted."""

_LEAVES = (BundleRow.state != BundleState.ABANDONED.value, BundleRow.hash != "")
"""Of a bundle that left, or whose whole file waits for its place."""


_FACTS = (
    BundleRow.recipient_id, BundleRow.key_ids, BundleRow.kind, BundleRow.period, BundleRow.first_day,
    BundleRow.last_day, BundleRow.version, BundleRow.sequence, BundleRow.supersedes, BundleRow.purpose,
    BundleRow.authority, BundleRow.ends_on, BundleRow.path, BundleRow.copy_path, BundleRow.previous_hash,
    BundleRow.tables_seen, BundleRow.written_at, BundleRow.written_by, BundleRow.approved_at, BundleRow.approved_by)


class Pending(NamedTuple):
    """A bundle whose record was never completed. Its hash is empty until its file was whole; `copy` is empty or the
    path of the center's own copy, of which nothing is known."""

    bundle: str
    path: str
    hash: str
    size: int
    copy: str


def add(tx: Transaction, bundle: Bundle, path: str, copy: str) -> None:
    """Write the pending record of a bundle before the first byte of its file, and where a copy of it is to be."""
    period = Period.of(bundle.period)
    tx.session.execute(insert(BundleRow).values(
        id=bundle.id, sequence=bundle.sequence, recipient_id=bundle.recipient.id,
        key_ids=" ".join(key.id for key in bundle.recipient.keys_in_force), kind=bundle.kind.value,
        period=bundle.period, first_day=period.first, last_day=period.last, version=bundle.version,
        supersedes=bundle.supersedes, purpose=bundle.purpose, authority=bundle.authority, ends_on=bundle.ends_on,
        path=path, hash=bundle.hash, previous_hash=bundle.previous_hash, size=bundle.size, tables_seen=bundle.shown,
        copy_path=copy, copy_hash="", written_at=bundle.written_at, written_by=bundle.written_by,
        approved_by=bundle.approved_by or None, approved_at=bundle.approved_at, state=bundle.state.value))


def stage(tx: Transaction, bundle: str, digest: str, size: int) -> None:
    """The file is whole, and waits for its place."""
    tx.session.execute(update(BundleRow).where(BundleRow.id == bundle).values(hash=digest, size=size))


def add_tables(tx: Transaction, bundle: str, tables: Sequence[tuple[str, str]]) -> None:
    """What an aggregate bundle holds: (name, body) of each table, in its order."""
    tx.session.execute(insert(BundleTableRow), [
        {"bundle_id": bundle, "name": name, "position": position, "body": body}
        for position, (name, body) in enumerate(tables)])


def tables(tx: Transaction, bundle: str) -> list[str]:
    """The bodies of a bundle's tables, in their order; none for one of before they were kept."""
    return list(tx.session.execute(select(BundleTableRow.body).where(BundleTableRow.bundle_id == bundle)
                                   .order_by(BundleTableRow.position)).scalars())


def add_counts(tx: Transaction, bundle: str, counts: Iterable[CountsBody]) -> None:
    """What was true when an aggregate bundle was begun, of its own days first."""
    tx.session.execute(insert(BundleCountsRow), [
        {"bundle_id": bundle, "first_day": first, "last_day": last, "told": told, "body": body}
        for first, last, told, body in counts])


def counts(tx: Transaction, bundle: str) -> list[CountsBody]:
    """What was true then, in its order."""
    rows = tx.session.execute(select(BundleCountsRow).where(BundleCountsRow.bundle_id == bundle)
                              .order_by(BundleCountsRow.id)).scalars()
    return [(row.first_day, row.last_day, row.told, row.body) for row in rows]


def settle(tx: Transaction, bundle: str, state: BundleState, copied: str) -> None:
    """What became of a pending bundle, and the hash of its copy; what never left need not be held against a later one.
    """
    tx.session.execute(update(BundleRow).where(BundleRow.id == bundle).values(state=state.value, copy_hash=copied))
    if state is BundleState.ABANDONED:
        for kept in (BundleTableRow, BundleCountsRow):
            tx.session.execute(delete(kept).where(kept.bundle_id == bundle))


def pending(tx: Transaction) -> list[Pending]:
    """All bundles whose record was never completed."""
    rows = tx.session.execute(select(BundleRow.id, BundleRow.path, BundleRow.hash, BundleRow.size, BundleRow.copy_path)
                              .where(BundleRow.state == BundleState.PENDING.value))
    return [Pending(*row) for row in rows]


def facts(tx: Transaction, bundle: str) -> list[object]:
    """All of a bundle's record that never changes once it was begun."""
    row = tx.session.execute(select(*_FACTS).where(BundleRow.id == bundle)).first()
    return list(row) if row else []


def log_entries(tx: Transaction) -> list[Entry]:
    """What the log tells of bundles, whoever receives and whoever approves them, in order; each with its hash as it
    must be after the entry before."""
    before = aliased(AuditRow)
    rows = tx.session.execute(select(AuditRow, before.hash).join(before, before.sequence == AuditRow.sequence - 1)
                              .where(text(ON_BUNDLES)).order_by(AuditRow.sequence))
    return [Entry(sequence=row.sequence, actor=row.actor, action=row.action, subject=row.subject, detail=row.detail,
                  hash=link(last, row.sequence, row.at, row.actor, row.action, row.subject, row.detail),
                  signature=row.signature) for row, last in rows]


def next_sequence(tx: Transaction, chain: Collection[str]) -> int:
    """The number that the next bundle for these recipients gets, from 1 without a gap: an abandoned one never left."""
    last = tx.session.execute(select(func.max(BundleRow.sequence)).where(
        BundleRow.recipient_id.in_(chain), *_LEAVES)).scalar()
    return (last or 0) + 1


def last_hash(tx: Transaction, chain: Collection[str]) -> str:
    """The hash of the newest bundle written for these recipients; empty before the first."""
    found = tx.session.execute(select(BundleRow.hash).where(
        BundleRow.recipient_id.in_(chain), *_LEAVES)
        .order_by(BundleRow.sequence.desc()).limit(1)).scalar()
    return found or ""


def last_version(tx: Transaction, chain: Collection[str], kind: Kind, period: str) -> tuple[str, int]:
    """Id and version of the newest bundle of this kind and period for these recipients; ("", 0) when there is
    none."""
    found = tx.session.execute(select(BundleRow.id, BundleRow.version).where(
        BundleRow.recipient_id.in_(chain), BundleRow.kind == kind.value, BundleRow.period == period,
        *_LEAVES).order_by(BundleRow.sequence.desc()).limit(1)).first()
    return (found.id, found.version) if found else ("", 0)


def left(tx: Transaction, kind: Kind, period: Period) -> list[tuple[str, str, int]]:
    """(id, period's code, version) of all bundles of a kind that left, to anybody, and share a day with a period.

    In the order in which they left, by whatever clock; not those of before it was kept what they held.
    """
    rows = tx.session.execute(select(BundleRow.id, BundleRow.period, BundleRow.version).join(
        BundleCountsRow, BundleCountsRow.bundle_id == BundleRow.id).where(
        BundleRow.kind == kind.value, *_LEAVES,
        BundleRow.first_day <= period.last, period.first <= BundleRow.last_day).group_by(BundleRow.id).order_by(
            func.min(BundleCountsRow.id)))
    return [(row.id, row.period, row.version) for row in rows]


def kept(tx: Transaction) -> set[str]:
    """The ids of all bundles of which it is kept what they held."""
    return {*tx.session.execute(select(BundleTableRow.bundle_id).distinct()).scalars(),
            *tx.session.execute(select(BundleCountsRow.bundle_id).distinct()).scalars()}


def copies(tx: Transaction) -> dict[str, str]:
    """The hash of the center's own copy of each bundle that has one, by the bundle's id."""
    return {row.id: row.copy_hash for row in tx.session.execute(
        select(BundleRow.id, BundleRow.copy_hash).where(BundleRow.copy_hash != ""))}


def abandoned(tx: Transaction) -> set[str]:
    """The ids of those that never left."""
    return set(tx.session.execute(select(BundleRow.id).where(
        BundleRow.state == BundleState.ABANDONED.value)).scalars())


def periods(tx: Transaction) -> set[str]:
    """The codes of all periods of which a bundle left; one student's records are of none."""
    return set(tx.session.execute(select(BundleRow.period).where(
        BundleRow.kind != Kind.PACKET.value, *_LEAVES).distinct()).scalars())


def history(tx: Transaction, recipients: Mapping[str, Recipient]) -> list[Bundle]:
    """All bundles, newest first; `recipients` by their ids."""
    rows = tx.session.execute(select(BundleRow).order_by(BundleRow.written_at.desc(), BundleRow.sequence.desc()))
    return [_bundle(row, recipients[row.recipient_id]) for row in rows.scalars()]


def _bundle(row: BundleRow, to: Recipient) -> Bundle:
    return Bundle(
        id=row.id, sequence=row.sequence, recipient=to, kind=Kind(row.kind), period=row.period, version=row.version,
        supersedes=row.supersedes, purpose=row.purpose, authority=row.authority, ends_on=row.ends_on,
        file_name=Path(row.path).name, hash=row.hash, previous_hash=row.previous_hash, size=row.size,
        shown=row.tables_seen, own_copy=Path(row.copy_path).name if row.copy_hash else "", written_at=row.written_at,
        written_by=row.written_by, approved_by=row.approved_by or "", approved_at=row.approved_at,
        state=BundleState(row.state))
