"""Observed practice, question banks and attempts at exams, as named queries."""

from datetime import datetime

from sqlalchemy import insert, select, update

from wellnessdesk.domain import exams as rules
from wellnessdesk.domain.catalogues import Text
from wellnessdesk.domain.exams import Attempt, Bank
from wellnessdesk.domain.practice import Practice
from wellnessdesk.store.rows import ExamAttemptRow, PracticeRow, QuestionBankRow
from wellnessdesk.store.transaction import Transaction


def practice(tx: Transaction, person: str = "") -> list[Practice]:
    """All observed practice, or somebody's, the newest first; what was written of it is not here."""
    which = [PracticeRow.person_id == person] if person else []
    rows = tx.session.execute(select(PracticeRow).where(*which).order_by(
        PracticeRow.day.desc(), PracticeRow.at.desc(), PracticeRow.id))
    return [_practice(row) for row in rows.scalars()]


def get_practice(tx: Transaction, practice_id: str) -> Practice | None:
    """One."""
    row = tx.session.get(PracticeRow, practice_id)
    return _practice(row) if row else None


def ratings(tx: Transaction, person: str = "") -> list[tuple[str, int]]:
    """(person, rating) of what counts: of everybody, or of one person."""
    which = [PracticeRow.person_id == person] if person else []
    found = tx.session.execute(select(PracticeRow.person_id, PracticeRow.rating).where(
        PracticeRow.ended_at.is_(None), *which))
    return [(one[0], one[1]) for one in found]


def add_practice(tx: Transaction, one: Practice) -> None:
    """Keep it; what was written is sealed beside."""
    tx.session.execute(insert(PracticeRow).values(
        id=one.id, person_id=one.person, observer_id=one.observer, scenario=one.scenario, day=one.day,
        rating=one.rating, at=one.at))


def end_practice(tx: Transaction, practice_id: str, at: datetime) -> None:
    """It does not count any more."""
    tx.session.execute(update(PracticeRow).where(PracticeRow.id == practice_id).values(ended_at=at))


def banks(tx: Transaction) -> list[Bank]:
    """All versions that are kept, the oldest first."""
    rows = tx.session.execute(select(QuestionBankRow).order_by(QuestionBankRow.id, QuestionBankRow.version))
    return [_bank(row) for row in rows.scalars()]


def add_bank(tx: Transaction, bank: Bank, at: datetime, by: str) -> None:
    """Keep a version."""
    tx.session.execute(insert(QuestionBankRow).values(
        id=bank.id, version=bank.version, title=bank.title.en, module_id=bank.module, asked=bank.asked,
        pass_percent=bank.pass_percent, body=rules.to_plain(bank), made_at=at, made_by=by))


def end_bank(tx: Transaction, bank_id: str, at: datetime) -> None:
    """None of its versions is asked any more."""
    tx.session.execute(update(QuestionBankRow).where(
        QuestionBankRow.id == bank_id, QuestionBankRow.ended_at.is_(None)).values(ended_at=at))


def attempts(tx: Transaction, person: str = "") -> list[Attempt]:
    """All attempts, or somebody's, the newest first; what was asked and answered is not here."""
    which = [ExamAttemptRow.person_id == person] if person else []
    rows = tx.session.execute(select(ExamAttemptRow).where(*which).order_by(
        ExamAttemptRow.begun_at.desc(), ExamAttemptRow.id))
    return [_attempt(row) for row in rows.scalars()]


def get_attempt(tx: Transaction, attempt_id: str) -> Attempt | None:
    """One."""
    row = tx.session.get(ExamAttemptRow, attempt_id)
    return _attempt(row) if row else None


def begin_attempt(tx: Transaction, one: Attempt) -> None:
    """It begins; its answers are sealed beside."""
    tx.session.execute(insert(ExamAttemptRow).values(
        id=one.id, bank_id=one.bank, version=one.version, person_id=one.person, begun_at=one.begun_at,
        out_of=one.out_of))


def end_attempt(tx: Transaction, one: Attempt) -> None:
    """It is over, with its score."""
    tx.session.execute(update(ExamAttemptRow).where(ExamAttemptRow.id == one.id).values(
        ended_at=one.ended_at, score=one.score, passed=one.passed))


def _bank(row: QuestionBankRow) -> Bank:
    """One whose questions were spoiled has none, and so is never asked."""
    try:
        spanish, source, questions = rules.from_plain(row.body)
    except ValueError:
        spanish, source, questions = row.title, "", ()
    return Bank(id=row.id, version=row.version, title=Text(row.title, spanish), module=row.module_id, asked=row.asked,
                pass_percent=row.pass_percent, questions=questions, source=source, ended_at=row.ended_at)


def _attempt(row: ExamAttemptRow) -> Attempt:
    return Attempt(id=row.id, bank=row.bank_id, version=row.version, person=row.person_id, begun_at=row.begun_at,
                   out_of=row.out_of, ended_at=row.ended_at, score=row.score, passed=row.passed)


def _practice(row: PracticeRow) -> Practice:
    return Practice(id=row.id, person=row.person_id, observer=row.observer_id, scenario=row.scenario, day=row.day,
                    rating=row.rating, at=row.at, ended_at=row.ended_at)
