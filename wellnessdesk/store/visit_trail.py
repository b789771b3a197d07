"""What of a visit was overwritten stays beside it: facts set right, returns to the queue, merges."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from wellnessdesk.domain.visits import Correction, Steps
from wellnessdesk.store.rows import (
    AdultCallRow,
    AppointmentRow,
    PersonRow,
    SessionRow,
    VisitCorrectionRow,
    VisitRow,
)
from wellnessdesk.store.rows.base import from_ms, to_ms
from wellnessdesk.store.transaction import Transaction

RETURNED, MERGED = "returned", "merged"
TRAIL = (RETURNED, MERGED)
"""Steps that overwrite others; every other row is a fact that was set right."""
_MOMENTS = ("handed_at", "resting_at", "left_at")
_BELONGING: dict[str, Any] = {"sessions": SessionRow, "appointments": AppointmentRow, "adult_calls": AdultCallRow,
                              "corrections": VisitCorrectionRow}
"""What names a visit, and goes with it into another one."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that overwrote others: `before` is what it takes to undo it, `after` how far the visit came by it."""

    id: int
    kind: str
    at: datetime
    before: dict[str, Any]
    after: Steps


def correct(tx: Transaction, visit: int, at: datetime, by: str, fact: str, before: str, after: str) -> None:
    """Keep how a fact stood before it was set right."""
    _add(tx, visit, at, by, fact, before, after)


def corrections(tx: Transaction, visit: int) -> list[Correction]:
    """What of a visit was set right, the newest first."""
    rows = tx.session.execute(select(VisitCorrectionRow, PersonRow.name).join(
        PersonRow, PersonRow.id == VisitCorrectionRow.by).where(
            VisitCorrectionRow.visit_id == visit, VisitCorrectionRow.fact.not_in(TRAIL))
        .order_by(VisitCorrectionRow.at.desc(), VisitCorrectionRow.id.desc()))
    return [Correction(fact=row.fact, before=row.before, after=row.after, at=row.at, by=name) for row, name in rows]


def how_many(tx: Transaction) -> dict[int, int]:
    """How many facts were set right of each visit of which any was."""
    rows = tx.session.execute(select(VisitCorrectionRow.visit_id, func.count()).where(
        VisitCorrectionRow.fact.not_in(TRAIL)).group_by(VisitCorrectionRow.visit_id))
    return {row[0]: row[1] for row in rows}


def returned(tx: Transaction, visit: int, at: datetime, by: str, before: Steps) -> None:
    """Keep how far a visit had come before it went back to the queue."""
    _add(tx, visit, at, by, RETURNED, json.dumps(_plain(before)), json.dumps(_plain(Steps())))


def newest_step(tx: Transaction, visit: int) -> Step | None:
    """The last of the steps that overwrote others."""
    row = tx.session.execute(select(VisitCorrectionRow).where(
        VisitCorrectionRow.visit_id == visit, VisitCorrectionRow.fact.in_(TRAIL))
        .order_by(VisitCorrectionRow.id.desc()).limit(1)).scalars().first()
    if row is None:
        return None
    return Step(row.id, row.fact, row.at, json.loads(row.before), steps_of(json.loads(row.after)))


def forget(tx: Transaction, step: Step) -> None:
    """A step was taken back."""
    tx.session.execute(delete(VisitCorrectionRow).where(VisitCorrectionRow.id == step.id))


def steps_of(plain: dict[str, Any]) -> Steps:
    """Steps as they were kept."""
    read: dict[str, Any] = {name: _from_plain(name, value) for name, value in plain.items()}
    return Steps(**read)


def merge(tx: Transaction, kept: int, gone: int, at: datetime, by: str, before: Steps, after: Steps) -> None:
    """Let everything that belongs to the visit `gone` belong to `kept`, and keep what it takes to undo that."""
    moved = {name: _move(tx, row, gone, kept) for name, row in _BELONGING.items()}
    lost = _row(tx, gone)
    tx.session.execute(delete(VisitRow).where(VisitRow.id == gone))
    undo = {"kept": _plain(before), "gone": lost, "moved": moved}
    _add(tx, kept, at, by, MERGED, json.dumps(undo), json.dumps(_plain(after)))


def part(tx: Transaction, kept: int, step: Step) -> int:
    """Undo a merge, but for how far `kept` had come; the id of the visit that is there again."""
    lost = {name: _from_plain(name, value) for name, value in step.before["gone"].items()}
    tx.session.execute(insert(VisitRow).values(**lost))
    for name, row in _BELONGING.items():
        ids = step.before["moved"][name]
        tx.session.execute(update(row).where(row.id.in_(ids), row.visit_id == kept).values(visit_id=lost["id"]))
    return int(lost["id"])


def loosen(tx: Transaction, which: ColumnElement[bool]) -> None:
    """Before visits go: what was set right of them goes too, and nothing else names them any more."""
    ids = select(VisitRow.id).where(which)
    quietly = {"synchronize_session": False}
    corrections = delete(VisitCorrectionRow).where(VisitCorrectionRow.visit_id.in_(ids))
    tx.session.execute(corrections, execution_options=quietly)
    for row in (AppointmentRow, AdultCallRow):
        tx.session.execute(update(row).where(row.visit_id.in_(ids)).values(visit_id=None), execution_options=quietly)


def _add(tx: Transaction, visit: int, at: datetime, by: str, fact: str, before: str, after: str) -> None:
    tx.session.execute(insert(VisitCorrectionRow).values(
        visit_id=visit, at=at, by=by, fact=fact, before=before, after=after))


def _move(tx: Transaction, row: Any, gone: int, kept: int) -> list[int]:
    ids = list(tx.session.execute(select(row.id).where(row.visit_id == gone)).scalars())
    tx.session.execute(update(row).where(row.id.in_(ids)).values(visit_id=kept))
    return ids


def _row(tx: Transaction, visit: int) -> dict[str, object]:
    found = tx.session.execute(select(VisitRow.__table__).where(VisitRow.id == visit)).mappings().one()
    return {name: _to_plain(value) for name, value in found.items()}


def _plain(steps: Steps) -> dict[str, object]:
    return {name: _to_plain(getattr(steps, name)) for name in Steps.__slots__}


def _to_plain(value: object) -> object:
    if isinstance(value, datetime):
        return to_ms(value)
    return value.isoformat() if isinstance(value, date) else value


def _from_plain(name: str, value: Any) -> Any:
    if value is not None and (name in _MOMENTS or name == "arrived_at"):
        return from_ms(value)
    return date.fromisoformat(value) if name == "day" else value
