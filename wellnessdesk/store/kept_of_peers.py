"""What the peer program keeps of a person, for retention: all of it goes together, once they have left long enough.

A feature that keeps more of peers adds a line to `_KEPT`.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    union_all,
)

from wellnessdesk.domain.people import Role
from wellnessdesk.store import coded_counts
from wellnessdesk.store.kept_counts import PEER_MINUTES
from wellnessdesk.store.rows import (
    AgreementRow,
    Base,
    CaregiverPaperRow,
    ClassAttendanceRow,
    ClassRow,
    ClearanceOverrideRow,
    CompletionRow,
    ExamAttemptRow,
    ExitInterviewRow,
    HourEntryRow,
    KeptCountRow,
    PathwayRow,
    PeerFactsRow,
    PersonRow,
    PracticeRow,
    SealedRow,
    StatementRow,
)
from wellnessdesk.store.transaction import Transaction


def _day(moment: Any) -> Any:
    """Of a column of moments, which are kept as milliseconds."""
    return type_coerce(func.date(cast(moment, Integer) / 1000, "unixepoch"), Date)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Rows of persons: the word of the log for them, their day, and the kind of what is sealed beside."""

    word: str
    row: type[Base]
    person: Any
    day: Any
    sealed: str = ""
    name: Any = None
    """What the log calls one by, where that is not its id."""


_LONG_AGO = "2000-01-01"
"""Facts have no day: they go with the rest, and at once where nothing else is kept."""
_KEPT = (
    _Kept("completion", CompletionRow, CompletionRow.person_id, CompletionRow.day),
    _Kept("practice", PracticeRow, PracticeRow.person_id, PracticeRow.day, "practice"),
    _Kept("attempt", ExamAttemptRow, ExamAttemptRow.person_id, _day(ExamAttemptRow.begun_at), "attempt"),
    _Kept("agreement", AgreementRow, AgreementRow.person_id, _day(AgreementRow.at)),
    _Kept("paper", CaregiverPaperRow, CaregiverPaperRow.person_id, CaregiverPaperRow.day, "caregiver paper"),
    _Kept("override", ClearanceOverrideRow, ClearanceOverrideRow.person_id, ClearanceOverrideRow.until, "override"),
    _Kept("hours", HourEntryRow, HourEntryRow.person_id, HourEntryRow.day),
    _Kept("statement", StatementRow, StatementRow.person_id, _day(StatementRow.at)),
    _Kept("exit", ExitInterviewRow, ExitInterviewRow.person_id, _day(ExitInterviewRow.at), "exit interview",
          name=cast(_day(ExitInterviewRow.at), String) + ":" + ExitInterviewRow.id),
    _Kept("pathway", PathwayRow, PathwayRow.person_id, PathwayRow.since,
          name=PathwayRow.person_id + ":" + PathwayRow.pathway),
    _Kept("facts", PeerFactsRow, PeerFactsRow.person_id, func.coalesce(PeerFactsRow.graduates, _LONG_AGO),
          name=PeerFactsRow.person_id),
)
_DAYS = union_all(*(select(one.person.label("person"), one.day.label("day")) for one in _KEPT)).subquery()
NEWEST: Any = select(func.max(_DAYS.c.day)).where(_DAYS.c.person == PersonRow.id).correlate(PersonRow).scalar_subquery()
"""The last day of which something is kept of a person."""


def left() -> ColumnElement[bool]:
    """Of whom something is kept, and who is no peer any more."""
    return and_(or_(PersonRow.active.is_(False), PersonRow.role != Role.PEER.value), NEWEST.is_not(None))


def destroy(tx: Transaction, which: ColumnElement[bool]) -> list[str]:
    """Destroy all that is kept of these people, and classes in which nobody else was; its words in the log."""
    people = list(tx.session.scalars(select(PersonRow.id).where(which)))
    gone: list[str] = []
    for one in _KEPT:
        theirs = one.person.in_(people)
        named = one.row.id if one.name is None else one.name  # type: ignore[attr-defined]
        gone += [f"{one.word}:{name}" for name in tx.session.scalars(select(named).where(theirs))]
        if one.sealed:
            records = select(one.row.id).where(theirs)  # type: ignore[attr-defined]
            _run(tx, delete(SealedRow).where(SealedRow.kind == one.sealed, SealedRow.record.in_(records)))
        _run(tx, delete(one.row).where(theirs))
    _minutes(tx, people)
    return gone + _classes(tx)


def _minutes(tx: Transaction, people: list[str]) -> None:
    """Of their sessions that were destroyed before, the months' minutes (`store.kept_counts`)."""
    peer = func.json_extract(KeptCountRow.fact, "$[1]")
    _run(tx, delete(KeptCountRow).where(KeptCountRow.kind == PEER_MINUTES, peer.in_(people)))


def _classes(tx: Transaction) -> list[str]:
    """A class says who was in it, and so it stays whole until nobody has anything by it who is a peer, or has left
    only lately. The hours of all who were there stay as counts."""
    peer = exists().where(ClassAttendanceRow.class_id == ClassRow.id, PersonRow.id == ClassAttendanceRow.person_id,
                          PersonRow.active, PersonRow.role == Role.PEER.value)
    by_it = exists().where(CompletionRow.class_id == ClassRow.id)
    numbers = list(tx.session.scalars(select(ClassRow.id).where(~peer, ~by_it)))
    coded_counts.keep_of_all_months(tx, ClassRow.id.in_(numbers), coded_counts.TRAINING)
    _run(tx, delete(ClassAttendanceRow).where(ClassAttendanceRow.class_id.in_(numbers)))
    _run(tx, delete(ClassRow).where(ClassRow.id.in_(numbers)))
    return [f"class:{number}" for number in numbers]


def _run(tx: Transaction, statement: Any) -> None:
    tx.session.execute(statement, execution_options={"synchronize_session": False})
