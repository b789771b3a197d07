"""How much everybody had to carry lately, as named queries over a bounded number of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from wellnessdesk.domain.meetings import THERE, MeetingState
from wellnessdesk.domain.sessions import SIGNED_STATES
from wellnessdesk.domain.supervision import ItemState
from wellnessdesk.store.rows import (
    AcknowledgementRow,
    MeetingAttendanceRow,
    MeetingItemRow,
    MeetingRow,
    SessionRow,
    StudentRow,
)
from wellnessdesk.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Met:
    """A session that is over, as far as load goes by it."""

    id: int
    student_id: int | None
    peer_id: str
    second_peer_id: str | None
    service: str
    day: date
    started_at: datetime
    ended_at: datetime
    signed: bool

    @property
    def peers(self) -> frozenset[str]:
        """Who was in it."""
        return frozenset({self.peer_id, self.second_peer_id} - {None})  # type: ignore[arg-type]

    @property
    def took(self) -> timedelta:
        """How long it took."""
        return self.ended_at - self.started_at


_SIGNED = [state.value for state in SIGNED_STATES]
_MET = select(SessionRow.id, SessionRow.student_id, SessionRow.peer_id, SessionRow.second_peer_id, SessionRow.service,
              SessionRow.day, SessionRow.started_at, SessionRow.ended_at, SessionRow.note.in_(_SIGNED)).where(
                  SessionRow.ended_at.is_not(None)).order_by(SessionRow.started_at, SessionRow.id)


def met(tx: Transaction, since: date) -> list[Met]:
    """The sessions of these days that are over, in their order; by the index of days."""
    return _all(tx, _MET.where(SessionRow.day >= since))


def met_of(tx: Transaction, sessions: Sequence[int]) -> list[Met]:
    """The same of some sessions."""
    return _all(tx, _MET.where(SessionRow.id.in_(sessions))) if sessions else []


def _all(tx: Transaction, query: Select[*tuple[Any, ...]]) -> list[Met]:
    return [Met(*row) for row in tx.session.execute(query)]


def talked(tx: Transaction, kind: str, since: date) -> dict[str, datetime]:
    """What was talked about in meetings of these days, by ref: when the last agenda was built that had it."""
    rows = tx.session.execute(
        select(MeetingItemRow.ref, func.max(MeetingRow.built_at)).join(MeetingRow,
                                                                       MeetingRow.id == MeetingItemRow.meeting_id)
        .where(MeetingRow.day >= since, MeetingRow.built_at.is_not(None), MeetingItemRow.kind == kind,
               MeetingItemRow.state == ItemState.TALKED.value).group_by(MeetingItemRow.ref))
    return {row[0]: row[1] for row in rows if row[1] is not None}


def last_built(tx: Transaction) -> datetime | None:
    """When the newest agenda was built."""
    return tx.session.execute(select(func.max(MeetingRow.built_at))).scalar()


def missed(tx: Transaction, since: date) -> dict[str, int]:
    """How many signed meetings of these days each person was not at."""
    rows = tx.session.execute(
        select(MeetingAttendanceRow.person_id, func.count()).join(
            MeetingRow, MeetingRow.id == MeetingAttendanceRow.meeting_id)
        .where(MeetingRow.day >= since, MeetingRow.state == MeetingState.SIGNED.value,
               MeetingAttendanceRow.state.not_in([state.value for state in THERE]))
        .group_by(MeetingAttendanceRow.person_id))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class Given:
    """The newest acknowledgement of a kind of a student."""

    student: int
    given: str
    family: str
    kind: str
    version: str
    day: date


def agreements(tx: Transaction, students: Sequence[int]) -> list[Given]:
    """The newest of each kind of these students, by student."""
    row, found = AcknowledgementRow, {}
    rows = tx.session.execute(
        select(row.student_id, StudentRow.given, StudentRow.family, row.kind, row.version, row.day)
        .join(StudentRow, StudentRow.id == row.student_id).where(row.student_id.in_(students))
        .order_by(row.student_id, row.day, row.id)) if students else ()
    for one in rows:
        found[one.student_id, one.kind] = Given(*one)
    return list(found.values())
