"""Opening a student's record: recorded, sealed to the coordinators, for who is looked at says whose flag it may be."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.students import Student
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import students
from wellnessdesk.store.transaction import Transaction


@act("students.open")
def opened(desk: Desk, student_id: int) -> Student:
    """The student whose record is opened now. Recorded once a sitting. Raises `Problem` for who is not there.

    To be called by whatever shows more of a student than a list does.
    """
    sitting = f"student:{student_id}"
    with desk.reading() as tx:
        student = there(tx, student_id)
    if sitting not in desk.sittings:
        with desk.change() as change:
            change.record_sealed("student.open", sitting)
        desk.sittings.add(sitting)
    return student


def there(tx: Transaction, student_id: int) -> Student:
    """The student of this id, inside a transaction of the caller. Raises `Problem`."""
    student = students.get(tx, student_id)
    if student is None:
        raise Problem(_("This student is not on the roster any more."))
    return student
