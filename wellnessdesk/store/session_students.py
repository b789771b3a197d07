"""The students of sessions, one to one or in a group, as named queries."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, union_all, update

from wellnessdesk.domain.session_facts import Attendance, Participant, Parties
from wellnessdesk.store.rows import SessionRow, SessionStudentRow, StudentRow
from wellnessdesk.store.transaction import Transaction

_NAME = (StudentRow.given, StudentRow.family, StudentRow.preferred_given, StudentRow.roster_preferred)


def put(tx: Transaction, session: int, students: Sequence[tuple[int, Attendance]]) -> None:
    """Write who belongs to a group, in the place of who was written there; remarks of whoever stays stay."""
    kept: dict[int, int] = {row.student_id: row.remarks for row in tx.session.execute(
        select(SessionStudentRow.student_id, SessionStudentRow.remarks).where(SessionStudentRow.session_id == session))}
    tx.session.execute(delete(SessionStudentRow).where(SessionStudentRow.session_id == session))
    tx.session.execute(insert(SessionStudentRow), [
        {"session_id": session, "student_id": student, "attendance": attendance.value, "remarks": kept.get(student, 0)}
        for student, attendance in students])


def of_session(tx: Transaction, session: int) -> tuple[Participant, ...]:
    """Everybody of a session, by name; of one to one, the one student."""
    alone = select(SessionRow.student_id, *_NAME).join(StudentRow, StudentRow.id == SessionRow.student_id)
    row = tx.session.execute(alone.where(SessionRow.id == session)).first()
    if row is not None:
        return (Participant(student_id=row.student_id, student=_called(row)),)
    rows = tx.session.execute(
        select(SessionStudentRow.__table__, *_NAME).join(StudentRow, StudentRow.id == SessionStudentRow.student_id)
        .where(SessionStudentRow.session_id == session).order_by(StudentRow.family, StudentRow.given, StudentRow.id))
    return tuple(Participant(student_id=row.student_id, student=_called(row), attendance=_attendance(row),
                             remarks=row.remarks) for row in rows)


def parties(tx: Transaction, sessions: Collection[int]) -> dict[int, Parties]:
    """Who was in each of these sessions that are there, one to one or in a group."""
    student = func.coalesce(SessionRow.student_id, SessionStudentRow.student_id)
    rows = tx.session.execute(select(SessionRow.id, SessionRow.peer_id, SessionRow.second_peer_id, student)
                              .outerjoin(SessionStudentRow, SessionStudentRow.session_id == SessionRow.id)
                              .where(SessionRow.id.in_(sessions)))
    peers: dict[int, set[str]] = {}
    students: dict[int, set[int]] = {}
    for session, *both, whom in rows:
        peers.setdefault(session, set()).update(peer for peer in both if peer is not None)
        students.setdefault(session, set()).update({whom} if whom is not None else ())
    return {session: Parties(peers=frozenset(peers[session]), students=frozenset(students[session]))
            for session in peers}


def count_remark(tx: Transaction, session: int, student: int) -> int:
    """One more remark about a student of a group; its number."""
    which = (SessionStudentRow.session_id == session) & (SessionStudentRow.student_id == student)
    tx.session.execute(update(SessionStudentRow).where(which).values(remarks=SessionStudentRow.remarks + 1))
    return int(tx.session.execute(select(SessionStudentRow.remarks).where(which)).scalar_one())


def in_groups(tx: Transaction) -> dict[int, list[tuple[int, str]]]:
    """(student, attendance) of everybody in a group, by session."""
    found: dict[int, list[tuple[int, str]]] = {}
    for session, student, attendance in tx.session.execute(select(
            SessionStudentRow.session_id, SessionStudentRow.student_id, SessionStudentRow.attendance)):
        found.setdefault(session, []).append((student, attendance))
    return found


def been_with(tx: Transaction, peer: str) -> list[tuple[int, str]]:
    """(id, name) of the active students a peer had a session with, the newest first."""
    own = (SessionRow.peer_id == peer) | (SessionRow.second_peer_id == peer)
    alone = select(SessionRow.student_id.label("student"), SessionRow.started_at.label("at")).where(
        own, SessionRow.student_id.is_not(None))
    grouped = (select(SessionStudentRow.student_id, SessionRow.started_at)
               .join(SessionRow, SessionRow.id == SessionStudentRow.session_id).where(own))
    both = union_all(alone, grouped).subquery()
    rows = tx.session.execute(select(StudentRow.id, *_NAME).join(both, both.c.student == StudentRow.id)
                              .where(StudentRow.active).order_by(both.c.at.desc()))
    return list(dict.fromkeys((row.id, _called(row)) for row in rows))


def facts(tx: Transaction) -> Iterator[Any]:
    """What the log keeps of the facts of sessions: id, and the columns of `session_facts.written_as`."""
    columns = (SessionRow.id, SessionRow.visit_id, SessionRow.appointment_id, SessionRow.student_id,
               SessionRow.peer_id, SessionRow.second_peer_id, SessionRow.origin, SessionRow.place, SessionRow.day,
               SessionRow.started_at)
    return iter(tx.session.execute(select(*columns).execution_options(yield_per=5_000)))


def _attendance(row: Any) -> Attendance:
    """What SQL made up counts as there: the note stays in their record, and the log tells what is true."""
    return Attendance(row.attendance) if row.attendance in set(Attendance) else Attendance.CAME


def _called(row: Any) -> str:
    return f"{row.preferred_given or row.roster_preferred or row.given} {row.family}".strip()
