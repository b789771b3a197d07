"""A teacher calls: is the student here? Times of today, and nothing else; that somebody asked is recorded."""

from dataclasses import dataclass
from datetime import datetime

from wellnessdesk.services import student_records
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import student_file


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be said: for each of today's visits when it began and when it ended (None: still here), in order."""

    student: str
    times: tuple[tuple[datetime, datetime | None], ...]


@act("visits.teacher_call")
def answer(desk: Desk, student_id: int) -> Answer:
    """Look up when a student came and left today. Raises `Problem` for who is not there."""
    today = desk.today()
    with desk.change() as change:
        student = student_records.there(change.tx, student_id)
        stays = student_file.stays(change.tx, student_id, day=today)
        change.record_sealed("visit.teacher_call", f"student:{student_id}")
    return Answer(student.name, tuple((stay.arrived_at, stay.left_at) for stay in reversed(stays)))
