"""Training of peers, as named queries: the center's modules, classes with attendance, completions."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.domain.meetings import THERE, Attendance, MeetingState
from wellnessdesk.domain.training import Completion, Delivery, How, Module, Seat, TrainingClass
from wellnessdesk.store.rows import (
    ClassAttendanceRow,
    ClassRow,
    CompletionRow,
    MeetingAttendanceRow,
    MeetingRow,
    ModuleRow,
)
from wellnessdesk.store.transaction import Transaction


def modules(tx: Transaction) -> list[Module]:
    """The versions the center made."""
    return [_module(row) for row in tx.session.execute(select(ModuleRow)).scalars()]


def put_module(tx: Transaction, module: Module, at: datetime, by: str) -> None:
    """Write a version, in place of what stood under its number."""
    values = {"title": module.title, "minutes": module.minutes, "delivery": module.delivery.value,
              "competency": module.competency, "track": module.track, "lapses_months": module.lapses_months,
              "prerequisites": json.dumps(list(module.prerequisites)), "since": module.since, "until": module.until,
              "source": module.source, "made_at": at, "made_by": by}
    tx.session.execute(upsert(ModuleRow).values(id=module.id, version=module.version, **values)
                       .on_conflict_do_update(index_elements=["id", "version"], set_=values))


def classes(tx: Transaction, module: str = "") -> list[TrainingClass]:
    """All classes, or those of a module, the newest first."""
    which = [ClassRow.module_id == module] if module else []
    rows = tx.session.execute(select(ClassRow).where(*which).order_by(ClassRow.day.desc(), ClassRow.id.desc()))
    seats: dict[int, list[Seat]] = {}
    for row in tx.session.execute(select(ClassAttendanceRow).order_by(ClassAttendanceRow.person_id)).scalars():
        seats.setdefault(row.class_id, []).append(Seat(person=row.person_id, state=Attendance(row.state),
                                                       minutes=row.minutes))
    return [_class(row, seats.get(row.id, [])) for row in rows.scalars()]


def get_class(tx: Transaction, number: int) -> TrainingClass | None:
    """One class."""
    row = tx.session.get(ClassRow, number)
    if row is None:
        return None
    found = tx.session.execute(select(ClassAttendanceRow).where(ClassAttendanceRow.class_id == number)
                               .order_by(ClassAttendanceRow.person_id)).scalars()
    return _class(row, [Seat(person=one.person_id, state=Attendance(one.state), minutes=one.minutes) for one in found])


def add_class(tx: Transaction, held: TrainingClass, at: datetime, by: str) -> int:
    """Write a class with who was there; its number."""
    number = tx.session.execute(insert(ClassRow).values(
        module_id=held.module, version=held.version, day=held.day, minutes=held.minutes, place=held.place,
        led_by=held.led_by, made_at=at, made_by=by).returning(ClassRow.id)).scalar_one()
    tx.session.execute(insert(ClassAttendanceRow), [
        {"class_id": number, "person_id": seat.person, "state": seat.state.value, "minutes": seat.minutes}
        for seat in held.seats])
    return number


def remove_class(tx: Transaction, number: int) -> None:
    """A class that was entered by mistake, with what people have by it."""
    for row in (CompletionRow, ClassAttendanceRow):
        tx.session.execute(delete(row).where(row.class_id == number))
    tx.session.execute(delete(ClassRow).where(ClassRow.id == number))


def completions(tx: Transaction) -> list[Completion]:
    """All there are, revoked ones too."""
    return [_completion(row) for row in tx.session.execute(select(CompletionRow)).scalars()]


def counting(tx: Transaction, person: str = "") -> list[tuple[str, str, date | None]]:
    """(person, module, lapses on) of what is not revoked: of everybody, or of one person."""
    row = CompletionRow
    which = [row.person_id == person] if person else []
    found = tx.session.execute(select(row.person_id, row.module_id, row.lapses_on).where(
        row.revoked_at.is_(None), *which))
    return [(one[0], one[1], one[2]) for one in found]


def of_class(tx: Transaction, number: int) -> list[Completion]:
    """What people have by a class."""
    rows = tx.session.execute(select(CompletionRow).where(CompletionRow.class_id == number)).scalars()
    return [_completion(row) for row in rows]


def completion(tx: Transaction, completion_id: str) -> Completion | None:
    """One."""
    row = tx.session.get(CompletionRow, completion_id)
    return _completion(row) if row else None


def add_completions(tx: Transaction, found: Iterable[Completion]) -> None:
    """Write that people have modules."""
    rows = [{"id": one.id, "person_id": one.person, "module_id": one.module, "version": one.version, "day": one.day,
             "how": one.how.value, "class_id": one.class_id, "by": one.by, "lapses_on": one.lapses_on,
             "revoked_at": one.revoked_at} for one in found]
    if rows:
        tx.session.execute(insert(CompletionRow), rows)


def revoke(tx: Transaction, completion_id: str, at: datetime) -> None:
    """It does not count any more."""
    tx.session.execute(update(CompletionRow).where(CompletionRow.id == completion_id).values(revoked_at=at))


def last_supervision(tx: Transaction, until: date) -> dict[str, date]:
    """The day on which each person last attended a meeting of supervision that was held, up to one."""
    rows = tx.session.execute(
        select(MeetingAttendanceRow.person_id, func.max(MeetingRow.day))
        .join(MeetingRow, MeetingRow.id == MeetingAttendanceRow.meeting_id)
        .where(MeetingRow.day <= until, MeetingAttendanceRow.state.in_([one.value for one in THERE]),
               MeetingRow.state.in_((MeetingState.BEGUN.value, MeetingState.SIGNED.value)))
        .group_by(MeetingAttendanceRow.person_id))
    return {row[0]: row[1] for row in rows}


def _module(row: ModuleRow) -> Module:
    try:
        needs = tuple(str(one) for one in json.loads(row.prerequisites))
    except (ValueError, TypeError):
        needs = ()
    return Module(id=row.id, version=row.version, title=row.title, minutes=row.minutes,
                  delivery=Delivery(row.delivery), competency=row.competency, track=row.track,
                  lapses_months=row.lapses_months, prerequisites=needs, since=row.since, until=row.until,
                  source=row.source)


def _class(row: ClassRow, seats: list[Seat]) -> TrainingClass:
    return TrainingClass(id=row.id, module=row.module_id, version=row.version, day=row.day, minutes=row.minutes,
                         place=row.place, led_by=row.led_by, seats=tuple(seats))


def _completion(row: CompletionRow) -> Completion:
    return Completion(id=row.id, person=row.person_id, module=row.module_id, version=row.version, day=row.day,
                      how=How(row.how), by=row.by, class_id=row.class_id, lapses_on=row.lapses_on,
                      revoked_at=row.revoked_at)
