"""A note on paper, with everything that was added to it. It goes out together with its line in the disclosure log."""

from wellnessdesk.base.errors import Problem
from wellnessdesk.base.i18n import _
from wellnessdesk.domain.disclosures import NewDisclosure, Way
from wellnessdesk.domain.recovery import Paper
from wellnessdesk.domain.sessions import SignedNote
from wellnessdesk.reports import note as report
from wellnessdesk.services import disclosures, note_trail, sessions
from wellnessdesk.services.desk import Desk, act
from wellnessdesk.vault.errors import Tampered


@act("note_print.save")
def save(desk: Desk, session_id: int, new: NewDisclosure, paper: Paper = Paper.LETTER) -> bytes:
    """The note of a session as PDF, for `new.recipient`. A group's note is at the level of the group: what was noted of
    one of them alone is not on it, and each of them gets a line in their log.

    Raises `Problem` for what is missing, and `Tampered` for a note or an addendum not as it was sealed.
    """
    note = sessions.read_note(desk, session_id)
    if any(one.problem for one in note.addenda):
        raise Tampered
    with desk.change("disclosures") as change:
        students = note_trail.students(change.tx, session_id)
        if not students:
            raise Problem(_("Nobody is in this session. There is nothing to give out."))
        made = [disclosures.write(desk, change, student, new, Way.NOTE) for student in sorted(students)]
        head = change.record("note.print", f"disclosure:{made[0]}")
        return report.note_pdf(_given_out(note), new, center=desk.center, by=desk.person.name, head=head.short(),
                               printed_at=desk.local(desk.clock.now()), paper=paper)


def _given_out(note: SignedNote) -> SignedNote:
    """A coordinator's comments to the author are about the author's work, and stay here."""
    return SignedNote(note.session, note.body, note.signer, addenda=note.addenda)
