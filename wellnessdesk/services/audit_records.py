"""What the audit log tells of notes and flags, compared with the records: SQL can change these, but not the log."""

from dataclasses import dataclass

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.flags import FlagMark, FlagStatus
from wellnessdesk.domain.retention import Records, named_appointments, span
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services.audit_center import ToldOfCenter
from wellnessdesk.services.audit_disclosures import ToldOfDisclosures
from wellnessdesk.services.audit_drop_ins import ToldOfDropIns
from wellnessdesk.services.audit_emergencies import ToldOfEmergencies
from wellnessdesk.services.audit_facts import ToldOfFacts
from wellnessdesk.services.audit_kiosk import ToldOfKiosk
from wellnessdesk.services.audit_peers import ToldOfPeers
from wellnessdesk.services.audit_retention import ToldOfRetention
from wellnessdesk.services.audit_visits import ToldOfVisits
from wellnessdesk.services.audit_week import ToldOfWeek
from wellnessdesk.services.flags import FLAG, raised_as
from wellnessdesk.services.sessions import NOTE, fingerprint
from wellnessdesk.store import flags, sealed, sealed_owners, sessions
from wellnessdesk.store.transaction import Transaction

_NOTE_STATES = {"note.sign": NoteState.SIGNED, "note.cosign": NoteState.COSIGNED}
_RESEAL = "note.reseal"
_FLAG_STATES = {"flag.raise": FlagStatus.RAISED, "flag.acknowledge": FlagStatus.ACKNOWLEDGED,
                "flag.close": FlagStatus.CLOSED}


@dataclass(slots=True)
class _Record:
    """A note or a flag: the entry that made it, what that entry keeps of it, and how far it has come since."""

    number: int
    mark: str
    state: str


class Told:
    """Gathers the entries of a chain in their order."""

    def __init__(self) -> None:
        self._notes: dict[str, _Record] = {}
        self._flags: dict[str, _Record] = {}
        self._retention, self._visits, self._center = ToldOfRetention(), ToldOfVisits(), ToldOfCenter()
        self._emergencies, self._disclosures = ToldOfEmergencies(), ToldOfDisclosures()
        self._peers, self._week, self._drop_ins = ToldOfPeers(), ToldOfWeek(), ToldOfDropIns()
        self._facts, self._kiosk = ToldOfFacts(), ToldOfKiosk()

    def add(self, number: int, action: str, subject: str, detail: str) -> None:
        """One more entry. What is made a second time stays as it was made the first."""
        if action == _RESEAL:
            _reseal(self._notes, subject.removeprefix("session:"), detail)
        elif action in _NOTE_STATES:
            _follow(self._notes, subject.removeprefix("session:"), number, detail, _NOTE_STATES[action])
        elif action in _FLAG_STATES:
            _follow(self._flags, subject.removeprefix("flag:"), number, detail, _FLAG_STATES[action])
        self._visits.add(action, subject, detail)
        self._drop_ins.add(action, subject, detail)
        self._center.add(action, subject, detail)
        self._emergencies.add(action, subject)
        self._peers.add(action, subject, detail)
        self._week.add(action, subject, detail)
        self._disclosures.add(number, action, subject, detail)
        self._facts.add(number, action, subject, detail)
        self._kiosk.add(action, subject, detail)
        destroyed, names = self._retention.add(action, subject, detail)
        if destroyed is Records.VISITS:
            self._visits.destroy(names)
            self._week.destroy(named_appointments(detail))
            self._drop_ins.destroy(span(detail))
            self._facts.destroy()
            self._kiosk.destroy(names, detail)
        elif destroyed is Records.AGENDAS:
            self._center.destroy(names)
        elif destroyed is Records.DISCLOSURES:
            self._disclosures.destroy(names)
        records = (self._notes if destroyed is Records.SESSIONS
                   else self._flags if destroyed is Records.FLAGS else {})
        for gone in [key for key in records if key in names]:
            del records[gone]

    def differs(self, tx: Transaction, *, with_flags: bool) -> str:
        """The first record that is not as the entries say, as a sentence; empty when there is none.

        Without the sealed entries nobody knows which flags were raised, so `with_flags` is for coordinators.
        """
        return (self._note_that_differs(tx) or (self._flag_that_differs(tx) if with_flags else "")
                or (self._facts.differs(tx) if with_flags else "")
                or self._retention.differs(tx) or self._visits.differs(tx) or self._drop_ins.differs(tx)
                or self._center.differs(tx) or self._emergencies.differs(tx) or self._disclosures.differs(tx)
                or self._peers.differs(tx) or self._week.differs(tx) or self._kiosk.differs(tx)
                or _sealed_alone(tx))

    def _note_that_differs(self, tx: Transaction) -> str:
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
        return ""

    def _flag_that_differs(self, tx: Transaction) -> str:
        left = dict(self._flags)
        for mark in flags.everything(tx):
            told = left.pop(mark.id, None)
            if told is None:
                return _("There is a flag that no entry raised.")
            if mark.status != told.state or not _times_fit(mark):
                return _("The flag that entry {number} raised is marked as the log does not say.").format(
                    number=told.number)
            blob = sealed.get(tx, FLAG, mark.id, 1)
            if blob is None or raised_as(mark.urgency, blob) != told.mark:
                return _not_as_raised(told)
        for told in left.values():
            return _not_as_raised(told)
        return ""


def _sealed_alone(tx: Transaction) -> str:
    if sealed_owners.stray(tx):
        return _("A sealed text is there that belongs to no record. Somebody put an old one back.")
    if sealed_owners.missing(tx):
        return _("A sealed text is missing from its record. Somebody took it out.")
    return ""


def _follow(records: dict[str, _Record], key: str, number: int, detail: str, state: NoteState | FlagStatus) -> None:
    if state in (NoteState.SIGNED, FlagStatus.RAISED):
        records.setdefault(key, _Record(number, detail, state))
    elif key in records:
        records[key].state = state


def _reseal(records: dict[str, _Record], key: str, detail: str) -> None:
    """A coordinator sealed the note that was there to its author's new keys; one that was not there stays missing."""
    before, _space, after = detail.partition(" ")
    if key in records and records[key].mark == before:
        records[key].mark = after


def _times_fit(mark: FlagMark) -> bool:
    return ((mark.acknowledged_at is not None) == (mark.status is not FlagStatus.RAISED)
            and (mark.closed_at is not None) == (mark.status is FlagStatus.CLOSED))


def _not_as_raised(told: _Record) -> str:
    return _("The flag that entry {number} raised is not there as it was raised.").format(number=told.number)
