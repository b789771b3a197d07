"""Telling a student, before their first session, what is shared and with whom; and that they were told."""

from wellnessdesk.domain.session_facts import Participant
from wellnessdesk.domain.student_facts import written_as
from wellnessdesk.services import sessions, untold
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import student_facts


@act("sessions.tell")
def to_tell(desk: Desk, session_id: int) -> tuple[Participant, ...]:
    """Who of a session was not told yet what is shared, in the version in force."""
    with desk.reading() as tx:
        return untold.not_told(tx, session_id)


@act("sessions.tell")
def told(desk: Desk, session_id: int) -> tuple[Participant, ...]:
    """Everybody of the peer's own session was told now, and agreed; gives those for whom it was the first time."""
    with desk.change("students", "sessions", audited=False) as change:
        session = sessions.to_write(desk, change.tx, session_id)
        version = untold.version()
        found = untold.not_told(change.tx, session.id)
        for one in found:
            student_facts.acknowledge(change.tx, one.student_id, untold.KIND, version, desk.today(), desk.person.id)
            change.record_sealed("student.told", f"student:{one.student_id}", written_as(
                student_facts.get(change.tx, one.student_id), student_facts.acknowledged(change.tx, one.student_id)))
        return found
