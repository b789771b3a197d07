"""The backups that were made, as named queries; and what a backup must know of a store of any schema there ever was."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, text, update

from wellnessdesk.domain.backups import Backup, Reason, State
from wellnessdesk.store.rows import BackupRow, FlagRow, SessionRow, VisitRow
from wellnessdesk.store.transaction import Store, Transaction

FOLDERS = "backups.folders"
"""The key in the settings under which the folders stand."""
RESTORED = "backups.restored"
"""What a restored center must still record, until somebody signs in."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a store says of its center. `folders` is as it was written: whoever uses it checks its shape."""

    center: str
    school: str
    zone: str
    folders: object


@dataclass(frozen=True, slots=True)
class Since:
    """How much of each was entered after a moment."""

    visits: int
    notes: int
    flags: int


def told(store: Store) -> Told:
    """What a store of any schema says of its center: a backup is made before an old one is changed."""
    with store.raw() as raw:
        center = raw.execute("SELECT name, school, time_zone FROM center").fetchone()
        settings = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'settings'").fetchone()
        found = raw.execute("SELECT value FROM settings WHERE key = ?", (FOLDERS,)).fetchone() if settings else None
    return Told(str(center[0]), str(center[1]), str(center[2]), _json(found[0]) if found else None)


def add(tx: Transaction, backup: Backup) -> None:
    """Write what became of a backup in one folder."""
    tx.session.execute(insert(BackupRow).values(
        id=backup.id, made_at=backup.made_at, reason=backup.reason.value, folder=backup.folder, name=backup.name,
        size=backup.size, hash=backup.hash, audit_sequence=backup.audit_sequence, verified_at=backup.verified_at,
        state=backup.state.value, finding=backup.finding))


def newest_first(tx: Transaction, most: int) -> list[Backup]:
    """The backups there were, at most so many."""
    rows = tx.session.execute(select(BackupRow).order_by(BackupRow.made_at.desc(), BackupRow.folder).limit(most))
    return [_backup(row) for row in rows.scalars()]


def of_ids(tx: Transaction, ids: Iterable[str]) -> list[Backup]:
    """These, as far as they are known."""
    rows = tx.session.execute(select(BackupRow).where(BackupRow.id.in_(list(ids))).order_by(BackupRow.folder))
    return [_backup(row) for row in rows.scalars()]


def verified_in(tx: Transaction, folder: str) -> list[Backup]:
    """The backups that were verified and, as far as the records know, are still in a folder."""
    rows = tx.session.execute(select(BackupRow).where(
        BackupRow.folder == folder, BackupRow.state == State.VERIFIED.value)).scalars()
    return [_backup(row) for row in rows]


def last_verified(tx: Transaction) -> datetime | None:
    """When the newest backup that was verified was verified."""
    return tx.session.execute(select(func.max(BackupRow.verified_at))).scalar()


def mark_removed(tx: Transaction, ids: Iterable[str]) -> None:
    """These have made room for newer ones."""
    tx.session.execute(update(BackupRow).where(BackupRow.id.in_(list(ids))).values(state=State.REMOVED.value))


def forget_failures(tx: Transaction, before: datetime) -> None:
    """Drop what was noted of attempts that failed before a moment: the audit log keeps that they did."""
    tx.session.execute(delete(BackupRow).where(BackupRow.state == State.FAILED.value, BackupRow.made_at < before))


def since(tx: Transaction, moment: datetime) -> Since:
    """What was entered after a moment."""
    columns = (VisitRow.arrived_at, SessionRow.signed_at, FlagRow.raised_at)
    return Since(*(tx.session.execute(select(func.count()).where(column > moment)).scalar_one() for column in columns))


def entries_after(tx: Transaction, sequence: int) -> int:
    """How many entries the audit log has after this number."""
    return int(tx.session.execute(text("SELECT count(*) FROM audit WHERE sequence > :n"), {"n": sequence}).scalar_one())


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _backup(row: BackupRow) -> Backup:
    return Backup(id=row.id, made_at=row.made_at, reason=Reason(row.reason), folder=row.folder, name=row.name,
                  size=row.size, hash=row.hash, audit_sequence=row.audit_sequence, state=State(row.state),
                  verified_at=row.verified_at, finding=row.finding)
