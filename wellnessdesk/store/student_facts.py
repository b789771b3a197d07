"""What the center itself knows of a student, as named queries."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, case, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from wellnessdesk.domain.student_facts import Acknowledged, Audience, Facts
from wellnessdesk.store.leavers import nothing_left
from wellnessdesk.store.rows import (
    AcknowledgementRow,
    StudentFactsRow,
    StudentRow,
    VisitRow,
)
from wellnessdesk.store.transaction import Transaction


def get(tx: Transaction, student: int) -> Facts:
    """What the center added; nothing yet is no facts, but for a name that the center uses already."""
    row = tx.session.execute(_facts().where(StudentRow.id == student)).first()
    return _read(row) if row is not None else Facts()


def put(tx: Transaction, student: int, facts: Facts) -> None:
    """Write the facts of a student in the place of those before.

    `students.preferred_given` is the name that every list of the center shows: the preferred one only where the
    student wishes it there, else the legal one, also where the roster gives another.
    """
    name, where = facts.preferred, sorted(facts.audiences)
    values = {"pronouns": facts.pronouns, "language": facts.language, "access_needs": facts.access_needs,
              "card_number": facts.card or None, "audiences": json.dumps({"name": name, "where": where})}
    tx.session.execute(upsert(StudentFactsRow).values(student_id=student, **values).on_conflict_do_update(
        index_elements=["student_id"], set_=values))
    shown = name if Audience.CENTER in facts.audiences else case(
        (StudentRow.roster_preferred == "", ""), else_=StudentRow.given)
    tx.session.execute(update(StudentRow).where(StudentRow.id == student).values(preferred_given=shown))


def everything(tx: Transaction) -> Iterator[tuple[int, Facts, list[Acknowledged]]]:
    """(student, facts, acknowledgements) of everybody of whom there is one."""
    told: dict[int, list[Acknowledged]] = {}
    for row in tx.session.execute(select(*AcknowledgementRow.__table__.columns)):
        told.setdefault(row.student_id, []).append(_acknowledged(row))
    with_facts = {row.id: _read(row) for row in tx.session.execute(
        _facts().where(StudentFactsRow.student_id.is_not(None)))}
    for student in sorted({*told, *with_facts}):
        yield student, with_facts.get(student) or get(tx, student), told.get(student, [])


def acknowledge(tx: Transaction, student: int, kind: str, version: str, day: date, by: str) -> None:
    """Write down that a student was told or agreed to something."""
    tx.session.execute(insert(AcknowledgementRow).values(
        student_id=student, kind=kind, version=version, day=day, recorded_by=by))


def acknowledged(tx: Transaction, student: int) -> list[Acknowledged]:
    """What a student was told or agreed to, the newest first. `by` is a person's id."""
    rows = tx.session.execute(select(*AcknowledgementRow.__table__.columns).where(
        AcknowledgementRow.student_id == student).order_by(AcknowledgementRow.day.desc(), AcknowledgementRow.id.desc()))
    return [_acknowledged(row) for row in rows]


def who_acknowledged(tx: Transaction, kind: str, version: str, of: Sequence[int]) -> frozenset[int]:
    """Who of these students was told or agreed to this version."""
    return frozenset(tx.session.scalars(select(AcknowledgementRow.student_id).where(
        AcknowledgementRow.kind == kind, AcknowledgementRow.version == version,
        AcknowledgementRow.student_id.in_(of))))


def owner_of_card(tx: Transaction, card: str) -> int | None:
    """The student who has this card."""
    return tx.session.execute(
        select(StudentFactsRow.student_id).where(StudentFactsRow.card_number == card)).scalar()


def here_since(tx: Transaction, day: date, of: Sequence[int]) -> dict[int, datetime]:
    """When those of these students who are still here came today."""
    rows = tx.session.execute(
        select(VisitRow.student_id, func.min(VisitRow.arrived_at).label("since"))
        .where(VisitRow.day == day, VisitRow.left_at.is_(None), VisitRow.student_id.in_(of))
        .group_by(VisitRow.student_id))
    return {row.student_id: row.since for row in rows}


def remove_of_who_left(tx: Transaction) -> None:
    """Drop what the center added to students who are on no roster any more and of whom nothing else is kept."""
    gone = select(StudentRow.id).where(
        nothing_left(),
        or_(exists().where(StudentFactsRow.student_id == StudentRow.id),
            exists().where(AcknowledgementRow.student_id == StudentRow.id)))
    ids = list(tx.session.scalars(gone))
    if ids:
        tx.session.execute(delete(StudentFactsRow).where(StudentFactsRow.student_id.in_(ids)))
        tx.session.execute(delete(AcknowledgementRow).where(AcknowledgementRow.student_id.in_(ids)))
        tx.session.execute(update(StudentRow).where(StudentRow.id.in_(ids)).values(preferred_given=""))


def _facts() -> Any:
    return select(StudentRow.id, StudentRow.preferred_given, StudentFactsRow.pronouns, StudentFactsRow.language,
                  StudentFactsRow.access_needs, StudentFactsRow.card_number, StudentFactsRow.audiences).outerjoin(
                      StudentFactsRow, StudentFactsRow.student_id == StudentRow.id)


def _read(row: Row[Any]) -> Facts:
    if row.audiences is None:
        return Facts(preferred=row.preferred_given)
    name, where = _chosen(row.audiences)
    return Facts(preferred=name, pronouns=row.pronouns, language=row.language, access_needs=row.access_needs,
                 card=row.card_number or "", audiences=where)


def _chosen(audiences: str) -> tuple[str, frozenset[Audience]]:
    """The preferred name and where it is used. What cannot be read is used nowhere: a name must not slip out."""
    try:
        raw = json.loads(audiences)
        return str(raw["name"]), frozenset(Audience(one) for one in raw["where"] if one in set(Audience))
    except (ValueError, TypeError, KeyError):
        return "", frozenset()


def _acknowledged(row: Row[Any]) -> Acknowledged:
    return Acknowledged(kind=row.kind, version=row.version, day=row.day, by=row.recorded_by)
