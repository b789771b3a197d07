"""The hours of peers, as named queries: minutes that follow from records of the program, and entries by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, cast, func, insert, literal, select, update

from wellnessdesk.domain.hours import Entry, Kind, Source, State
from wellnessdesk.domain.meetings import THERE, MeetingState
from wellnessdesk.store import kept_counts
from wellnessdesk.store.rows import (
    ClassAttendanceRow,
    ClassRow,
    HourEntryRow,
    MeetingAttendanceRow,
    MeetingRow,
    PersonRow,
    SessionRow,
    SupervisionGroupRow,
)
from wellnessdesk.store.transaction import Transaction

_THERE = [state.value for state in THERE]
_TOOK = (cast(SessionRow.ended_at, Integer) - cast(SessionRow.started_at, Integer)) // 60_000
"""Whole minutes of a session."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Minutes that follow from a record: `what` is a service, `module:version`, or the name of a group; of a sum, `id`
    and `day` say nothing."""

    person: str
    source: Source
    what: str
    minutes: int
    id: str = ""
    day: date = date.min


def facts(tx: Transaction, first: date, last: date, person: str) -> list[Fact]:
    """What a person's hours follow from, from one day to another."""
    found = [Fact(row[0], Source(row[1]), row[2], row[3], row[4], row[5])
             for parts in _parts(first, last, person) for row in tx.session.execute(parts)]
    return [*found, *_kept(tx, first, last, person)]


def sums(tx: Transaction, first: date, last: date, person: str = "") -> list[Fact]:
    """The same put together by person, source and what it was, of everybody or of one."""
    found = []
    for part in _parts(first, last, person):
        of = part.subquery()
        columns = (of.c.person, of.c.source, of.c.what)
        for row in tx.session.execute(select(*columns, func.sum(of.c.minutes)).group_by(*columns)):
            found.append(Fact(row[0], Source(row[1]), row[2], row[3]))
    return [*found, *_kept(tx, first, last, person)]


def _parts(first: date, last: date, person: str) -> list[Select[Any]]:
    meeting, seat, group = MeetingRow, MeetingAttendanceRow, SupervisionGroupRow
    held, chair = ClassRow, ClassAttendanceRow
    classes = select(
        chair.person_id.label("person"), literal(Source.CLASS.value).label("source"),
        (held.module_id + ":" + cast(held.version, String)).label("what"), chair.minutes.label("minutes"),
        cast(held.id, String).label("id"), held.day.label("day")).join(held, held.id == chair.class_id).where(
            chair.state.in_(_THERE), held.day.between(first, last), *_is(chair.person_id, person))
    meetings = select(
        seat.person_id.label("person"), literal(Source.MEETING.value).label("source"), group.name.label("what"),
        seat.minutes.label("minutes"), meeting.id.label("id"), meeting.day.label("day")).join(
            meeting, meeting.id == seat.meeting_id).join(group, group.id == meeting.group_id).where(
                seat.state.in_(_THERE), meeting.state == MeetingState.SIGNED.value, meeting.day.between(first, last),
                *_is(seat.person_id, person))
    return [_sessions(SessionRow.peer_id, first, last, person),
            _sessions(SessionRow.second_peer_id, first, last, person, SessionRow.second_peer_id.is_not(None)),
            classes, meetings]


def _sessions(who: Any, first: date, last: date, person: str, *which: ColumnElement[bool]) -> Select[Any]:
    return select(
        who.label("person"), literal(Source.SESSION.value).label("source"), SessionRow.service.label("what"),
        _TOOK.label("minutes"), cast(SessionRow.id, String).label("id"),
        SessionRow.day.label("day")).where(
            SessionRow.ended_at.is_not(None), SessionRow.day.between(first, last), *which, *_is(who, person))


def _is(column: Any, person: str) -> list[ColumnElement[bool]]:
    return [column == person] if person else []


def _kept(tx: Transaction, first: date, last: date, person: str) -> list[Fact]:
    """Of months whose sessions were destroyed; they begin on a day that is asked for."""
    found = kept_counts.read(tx, kept_counts.PEER_MINUTES, first, last)
    return [Fact(str(who), Source.KEPT, str(service), number, f"{month}:{service}", date.fromisoformat(str(month)))
            for (month, who, service), number in found if person in ("", who)]


def entries(tx: Transaction, person: str = "", state: State | None = None) -> list[Entry]:
    """What was entered by hand, of everybody or of one, the newest day first."""
    row = HourEntryRow
    which = [*_is(row.person_id, person), *([row.state == state.value] if state else [])]
    found = tx.session.execute(select(row).where(*which).order_by(row.day.desc(), row.entered_at.desc(), row.id))
    return [_entry(one) for one in found.scalars()]


def get(tx: Transaction, entry_id: str) -> Entry | None:
    """One entry."""
    row = tx.session.get(HourEntryRow, entry_id)
    return _entry(row) if row else None


def add(tx: Transaction, one: Entry) -> None:
    """Keep an entry."""
    tx.session.execute(insert(HourEntryRow).values(
        id=one.id, person_id=one.person, kind=one.kind.value, day=one.day, minutes=one.minutes,
        competency=one.competency, activity=one.activity, words=one.words, about=one.about,
        replaces=one.replaces or None, state=one.state.value, entered_at=one.entered_at, entered_by=one.entered_by,
        decided_at=one.decided_at, decided_by=one.decided_by or None, answer=one.answer))


def decide(tx: Transaction, one: Entry) -> None:
    """How far an entry is now: its state, by whom and with which answer."""
    tx.session.execute(update(HourEntryRow).where(HourEntryRow.id == one.id).values(
        state=one.state.value, decided_at=one.decided_at, decided_by=one.decided_by or None, answer=one.answer))


def added_at(tx: Transaction, person: str) -> datetime | None:
    """When somebody was added here."""
    return tx.session.execute(select(PersonRow.added_at).where(PersonRow.id == person)).scalar()


def keep_minutes(tx: Transaction, month: date, *which: ColumnElement[bool]) -> None:
    """Keep the minutes of sessions of a month that are about to be destroyed; not of those that were corrected: what
    corrects them stays."""
    corrected = select(HourEntryRow.about).where(HourEntryRow.state == State.APPROVED.value, HourEntryRow.about != "")
    stands = (literal(f"{Source.SESSION}:") + cast(SessionRow.id, String)).not_in(corrected)
    for who in (SessionRow.peer_id, SessionRow.second_peer_id):
        by = (who, SessionRow.service)
        rows = tx.session.execute(select(*by, func.sum(_TOOK)).where(
            SessionRow.ended_at.is_not(None), who.is_not(None), stands, *which).group_by(*by))
        kept_counts.add(tx, month, kept_counts.PEER_MINUTES,
                        [((month.isoformat(), str(row[0]), row[1]), row[2]) for row in rows])


def _entry(row: HourEntryRow) -> Entry:
    return Entry(id=row.id, person=row.person_id, kind=Kind(row.kind), day=row.day, minutes=row.minutes,
                 competency=row.competency, activity=row.activity, words=row.words, about=row.about,
                 replaces=row.replaces or "", state=State(row.state), entered_at=row.entered_at,
                 entered_by=row.entered_by, decided_at=row.decided_at, decided_by=row.decided_by or "",
                 answer=row.answer)
