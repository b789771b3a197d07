"""What is due, what is on hold and what was destroyed, as named queries. `store.shredding` destroys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    false,
    func,
    insert,
    or_,
    select,
    true,
    tuple_,
    union,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import InstrumentedAttribute, aliased

from wellnessdesk.domain.audit import link
from wellnessdesk.domain.destroyed import told
from wellnessdesk.domain.retention import NAMELESS, Due, LastBackup, Records
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.store import kept_of_peers
from wellnessdesk.store.rows import (
    ApplicationRow,
    AuditRow,
    BackupRow,
    CaregiverContactRow,
    DestructionRow,
    DisclosureRow,
    EmergencyRow,
    FlagRow,
    LegalHoldRow,
    MeetingRow,
    PersonRow,
    ReferralRow,
    SealedRow,
    SessionRow,
    SessionStudentRow,
    VisitRow,
)
from wellnessdesk.store.transaction import Transaction

Until = Mapping[Records, date]
"""For each class of record the newest day whose records are due."""

DAYS: Mapping[Records, InstrumentedAttribute[date]] = {
    Records.PEERS: kept_of_peers.NEWEST,
    Records.DRAFTS: SessionRow.day, Records.SESSIONS: SessionRow.day, Records.FLAGS: FlagRow.day,
    Records.REFERRALS: ReferralRow.day, Records.CONTACTS: CaregiverContactRow.day,
    Records.AGENDAS: MeetingRow.day, Records.VISITS: VisitRow.day, Records.DISCLOSURES: DisclosureRow.day,
    Records.HOLDS: LegalHoldRow.day, Records.EMERGENCIES: EmergencyRow.day,
    Records.APPLICATIONS: ApplicationRow.day,
}
"""The day that decides whether a record is due."""
_STUDENTS = {
    Records.DRAFTS: SessionRow.student_id, Records.SESSIONS: SessionRow.student_id,
    Records.VISITS: VisitRow.student_id, Records.DISCLOSURES: DisclosureRow.student_id,
    Records.HOLDS: LegalHoldRow.student_id, Records.APPLICATIONS: ApplicationRow.student_id,
}
_BROKEN = "failed"


def due(tx: Transaction, records: Records, until: Until) -> Due:
    """What is due of a class of record, and how much of it stays."""
    day, is_due = DAYS[records], _due(records, until)
    number, oldest, newest = tx.session.execute(select(func.count(), func.min(day), func.max(day)).where(is_due)).one()
    held = _count(tx, records, and_(is_due, on_hold(tx, records)))
    waiting = _count(tx, records, and_(is_due, ~on_hold(tx, records), _needed(records, until)))
    return Due(records=records, until=until[records], going=number - held - waiting, held=held, waiting=waiting,
               oldest=oldest, newest=newest)


def open_flags(tx: Transaction, until: date) -> int:
    """How many flags of `until` or before are not closed."""
    return tx.session.execute(
        select(func.count()).where(FlagRow.day <= until, FlagRow.closed_at.is_(None))).scalar_one()


def kind(records: Records) -> ColumnElement[bool]:
    """What makes a row a record of this class, whatever its day."""
    if records is Records.DRAFTS:
        return SessionRow.note == NoteState.DRAFT.value
    if records is Records.PEERS:
        return kept_of_peers.left()
    if records is Records.EMERGENCIES:
        reason = select(SealedRow.id).where(SealedRow.kind == "emergency", SealedRow.record == EmergencyRow.id)
        return and_(EmergencyRow.reviewed_at.is_not(None), reason.exists())
    if records is Records.APPLICATIONS:
        return ~select(PersonRow.id).where(PersonRow.id == ApplicationRow.person_id, PersonRow.active).exists()
    ended = {Records.FLAGS: FlagRow.closed_at, Records.REFERRALS: ReferralRow.closed_at}.get(records)
    return (DAYS[records] if ended is None else ended).is_not(None)


def on_hold(tx: Transaction, records: Records) -> ColumnElement[bool]:
    """Which records stay for a student on hold: theirs, or all where nobody may tell whose they are."""
    held = list(held_students(tx))
    if records in NAMELESS:
        return true() if held else false()
    theirs = func.coalesce(_STUDENTS[records].in_(held), 0)  # of a group no student stands in the row
    if DAYS[records].class_ is SessionRow:
        groups = select(SessionStudentRow.session_id).where(SessionStudentRow.student_id.in_(held))
        return theirs | SessionRow.id.in_(groups)
    return theirs


def held_students(tx: Transaction) -> set[int]:
    """The students about whom everything stays."""
    return set(tx.session.execute(select(LegalHoldRow.student_id).where(LegalHoldRow.lifted_at.is_(None))).scalars())


@dataclass(frozen=True, slots=True)
class HoldMark:
    """A hold without its reason."""

    id: str
    student_id: int
    placed_at: datetime
    placed_by: str
    lifted_at: datetime | None
    lifted_by: str


def holds(tx: Transaction) -> list[HoldMark]:
    """All holds there were, the newest first."""
    rows = tx.session.execute(select(LegalHoldRow).order_by(LegalHoldRow.placed_at.desc())).scalars()
    return [HoldMark(row.id, row.student_id, row.placed_at, row.placed_by, row.lifted_at, row.lifted_by or "")
            for row in rows]


def in_sessions(which: ColumnElement[bool]) -> CompoundSelect[tuple[int]]:
    """The students of these sessions, one to one and in groups."""
    grouped = select(SessionStudentRow.student_id).join(SessionRow, SessionRow.id == SessionStudentRow.session_id)
    alone = select(SessionRow.student_id).where(SessionRow.student_id.is_not(None), which)
    return union(alone, grouped.where(which))


def place_hold(tx: Transaction, hold: str, student: int, by: str, at: datetime) -> None:
    """From now on everything about this student stays."""
    tx.session.execute(insert(LegalHoldRow).values(id=hold, student_id=student, placed_at=at, placed_by=by))


def lift_hold(tx: Transaction, hold: str, by: str, at: datetime) -> bool:
    """End a hold; false when there is none of this id in force."""
    lifted = tx.session.execute(update(LegalHoldRow).where(LegalHoldRow.id == hold, LegalHoldRow.lifted_at.is_(None))
                                .values(lifted_by=by, lifted_at=at))
    return bool(lifted.rowcount)  # type: ignore[attr-defined]


def put_destruction(tx: Transaction, destruction: str, at: datetime, by: str, facts: str) -> None:
    """Write what was destroyed so far, in place of what was written before."""
    values = {"id": destruction, "at": at, "by": by, "facts": facts}
    tx.session.execute(upsert(DestructionRow).values(**values).on_conflict_do_update(
        index_elements=["id"], set_={"facts": facts}))


def destructions(tx: Transaction) -> list[tuple[str, str]]:
    """(id, facts) of all destructions, the newest first."""
    rows = tx.session.execute(select(DestructionRow.id, DestructionRow.facts).order_by(DestructionRow.at.desc()))
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the audit log: its hash as it must be, and what is left to check: that `actor` signed that."""

    sequence: int
    actor: str
    hash: bytes
    signature: bytes
    detail: str


def last_entry(tx: Transaction, subject: str) -> Told | None:
    """The newest entry of the audit log about a destruction."""
    before = aliased(AuditRow)
    found = tx.session.execute(
        select(AuditRow, before.hash).join(before, before.sequence == AuditRow.sequence - 1).where(
            AuditRow.action == "retention.destroy", AuditRow.subject == subject)
        .order_by(AuditRow.sequence.desc()).limit(1)).first()
    if found is None:
        return None
    row, last = found
    made = link(last, row.sequence, row.at, row.actor, row.action, row.subject, row.detail)
    return Told(row.sequence, row.actor, made, row.signature, row.detail)


def was_destroyed(tx: Transaction, records: Records, name: str) -> bool:
    """Whether an entry of the log says that this one went. For what is missing: it looks through the whole log."""
    said = tx.session.execute(select(AuditRow.detail).where(
        AuditRow.action == "retention.destroy", AuditRow.detail.contains(records.value, autoescape=True),
        AuditRow.detail.contains(name, autoescape=True))).scalars()
    return any((gone := told(detail)) is not None and gone.records is records and name in gone.names
               for detail in said)


def last_backup(tx: Transaction, before: datetime) -> LastBackup | None:
    """The newest backup made before a moment that was not found broken."""
    row = tx.session.execute(select(BackupRow.name, BackupRow.folder, BackupRow.made_at).where(
        BackupRow.made_at <= before, BackupRow.state != _BROKEN).order_by(BackupRow.made_at.desc()).limit(1)).first()
    return LastBackup(row.name, row.folder, row.made_at) if row else None


def _due(records: Records, until: Until) -> ColumnElement[bool]:
    return and_(kind(records), DAYS[records] <= until[records])


def _count(tx: Transaction, records: Records, which: ColumnElement[bool]) -> int:
    row = PersonRow if records is Records.PEERS else DAYS[records].class_
    return tx.session.execute(select(func.count()).select_from(row).where(which)).scalar_one()


def _needed(records: Records, until: Until) -> ColumnElement[bool]:
    """Which records another one that stays still needs, once those that are due are gone."""
    if records is Records.VISITS:
        return and_(VisitRow.day > until[Records.SESSIONS], _in_a_month_with_sessions(until))
    if records is Records.DISCLOSURES:
        visits = select(VisitRow.id).where(VisitRow.student_id == DisclosureRow.student_id,
                                           VisitRow.day > until[Records.VISITS]).exists()
        return or_(visits, DisclosureRow.student_id.in_(in_sessions(SessionRow.day > until[Records.SESSIONS])))
    return false()


def _in_a_month_with_sessions(until: Until) -> ColumnElement[bool]:
    """The student has a session in the visit's month, and it stays."""
    months = select(SessionRow.student_id, func.substr(SessionRow.day, 1, 7)).where(
        SessionRow.visit_id.is_not(None), SessionRow.day > until[Records.SESSIONS],
        SessionRow.day <= until[Records.VISITS])
    return tuple_(VisitRow.student_id, func.substr(VisitRow.day, 1, 7)).in_(months)
