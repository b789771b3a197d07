"""The directory of who can help, as named queries. Entries are never taken out: a referral may name one."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from wellnessdesk.domain.resources import Resource, joined_cost, parted_cost
from wellnessdesk.store.rows import ResourceRow
from wellnessdesk.store.transaction import Transaction

_BETWEEN = ";"
_SAME = ("kind", "name", "about", "for_whom", "contact", "phone", "email", "web", "address", "hours", "verified",
         "active")


def everything(tx: Transaction) -> list[Resource]:
    """All entries, retired ones too."""
    return [_resource(row) for row in tx.session.execute(select(*ResourceRow.__table__.columns))]


def get(tx: Transaction, resource: int) -> Resource | None:
    """The entry of this id."""
    row = tx.session.execute(select(*ResourceRow.__table__.columns).where(ResourceRow.id == resource)).first()
    return _resource(row) if row else None


def add(tx: Transaction, resource: Resource) -> int:
    """Write a new entry; gives its id."""
    made = tx.session.execute(insert(ResourceRow).values(**_values(resource)))
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def put(tx: Transaction, resource: Resource) -> None:
    """Write an entry that is there."""
    tx.session.execute(update(ResourceRow).where(ResourceRow.id == resource.id).values(**_values(resource)))


def _values(resource: Resource) -> dict[str, Any]:
    return {name: getattr(resource, name) for name in _SAME} | {
        "languages": _BETWEEN.join(resource.languages), "supports": " ".join(resource.supports),
        "cost": joined_cost(resource)}


def _resource(row: Row[Any]) -> Resource:
    cost, note = parted_cost(row.cost)
    return Resource(id=row.id, cost=cost, cost_note=note, supports=tuple(row.supports.split()),
                    languages=tuple(one for one in row.languages.split(_BETWEEN) if one),
                    **{name: getattr(row, name) for name in _SAME})
