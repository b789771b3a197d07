"""What the audit log tells of addenda and returned notes, compared with the records: none is missing, none another."""

from dataclasses import dataclass, field

from wellnessdesk.base.i18n import _
from wellnessdesk.domain.destroyed import Destroyed
from wellnessdesk.domain.note_trail import TrailMark
from wellnessdesk.domain.retention import Records
from wellnessdesk.domain.sessions import NoteState
from wellnessdesk.services.audit.told.gatherer import Deed, Gatherer, Made
from wellnessdesk.services.note_trail import ADDENDUM, RETURN
from wellnessdesk.services.sessions import DRAFT, fingerprint
from wellnessdesk.store import note_trail, open_work, sealed, sessions, settings
from wellnessdesk.store.transaction import Transaction

_KINDS = {"note.addendum": ADDENDUM, "note.return": RETURN}
_Links = dict[str, list[Made]]


@dataclass(slots=True)
class ToldOfNoteTrail(Gatherer):
    """Every link that was chained to a note, by session and in its order."""

    _links: dict[str, _Links] = field(default_factory=lambda: {ADDENDUM: {}, RETURN: {}})
    _locked: dict[str, Made] = field(default_factory=dict)
    _handed: dict[str, str] = field(default_factory=dict)
    _limit: str = ""

    def add(self, deed: Deed) -> None:
        session = deed.subject.removeprefix("session:")
        if deed.action in _KINDS:
            made = Made(deed.number, deed.detail.partition(" ")[0])
            self._links[_KINDS[deed.action]].setdefault(session, []).append(made)
        elif deed.action == "note.lock":
            self._locked.setdefault(session, Made(deed.number, deed.detail))
        elif deed.action == "session.hand_on":
            self._handed[session] = deed.detail.partition(" ")[2]
        elif deed.action == "note.limit":
            self._limit = deed.detail
        elif deed.action == "note.reseal":
            before, _space, after = deed.detail.partition(" ")
            locked = [self._locked[session]] if session in self._locked else []
            for link in (*locked, *(one for links in self._links.values() for one in links.get(session, []))):
                link.mark = after if link.mark == before else link.mark

    def destroy(self, gone: Destroyed) -> None:
        if gone.records is Records.SESSIONS:
            self._links = {kind: gone.spared(links) for kind, links in self._links.items()}
            self._locked, self._handed = gone.spared(self._locked), gone.spared(self._handed)

    def differs(self, tx: Transaction) -> str:
        return (_compared(tx, ADDENDUM, self._links[ADDENDUM], note_trail.addenda(tx))
                or _compared(tx, RETURN, self._links[RETURN], note_trail.returns(tx)) or _unsettled(tx)
                or _unlocked(tx, self._locked) or self._handed_otherwise(tx) or self._limit_otherwise(tx))

    def _handed_otherwise(self, tx: Transaction) -> str:
        peers = {str(session): peer for session, peer in open_work.peers(tx).items()} if self._handed else {}
        if any(peers.get(session) != peer for session, peer in self._handed.items()):
            return _("A session that was handed on is not with whom the log says.")
        return ""

    def _limit_otherwise(self, tx: Transaction) -> str:
        kept = settings.get(tx, sessions.LATE_HOURS)
        if ("" if kept is None else str(kept)) != self._limit:
            return _("The hours within which a note is to be signed are not as the log says.")
        return ""


def _compared(tx: Transaction, kind: str, told: _Links, rows: list[TrailMark]) -> str:
    there = [(str(mark.session_id), mark.number) for mark in rows]
    expected = {(session, number): made for session, links in told.items() for number, made in enumerate(links, 1)}
    for place, made in expected.items():
        blob = sealed.get(tx, kind, *place) if place in there else None
        if blob is None or fingerprint(blob) != made.mark:
            return _("What entry {number} added to a note is not there as it was.").format(number=made.number)
    if len(there) > len(expected):
        return _("Something was added to a note that no entry tells of.")
    return ""


def _unlocked(tx: Transaction, told: dict[str, Made]) -> str:
    marked = {str(session) for session in sessions.locked(tx)}
    for session, made in told.items():
        blob = sealed.get(tx, DRAFT, session, 0)
        if session not in marked or blob is None or fingerprint(blob) != made.mark:
            return _("The draft that entry {number} locked is not there as it was.").format(number=made.number)
    return _("A draft is marked as locked, but no entry locked it.") if len(marked) > len(told) else ""


def _unsettled(tx: Transaction) -> str:
    """A note is marked as given back exactly while its last comment waits for an answer."""
    waiting = {mark.session_id for mark in note_trail.returns(tx) if mark.answered_at is None}
    marked = {session for session, state in sessions.signed_notes(tx).items() if state == NoteState.RETURNED}
    if waiting != marked:
        return _("A note that was given back is marked as the log does not say.")
    return ""
