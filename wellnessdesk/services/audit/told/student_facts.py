"""What the audit log tells of the center's own facts of students: an older name put back could out somebody."""

from dataclasses import dataclass, field
from typing import ClassVar

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.student_facts import written_as
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.store import student_facts
from wellnessdesk.store.transaction import Transaction

_WRITE = frozenset({"student.facts", "student.told"})
"""What the desk wrote down, and that a peer told a student what is shared: both change what is kept of one."""


@dataclass(slots=True)
class ToldOfStudentFacts(Gatherer):
    """For each student the newest entry, and what it keeps of the facts."""

    for_coordinators: ClassVar[bool] = True
    _newest: dict[int, Made] = field(default_factory=dict)
    _may_be_gone: set[int] = field(default_factory=set)

    def add(self, deed: Deed) -> None:
        student = deed.subject.removeprefix("student:")
        if deed.action in _WRITE and student.isdecimal():
            self._newest[int(student)] = Made(deed.number, deed.detail)
            self._may_be_gone.discard(int(student))

    def destroy(self, gone: Destroyed) -> None:
        """With visits go the facts of students who had left."""
        if gone.records is Records.VISITS:
            self._may_be_gone.update(self._newest)

    def differs(self, tx: Transaction) -> str:
        left = dict(self._newest)
        for student, facts, acknowledged in student_facts.everything(tx):
            told = left.pop(student, None)
            if told is None:
                return _("The center's own facts of a student are there, but no entry wrote them.")
            if written_as(facts, acknowledged) != told.mark:
                return _not_as_written(told)
        return next((_not_as_written(told) for student, told in left.items() if student not in self._may_be_gone), "")


def _not_as_written(told: Made) -> str:
    return _("The facts of a student that entry {number} wrote down are not there as they were written.").format(
        number=told.number)
