"""Who may receive bundles, and their keys, as named queries."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain.bundles import Kind, Recipient, RecipientKey
from wellnessdesk.store.rows import RecipientKeyRow, RecipientRow
from wellnessdesk.store.transaction import Transaction

Words = Callable[[str], str]
"""The words that a public key is compared by."""


def add(tx: Transaction, recipient: Recipient, at: datetime, by: str) -> None:
    """Write a new recipient, without its keys."""
    tx.session.execute(insert(RecipientRow).values(
        id=recipient.id, name=recipient.name, kinds=_joined(recipient.kinds), valid_from=recipient.valid_from,
        valid_until=recipient.valid_until, added_at=at, added_by=by))


def change(tx: Transaction, recipient: Recipient) -> None:
    """Its kinds and dates."""
    tx.session.execute(update(RecipientRow).where(RecipientRow.id == recipient.id).values(
        kinds=_joined(recipient.kinds), valid_from=recipient.valid_from, valid_until=recipient.valid_until))


def revoke(tx: Transaction, recipient: str, at: datetime, by: str) -> None:
    """Nothing leaves for it any more."""
    tx.session.execute(update(RecipientRow).where(RecipientRow.id == recipient).values(revoked_at=at, revoked_by=by))


def add_key(tx: Transaction, recipient: str, key: RecipientKey, by: str) -> None:
    """Write a new key; who compared it, where that was done, is who adds it."""
    tx.session.execute(insert(RecipientKeyRow).values(
        id=key.id, recipient_id=recipient, age_key=key.age_key, added_at=key.added_at, added_by=by,
        compared_at=key.compared_at, compared_by=by if key.compared_at else None))


def compare_key(tx: Transaction, key: str, at: datetime, by: str) -> None:
    """Its words were compared."""
    tx.session.execute(update(RecipientKeyRow).where(RecipientKeyRow.id == key).values(compared_at=at, compared_by=by))


def end_key(tx: Transaction, key: str, at: datetime) -> None:
    """No bundle is locked for it any more."""
    tx.session.execute(update(RecipientKeyRow).where(RecipientKeyRow.id == key).values(ended_at=at))


def known_key(tx: Transaction, age_key: str) -> bool:
    """Whether anybody has, or ever had, this key."""
    found = tx.session.execute(select(RecipientKeyRow.id).where(RecipientKeyRow.age_key == age_key)).first()
    return found is not None


def everybody(tx: Transaction, words: Words) -> list[Recipient]:
    """All recipients with all their keys, by name, those revoked too."""
    keys = _keys(tx, words)
    rows = tx.session.execute(select(RecipientRow).order_by(RecipientRow.name, RecipientRow.id)).scalars()
    return [Recipient(id=row.id, name=row.name, kinds=tuple(Kind(kind) for kind in row.kinds.split()),
                      keys=tuple(keys[row.id]), valid_from=row.valid_from, valid_until=row.valid_until,
                      added_at=row.added_at, revoked_at=row.revoked_at) for row in rows]


def _keys(tx: Transaction, words: Words) -> dict[str, list[RecipientKey]]:
    found: dict[str, list[RecipientKey]] = defaultdict(list)
    for row in tx.session.execute(select(RecipientKeyRow).order_by(
            RecipientKeyRow.added_at.desc(), RecipientKeyRow.id)).scalars():
        found[row.recipient_id].append(RecipientKey(
            id=row.id, age_key=row.age_key, fingerprint=words(row.age_key), added_at=row.added_at,
            compared_at=row.compared_at, ended_at=row.ended_at))
    return found


def _joined(kinds: tuple[Kind, ...]) -> str:
    return " ".join(kinds)
