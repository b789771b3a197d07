"""Who has looked at a student's record: answered from the log, with the keys of a coordinator."""

from collections.abc import Iterable
from dataclasses import dataclass

from wellnessdesk.base.progress import NO_PROGRESS, Progress
from wellnessdesk.domain.audit_log import Line
from wellnessdesk.domain.disclosures import NewDisclosure, Way
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.students import Student
from wellnessdesk.reports import disclosures as report
from wellnessdesk.services import disclosures, student_records
from wellnessdesk.services.audit.reading import Read, Reader, backwards
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.services.flags import taken_on
from wellnessdesk.store import audit, sessions
from wellnessdesk.store.audit_log import Found, Sought
from wellnessdesk.store.transaction import Transaction

_CLEAR = frozenset({"note.cosign", "flag.acknowledge", "flag.step", "flag.close", "flag.withdraw"})
_SEALED = frozenset({"note.read", "student.open", "student.open_own", "visit.teacher_call"})


@dataclass(frozen=True, slots=True)
class Looked:
    """The answer: each time somebody opened something about the student, the newest first."""

    student: Student
    lines: tuple[Line, ...]


@act("audit.looked")
def at(desk: Desk, student_id: int, progress: Progress = NO_PROGRESS) -> Looked:
    """Who opened the student's record or a note of theirs, or took on a flag about them, and when.

    Sealed entries are opened one after another, so this takes a moment in a long log. Lists, searches and check-ins
    are not in it, and nothing of records that were destroyed: nobody knows any more whose they were. Raises
    `Cancelled`.
    """
    student = student_records.opened(desk, student_id)
    with desk.reading() as tx:
        return Looked(student, _lines(desk, tx, student_id, progress))


@act("disclosures.print")
def save(desk: Desk, student_id: int, new: NewDisclosure, paper: Paper = Paper.LETTER,
         progress: Progress = NO_PROGRESS) -> bytes:
    """The answer as PDF, for `new.recipient`. It is a disclosure, and written down as one."""
    answer = at(desk, student_id, progress)
    with desk.change("disclosures") as change:
        made = disclosures.write(desk, change, student_id, new, Way.LOOKED)
        head = change.record("looked.print", f"disclosure:{made}")
    return report.looked_pdf(answer.student, answer.lines, center=desk.center, by=desk.person.name, head=head.short(),
                             printed_at=desk.local(desk.clock.now()), paper=paper)


def _lines(desk: Desk, tx: Transaction, student_id: int, progress: Progress) -> tuple[Line, ...]:
    reader, subjects = Reader(desk, tx), _subjects(desk, tx, student_id)
    total = audit.head(tx).sequence
    found: list[Line] = []
    for part, further in backwards(tx, Sought(actions=_CLEAR, subjects=subjects, sealed=True)):
        found += [reader.line(read) for read in _about(reader, part, subjects)]
        progress.report(total - (further or 0), total)
        progress.check_cancelled()
    return tuple(found)


def _about(reader: Reader, part: Iterable[Found], subjects: set[str]) -> Iterable[Read]:
    """Entries about the student. What a sealed one says is looked at first: most are about somebody else."""
    for found in part:
        if found.entry.action in _CLEAR:
            yield reader.read(found)
            continue
        action, subject, _detail = reader.words(found)
        if action in _SEALED and subject in subjects:
            yield reader.read(found)


def _subjects(desk: Desk, tx: Transaction, student_id: int) -> set[str]:
    """How the log names what is about the student."""
    return {f"student:{student_id}", *(f"session:{session}" for session in sessions.of_student(tx, student_id)),
            *(f"flag:{flag}" for flag in taken_on(desk, tx, student_id))}
