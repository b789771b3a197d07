"""Agendas of meetings, as named queries: which items, in which order, with how many minutes."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update

from wellnessdesk.domain.meetings import MeetingState
from wellnessdesk.domain.supervision import ItemKind, ItemState
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
    placed: bool = True
    """Whether it has a place in the order; what somebody brought meanwhile has none yet."""


_UNPLACED = 1_000_000
"""Positions from here on are of items that nobody put in their place."""


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
    return StoredAgenda(row.id, row.day, row.built_at, row.built_by or "", items(tx, meeting))


def last_before(tx: Transaction, group: int, day: date) -> tuple[StoredItem, ...]:
    """The items of the newest agenda of the group's earlier meetings, and what was brought to later ones of them that
    came to nothing: no agenda was built for these."""
    row = MeetingRow
    newest = select(func.max(row.day)).where(row.group_id == group, row.day < day, row.built_at.is_not(None))
    found = tx.session.execute(select(row.id).where(
        row.group_id == group, row.day < day, row.day >= func.coalesce(newest.scalar_subquery(), date.min))
        .order_by(row.day)).scalars()
    return tuple(item for meeting in found for item in items(tx, meeting))


def held_before(tx: Transaction, group: int, day: date) -> date | None:
    """The day of the group's last meeting before this one that was held: begun, or at least ticked off. One that was
    only prepared was not, though nobody said that it was missed."""
    row, item = MeetingRow, MeetingItemRow
    ticked = select(item.id).where(item.meeting_id == row.id, item.state == ItemState.TALKED.value).exists()
    held = row.state.in_([MeetingState.BEGUN.value, MeetingState.SIGNED.value])
    return tx.session.execute(select(func.max(row.day)).where(
        row.group_id == group, row.day < day, row.built_at.is_not(None), row.state != MeetingState.MISSED.value,
        held | ticked)).scalar()


def put(tx: Transaction, agenda: StoredAgenda) -> None:
    """Write the agenda of a meeting that is kept whole, in place of the one it has."""
    tx.session.execute(update(MeetingRow).where(MeetingRow.id == agenda.meeting).values(
        built_at=agenda.built_at, built_by=agenda.built_by))
    tx.session.execute(delete(MeetingItemRow).where(MeetingItemRow.meeting_id == agenda.meeting))
    rows = [_values(agenda.meeting, place, item) for place, item in enumerate(agenda.items)]
    if rows:
        tx.session.execute(insert(MeetingItemRow), rows)


def append(tx: Transaction, meeting: str, item: StoredItem) -> None:
    """One item more, which has no place in the order yet."""
    last = tx.session.execute(select(func.max(MeetingItemRow.position)).where(
        MeetingItemRow.meeting_id == meeting)).scalar()
    tx.session.execute(insert(MeetingItemRow), [_values(meeting, max(_UNPLACED, (last or 0) + 1), item)])


def remove(tx: Transaction, meeting: str, kind: str, ref: str) -> None:
    """Take one item away."""
    tx.session.execute(delete(MeetingItemRow).where(
        MeetingItemRow.meeting_id == meeting, MeetingItemRow.kind == kind, MeetingItemRow.ref == ref))


def brought(tx: Transaction, ending: str, since: date) -> list[tuple[str, date, StoredItem]]:
    """(meeting, day, item) of the own items whose references end so, each by its newest meeting, from a day on, the
    newest first."""
    row, at = MeetingItemRow, MeetingRow
    found = tx.session.execute(select(row, at.day).join(at, at.id == row.meeting_id).where(
        row.kind == ItemKind.OWN.value, row.ref.endswith(ending, autoescape=True), at.day >= since)
        .order_by(at.day.desc(), row.position, row.id))
    newest: dict[str, tuple[str, date, StoredItem]] = {}
    for one, day in found:
        newest.setdefault(one.ref, (one.meeting_id, day, _stored(one)))
    return list(newest.values())


def change_item(tx: Transaction, meeting: str, kind: str, ref: str, **values: object) -> bool:
    """Set `minutes`, `state`, `written` or `seconds` of an item; whether it is on the agenda."""
    done = tx.session.execute(update(MeetingItemRow).where(
        MeetingItemRow.meeting_id == meeting, MeetingItemRow.kind == kind, MeetingItemRow.ref == ref).values(**values))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def items(tx: Transaction, meeting: str) -> tuple[StoredItem, ...]:
    """The items of a meeting in their order, whether an agenda was built or not."""
    rows = tx.session.execute(select(MeetingItemRow).where(MeetingItemRow.meeting_id == meeting)
                              .order_by(MeetingItemRow.position)).scalars()
    return tuple(map(_stored, rows))


def _stored(row: MeetingItemRow) -> StoredItem:
    return StoredItem(section=row.section, kind=row.kind, ref=row.ref, minutes=row.minutes, carried=row.carried,
                      state=row.state, written=row.written, seconds=row.seconds, placed=row.position < _UNPLACED)


def _values(meeting: str, place: int, item: StoredItem) -> dict[str, object]:
    return {"meeting_id": meeting, "position": place, "section": item.section, "kind": item.kind, "ref": item.ref,
            "minutes": item.minutes, "carried": item.carried, "state": item.state, "written": item.written,
            "seconds": item.seconds}
