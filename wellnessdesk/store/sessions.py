"""Sessions, as named queries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Row,
    Select,
    case,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased

from wellnessdesk.domain.names import initials
from wellnessdesk.domain.sessions import LATE_AFTER, MOST_LATE_HOURS, SIGNED_STATES, NoteState, SealedNote, Session
from wellnessdesk.store import kept_counts, sealed
from wellnessdesk.store.rows import (
    ConflictRow,
    NoteAddendumRow,
    NoteReturnRow,
    PersonRow,
    SealedRow,
    SessionRow,
    SessionStudentRow,
    SettingRow,
    StudentRow,
)
from wellnessdesk.store.rows.sessions import UNFINISHED
from wellnessdesk.store.transaction import Transaction

_UNFINISHED = text(f"sessions.{UNFINISHED}")
"""Written out, not bound: only so does SQLite see that the partial index of unfinished notes serves."""

_SIGNED = [state.value for state in SIGNED_STATES]
_SECOND = aliased(PersonRow)
"""The other peer, where two were there together."""
_SIZE = case((SessionRow.student_id.is_(None), select(func.count()).where(
    SessionStudentRow.session_id == SessionRow.id).scalar_subquery()))
_ADDENDA = select(func.count()).where(NoteAddendumRow.session_id == SessionRow.id).scalar_subquery()
_RETURNS = select(func.count()).where(NoteReturnRow.session_id == SessionRow.id).scalar_subquery()

LATE_HOURS = "notes.late_hours"
"""The setting of a center that says within how many hours a note is to be signed."""
_LATE_HOURS = select(SettingRow.value).where(SettingRow.key == LATE_HOURS).scalar_subquery()



def _closed_to(peer: str) -> ColumnElement[bool]:
    """The record of the session's student, or of somebody in its group, is closed to a peer."""
    grouped = select(SessionStudentRow.session_id).join(
        ConflictRow, ConflictRow.student_id == SessionStudentRow.student_id).where(ConflictRow.peer_id == peer)
    alone = select(ConflictRow.student_id).where(ConflictRow.peer_id == peer)
    return SessionRow.id.in_(grouped) | func.coalesce(SessionRow.student_id.in_(alone), 0)


def _of(peer: str) -> ColumnElement[bool]:
    """The peer's sessions, also those in which they were the second."""
    return (SessionRow.peer_id == peer) | (SessionRow.second_peer_id == peer)


def _is_of(student: int) -> ColumnElement[bool]:
    """The student's sessions, one to one and in groups."""
    grouped = select(SessionStudentRow.session_id).where(SessionStudentRow.student_id == student)
    return (SessionRow.student_id == student) | SessionRow.id.in_(grouped)



def add(tx: Transaction, *, student_id: int | None, peer_id: str, day: date, started_at: datetime,
        note: NoteState = NoteState.TO_WRITE, service: str = "", tier: int = 0, **values: object) -> int:
    """Begin a session; its id. `values` are further columns; without a student it is a group's."""
    made = tx.session.execute(insert(SessionRow).values(
        student_id=student_id, peer_id=peer_id, service=service, tier=tier, day=day, started_at=started_at,
        note=note.value, **values))
    return int(made.inserted_primary_key[0])  # type: ignore[attr-defined]


def get(tx: Transaction, session: int) -> Session | None:
    """The session of this id."""
    row = tx.session.execute(_sessions().where(SessionRow.id == session)).first()
    return _session(row) if row else None


def end_of_visit(tx: Transaction, visit: int, at: datetime) -> None:
    """End the session that belongs to a visit and is still going on."""
    tx.session.execute(update(SessionRow).where(SessionRow.visit_id == visit, SessionRow.ended_at.is_(None))
                       .values(ended_at=at))


def reopen_of_visit(tx: Transaction, visit: int, ended_at: datetime) -> None:
    """Take back the end of a visit's session, when the check-out is undone; a signed one is over."""
    tx.session.execute(update(SessionRow).where(
        SessionRow.visit_id == visit, SessionRow.ended_at == ended_at, SessionRow.signed_at.is_(None))
                       .values(ended_at=None))


def move_end_of_visit(tx: Transaction, visit: int, before: datetime, after: datetime) -> None:
    """When a departure is set right, the session that ended with it ended then."""
    tx.session.execute(update(SessionRow).where(SessionRow.visit_id == visit, SessionRow.ended_at == before)
                       .values(ended_at=after))


def ends_of_visits(tx: Transaction, visits: Sequence[int]) -> dict[int, datetime]:
    """When the last session of each visit ended, for those that had one that did."""
    rows = tx.session.execute(select(SessionRow.visit_id, func.max(SessionRow.ended_at)).where(
        SessionRow.visit_id.in_(visits)).group_by(SessionRow.visit_id))
    return {row[0]: row[1] for row in rows if row[0] is not None and row[1] is not None}


def of_visit(tx: Transaction, visit: int) -> Session | None:
    """The newest session of a visit."""
    row = tx.session.execute(_sessions().where(SessionRow.visit_id == visit)
                             .order_by(SessionRow.id.desc()).limit(1)).first()
    return _session(row) if row else None


def remove(tx: Transaction, session: int) -> None:
    """Take back a session nobody has written a note for."""
    tx.session.execute(delete(SessionRow).where(SessionRow.id == session, SessionRow.note == NoteState.TO_WRITE.value))


def set_service(tx: Transaction, session: int, service: str, tier: int) -> None:
    """What kind of session it was."""
    tx.session.execute(update(SessionRow).where(SessionRow.id == session).values(service=service, tier=tier))


def change(tx: Transaction, session: int, **values: object) -> None:
    """Set columns of a session: its place, times, the other peer."""
    tx.session.execute(update(SessionRow).where(SessionRow.id == session).values(**values))


def set_note(tx: Transaction, session: int, state: NoteState, **values: object) -> None:
    """How far the note is; with `signed_at`, `reviewed_at`, `reviewed_by`."""
    tx.session.execute(update(SessionRow).where(SessionRow.id == session).values(note=state.value, **values))


def of_peer(tx: Transaction, peer: str, day: date) -> list[Session]:
    """A peer's sessions of a day, and whatever note of theirs is not signed yet or was given back, newest first.

    One with a student whose record was closed to them since stays until its note is signed, and no longer.
    """
    unfinished = SessionRow.note.in_([NoteState.TO_WRITE.value, NoteState.DRAFT.value])
    asked_for = (SessionRow.day == day) | (SessionRow.note == NoteState.RETURNED.value)
    shown = (asked_for & ~_closed_to(peer)) | (unfinished & (SessionRow.peer_id == peer))
    rows = tx.session.execute(_sessions().where(_of(peer), shown).order_by(SessionRow.started_at.desc()))
    return [_session(row) for row in rows]


def of_student(tx: Transaction, student: int) -> list[int]:
    """The ids of all sessions of a student."""
    return list(tx.session.execute(select(SessionRow.id).where(_is_of(student))).scalars())


def with_student(tx: Transaction, student: int, peer: str | None = None) -> list[Session]:
    """All sessions of a student, also in groups, or those with one peer, the newest first."""
    query = _sessions().where(_is_of(student))
    if peer is not None:
        query = query.where(_of(peer))
    return [_session(row) for row in tx.session.execute(query.order_by(SessionRow.started_at.desc()))]


def unwritten(tx: Transaction) -> list[Session]:
    """Sessions whose note is not signed, oldest first."""
    return _unfinished(tx, NoteState.TO_WRITE, NoteState.DRAFT)


def returned(tx: Transaction) -> list[Session]:
    """Sessions whose note was given back and waits for its author, oldest first."""
    return _unfinished(tx, NoteState.RETURNED)


def to_review(tx: Transaction) -> list[Session]:
    """Sessions whose note is signed and waits for a coordinator, oldest first."""
    return _unfinished(tx, NoteState.SIGNED)


def of_ids(tx: Transaction, ids: Sequence[int]) -> list[Session]:
    """The sessions of these numbers that are there, in any order."""
    return [_session(row) for row in tx.session.execute(_sessions().where(SessionRow.id.in_(ids)))] if ids else []


_LYING = select(SessionRow.id, SessionRow.student_id, SessionRow.peer_id, cast(SealedRow.blob, LargeBinary)).join(
    SealedRow, SessionRow.id == cast(SealedRow.record, Integer)).where(sealed.AMONG)
_SEALED_NOTES = _LYING.where(SealedRow.kind == "note", SealedRow.version == 1)
_LOCKED_DRAFTS = _LYING.where(SealedRow.kind == "draft", SealedRow.version == 0,
                              SessionRow.note == NoteState.LOCKED.value)


def sealed_notes(tx: Transaction, ids: Sequence[int]) -> list[SealedNote]:
    """The signed notes of these sessions, sealed as they lie there, in any order."""
    return [SealedNote(*row) for row in tx.session.execute(_SEALED_NOTES, sealed.among(ids))]


def locked_drafts(tx: Transaction, ids: Sequence[int]) -> list[SealedNote]:
    """The drafts of these sessions that were locked, sealed as they lie there, in any order."""
    return [SealedNote(*row, locked=True) for row in tx.session.execute(_LOCKED_DRAFTS, sealed.among(ids))]


def with_note_of(tx: Transaction, peer: str) -> list[int]:
    """The numbers of a peer's sessions whose note is signed, but for those with a student closed to them.

    Also those in which they were the second peer.
    """
    return list(tx.session.scalars(select(SessionRow.id).where(_of(peer), ~_closed_to(peer),
                                                               SessionRow.note.in_(_SIGNED))))


def signed_notes(tx: Transaction) -> dict[int, str]:
    """The state of every signed note, by session."""
    rows = tx.session.execute(select(SessionRow.id, SessionRow.note).where(SessionRow.note.in_(_SIGNED)))
    return {row[0]: row[1] for row in rows}


def locked(tx: Transaction) -> list[int]:
    """The sessions whose draft was locked."""
    return list(tx.session.scalars(select(SessionRow.id).where(SessionRow.note == NoteState.LOCKED.value)))


def written_by(tx: Transaction, peer: str, after: int, until: int) -> list[int]:
    """The sessions of a peer that have a note or a draft, after the one of the first number, up to the second.

    Also those in which they were the second peer, once the note is signed: a draft is its author's alone.
    """
    signed = SessionRow.note.in_(_SIGNED)
    written = (SessionRow.peer_id == peer) & (signed | (SessionRow.note == NoteState.DRAFT.value))
    query = select(SessionRow.id).where(written | ((SessionRow.second_peer_id == peer) & signed),
                                        SessionRow.id > after, SessionRow.id <= until)
    return list(tx.session.execute(query.order_by(SessionRow.id)).scalars())


def last_number(tx: Transaction) -> int:
    """The number of the newest session; 0 when there is none."""
    return tx.session.execute(select(func.max(SessionRow.id))).scalar() or 0


def counts(tx: Transaction, first: date, last: date) -> list[tuple[str, int, int]]:
    """Of the sessions in the months from `first` to `last`, destroyed ones too: (service, tier, number)."""
    query = (select(SessionRow.service, SessionRow.tier, func.count()).where(SessionRow.day.between(first, last))
             .group_by(SessionRow.service, SessionRow.tier))
    kept = [(str(service), int(tier), number)
            for (service, tier), number in kept_counts.read(tx, kept_counts.SESSIONS, first, last)]
    return [(row[0], row[1], row[2]) for row in tx.session.execute(query)] + kept


def _unfinished(tx: Transaction, *states: NoteState) -> list[Session]:
    rows = tx.session.execute(
        _sessions().where(_UNFINISHED, SessionRow.note.in_([state.value for state in states]),
                          SessionRow.ended_at.is_not(None)).order_by(SessionRow.started_at))
    return [_session(row) for row in rows]


@cache
def _sessions() -> Select[Any]:
    """Made once: putting it together takes as long as asking it."""
    return (select(SessionRow.__table__, StudentRow.given, StudentRow.family, StudentRow.preferred_given,
                   StudentRow.roster_preferred, PersonRow.name.label("peer"), _SECOND.name.label("second_peer"),
                   _SIZE.label("size"), _ADDENDA.label("addenda"), _RETURNS.label("returns"),
                   _LATE_HOURS.label("late_hours"))
            .outerjoin(StudentRow, StudentRow.id == SessionRow.student_id)
            .join(PersonRow, PersonRow.id == SessionRow.peer_id)
            .outerjoin(_SECOND, _SECOND.id == SessionRow.second_peer_id))


def _session(row: Row[Any]) -> Session:
    called = row.preferred_given or row.roster_preferred or row.given or ""
    second = row.second_peer if row.second_peer_id != row.peer_id else ""  # the second was handed the note on
    return Session(
        id=row.id, visit_id=row.visit_id, appointment_id=row.appointment_id, student_id=row.student_id,
        student=f"{called} {row.family or ''}".strip(), initials=initials(row.given or "", row.family or ""),
        size=row.size or 0, peer_id=row.peer_id, peer=row.peer, second_peer_id=row.second_peer_id,
        second_peer=second or "", origin=row.origin, place=row.place, service=row.service, tier=row.tier,
        day=row.day, started_at=row.started_at, ended_at=row.ended_at, note=NoteState(row.note),
        signed_at=row.signed_at, reviewed_at=row.reviewed_at, addenda=row.addenda, returns=row.returns,
        late_after=_late_after(row.late_hours))


def late_hours(tx: Transaction) -> int:
    """Within how many hours a note is to be signed here."""
    return _late_after(tx.session.execute(select(_LATE_HOURS)).scalar()) // timedelta(hours=1)


def _late_after(kept: object) -> timedelta:
    """The limit that was set; the usual one where none was, or where it was spoiled."""
    text = kept if isinstance(kept, str) else ""
    hours = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    return timedelta(hours=hours) if 1 <= hours <= MOST_LATE_HOURS else LATE_AFTER
