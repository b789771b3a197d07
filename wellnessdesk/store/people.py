"""People's names and roles, as the store keeps them beside the signed directory."""

from datetime import datetime

from sqlalchemy import select, update

from wellnessdesk.domain.names import fold
from wellnessdesk.domain.people import Person, Role
from wellnessdesk.store.rows import PersonRow
from wellnessdesk.store.transaction import Transaction


def add(tx: Transaction, person: Person, added_at: datetime) -> None:
    """Write a new person."""
    tx.session.add(PersonRow(id=person.id, name=person.name, role=person.role.value, active=person.active,
                             added_at=added_at))
    tx.flush()


def get(tx: Transaction, person: str) -> Person | None:
    """The person of this id."""
    row = tx.session.get(PersonRow, person)
    return _person(row) if row else None


def everybody(tx: Transaction) -> list[Person]:
    """All people, by name."""
    rows = tx.session.execute(select(PersonRow)).scalars()
    return sorted((_person(row) for row in rows), key=lambda person: fold(person.name))


def names(tx: Transaction) -> dict[str, str]:
    """The name of everybody there ever was, by id."""
    return {row[0]: row[1] for row in tx.session.execute(select(PersonRow.id, PersonRow.name))}


def in_role(tx: Transaction, role: Role) -> list[Person]:
    """The active people of a role, by name."""
    return [person for person in everybody(tx) if person.role is role and person.active]


def set_active(tx: Transaction, person: str, active: bool) -> None:
    """Whether they may sign in; the directory says so too."""
    tx.session.execute(update(PersonRow).where(PersonRow.id == person).values(active=active))


def set_role(tx: Transaction, person: str, role: Role) -> None:
    """Another role; the directory says so too."""
    tx.session.execute(update(PersonRow).where(PersonRow.id == person).values(role=role.value))


def _person(row: PersonRow) -> Person:
    return Person(row.id, row.name, Role(row.role), row.active)
