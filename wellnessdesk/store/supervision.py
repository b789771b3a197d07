"""Agendas of meetings, as named queries: which items, in which order, with how many minutes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update

from wellnessdesk.domain.meetings import MeetingState
from wellnessdesk.store.rows import MeetingItemRow, MeetingRow
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredItem:
    """An item without its wording. `section`, `kind`, `state`: values of `domain.supervision`."""

    section: str
    kind: str
    ref: str
    minutes: int
    carried: int
    state: str
    written: bool = False
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class StoredAgenda:
    """An agenda without its wording; `day` is that of its meeting."""

    meeting: str
    day: date
    built_at: datetime
    built_by: str
    items: tuple[StoredItem, ...]


def get(tx: Transaction, meeting: str) -> StoredAgenda | None:
    """The agenda of a meeting; None when none was built."""
    row = tx.session.get(MeetingRow, meeting)
    if row is None or row.built_at is None:
        return None
    return StoredAgenda(row.id, row.day, row.built_at, row.built_by or "", _items(tx, meeting))


def last_before(tx: Transaction, group: int, day: date) -> StoredAgenda | None:
    """The newest agenda of the group's earlier meetings."""
    found = tx.session.execute(select(MeetingRow.id).where(
        MeetingRow.group_id == group, MeetingRow.day < day, MeetingRow.built_at.is_not(None))
        .order_by(MeetingRow.day.desc()).limit(1)).scalar()
    return get(tx, found) if found else None


def held_before(tx: Transaction, group: int, day: date) -> date | None:
    """The day of the group's last meeting before this one that has an agenda and was not missed."""
    return tx.session.execute(select(func.max(MeetingRow.day)).where(
        MeetingRow.group_id == group, MeetingRow.day < day, MeetingRow.built_at.is_not(None),
        MeetingRow.state != MeetingState.MISSED.value)).scalar()


def put(tx: Transaction, agenda: StoredAgenda) -> None:
    """Write the agenda of a meeting that is kept whole, in place of the one it has."""
    tx.session.execute(update(MeetingRow).where(MeetingRow.id == agenda.meeting).values(
        built_at=agenda.built_at, built_by=agenda.built_by))
    tx.session.execute(delete(MeetingItemRow).where(MeetingItemRow.meeting_id == agenda.meeting))
    rows = [{"meeting_id": agenda.meeting, "position": place, "section": item.section, "kind": item.kind,
             "ref": item.ref, "minutes": item.minutes, "carried": item.carried, "state": item.state,
             "written": item.written, "seconds": item.seconds} for place, item in enumerate(agenda.items)]
    if rows:
        tx.session.execute(insert(MeetingItemRow), rows)


def change_item(tx: Transaction, meeting: str, kind: str, ref: str, **values: object) -> bool:
    """Set `minutes`, `state`, `written` or `seconds` of an item; whether it is on the agenda."""
    done = tx.session.execute(update(MeetingItemRow).where(
        MeetingItemRow.meeting_id == meeting, MeetingItemRow.kind == kind, MeetingItemRow.ref == ref).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _items(tx: Transaction, meeting: str) -> tuple[StoredItem, ...]:
    rows = tx.session.execute(select(MeetingItemRow).where(MeetingItemRow.meeting_id == meeting)
                              .order_by(MeetingItemRow.position)).scalars()
    return tuple(StoredItem(section=row.section, kind=row.kind, ref=row.ref, minutes=row.minutes, carried=row.carried,
                            state=row.state, written=row.written, seconds=row.seconds) for row in rows)
