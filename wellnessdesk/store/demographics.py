"""Counts of what students said of themselves, and who was asked this school year."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import sqlite

from wellnessdesk.domain.demographics import Count, month_of
from wellnessdesk.store.leavers import nothing_left
from wellnessdesk.store.rows import DemographicAskedRow, DemographicCountRow, StudentRow
from wellnessdesk.store.transaction import Transaction

ON = "demographics.on"
"""The setting: whether students are asked."""


def counts(tx: Transaction, first: date, last: date) -> list[Count]:
    """The counts of the months from that of `first` to that of `last`, in order; an option nobody chose has none.

    In each month and set, the counts of every category add up to how many were asked.
    """
    row = DemographicCountRow
    found = tx.session.execute(select(row.month, row.set_id, row.category, row.option, row.n).where(
        row.month.between(month_of(first), month_of(last))).order_by(row.month, row.set_id, row.category, row.option))
    return [Count(*one) for one in found]


def add(tx: Transaction, month: str, set_id: str, answers: Mapping[str, str]) -> None:
    """Count somebody's options (category -> option)."""
    for category, option in answers.items():
        row = sqlite.insert(DemographicCountRow).values(month=month, set_id=set_id, category=category, option=option,
                                                        n=1)
        tx.session.execute(row.on_conflict_do_update(
            index_elements=["month", "set_id", "category", "option"], set_={"n": DemographicCountRow.n + 1}))


def was_asked(tx: Transaction, student: int, year: int) -> bool:
    """Whether a student was asked in the school year that begins in `year`."""
    return tx.session.get(DemographicAskedRow, (student, year)) is not None


def asked(tx: Transaction, student: int, year: int) -> None:
    """They were; of earlier school years it does not matter any more, and goes."""
    tx.session.execute(delete(DemographicAskedRow).where(DemographicAskedRow.school_year < year))
    tx.session.execute(insert(DemographicAskedRow).values(student_id=student, school_year=year))


def forget_who_left(tx: Transaction) -> None:
    """That they were asked goes with the last record of a student; the counts name nobody, and stay."""
    left = select(StudentRow.id).where(nothing_left())
    tx.session.execute(delete(DemographicAskedRow).where(DemographicAskedRow.student_id.in_(left)),
                       execution_options={"synchronize_session": False})
