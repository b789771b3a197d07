"""What the audit log tells of notes, compared with the records: which are signed and reviewed, none another."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services import participants
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.sessions import NOTE, fingerprint
from wellnessdesk.store import sealed, sessions
from wellnessdesk.store.transaction import Transaction
from wellnessdesk.vault.errors import VaultProblem


@dataclass(slots=True)
class ToldOfNotes(Gatherer):
    """The signed notes, by session, and what those of groups say of one student alone; the first versions did not log
    that. What is signed a second time stays as it was signed the first."""

    _notes: dict[str, Made] = field(default_factory=dict)
    _remarks: dict[str, Made] = field(default_factory=dict)

    def add(self, deed: Deed) -> None:
        session = deed.subject.removeprefix("session:")
        if deed.action == "note.sign":
            mark, _space, remarks = deed.detail.partition(" ")
            self._notes.setdefault(session, Made(deed.number, mark, NoteState.SIGNED))
            if remarks:
                self._remarks.setdefault(session, Made(deed.number, remarks))
        elif session not in self._notes:
            return
        elif deed.action == "note.cosign":
            self._notes[session].state = NoteState.COSIGNED
        elif deed.action == "note.return":
            self._notes[session].state = NoteState.RETURNED
        elif deed.action == "note.addendum":
            self._notes[session].state = deed.detail.partition(" ")[2]
        elif deed.action == "note.reseal":
            _reseal(self._notes[session], deed.detail)

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.SESSIONS:
            self._notes, self._remarks = gone.spared(self._notes), gone.spared(self._remarks)

    def differs(self, tx: Transaction) -> str:
        states = sessions.signed_notes(tx)
        for session, note in self._notes.items():
            blob = sealed.get(tx, NOTE, session, 1)
            if blob is None or fingerprint(blob) != note.mark:
                return _("The note that entry {number} signed is not there as it was signed.").format(
                    number=note.number)
            if not session.isdecimal() or states.pop(int(session), "") != note.state:
                return _("The note that entry {number} signed is marked as the log does not say.").format(
                    number=note.number)
        for session_id in states:
            return _("The note of session {number} is marked as signed, but no entry signed it.").format(
                number=session_id)
        if (unknown := sessions.of_unknown_state(tx)) is not None:
            return _("The state of the note of session {number} was changed outside the program.").format(
                number=unknown)
        return self._remark_that_differs(tx)

    def _remark_that_differs(self, tx: Transaction) -> str:
        for session, told in self._remarks.items():
            if _remarks_of(tx, int(session)) != told.mark:
                return _("What the note that entry {number} signed says of one student alone is not there as it was "
                         "signed.").format(number=told.number)
        return ""


def _remarks_of(tx: Transaction, session: int) -> str:
    """As the log keeps it; empty where one is no sealed record any more."""
    try:
        return participants.signed_as(tx, session)
    except VaultProblem:
        return ""


def _reseal(note: Made, detail: str) -> None:
    """A coordinator sealed the note that was there to its author's new keys; one that was not there stays missing."""
    before, _space, after = detail.partition(" ")
    if note.mark == before:
        note.mark = after
