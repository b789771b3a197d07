"""What may be better left out of a note that is being written. It stops nobody, and nothing of it is kept."""

from wellnessdesk.domain.note_hints import NAME, Hint, whole_names, word_hints
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.store import session_students, students


@act("sessions.save_draft")
def look(desk: Desk, session_id: int, text: str) -> list[Hint]:
    """Diagnoses, medicines and the whole names of students who were not in the session."""
    found = word_hints(text)
    with desk.reading() as tx:
        own = [one.student for one in session_students.of_session(tx, session_id)]
        wanted = whole_names(text, own)
        there = students.called(tx, [(given, family) for _said, given, family in wanted])
    names = tuple(dict.fromkeys(said for said, given, family in wanted if (given, family) in there))
    return [*found, Hint(NAME, names)] if names else found
