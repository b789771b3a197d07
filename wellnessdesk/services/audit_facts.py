"""What the audit log tells of the center's own facts of students: an older name put back could out somebody."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.student_facts import written_as
from wellnessdesk.store import student_facts
from wellnessdesk.store.transaction import Transaction

FACTS = frozenset({"student.facts", "student.told"})
"""What the desk wrote down, and that a peer told a student what is shared: both change what is kept of one."""


@dataclass(slots=True)
class ToldOfFacts:
    """Gathers the entries of a chain in their order: for each student the newest, and what it keeps of the facts."""

    _newest: dict[int, tuple[int, str]] = field(default_factory=dict)
    _may_be_gone: set[int] = field(default_factory=set)

    def add(self, number: int, action: str, subject: str, detail: str) -> None:
        """One more entry."""
        student = subject.removeprefix("student:")
        if action in FACTS and student.isdecimal():
            self._newest[int(student)] = (number, detail)
            self._may_be_gone.discard(int(student))

    def destroy(self) -> None:
        """Visits were destroyed: with them went the facts of students who had left."""
        self._may_be_gone.update(self._newest)

    def differs(self, tx: Transaction) -> str:
        """The first student whose facts are not as the entries say, as a sentence; empty when there is none."""
        left = dict(self._newest)
        for student, facts, acknowledged in student_facts.everything(tx):
            number, told = left.pop(student, (0, ""))
            if not number:
                return _("The center's own facts of a student are there, but no entry wrote them.")
            if written_as(facts, acknowledged) != told:
                return _not_as_written(number)
        return next((_not_as_written(number) for student, (number, _told) in left.items()
                     if student not in self._may_be_gone), "")


def _not_as_written(number: int) -> str:
    return _("The facts of a student that entry {number} wrote down are not there as they were written.").format(
        number=number)
