"""Agendas, as named queries: which items, in which order, with how many minutes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.store.rows import AgendaItemRow, AgendaRow
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An item without its wording. `section`, `kind`: values of `domain.supervision`."""

    section: str
    kind: str
    ref: str
    minutes: int
    carried: int
    done: bool


@dataclass(frozen=True, slots=True)
class StoredAgenda:
    """An agenda without its wording."""

    week: date
    built_at: datetime
    built_by: str
    items: tuple[StoredItem, ...]


def get(tx: Transaction, week: date) -> StoredAgenda | None:
    """The agenda of the week that begins on this Monday."""
    row = tx.session.get(AgendaRow, week)
    return StoredAgenda(row.week, row.built_at, row.built_by, _items(tx, week)) if row else None


def last_before(tx: Transaction, week: date) -> StoredAgenda | None:
    """The newest agenda of an earlier week."""
    found = tx.session.execute(select(AgendaRow.week).where(AgendaRow.week < week)
                               .order_by(AgendaRow.week.desc()).limit(1)).scalar()
    return get(tx, found) if found else None


def put(tx: Transaction, agenda: StoredAgenda) -> None:
    """Write an agenda whole, in place of the one of its week."""
    head = {"week": agenda.week, "built_at": agenda.built_at, "built_by": agenda.built_by}
    tx.session.execute(upsert(AgendaRow).values(**head).on_conflict_do_update(index_elements=["week"], set_=head))
    tx.session.execute(delete(AgendaItemRow).where(AgendaItemRow.week == agenda.week))
    rows = [{"week": agenda.week, "position": place, "section": item.section, "kind": item.kind, "ref": item.ref,
             "minutes": item.minutes, "carried": item.carried, "done": item.done}
            for place, item in enumerate(agenda.items)]
    if rows:
        tx.session.execute(insert(AgendaItemRow), rows)


def change_item(tx: Transaction, week: date, kind: str, ref: str, **values: object) -> None:
    """Set `minutes` or `done` of an item."""
    tx.session.execute(update(AgendaItemRow).where(
        AgendaItemRow.week == week, AgendaItemRow.kind == kind, AgendaItemRow.ref == ref).values(**values))


def _items(tx: Transaction, week: date) -> tuple[StoredItem, ...]:
    rows = tx.session.execute(select(AgendaItemRow).where(AgendaItemRow.week == week)
                              .order_by(AgendaItemRow.position)).scalars()
    return tuple(StoredItem(section=row.section, kind=row.kind, ref=row.ref, minutes=row.minutes, carried=row.carried,
                            done=row.done) for row in rows)
